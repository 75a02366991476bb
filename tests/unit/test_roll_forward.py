from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.amount import Unit
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.execution import ActionStatus
from jbpcore.model.keep import KeepBand
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import WeightedPhasing, WorkdayPhasing
from jbpcore.model.review import Review
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.work_calendar import WorkCalendar

YEARS = jbp.FiscalCalendar.calendar_year()
RETAIL = jbp.FiscalCalendar.nrf_retail()
YEAR = YEARS.year(2026)
LAST = date(2026, 12, 31)
NOW = datetime(2027, 1, 8, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
ANN = jbp.Person(
    id="ann", name="Ann", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def goal(goal_id: str = "revenue", **fields: Any) -> jbp.Goal:
    given: dict[str, Any] = {
        "name": goal_id,
        "metric": jbp.metrics.REVENUE,
        "target": usd("120000"),
        "period": YEAR,
    } | fields
    return jbp.Goal(id=goal_id, **given)


def plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "northwind-2026",
        "name": "Northwind 2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, ANN],
        "goals": goals,
    } | fields
    return jbp.Plan(**given)


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


def facts_of(new: jbp.Plan, subject: str) -> dict[str, str]:
    (record,) = [one for one in new.records if one.subject == subject]
    return dict(record.facts)


def moves(new: jbp.Plan) -> dict[str, tuple[str, str]]:
    return {one.subject: (one.move, one.why) for one in new.records[1:]}


def test_the_next_plan_is_a_draft_that_follows_the_old_one() -> None:
    old = plan(goal())
    before = jbp.dumps(old)
    new = jbp.roll_forward(old, as_of=LAST, uplift="10%", by=MARIA, at=NOW)
    assert (new.id, new.name) == ("northwind-2027", "Northwind 2027")
    assert new.period == YEARS.year(2027)
    assert (new.previous_id, new.state) == (old.id, jbp.PlanState.DRAFT)
    assert new.goals[0].target == usd("132000")
    assert jbp.dumps(old) == before
    record = new.records[0]
    assert (record.move, record.by, record.at) == ("roll_forward", "maria", NOW)
    assert record.facts["uplift"] == "0.1"
    assert record.facts["goals_carried"] == "1"


def test_what_one_side_keeps_to_itself_goes_on_being_its_own() -> None:
    lite = plan(goal(), kind=jbp.PlanKind.LITE, hidden_from=jbp.Side.PARTNER)
    new = jbp.roll_forward(lite, as_of=LAST, by=MARIA, at=NOW)
    assert new.hidden_from is jbp.Side.PARTNER
    assert new.kind is jbp.PlanKind.LITE
    assert {record.audience for record in new.records} == {jbp.Audience.VENDOR}


def test_the_old_plan_can_name_its_successor() -> None:
    old = plan(goal())
    new = jbp.roll_forward(old, as_of=LAST)
    linked = jbp.name_successor(old, new, by=MARIA, at=NOW)
    assert linked.successor_id == new.id
    assert linked.records[-1].move == "name_successor"
    with pytest.raises(InvalidValueError, match="made from 'other'"):
        jbp.name_successor(plan(id="other"), new, by=MARIA, at=NOW)


def test_a_hidden_successor_is_not_named_before_it_is_shown() -> None:
    old = plan(goal())
    new = attrs.evolve(jbp.roll_forward(old, as_of=LAST), hidden_from=jbp.Side.PARTNER)
    with pytest.raises(InvalidValueError, match="reveal it first"):
        jbp.name_successor(old, new, by=MARIA, at=NOW)


def test_without_a_person_or_time_it_is_the_host_at_the_end_of_the_day() -> None:
    record = jbp.roll_forward(plan(goal()), as_of=LAST).records[0]
    assert (record.by, record.at) == (None, datetime(2027, 1, 1, tzinfo=UTC))


def test_rights_are_asked_of_people() -> None:
    with pytest.raises(NotAllowedError, match="'ann' may not renew"):
        jbp.roll_forward(plan(goal()), as_of=LAST, by=ANN, at=NOW)


def test_a_cancelled_plan_is_no_base() -> None:
    with pytest.raises(TransitionError, match="Draft a new plan"):
        jbp.roll_forward(plan(state=jbp.PlanState.CANCELLED), as_of=LAST)


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


def test_goals_are_dropped_with_a_reason_or_closed() -> None:
    done = attrs.evolve(
        jbp.metrics.TRAININGS,
        key="portal",
        unit=Unit.ratio(),
        accumulation=jbp.Accumulation.MILESTONE,
    )
    given_up = GoalOutcome(
        goal_id="old", outcome=Outcome.DROPPED, lesson="No demand", as_of=LAST
    )
    old = plan(
        goal(),
        goal("mdf"),
        goal("old"),
        goal("portal", metric=done, target=jbp.Ratio(1)),
        state=jbp.PlanState.CLOSED,
        outcomes=[given_up],
    )
    entry = jbp.ActualEntry(metric="portal", on=date(2026, 5, 1), amount=jbp.Ratio(1))
    new = jbp.roll_forward(old, [entry], as_of=LAST, drop={"mdf": "No funds"})
    assert [one.id for one in new.goals] == ["revenue"]
    assert moves(new) == {
        "goals:revenue": ("carry", ""),
        "goals:mdf": ("drop", "No funds"),
        "goals:old": ("drop", "No demand"),
        "goals:portal": ("finish", "The milestone is reached"),
    }
    again = jbp.roll_forward(old, [entry], as_of=LAST, carry={"old": "Tried again"})
    assert "old" in {one.id for one in again.goals}


def test_open_work_is_carried_and_counted_the_rest_is_told() -> None:
    def action(key: str, **fields: Any) -> jbp.Action:
        given: dict[str, Any] = {"due_on": date(2026, 11, 20)} | fields
        return jbp.Action(id=key, name=key, side=jbp.Side.PARTNER, **given)

    def promise(key: str, **fields: Any) -> jbp.Commitment:
        given: dict[str, Any] = {"due_on": date(2026, 11, 20)} | fields
        return jbp.Commitment(id=key, name=key, side=jbp.Side.VENDOR, **given)

    old = plan(
        goal(),
        goal("mdf"),
        initiatives=[jbp.Initiative(id="i", name="i", goal_id="mdf")],
        actions=[
            action("late", carry_count=1, initiative_id="i", review_id="q4"),
            action("ahead", due_on=date(2027, 2, 1), status=ActionStatus.BLOCKED),
            action("done", status=ActionStatus.DONE),
            action("gone", status=ActionStatus.DROPPED),
            action("of-mdf", goal_id="mdf"),
            action("given-up"),
        ],
        commitments=[
            promise("owed", goal_id="mdf"),
            promise("kept", status=CommitmentStatus.KEPT),
            promise("missed", status=CommitmentStatus.MISSED),
            promise("waived", status=CommitmentStatus.WITHDRAWN),
            promise("given-up"),
        ],
    )
    new = jbp.roll_forward(
        old,
        as_of=LAST,
        drop={"mdf": "No funds"},
        drop_actions={"given-up": "Too small"},
        drop_commitments={"given-up": "Both agree"},
    )
    # The first 30 days of 2027 end on 30 January.
    assert [(a.id, a.due_on, a.carry_count) for a in new.actions] == [
        ("late", date(2027, 1, 30), 2),
        ("ahead", date(2027, 2, 1), 1),
    ]
    assert new.actions[0].initiative_id is None
    assert new.actions[0].review_id is None  # its minutes stay with the old plan
    assert [(c.id, c.goal_id, c.carry_count) for c in new.commitments] == [
        ("owed", None, 1)
    ]
    assert facts_of(new, "actions:late")["due_was"] == "2026-11-20"
    told = moves(new)
    assert told["actions:done"] == ("finish", "Done")
    assert told["actions:gone"] == ("drop", "Dropped in the plan before")
    assert told["actions:of-mdf"] == ("drop", "Its goal is not carried on")
    assert told["actions:given-up"] == ("drop", "Too small")
    assert told["initiatives:i"] == ("drop", "Its goal is not carried on")
    assert told["commitments:kept"] == ("finish", "Kept")
    assert told["commitments:missed"] == ("finish", "Missed in the plan before")
    assert told["commitments:waived"] == ("drop", "Withdrawn in the plan before")
    assert told["commitments:given-up"] == ("drop", "Both agree")


def test_what_one_side_sees_is_told_to_that_side_alone() -> None:
    secret = goal("margin", audience=jbp.Audience.VENDOR)
    new = jbp.roll_forward(plan(goal(), secret), as_of=LAST)
    (record,) = [one for one in new.records if one.subject == "goals:margin"]
    assert record.audience is jbp.Audience.VENDOR
    assert new.records[0].facts["goals_carried"] == "1"


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


@pytest.mark.parametrize(
    "wrong",
    [
        {"uplift": 10},
        {"uplift": 0.1},
        {"uplift": "-101%"},
        {"uplifts": {"nobody": "1%"}},
        {"bases": {"nobody": jbp.RollBase.ACTUAL}},
        {"base": "target"},
        {"drop": {"nobody": "Why"}},
        {"drop": {"revenue": " "}},
        {"drop": {"revenue": "Why"}, "carry": {"revenue": "Why"}},
        {"drop_actions": {"nobody": "Why"}},
        {"drop_commitments": {"nobody": "Why"}},
        {"steps": {"revenue": jbp.Money("100", "EUR")}},
        {"steps": {"revenue": jbp.Money("0", "USD")}},
        {"period": YEAR},
        {"id": "northwind-2026"},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        jbp.roll_forward(plan(goal()), as_of=LAST, **wrong)


def test_a_plan_of_quarters_rolls_from_quarter_to_quarter() -> None:
    quarter = YEARS.quarter(2026, 3)
    old = plan(goal(period=quarter), id="nw", name="Northwind", period=quarter)
    fourth = jbp.roll_forward(old, as_of=quarter.last_day, calendar=YEARS)
    assert (fourth.id, fourth.period) == ("nw+2026-10-01", YEARS.quarter(2026, 4))
    first = jbp.roll_forward(fourth, as_of=LAST, calendar=YEARS)
    assert (first.id, first.period) == ("nw+2027-01-01", YEARS.quarter(2027, 1))
