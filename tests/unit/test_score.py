from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.reasons import Reason
from jbpcore.engine.score import NoScore, Scorecard, exact_sum, mean
from jbpcore.engine.status import StatusRule, roll_up_status
from jbpcore.errors import InvalidValueError

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
TENTH = date(2026, 4, 10)  # a third of the days


def goal(goal_id: str, target: str | None = "3000", **fields: Any) -> jbp.Goal:
    base = jbp.Goal(
        id=goal_id,
        name=goal_id,
        metric=attrs.evolve(jbp.metrics.REVENUE, key=goal_id),
        target=None if target is None else jbp.Money(target, "USD"),
        period=APRIL,
    )
    return attrs.evolve(base, **fields)


def booked(metric: str, amount: Any, on: date = date(2026, 4, 2)) -> jbp.ActualEntry:
    money = jbp.Money(amount, "USD") if isinstance(amount, str) else amount
    return jbp.ActualEntry(metric=metric, on=on, amount=money)


def assessed(
    *goals: jbp.Goal, entries: tuple[jbp.ActualEntry, ...] = (), **fields: Any
) -> jbp.PlanResult:
    plan = jbp.Plan(
        id=fields.pop("id", "plan"),
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=APRIL,
        goals=goals,
        **fields,
    )
    return jbp.assess_plan(plan, entries, as_of=TENTH)


def card(*goals: jbp.Goal, entries: tuple[jbp.ActualEntry, ...] = ()) -> Scorecard:
    return assessed(*goals, entries=entries).scorecard


def test_every_goal_says_what_it_brings() -> None:
    """Weights 3 and 1: 50 % and, capped at 120 %, 200 %: (1.5 + 1.2) / 4 = 67.5 %."""
    found = card(
        goal("a", "1000", weight=3),
        goal("b", "1000", score_cap="120%"),
        goal("c", None, weight=9),
        entries=(booked("a", "500"), booked("b", "2000")),
    )
    assert found.score_ratio == Fraction(27, 40)
    a, b, c = found.lines
    assert (a.ratio, a.counted, a.share) == (
        Fraction(1, 2),
        Fraction(1, 2),
        Fraction(3, 4),
    )
    assert (a.points, b.points) == (Fraction(3, 8), Fraction(3, 10))
    assert (b.ratio, b.counted, b.is_limited) == (Fraction(2), Fraction(6, 5), True)
    assert (a.is_limited, c.is_limited) == (False, False)
    assert found.left_out == (c,)
    assert (c.left_out, c.weight) == (Reason.NO_TARGET, Fraction(9))
    assert c.share == c.points == 0


def test_a_return_can_be_kept_from_taking_other_goals_down() -> None:
    entries = (booked("a", "-500"), booked("b", "1000"))
    goals = goal("a", "1000"), goal("b", "1000")
    assert card(*goals, entries=entries).score_ratio == Fraction(1, 4)
    kept = attrs.evolve(goals[0], score_floor=0)
    assert card(kept, goals[1], entries=entries).score_ratio == Fraction(1, 2)


def test_a_cap_below_the_floor_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="the score_floor, or more"):
        goal("a", score_cap=0, score_floor="1/2")
    with pytest.raises(InvalidValueError):
        goal("a", score_cap=1.2)


def test_limits_are_written_only_where_they_are_set() -> None:
    plan = assessed(goal("a", score_cap="120%"), goal("b")).plan
    first, second = jbp.to_data(plan)["data"]["goals"]
    assert first["score_cap"] == "6/5"
    assert not {"score_cap", "score_floor"} & second.keys()
    assert jbp.loads(jbp.dumps(plan), jbp.Plan) == plan


def test_a_score_that_is_not_there_says_why() -> None:
    assert card().reason is NoScore.NO_GOALS
    assert card(goal("a", None)).reason is NoScore.NOTHING_KNOWN
    weightless = card(goal("a", weight=0), goal("b", None))
    assert (weightless.score_ratio, weightless.reason) == (None, NoScore.NO_WEIGHT)


def test_a_level_counts_the_way_it_has_come_whichever_way_that_is() -> None:
    """Churned people from 500 to 400, at 420: 80 of 100, though 420 / 400 is 1.05."""
    churn = attrs.evolve(
        jbp.metrics.CERTIFIED_PEOPLE, key="churned", direction=jbp.Direction.DOWN
    )
    fields: dict[str, Any] = {
        "metric": churn,
        "target": jbp.Quantity(400, "people"),
        "baseline": jbp.Quantity(500, "people"),
    }
    level = attrs.evolve(goal("churned"), **fields)
    found = card(level, entries=(booked("churned", jbp.Quantity(420, "people")),))
    assert found.score_ratio == Fraction(4, 5)


@pytest.mark.parametrize(
    ("spent", "score"), [("0", "1"), ("4000", "1"), ("5000", "4/5"), ("-10", "1")]
)
def test_a_ceiling_earns_nothing_by_being_broken(spent: str, score: str) -> None:
    spend = attrs.evolve(jbp.metrics.MARKETING_SPEND, key="mdf")
    budget = goal("mdf", "4000", metric=spend)
    found = card(budget, entries=(booked("mdf", spent),))
    assert found.score_ratio == Fraction(score)


