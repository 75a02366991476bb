"""The next period at its edges, each led to by the smallest plan that does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.planning_work import booked
from tests.unit.restructured_plan import YEAR, YEARS, goal, plan, usd

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.errors import InvalidValueError
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import Bucket, LinearPhasing, WeightedPhasing
from jbpcore.periods.day_rules import OnFiscalWeek
from jbpcore.planning.naming import next_id
from jbpcore.planning.next_phasing import cut_history
from jbpcore.planning.next_review import with_next_review
from jbpcore.planning.personal_data import iter_person_ids

LAST = date(2026, 12, 31)
KEPT = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)
SIGNED = attrs.evolve(jbp.metrics.DEALS_WON, accumulation=jbp.Accumulation.MILESTONE)


def test_an_id_that_would_be_too_long_is_shortened() -> None:
    quarter, after = YEARS.quarter(2026, 2), YEARS.quarter(2026, 3)
    stem = "p" * 117
    assert next_id(stem, quarter, after) == f"{stem}+2026-07-01"
    made = next_id("p" * 118, quarter, after)
    assert made.endswith("+2026-07-01")
    assert len(made) < 100
    assert made != next_id("q" * 118, quarter, after)


def rolled(*goals: jbp.Goal, entries: Any = (), **fields: Any) -> jbp.Plan:
    given = {"as_of": LAST, **fields}
    return jbp.roll_forward(plan(*goals), entries, **given)


def test_a_plan_follows_under_another_id() -> None:
    with pytest.raises(InvalidValueError) as caught:
        rolled(goal(), id="northwind-2026")
    assert caught.value.field == "id"


@pytest.mark.parametrize("step", ["0.005", "10.001"])
def test_steps_are_whole_cents(step: str) -> None:
    with pytest.raises(InvalidValueError, match="whole minor units"):
        rolled(goal(), steps={"revenue": usd(step)})
    assert rolled(goal(), steps={"revenue": usd("0.01")}).goals


def test_a_milestone_is_carried_until_it_is_reached() -> None:
    signed = goal("signed", metric=SIGNED, target=jbp.Quantity(1, "deals"))
    assert [one.id for one in rolled(signed).goals] == ["signed"]
    entry = attrs.evolve(booked(jbp.Quantity(1, "deals")), metric="deals-won")
    assert rolled(signed, entries=[entry]).goals == ()


def test_what_is_kept_is_looked_at_on_the_days_that_follow() -> None:
    odd = [YEARS.month(2026, 2), YEARS.quarter(2026, 3)]
    band = jbp.KeepBand(checks=odd, upper=usd("5"))
    (new,) = rolled(goal("kept", metric=KEPT, target=None, keep=band)).goals
    assert new.keep is not None
    assert list(new.keep.checks) == [YEARS.month(2027, 2), YEARS.quarter(2027, 3)]


def test_a_phasing_that_lies_outside_becomes_even() -> None:
    late = WeightedPhasing([Bucket(YEARS.year(2028), 1)])
    (new,) = rolled(goal(phasing=late), learns_seasons=False).goals
    assert new.phasing == LinearPhasing()


def test_a_history_is_cut_at_whole_periods() -> None:
    months = [usd("1")] * 24
    past = History(start=date(2025, 1, 1), amounts=months)
    for day, left in (
        (date(2025, 1, 1), None),
        (date(2025, 1, 31), None),
        (date(2025, 2, 1), 1),
        (date(2026, 1, 15), 12),
        (date(2030, 1, 1), 24),
    ):
        found = cut_history(past, day)
        assert (None if found is None else len(found.amounts)) == left


def test_a_baseline_goes_on_where_it_says_nothing_of_the_shape() -> None:
    with_start = goal(baseline=usd("100"))
    (new,) = rolled(with_start, entries=[booked(usd("90000"))]).goals
    assert new.baseline == usd("90000")
    people = goal(
        "staff",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=None,
        baseline=jbp.Quantity(3, "people"),
    )
    entry = attrs.evolve(
        booked(jbp.Quantity(5, "people")), metric="certified-people", on=LAST
    )
    (level,) = rolled(people, entries=[entry]).goals
    assert (level.target, level.baseline) == (None, jbp.Quantity(5, "people"))


def test_figures_that_are_not_final_are_built_on_as_they_stand() -> None:
    outcome = GoalOutcome(
        goal_id="revenue",
        outcome=Outcome.MISSED,
        lesson="Early",
        attained=usd("60000"),
        target=usd("120000"),
        attainment_ratio=Fraction(1, 2),
        as_of=date(2026, 6, 30),
    )
    old = plan(goal(), state=jbp.PlanState.CLOSED, outcomes=[outcome])
    new = jbp.roll_forward(old, as_of=LAST, base=jbp.RollBase.ACTUAL)
    assert new.goals[0].target == usd("60000")


def followed(old: jbp.Plan, **fields: Any) -> jbp.Plan:
    return jbp.roll_forward(old, as_of=LAST, **fields)


def test_a_cadence_of_a_calendar_that_ends_begins_where_it_did() -> None:
    ended = jbp.FiscalCalendar.custom_weeks(
        anchor_year=2020,
        anchor_end=date(2020, 12, 27),
        long_years=[],
        first_year=2018,
        last_year=2021,
    )
    cadence = jbp.ReviewCadence(
        id="qbr",
        name="QBR",
        frequency=jbp.Frequency.QUARTERLY,
        on=OnFiscalWeek(calendar=ended),
        first_on=date(2026, 3, 17),
    )
    (new,) = followed(plan(cadences=[cadence])).cadences
    assert new.first_on == date(2027, 3, 17)


def test_a_review_day_without_any_working_day_stays() -> None:
    cadence = jbp.ReviewCadence(
        id="year",
        name="Yearly",
        frequency=jbp.Frequency.YEARLY,
        first_on=date(2026, 12, 30),
    )
    off = [date(2027, 12, 30), date(2027, 12, 31)]
    days = jbp.WorkCalendar.resolve(YEARS.year(2027), holidays=off)
    (new,) = followed(plan(cadences=[cadence]), work_calendar=days).cadences
    assert new.first_on == date(2027, 12, 30)
    free = jbp.WorkCalendar.resolve(YEARS.year(2027), holidays=off[:1])
    (moved,) = followed(plan(cadences=[cadence]), work_calendar=free).cadences
    assert moved.first_on == date(2027, 12, 31)


def test_without_a_figure_to_project_nothing_is_built() -> None:
    nothing = [usd("0")] * 24
    past = History(start=date(2024, 1, 1), amounts=nothing)
    new = jbp.roll_forward(
        plan(goal(target=None)),
        as_of=date(2026, 11, 30),
        base=jbp.RollBase.PROJECTED,
        histories={"revenue": past},
    )
    assert new.goals[0].target is None


def learnt(history: History, year: jbp.DateRange = YEAR) -> dict[str, str]:
    old = plan(goal(period=year), period=year)
    new = jbp.roll_forward(old, as_of=year.last_day, histories={"revenue": history})
    (facts,) = [
        dict(one.facts)
        for one in new.records
        if one.subject == "goals:revenue" and "phasing" in one.facts
    ]
    return facts


def test_years_that_contradict_each_other_teach_nothing() -> None:
    # All in January of the one year, all in December of the other, so that the factors
    # are 12 and 0: their mean is 6 at both ends. D = 25 + 25 + 10 = 60, W = 2 × 72, and
    # 1 − 144 ÷ (2 × 1 × 60) is below zero.
    amounts = [usd("0")] * 24
    amounts[0] = amounts[23] = usd("1200")
    facts = learnt(History(start=date(2025, 1, 1), amounts=amounts))
    assert "tell nothing" in " ".join(facts.values())


def test_a_history_whose_calendar_ends_teaches_nothing_of_later_days() -> None:
    ended = jbp.FiscalCalendar.custom_weeks(
        anchor_year=2024,
        anchor_end=date(2024, 12, 29),
        long_years=[],
        first_year=2020,
        last_year=2026,
    )
    amounts = [usd(str(n)) for n in range(1, 25)]
    past = History(start=ended.year(2024).start, amounts=amounts, calendar=ended)
    facts = learnt(past, ended.year(2026))
    assert "does not reach" in " ".join(facts.values())


def test_people_are_looked_for_in_working_days_too() -> None:
    phasing = jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(YEAR))
    found = set(iter_person_ids(plan(goal(phasing=phasing))))
    assert found == {"maria", "tom", "rep"}


def test_the_next_review_gets_a_free_id() -> None:
    review = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 1))
    taken = attrs.evolve(review, id="q2.20260701")
    old = plan(reviews=[review, taken])
    new, key = with_next_review(old, review, date(2026, 7, 1), held_on=date(2026, 6, 1))
    assert key == "q2.20260701.2"
    assert new.reviews[-1].on == date(2026, 7, 1)


def test_a_slot_is_of_one_of_the_cadences() -> None:
    cadences = [
        jbp.ReviewCadence(
            id=key, name=key, frequency=jbp.Frequency.MONTHLY, first_on=date(2026, 1, 5)
        )
        for key in ("one", "other")
    ]
    old = plan(cadences=cadences)
    slot = jbp.review_slots(old, cadences[1])[0]
    pack = jbp.prepare_review(old, [], slot, as_of=date(2026, 1, 5))
    assert pack.review.cadence_id == "other"
