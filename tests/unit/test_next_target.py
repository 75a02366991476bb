"""Each expected amount is worked out by hand beside its case."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.amount import Amount, Unit
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.planning.next_target import Aim, Ending, RollBase, next_target
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

YEAR = FiscalCalendar.calendar_year().year(2026)
COVERAGE = Metric(
    key="coverage", name="Coverage", unit=Unit.ratio(), accumulation=Accumulation.RATIO
)
NPS = Metric(
    key="nps",
    name="Score",
    unit=Unit.count("points"),
    accumulation=Accumulation.LEVEL,
)


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def people(number: int) -> Quantity:
    return Quantity(number, "people")


def goal(metric: Metric = metrics.REVENUE, **fields: object) -> Goal:
    return Goal(id="g", name="G", metric=metric, period=YEAR, **fields)  # type: ignore[arg-type] # of the caller


def ended(value: str | None, **fields: object) -> Ending:
    number = None if value is None else Fraction(value)
    return Ending(attained=number, projected=number, **fields)  # type: ignore[arg-type] # as above


def aim(base: str = "target", uplift: str = "1/10", **fields: object) -> Aim:
    return Aim(base=RollBase(base), uplift=Fraction(uplift), **fields)  # type: ignore[arg-type] # as above


def rolled(old: Goal, ending: Ending, asked: Aim) -> tuple[Amount | None, ...]:
    made = next_target(old, ending, asked).goal
    return made.baseline, made.target


REVENUE = goal(target=usd("100000"))
STAFF = goal(metrics.CERTIFIED_PEOPLE, target=people(20), baseline=people(10))
CHURN = goal(metrics.CHURN_RATE, target=Ratio("8%"), baseline=Ratio("10%"))
WINS = goal(metrics.WIN_RATE, target=Ratio("90%"), baseline=Ratio("50%"))
FUNDS = goal(metrics.MARKETING_SPEND, target=usd("4000"))


@pytest.mark.parametrize(
    ("old", "came_to", "asked", "baseline", "target"),
    [
        # Flow: 100,000 × 1.1; 87,654.33 × 1.1 = 96,419.763, to the cent.
        (REVENUE, "87654.33", aim(), None, usd("110000")),
        (REVENUE, "87654.33", aim("actual"), None, usd("96419.76")),
        (REVENUE, "87654.33", aim("projected", "0"), None, usd("87654.33")),
        # 53 weeks of 52: 100,000 × 53/52 × 1.1 = 112,115.3846…
        (
            REVENUE,
            "1",
            aim(length_ratio=Fraction(53, 52)),
            None,
            usd("112115.38"),
        ),
        # 0.125 × 1 = 12.5 cents: half to the even cent.
        (goal(target=usd("0.25")), "0", aim(uplift="-1/2"), None, usd("0.12")),
        # Level up: starts where it ended, 20 × 1.1 = 22.
        (STAFF, "18", aim(), people(18), people(22)),
        # From 18: 19.8, to whole people 20.
        (STAFF, "18", aim("actual"), people(18), people(20)),
        # It ended beyond its target, so on that: 25 × 1.1 = 27.5, half to even 28.
        (STAFF, "25", aim(), people(25), people(28)),
        # Level down goes down: 8 % × 0.9 = 7.2 %; from 9 %: 8.1 %.
        (CHURN, "9/100", aim(), Ratio("9%"), Ratio("7.2%")),
        (CHURN, "9/100", aim("actual"), Ratio("9%"), Ratio("8.1%")),
        # Better than agreed: 6 % × 0.9 = 5.4 %.
        (CHURN, "6/100", aim(), Ratio("6%"), Ratio("5.4%")),
        # A share stays one: 90 % × 1.2 = 108 %.
        (WINS, "7/10", aim(uplift="1/5"), Ratio("70%"), Ratio(1)),
        # To four digits: 1/3 × 1.1 = 0.36666…
        (WINS, "1/3", aim("actual"), Ratio("1/3"), Ratio("0.3667")),
        # A ceiling stays on its target, whatever was spent and asked of all.
        (FUNDS, "3100", aim("actual"), None, usd("4000")),
        # Its own uplift tightens it: 4,000 × 0.9; its own base is what was spent.
        (FUNDS, "3100", aim(has_own_uplift=True), None, usd("3600")),
        (
            FUNDS,
            "3100",
            aim("actual", "0", has_own_base=True),
            None,
            usd("3100"),
        ),
    ],
)
def test_amounts_follow_the_rule_of_their_shape(
    old: Goal, came_to: str, asked: Aim, baseline: Amount | None, target: Amount
) -> None:
    assert rolled(old, ended(came_to), asked) == (baseline, target)


def test_a_ratio_above_one_may_rise() -> None:
    old = goal(COVERAGE, target=Ratio(3), baseline=Ratio(2))
    assert rolled(old, ended("2"), aim()) == (Ratio(2), Ratio("3.3"))


def test_a_level_below_zero_is_uplifted_upwards() -> None:
    # −20 + 20 × 10 % = −18
    old = goal(NPS, target=Quantity(-20, "points"), baseline=Quantity(-40, "points"))
    assert rolled(old, ended("-30"), aim()) == (
        Quantity(-30, "points"),
        Quantity(-18, "points"),
    )


def test_the_exact_base_and_the_rounded_target_are_both_told() -> None:
    found = next_target(goal(target=usd("1000")), ended("100.5"), aim("actual", "1/3"))
    assert dict(found.facts()) == {
        "base": "actual",
        "base_amount": "100.5 USD",
        "uplift": "1/3",
        "length_ratio": "1",
        "exact_target": "134 USD",
        "target": "134.00 USD",
    }
    odd = next_target(goal(target=usd("100")), ended("1"), aim(uplift="1/3"))
    assert dict(odd.facts())["exact_target"] == "400/3 USD"
    assert odd.goal.target == usd("133.33")


def test_a_target_is_rounded_to_a_step() -> None:
    # 87,654.33 × 1.1 = 96,419.763: nearest 500 is 96,500.
    asked = aim("actual", step=usd("500"))
    assert rolled(REVENUE, ended("87654.33"), asked)[1] == usd("96500")


def test_commit_and_stretch_keep_their_proportion() -> None:
    old = attrs.evolve(REVENUE, commit=usd("90000"), stretch=usd("125000"))
    made = next_target(old, ended("80000"), aim("actual")).goal
    # 88,000 × 0.9 and × 1.25
    assert (made.commit, made.stretch) == (usd("79200"), usd("110000"))


def test_the_stretch_of_a_share_is_not_more_than_all_of_it() -> None:
    old = attrs.evolve(WINS, target=Ratio("80%"), stretch=Ratio("95%"))
    made = next_target(old, ended("0.8"), aim()).goal
    # 80 % × 1.1; and 95 % × 1.1 would be 104.5 %.
    assert (made.target, made.stretch) == (Ratio("88%"), Ratio(1))


def test_the_revised_target_is_the_base_and_becomes_the_original() -> None:
    version = TargetVersion(effective_on=YEAR.start, target=usd("80000"))
    made = next_target(
        attrs.evolve(REVENUE, target_versions=[version]), ended("1"), aim()
    ).goal
    assert (made.target, made.target_versions) == (usd("88000"), ())


@pytest.mark.parametrize(
    ("old", "ending", "asked", "note"),
    [
        (goal(target=None), ended("5"), aim(), "no_target"),
        (
            REVENUE,
            ended(None, attained_reason="no_entries"),
            aim("actual"),
            "no_entries",
        ),
        (REVENUE, ended("-50"), aim("actual"), "nothing_attained"),
        (REVENUE, ended("0"), aim("projected"), "nothing_attained"),
    ],
)
def test_without_a_base_there_is_no_target_and_a_reason(
    old: Goal, ending: Ending, asked: Aim, note: str
) -> None:
    found = next_target(old, ending, asked)
    assert (found.goal.target, found.exact_target, found.note) == (None, None, note)


def test_what_is_in_counts_for_a_goal_that_had_no_target() -> None:
    ending = ended("500", sample=usd("500"))
    assert rolled(goal(target=None), ending, aim("actual")) == (None, usd("550"))


def test_an_early_actual_is_told() -> None:
    found = next_target(REVENUE, ended("500", is_over=False), aim("actual"))
    assert found.note == "the period is not over"


def test_a_level_starts_from_its_projected_finish_while_it_runs() -> None:
    ending = Ending(attained=Fraction(14), projected=Fraction(18), is_over=False)
    assert rolled(STAFF, ending, aim("projected")) == (people(18), people(20))


def test_a_goal_never_turns_around() -> None:
    # 18 × 0.5 = 9 is below the 18 it starts from; with both it would come down.
    found = next_target(STAFF, ended("18"), aim("actual", "-1/2"))
    assert (found.goal.baseline, found.goal.target) == (None, people(9))
    assert "no step" in found.note


def test_a_goal_that_only_its_numbers_made_fall_is_not_guessed() -> None:
    old = goal(NPS, target=Quantity(10, "points"), baseline=Quantity(20, "points"))
    found = next_target(old, ended(None), aim())
    assert found.goal.target is None
    assert "which way is good" in found.note


def test_what_is_kept_or_done_stays_and_takes_no_uplift() -> None:
    metric = Metric(
        key="m", name="M", unit=Unit.ratio(), accumulation=Accumulation.MILESTONE
    )
    old = goal(metric, target=Ratio(1))
    assert rolled(old, ended("0"), aim()) == (None, Ratio(1))
    kept = goal(attrs.evolve(NPS, direction=Direction.KEEP), target=None)
    for one in (old, kept):
        with pytest.raises(InvalidValueError, match="takes no uplift"):
            next_target(one, ended("0"), aim(has_own_uplift=True))


def test_nothing_comes_down_by_more_than_all_of_it() -> None:
    with pytest.raises(InvalidValueError, match="at most 100%"):
        next_target(CHURN, ended("9/100"), aim(uplift="11/10"))
