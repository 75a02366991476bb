"""Who is asked, when, and in which words, at its limits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.nudging_plan import GOAL, MAY_15, PARTNER, PLAN, usd
from tests.unit.restructured_plan import BY as MADE_BY
from tests.unit.restructured_plan import ECB
from tests.unit.restructured_plan import goal as yearly
from tests.unit.restructured_plan import plan as restructured
from tests.unit.test_attention import (
    SOUND,
    WEEKLY,
    Code,
    april,
    may,
    proposed,
    signed,
)
from tests.unit.test_next_target import WINS, aim, ended
from tests.unit.test_refresh import BY, action
from tests.unit.test_refresh import plan as running

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.agreement import ApprovalStep
from jbpcore.model.fx_rate import AppliedRate, FxLeg
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.planning.next_target import next_target
from jbpcore.planning.policy import DEFAULT_POLICY
from jbpcore.planning.rhythm_words import day_rule_words
from jbpcore.planning.rights import FieldClass, Right
from jbpcore.planning.templates.wording import amount_words

MARIA, TOM, _ = SOUND.people


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


# --- who is asked, and when -----------------------------------------------------------


def test_a_signature_is_waited_for_as_long_as_agreed() -> None:
    settings = jbp.AttentionSettings(unsigned_days=7)  # put on April 7

    def codes(day: int) -> set[str]:
        plan = proposed()
        nudges = jbp.attention(plan, WEEKLY, as_of=april(day), settings=settings)
        return {one.code for one in nudges}

    assert Code.PROPOSAL_UNSIGNED not in codes(13)
    assert Code.PROPOSAL_UNSIGNED in codes(14)


def test_other_terms_than_were_seen_are_told_by_twelve_digits() -> None:
    plan = proposed(signoffs=[])
    with pytest.raises(TransitionError, match=r"seen \(abcdefabcdef…\)"):
        jbp.sign(plan, by=TOM, at=at(4, 8), terms_digest="abcdef" * 10)


def test_an_answer_has_other_terms() -> None:
    plan = proposed(signoffs=[signed(SOUND, jbp.Side.VENDOR, at(4, 7))])
    with pytest.raises(TransitionError) as caught:
        jbp.counter_propose(plan, plan, by=TOM, at=at(4, 8), why="Fine")
    assert (caught.value.move, caught.value.reason) == (
        "counter_propose",
        "no_change",
    )


def test_who_may_not_change_what_both_see_writes_no_remark() -> None:
    barred = attrs.evolve(
        DEFAULT_POLICY,
        grants=[
            grant
            for grant in DEFAULT_POLICY.grants
            if (grant.right, grant.field_class) != (Right.CHANGE, FieldClass.JOINT)
        ],
    )
    said: dict[str, Any] = {"text": "Hello", "by": TOM, "at": at(5, 15)}
    assert len(jbp.comment(PLAN, **said).comments) == 1
    with pytest.raises(NotAllowedError):
        jbp.comment(PLAN, policy=barred, **said)


def test_every_step_of_a_rate_says_who_stated_it() -> None:
    pounds = attrs.evolve(ECB, quote="GBP")
    blank = attrs.evolve(ECB, base="GBP", source=" ")
    with pytest.raises(InvalidValueError) as caught:
        jbp.change_currency(
            restructured(),
            AppliedRate(
                base=ECB.base,
                quote=ECB.quote,
                on=ECB.on,
                legs=[FxLeg(pounds), FxLeg(blank)],
            ),
            **MADE_BY,
        )
    assert caught.value.field == "rate"


@pytest.mark.parametrize(
    ("milestone", "days", "words"),
    [
        (Milestone.PLAN_START, 1, "1 day after the plan begins"),
        (Milestone.PLAN_START, 2, "2 days after the plan begins"),
        (Milestone.PLAN_START, -1, "1 day before the plan begins"),
        (Milestone.PLAN_END, -2, "2 days before the plan ends"),
        (Milestone.AGREED, 1, "1 day after both sides signed"),
        (Milestone.AGREED, 14, "14 days after both sides signed"),
        (Milestone.GOAL_END, -1, "1 day before the goal ends"),
        (Milestone.GOAL_END, 2, "2 days after the goal ends"),
    ],
)
def test_one_day_is_told_as_one(milestone: Milestone, days: int, words: str) -> None:
    assert day_rule_words(OnMilestone(milestone=milestone, offset_days=days)) == words


def test_a_goal_is_given_its_outcome_once() -> None:
    ends = [
        jbp.GoalOutcome(goal_id=key, outcome=jbp.Outcome.MISSED, lesson="L")
        for key in ("new", "b", "new")
    ]
    plan = attrs.evolve(SOUND, goals=[GOAL, attrs.evolve(GOAL, id="b")])
    with pytest.raises(InvalidValueError) as caught:
        jbp.close(
            plan, [], outcomes=ends, by=MARIA, at=at(7, 2), as_of=date(2026, 7, 1)
        )
    assert (caught.value.field, caught.value.value) == ("outcomes", ["new"])


@pytest.mark.parametrize(
    ("weights", "is_told"),
    [
        ((30, 69), True),
        ((30, 30), False),
        ((33, 33), False),
        (("0.5", "0.49"), True),
        (("0.2", "0.3"), False),
        ((33, 33, 33), False),  # all alike: nobody meant shares
        ((40, 60), False),
    ],
)
def test_weights_that_nearly_add_up_are_told(
    weights: tuple[Any, ...],
    is_told: bool,  # noqa: FBT001 - a case
) -> None:
    goals = [
        attrs.evolve(GOAL, id=f"g{n}", weight=Fraction(weight))
        for n, weight in enumerate(weights)
    ]
    found = jbp.check(attrs.evolve(PLAN, goals=goals), as_of=MAY_15)
    assert ("jbp.check.weights_sum" in {one.code for one in found}) is is_told


# --- words, and what was believed -----------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (usd(5), "5 USD"),
        (usd("5.50"), "5.50 USD"),
        (jbp.Ratio("10%"), "10%"),
        (jbp.Ratio("1/3"), "33.33%"),
        (jbp.Ratio("-1/3"), "-33.33%"),
        (jbp.Ratio("1/1000"), "0.10%"),
    ],
)
def test_an_answer_is_told_in_plain_words(amount: Any, words: str) -> None:
    assert amount_words(amount) == words


def test_what_was_believed_of_other_goals_stays() -> None:
    goals = [yearly(), yearly("other")]
    beliefs = [
        jbp.Confidence(
            goal_id=goal.id,
            person_id="maria",
            score=3,
            stated_on=date(2026, 5, 1),
            expires_on=date(2026, 6, 1),
        )
        for goal in goals
    ]
    plan = restructured(*goals, confidences=beliefs)
    new = jbp.drop_goal(plan, "other", **MADE_BY)
    assert [one.goal_id for one in new.confidences] == ["revenue"]


def test_what_is_due_tomorrow_is_not_overdue() -> None:
    plan = running(actions=[action("next", "2026-07-01"), action("late", "2026-06-30")])
    new = jbp.refresh(plan, **BY)
    assert [(one.due_on, one.carry_count) for one in new.actions] == [
        (date(2026, 7, 1), 0),
        (date(2026, 7, 30), 1),
    ]


def test_what_is_kept_is_carried_on_as_it_is() -> None:
    kept = attrs.evolve(jbp.metrics.CHURN_RATE, direction=jbp.Direction.KEEP)
    goal = attrs.evolve(WINS, metric=kept, target=jbp.Ratio("90%"), baseline=None)
    found = next_target(goal, ended("1/2"), aim(length_ratio=Fraction(2)))
    assert found.uplift == 0
    assert found.length_ratio == 1
    assert found.exact_target == Fraction(9, 10)


def test_attention_is_for_a_side_or_somebody() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.attention(PLAN, [], as_of=MAY_15, audience="vendor")  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value) == ("audience", "vendor")


def test_a_step_in_a_role_is_called_by_the_role() -> None:
    sponsor = jbp.PersonRole.EXECUTIVE_SPONSOR
    step = ApprovalStep(side=PARTNER, role=sponsor)
    with pytest.raises(TransitionError, match="approved by the executive sponsor"):
        jbp.approve(proposed(approvers=[step]), by=TOM, at=at(4, 8))
    named = attrs.evolve(step, person_id="ann")
    with pytest.raises(TransitionError, match="approved by ann"):
        jbp.approve(proposed(approvers=[named]), by=TOM, at=at(4, 8))


@pytest.mark.parametrize(
    ("spoken_on", "since"),
    [
        # Nobody did anything: thirty days from the first one on.
        (None, may(1)),
        # Sixteen days before the first one, which do not count; and in its third week.
        (date(2026, 3, 15), may(1)),
        (april(20), may(21)),
    ],
)
def test_an_agreed_plan_is_idle_from_its_first_day_on(
    spoken_on: date | None, since: date
) -> None:
    records = [
        PlanRecord(id="1", move="edit", at=at(spoken_on.month, spoken_on.day))
        for spoken_on in ([] if spoken_on is None else [spoken_on])
    ]
    plan = attrs.evolve(PLAN, goals=[], records=records, signoffs=[])
    (nudge,) = [
        one
        for one in jbp.attention(plan, [], as_of=date(2026, 6, 10))
        if one.code is Code.PLAN_STALE
    ]
    assert nudge.since == since
