"""The targets of the next plan: their base, their uplift, and the year gone by."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.rolled_plan import LAST, YEAR, YEARS, facts_of, goal, plan, usd

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.keep import KeepBand
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import WeightedPhasing, WorkdayPhasing
from jbpcore.model.review import Review
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.work_calendar import WorkCalendar

RETAIL = jbp.FiscalCalendar.nrf_retail()


def booked(amounts: dict[str, str], metric: str = "revenue") -> list[jbp.ActualEntry]:
    return [
        jbp.ActualEntry(
            metric=metric,
            on=date.fromisoformat(day),
            amount=usd(amount),
            entry_id=f"e-{day}",
        )
        for day, amount in amounts.items()
    ]


@pytest.mark.parametrize(
    ("base", "target"),
    [
        # 45,000 booked by 30 June, 181 of 365 days: 45,000 × 365/181 = 90,745.856…
        # × 1.1 = 99,820.44
        ("target", "132000"),
        ("actual", "49500"),
        ("projected", "99820.44"),
    ],
)
def test_each_base_gives_its_own_target(base: str, target: str) -> None:
    new = jbp.roll_forward(
        plan(goal()),
        booked({"2026-02-10": "20000", "2026-05-10": "25000"}),
        as_of=date(2026, 6, 30),
        uplift="10%",
        base=jbp.RollBase(base),
    )
    assert new.goals[0].target == usd(target)


def test_goals_may_have_a_base_and_an_uplift_of_their_own() -> None:
    new = jbp.roll_forward(
        plan(goal(), goal("services")),
        booked({"2026-02-10": "100000"}),
        as_of=LAST,
        uplift="10%",
        uplifts={"services": "1/3"},
        bases={"services": jbp.RollBase.ACTUAL},
        steps={"services": usd("1000")},
    )
    # 100,000 × 4/3 = 133,333.33…, to the thousand.
    assert [one.target for one in new.goals] == [usd("132000"), usd("133000")]
    assert facts_of(new, "goals:services")["exact_target"] == "400000/3 USD"


def test_what_the_plan_was_closed_with_counts_not_what_is_booked_since() -> None:
    outcome = GoalOutcome(
        goal_id="revenue",
        outcome=Outcome.MISSED,
        lesson="Start earlier",
        attained=usd("90000"),
        target=usd("120000"),
        attainment_ratio=Fraction(3, 4),
        as_of=LAST,
    )
    old = plan(goal(), state=jbp.PlanState.CLOSED, outcomes=[outcome])
    for base in (jbp.RollBase.ACTUAL, jbp.RollBase.PROJECTED):
        new = jbp.roll_forward(old, booked({"2026-03-01": "1"}), as_of=LAST, base=base)
        assert new.goals[0].target == usd("90000")


def test_the_year_gone_by_shapes_the_next_one() -> None:
    # All of it in the last quarter; half of that is believed after one year.
    entries = booked({"2026-10-15": "10000", "2026-11-15": "10000", "2026-12-15": "1"})
    new = jbp.roll_forward(plan(goal()), entries, as_of=LAST)
    phasing = new.goals[0].phasing
    assert isinstance(phasing, WeightedPhasing)
    assert [b.dates for b in phasing.buckets] == [
        p.dates for p in YEARS.tiles(PeriodKind.MONTH, YEARS.year(2027))
    ]
    weights = [bucket.weight for bucket in phasing.buckets]
    assert sum(weights[:9]) < sum(weights[9:])
    assert facts_of(new, "goals:revenue")["phasing"] == "learnt"
    plain = jbp.roll_forward(plan(goal()), entries, as_of=LAST, learns_seasons=False)
    assert plain.goals[0].phasing == jbp.LinearPhasing()


def test_half_of_a_single_year_is_believed() -> None:
    # All of it in December. Half of that, and half of its 31 days of 365:
    # 1/2 + 31/730 = 0.542465…; any other month of 31 days 31/730 = 0.042465…
    new = jbp.roll_forward(plan(goal()), booked({"2026-12-15": "9"}), as_of=LAST)
    phasing = new.goals[0].phasing
    assert isinstance(phasing, WeightedPhasing)
    december, january = phasing.buckets[-1].weight, phasing.buckets[0].weight
    assert abs(december - Fraction(396, 730) * 10**6) < 1
    assert abs(january - Fraction(31, 730) * 10**6) < 1
    assert sum(bucket.weight for bucket in phasing.buckets) == 10**6


def test_more_years_are_believed_more() -> None:
    months = [usd(str(number)) for number in range(1, 49)]
    for amounts in (months, months[:36]):  # with and without the year gone by
        past = History(start=date(2023, 1, 1), amounts=amounts)
        new = jbp.roll_forward(
            plan(goal()),
            booked({"2026-10-15": "10000"}),
            as_of=LAST,
            histories={"revenue": past},
        )
        assert facts_of(new, "goals:revenue")["years_learnt_from"] == "4"


def test_earlier_years_project_the_finish() -> None:
    # Each year the first half brings a third of the whole, the second two thirds.
    amounts = [usd("1000"), usd("2000")] * 3
    past = History(
        start=date(2023, 1, 1),
        amounts=[one for half in amounts for one in [half] * 6],
    )
    entries = booked({f"2026-0{month}-10": "1000" for month in range(1, 7)})
    by_pace, by_season = (
        jbp.roll_forward(
            plan(goal()),
            entries,
            as_of=date(2026, 6, 30),
            base=jbp.RollBase.PROJECTED,
            histories=histories,
        )
        .goals[0]
        .target
        for histories in ({}, {"revenue": past})
    )
    # 6,000 × 365/181 = 12,099.45; with the seasons about 18,000.
    assert by_pace == usd("12099.45")
    assert by_season is not None
    assert abs(by_season - usd("18000")) < usd("1200")


def test_agreed_weights_go_with_their_fiscal_months() -> None:
    weights = [5, 5, 10, 5, 5, 15, 5, 5, 15, 10, 10, 10]
    for number in (2021, 2022, 2023):
        year = RETAIL.year(number)
        phasing = WeightedPhasing.by_month(weights, period=year, calendar=RETAIL)
        old = plan(goal(period=year, phasing=phasing), period=year)
        new = jbp.roll_forward(
            old, as_of=year.last_day, calendar=RETAIL, learns_seasons=False
        )
        assert new.goals[0].phasing == WeightedPhasing.by_month(
            weights, period=RETAIL.year(number + 1), calendar=RETAIL
        )


def test_a_53rd_week_brings_its_part_unless_told_not_to() -> None:
    year = RETAIL.year(2022)
    old = plan(goal(period=year), period=year)
    new = jbp.roll_forward(old, as_of=year.last_day, calendar=RETAIL)
    # 120,000 × 53/52 = 122,307.692…
    assert new.goals[0].target == usd("122307.69")
    same = jbp.roll_forward(
        old, as_of=year.last_day, calendar=RETAIL, scales_to_length=False
    )
    assert same.goals[0].target == usd("120000")


def test_nine_months_are_followed_by_a_whole_year() -> None:
    stub = jbp.DateRange(date(2026, 4, 1), date(2027, 1, 1))
    quarter = goal("q3", period=YEARS.quarter(2026, 3))
    old = plan(goal(period=stub), quarter, period=stub)
    new = jbp.roll_forward(old, as_of=LAST, calendar=YEARS)
    assert new.period == YEARS.year(2027)
    # 120,000 × 12/9; the quarter is followed by the same quarter.
    assert [one.target for one in new.goals] == [usd("160000"), usd("120000")]
    assert new.goals[1].period == YEARS.quarter(2027, 3)


def test_working_days_have_to_be_known() -> None:
    def known(days: jbp.DateRange) -> WorkCalendar:
        return WorkCalendar.resolve(days)

    old = plan(goal(phasing=WorkdayPhasing(known(YEAR))))
    new = jbp.roll_forward(old, as_of=LAST)
    assert new.goals[0].phasing == jbp.LinearPhasing()
    assert "not known" in facts_of(new, "goals:revenue")["phasing_note"]
    calendar = known(YEARS.year(2027))
    told = jbp.roll_forward(old, as_of=LAST, work_calendar=calendar)
    assert told.goals[0].phasing == WorkdayPhasing(calendar)


def test_what_is_kept_is_looked_at_in_the_same_stretches() -> None:
    metric = attrs.evolve(
        jbp.metrics.CERTIFIED_PEOPLE, key="seats", direction=jbp.Direction.KEEP
    )
    months = [p.dates for p in YEARS.tiles(PeriodKind.MONTH, YEAR)]
    band = KeepBand.at_least(jbp.Quantity(250, "people"), checks=months)
    old = plan(goal("seats", metric=metric, target=None, keep=band))
    new = jbp.roll_forward(old, as_of=LAST, uplift="10%")
    keep = new.goals[0].keep
    assert keep is not None
    assert keep.lower == jbp.Quantity(250, "people")
    assert keep.checks[1] == YEARS.month(2027, 2)
    assert len(keep.checks) == 12


def test_cadences_are_anchored_anew_and_booked_reviews_taken_along() -> None:
    def cadence(key: str, frequency: Frequency, first_on: str) -> ReviewCadence:
        return ReviewCadence(
            id=key,
            name=key,
            frequency=frequency,
            first_on=date.fromisoformat(first_on),
        )

    old = plan(
        cadences=[
            cadence("qbr", Frequency.QUARTERLY, "2026-01-14"),
            cadence("weekly", Frequency.WEEKLY, "2026-01-06"),  # a Tuesday
            cadence("monthly", Frequency.MONTHLY, "2026-01-16"),
        ],
        reviews=[
            Review(id="held", name="Held", on=LAST, held_on=LAST),
            Review(id="booked", name="Booked", on=date(2027, 1, 20)),
        ],
    )
    new = jbp.roll_forward(
        old, as_of=LAST, work_calendar=WorkCalendar.resolve(YEARS.year(2027))
    )
    # 16 January 2027 is a Saturday; the next working day is Monday, the 18th.
    assert [one.first_on for one in new.cadences] == [
        date(2027, 1, 14),
        date(2027, 1, 12),
        date(2027, 1, 18),
    ]
    assert [one.id for one in new.reviews] == ["booked"]