def test_what_has_no_share_is_left_out_with_its_reason() -> None:
    may = jbp.DateRange(date(2026, 5, 1), date(2026, 6, 1))
    found = card(goal("a", "0"), goal("b", "-5"), goal("c", period=may))
    assert [line.left_out for line in found.lines] == [
        Reason.ZERO_TARGET,
        Reason.NEGATIVE_TARGET,
        Reason.NOT_STARTED,
    ]


def test_an_exact_sum_is_one() -> None:
    values = [Fraction(1, n) for n in range(1, 40)]
    assert exact_sum(values) == exact_sum(reversed(values)) == sum(values)
    assert exact_sum([]) == 0


def test_the_mean_of_several_is_of_twelve_decimals_each() -> None:
    assert mean([]) is None
    assert mean([Fraction(1, 3)]) == Fraction(1, 3)
    assert mean([Fraction(1, 3), Fraction(2, 3)]) == Fraction(1, 2)
    # 0.333333333333 twice
    assert mean([Fraction(1, 3)] * 2) == Fraction(333333333333, 10**12)


# $1,000 of $3,000 is due. 500: off track (0.5); 1,000: on track (1); 3,300: met (3.3).
THREE = (goal("a"), goal("b"), goal("c", weight=2))
ENTRIES = (booked("a", "500"), booked("b", "1000"), booked("c", "3300"))


def test_the_worst_goal_decides() -> None:
    found = roll_up_status([assessed(*THREE, entries=ENTRIES)])
    assert (found.health, found.rule) == (jbp.Health.OFF_TRACK, StatusRule.WORST)
    assert [ref.goal_id for ref in found.decided_by] == ["a"]
    assert found.counts == {
        jbp.Health.MET: 1,
        jbp.Health.ON_TRACK: 1,
        jbp.Health.OFF_TRACK: 1,
    }


def test_the_weighted_pace_decides_by_the_bands_of_the_plan() -> None:
    """(0.5 + 1 + 2 x 3.3) / 4 = 2.025; with c capped at 1.2 it is 0.975."""
    found = roll_up_status(
        [assessed(*THREE, entries=ENTRIES)], rule=StatusRule.WEIGHTED
    )
    assert (found.pace_index, found.health) == (Fraction("2.025"), jbp.Health.AHEAD)
    capped = (*THREE[:2], attrs.evolve(THREE[2], score_cap="1.2"))
    found = roll_up_status(
        [assessed(*capped, entries=ENTRIES)], rule=StatusRule.WEIGHTED
    )
    assert (found.pace_index, found.health) == (Fraction("0.975"), jbp.Health.ON_TRACK)
    strict = jbp.HealthBands(ahead="1.5", on_track="1.2", at_risk="0.99")
    found = roll_up_status(
        [assessed(*capped, entries=ENTRIES, health_bands=strict)],
        rule=StatusRule.WEIGHTED,
    )
    assert found.health is jbp.Health.OFF_TRACK


def test_several_plans_weigh_alike_however_their_goals_are_weighed() -> None:
    """0.5 in one plan with weights of 100, 1 in another with a weight of 1: 0.75."""
    plans = [
        assessed(goal("a", weight=100), entries=ENTRIES[:1], id="p"),
        assessed(goal("b"), entries=ENTRIES[1:2], id="q"),
    ]
    found = roll_up_status(plans, rule=StatusRule.WEIGHTED)
    assert (found.pace_index, found.health) == (Fraction(3, 4), jbp.Health.OFF_TRACK)
    assert found == roll_up_status(plans[::-1], rule=StatusRule.WEIGHTED)


def test_the_goal_last_heard_of_decides() -> None:
    late = booked("b", "1", date(2026, 4, 9))
    found = roll_up_status(
        [assessed(*THREE, entries=(*ENTRIES, late))], rule=StatusRule.LATEST
    )
    assert (found.health, found.applied) == (jbp.Health.ON_TRACK, StatusRule.LATEST)
    assert [ref.goal_id for ref in found.decided_by] == ["b"]
    # All three of one day: the worst of them.
    found = roll_up_status([assessed(*THREE, entries=ENTRIES)], rule=StatusRule.LATEST)
    assert found.health is jbp.Health.OFF_TRACK


@pytest.mark.parametrize("rule", StatusRule)
def test_a_rule_with_nothing_to_go_by_gives_way_and_says_so(rule: StatusRule) -> None:
    found = roll_up_status([assessed(goal("a", None), goal("b", weight=0))], rule=rule)
    assert (found.health, found.rule) == (jbp.Health.NO_DATA, rule)
    assert found.applied is StatusRule.WORST
    nothing = roll_up_status([], rule=rule)
    assert (nothing.health, nothing.decided_by) == (jbp.Health.NOT_APPLICABLE, ())
