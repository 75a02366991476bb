"""Figures of the engine at their limits: what is just so, and what is one further."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.engine_cases import a_goal, a_plan, booked
from tests.unit.nudging_plan import GOAL, MAY_15, PLAN, usd
from tests.unit.projected_goals import YEAR, by_month, make_goal, months_before_2026
from tests.unit.test_attention import PARTNER, SOUND, VENDOR, april, at, may, signed
from tests.unit.test_closing import RESULT, action
from tests.unit.test_rolling import AFTER, BEFORE
from tests.unit.test_rolling import plan_of as plan_of_work

import jbpcore as jbp
from jbpcore.engine import formulas
from jbpcore.engine.attention.concern import catch_up_ratio
from jbpcore.engine.attention.review_nudges import in_force_since
from jbpcore.engine.closing import actions_to_close
from jbpcore.engine.conversion import Converted
from jbpcore.engine.explaining import explanation
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.case import case_of
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.project import check_level
from jbpcore.engine.roll_up import roll_up
from jbpcore.engine.splits import GoalPart
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.fx_rate import AppliedRate
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
from jbpcore.model.review import Review
from jbpcore.model.target_version import TargetVersion

YEARS = jbp.FiscalCalendar.calendar_year()
Q2 = YEARS.quarter(2026, 2)
Code = jbp.NudgeCode


# --- attention ------------------------------------------------------------------------


def test_a_plan_is_in_force_once_the_second_side_first_signed() -> None:
    twice = [
        signed(SOUND, VENDOR, at(4, 1)),
        signed(SOUND, PARTNER, at(4, 2)),
        signed(SOUND, VENDOR, at(4, 9)),
    ]
    assert in_force_since(attrs.evolve(SOUND, signoffs=twice)) == april(2)
    later = [*twice[::2], signed(SOUND, PARTNER, at(4, 12))]
    assert in_force_since(attrs.evolve(SOUND, signoffs=later)) == april(12)


@pytest.mark.parametrize("order", [1, -1])
def test_a_review_before_the_last_one_held_is_no_more_missed(order: int) -> None:
    reviews = [
        Review(id="r1", name="A", on=april(1), cadence_id="c", held_on=april(1)),
        Review(id="r2", name="B", on=april(15), cadence_id="c"),
        Review(id="r3", name="C", on=may(1), cadence_id="c", held_on=may(1)),
        Review(id="r4", name="D", on=date(2026, 6, 16)),
    ]
    plan = attrs.evolve(PLAN, goals=[], reviews=reviews[::order])

    def codes(plan: jbp.Plan) -> list[str]:
        return [one.code for one in jbp.attention(plan, [], as_of=MAY_15)]

    assert codes(plan) == []
    open_ones = [attrs.evolve(reviews[2], held_on=None), *reviews[:2], reviews[3]]
    assert codes(attrs.evolve(plan, reviews=open_ones)) == [Code.REVIEW_NOT_HELD]


def test_currencies_that_as_many_goals_have_go_by_their_codes() -> None:
    goals = [
        attrs.evolve(GOAL, id=code, target=jbp.Money(25_000, code))
        for code in ("USD", "EUR", "GBP")
    ]
    plan = attrs.evolve(PLAN, goals=goals)
    late = [
        jbp.ActualEntry(metric="revenue", on=april(20), amount=jbp.Money(1, goal.id))
        for goal in goals
    ]
    nudges = jbp.attention(plan, late, as_of=date(2026, 5, 1))
    told = [one.subject.partition(":")[2] for one in nudges]
    assert told == ["EUR", "GBP", "USD"]


def test_nothing_cannot_go_so_many_times_as_fast() -> None:
    nothing = jbp.assess_goal(a_goal(), [booked(usd(0))], as_of=MAY_15)
    assert nothing.progress_ratio == 0
    assert catch_up_ratio(nothing) is None
    taken_back = jbp.assess_goal(a_goal(), [booked(usd(-1))], as_of=MAY_15)
    assert catch_up_ratio(taken_back) is None


def test_an_impact_of_nothing_helps_nobody() -> None:
    (finding,) = actions_to_close(RESULT, [action("event", 0)]).findings
    assert finding.code == "jbp.action.impact_none"
    assert actions_to_close(RESULT, [action("event", usd("0.01"))]).findings == ()


WORRIES = (Code.GOAL_AT_RISK, Code.GOAL_OFF_PACE, Code.GAP_IMPLAUSIBLE)


@pytest.mark.parametrize("revised", [None, -91, 91])
def test_a_level_that_aims_below_zero_worries_since_the_first_of_such_days(
    revised: int | None,
) -> None:
    """Each day by itself says the same as all days up to it, one after another."""
    score = Metric(
        key="score",
        name="Score",
        unit=jbp.Unit.count("points"),
        accumulation=Accumulation.LEVEL,
    )
    versions = []
    if revised is not None:
        amount = jbp.Quantity(revised, "points")
        versions = [TargetVersion(effective_on=may(1), target=amount)]
    goal = a_goal(
        metric=score,
        target=jbp.Quantity(-91 if revised is None else 45, "points"),
        target_versions=versions,
        stale_after_days=90,
    )
    seen = [
        booked(jbp.Quantity(points, "points"), day, metric="score")
        for points, day in ((-10, april(1)), (-20, april(20)), (3, may(20)))
    ]
    plan = attrs.evolve(PLAN, goals=[goal])
    began: dict[int, date] = {}  # since when it is so worrying, or more
    told = set()
    for day in Q2.iter_days():
        found = [
            one for one in jbp.attention(plan, seen, as_of=day) if one.code in WORRIES
        ]
        how = WORRIES.index(found[0].code) if found else -1
        began = {level: began.get(level, day) for level in range(how + 1)}
        assert [one.since for one in found] == ([began[how]] if found else [])
        told.add(how)
    assert len(told) > 1


# --- settings and errors --------------------------------------------------------------


def test_bands_of_vitality_fall_from_one_at_the_most() -> None:
    assert jbp.VitalitySettings(alive_from=1).alive_from == 1
    for wrong in ({"alive_from": "11/10"}, {"alive_from": "1/3"}, {"slowing_from": 0}):
        with pytest.raises(InvalidValueError) as caught:
            jbp.VitalitySettings(**wrong)
        assert caught.value.field == "VitalitySettings"


def test_errors_of_the_engine_name_what_was_given() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.vitality(PLAN, as_of=MAY_15).part("mood")
    assert (caught.value.field, caught.value.value) == ("code", "mood")
    early = attrs.evolve(
        PLAN, id="next", previous_id=PLAN.id, period=YEARS.month(2026, 6)
    )
    with pytest.raises(InvalidValueError) as caught:
        jbp.windows(PLAN, [], as_of=MAY_15, successor=early)
    assert (caught.value.field, caught.value.value) == (
        "successor",
        "2026-06-01..2026-06-30",
    )
    rate = AppliedRate(base="EUR", quote="EUR", on=MAY_15)
    with pytest.raises(InvalidValueError) as caught:
        Converted(original=usd(1), rate=rate)
    assert (caught.value.field, caught.value.value) == ("Converted.rate", "EUR")
    with pytest.raises(UnitMismatchError) as unit:
        jbp.what_if(a_goal(), [], as_of=MAY_15, add=jbp.Quantity(1, "deals"))
    assert str(unit.value).index("deals") < str(unit.value).index("money")


def test_only_the_straight_line_is_told_by_days() -> None:
    def inputs(**fields: Any) -> tuple[int, str]:
        result = jbp.assess_goal(a_goal(**fields), [booked(usd(1))], as_of=MAY_15)
        (step,) = [
            one for one in explanation(result).steps if one.code == "expected_ratio"
        ]
        return len(step.inputs), step.formula

    assert inputs() == (2, "t ÷ N")
    weights = WeightedPhasing.by_month([2, 3, 5], period=Q2, calendar=YEARS)
    assert inputs(phasing=weights)[0] == 0


# --- windows --------------------------------------------------------------------------


def test_nothing_of_a_milestone_is_due_before_its_last_day() -> None:
    launch = Metric(
        key="launch",
        name="Launch",
        unit=jbp.Unit.count("launches"),
        accumulation=Accumulation.MILESTONE,
    )
    plan = a_plan(a_goal(metric=launch, target=None))
    first, second, *_ = jbp.windows(plan, [], as_of=MAY_15, horizons=(30, 60)).windows
    # Thirty days from May 15 end on June 14; the quarter ends on June 30.
    assert first.goals[0].expected_at_end == jbp.Ratio(0)
    assert second.goals[0].expected_at_end == jbp.Ratio(1)


def test_a_review_that_was_held_early_is_done_in_both_plans() -> None:
    was = Review(id="jan", name="January", on=date(2026, 5, 19))
    held = attrs.evolve(was, held_on=date(2026, 4, 14))
    plan = plan_of_work(reviews=[held])
    draft = jbp.roll_forward(plan_of_work(reviews=[was]), as_of=BEFORE)
    ahead = jbp.windows(plan, [], as_of=BEFORE, successor=draft)
    assert all(not window.reviews for window in ahead.windows)
    assert jbp.windows(plan, [], as_of=AFTER).overdue.is_empty


# --- projections ----------------------------------------------------------------------


def test_next_to_certain_is_not_certain() -> None:
    amounts = (100, 105, 95, 102, 98, 100)
    end_of_june = date(2026, 6, 30)
    for target, expected in (
        (100_000, Fraction(1, 10_000)),
        (601, 1 - Fraction(1, 10_000)),
    ):
        found = by_month(amounts, end_of_june, make_goal(target, period=YEAR))
        assert found.hit_probability == expected
    reached = by_month(amounts, end_of_june, make_goal(600, period=YEAR))
    assert reached.hit_probability == 1


def case(amounts: tuple[Any, ...], phasing: Any = None, history: Any = None) -> Any:
    bookings = Bookings(
        period=Q2,
        as_of=date(2026, 6, 30),
        amounts=[usd(amount) for amount in amounts],
    )
    return case_of(bookings, phasing or LinearPhasing(), history, unit=Fraction(1, 100))


def test_each_stretch_has_its_share_of_what_was_agreed() -> None:
    weights = WeightedPhasing.by_month([2, 3, 5], period=Q2, calendar=YEARS)
    assert case((1, 1, 1), weights).due_by_stretch() == [
        Fraction(2, 10),
        Fraction(3, 10),
        Fraction(5, 10),
    ]
    assert case((1, 1, 1)).due_by_stretch() == [
        Fraction(30, 91),
        Fraction(31, 91),
        Fraction(30, 91),
    ]


def test_a_cent_that_is_taken_back_is_taken_back() -> None:
    assert case((5, "-0.01", 5)).takes_back
    assert not case((5, 0, 5)).takes_back


def test_months_that_nobody_knows_of_are_counted() -> None:
    # The past ends with December 2025; the quarter begins in April.
    history = months_before_2026([100] * 12)
    assert case((1, 1, 1), history=history).gap == 3
    full_year = Bookings(period=YEAR, as_of=date(2026, 1, 31), amounts=[usd(1)])
    assert case_of(full_year, LinearPhasing(), history, unit=Fraction(1)).gap == 0
    assert case((1, 1, 1)).gap == 0


# --- what is refused ------------------------------------------------------------------


def test_refusals_name_a_field_and_what_was_given() -> None:
    def refused(call: Any) -> tuple[str, object]:
        with pytest.raises(InvalidValueError) as caught:
            call()
        return caught.value.field, caught.value.value

    assert refused(lambda: GoalPart(scope={"a": "b"}, weight=-1)) == (
        "GoalPart.weight",
        Fraction(-1),
    )
    assert refused(lambda: check_level(Fraction(1))) == ("level_ratio", Fraction(1))
    assert check_level(Fraction(99, 100)) == Fraction(99, 100)
    assert refused(lambda: case((1, 1))) == ("Bookings.amounts", 2)
    assert refused(lambda: History(start=date(2025, 1, 1), amounts=[])) == (
        "History.amounts",
        0,
    )


def test_three_currencies_are_told_by_the_first_two() -> None:
    results = [
        jbp.assess_goal(a_goal(id=code, target=jbp.Money(5, code)), [], as_of=MAY_15)
        for code in ("USD", "EUR", "GBP")
    ]
    with pytest.raises(CurrencyMismatchError) as caught:
        roll_up(results)
    assert (caught.value.left, caught.value.right) == ("EUR", "GBP")


def test_a_share_without_a_target_is_measured_all_the_same() -> None:
    churn = a_goal(metric=jbp.metrics.CHURN_RATE, target=None, baseline=None)
    seen = booked(jbp.Ratio("7%"), metric="churn-rate")
    assert jbp.assess_goal(churn, [seen], as_of=MAY_15).attained == jbp.Ratio("7%")
    won = a_goal(metric=jbp.metrics.WIN_RATE, target=None)
    deals = booked(jbp.Quotient.of(1, 4, "deals"), metric="win-rate")
    assert jbp.assess_goal(won, [deals], as_of=MAY_15).attained == jbp.Ratio("25%")


def test_spending_exactly_what_was_allowed_is_within_it() -> None:
    assert formulas.within_ceiling(Fraction(4), Fraction(4)) == 1
    assert formulas.within_ceiling(Fraction(5), Fraction(4)) == Fraction(4, 5)
