"""What nudges say, word by word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.engine.attention.nudge import Nudge, NudgeFact, SinceReason
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import UnsupportedLocaleError
from jbpcore.formatting.nudge_steps import step_words

Code, Step = jbp.NudgeCode, jbp.NudgeStep
SINCE = date(2026, 5, 5)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def nudge(code: str, step: str = "book_review", **facts: Any) -> Nudge:
    return Nudge(
        code=Code(f"jbp.nudge.{code}"),
        plan_id="p",
        subject="goals:g",
        name="Sales",
        sides=[jbp.Side.PARTNER],
        step=Step(step),
        since=facts.pop("since", SINCE),
        arguments=facts.pop("arguments", ()),
        facts=[NudgeFact(name, value) for name, value in facts.items()],
    )


def goal(
    code: str, shape: str, attained: Any, due: Any, gap: Any, **more: Any
) -> Nudge:
    return nudge(
        code,
        shape=GoalShape(shape).value,
        attained=attained,
        expected_to_date=due,
        gap_to_target=gap,
        days_left=46,
        **more,
    )


FLOW = (usd("7500"), usd("12362.64"), usd("17500"))
SAID = [
    (
        goal("goal_off_pace", "flow", *FLOW),
        (
            "Sales has been off pace since May 5, 2026: $7,500.00 is in where "
            "$12,362.64 was due, $17,500.00 short with 46 days left; book a review."
        ),
    ),
    (
        goal("gap_implausible", "flow", *FLOW, catch_up_ratio=jbp.Ratio("3.07").value),
        (
            "Sales has been all but out of reach since May 5, 2026: $7,500.00 is in "
            "where $12,362.64 was due, $17,500.00 short with 46 days left, which takes "
            "3.1 times the pace so far; book a review."
        ),
    ),
    (
        goal("goal_at_risk", "ceiling", usd("14000"), usd("12000"), usd("-11000")),
        (
            "Sales has been at risk since May 5, 2026: $14,000.00 is used where "
            "$12,000.00 was planned; book a review."
        ),
    ),
    (
        goal("gap_implausible", "ceiling", usd("26000"), usd("12000"), usd("1000")),
        (
            "Sales has been all but out of reach since May 5, 2026: $26,000.00 is "
            "used where $12,000.00 was planned, $1,000.00 over what is allowed with 46 "
            "days left; book a review."
        ),
    ),
    (
        goal(
            "goal_at_risk",
            "ratio_down",
            jbp.Ratio("9%"),
            jbp.Ratio("8%"),
            jbp.Ratio("2.5%"),
        ),
        (
            "Sales has been at risk since May 5, 2026: it is at 9.00% where 8.00% was "
            "due, 2.50 points short with 46 days left; book a review."
        ),
    ),
    (
        goal("goal_off_pace", "milestone", jbp.Ratio(0), jbp.Ratio(1), jbp.Ratio(1)),
        "Sales has been off pace since May 5, 2026: it is not done; book a review.",
    ),
    (
        goal("goal_off_pace", "keep", jbp.Ratio("50%"), jbp.Ratio(1), jbp.Ratio("50%")),
        (
            "Sales has been off pace since May 5, 2026: it was kept in 50.00% of what "
            "was due; book a review."
        ),
    ),
    (
        nudge("goal_at_risk"),
        "Sales has been at risk since May 5, 2026; book a review.",
    ),
    (
        nudge("actuals_stale", "report_actuals", newest_on=date(2026, 4, 20)),
        (
            "Sales has had stale figures since May 5, 2026, the last of Apr 20, 2026; "
            "bring in the figures."
        ),
    ),
    (
        nudge("actuals_stale", "report_actuals"),
        (
            "Sales has been waiting for its first figures since May 5, 2026; bring in "
            "the figures."
        ),
    ),
    (
        nudge("action_blocked", "clear_blocker", blocked_reason="No\nlicence"),
        (
            "Sales has been blocked since May 5, 2026 (No licence); clear what is in "
            "the way."
        ),
    ),
    (
        nudge("action_slipping", "replan_action", slip_count=4),
        (
            "Sales has kept slipping since May 5, 2026 (4 times so far); make it "
            "smaller, hand it on, or drop it."
        ),
    ),
    (
        nudge("review_not_held", "hold_review", missed_count=3),
        (
            "Sales has not been held since May 5, 2026, nor 2 after it; hold it now, "
            "or call it off."
        ),
    ),
    (
        nudge("proposal_unsigned", "sign"),
        (
            "Sales has waited to be signed by the partner side since May 5, 2026; "
            "sign or answer it."
        ),
    ),
    (
        nudge("approval_missing", "approve_amendment"),
        (
            "An amendment of Sales has waited for an approval inside the partner side "
            "since May 5, 2026; approve the amended terms."
        ),
    ),
    (
        nudge("plan_stale", "edit"),
        (
            "Sales has been idle since May 5, 2026, with no edit, review or booking "
            "at all; bring it up to date."
        ),
    ),
    (
        nudge(
            "commitments_lagging",
            "keep_commitments",
            follow_through=jbp.Ratio("1/3").value,
        ),
        (
            "The partner side has lagged with its promises of Sales since May 5, "
            "2026, keeping 33% of what was due; keep what is due, or agree on "
            "something else."
        ),
    ),
]


@pytest.mark.parametrize(("told", "said"), SAID, ids=[told.code for told, _ in SAID])
def test_it_says_what_since_when_and_what_to_do(told: Nudge, said: str) -> None:
    assert jbp.explain_nudge(told) == said


def test_numbers_and_days_are_as_the_locale_has_them() -> None:
    said = jbp.explain_nudge(SAID[0][0], locale="en_GB")
    assert "5 May 2026: US$7,500.00" in said
    with pytest.raises(UnsupportedLocaleError):
        jbp.explain_nudge(SAID[0][0], locale="xx")


def test_it_says_where_nobody_noted_since_when() -> None:
    told = Nudge(
        code=Code.ACTION_BLOCKED,
        plan_id="p",
        subject="actions:a",
        name="Train",
        sides=jbp.Side,
        step=Step.CLEAR_BLOCKER,
        since_reason=SinceReason.NOT_WRITTEN_DOWN,
    )
    said = "Train has been blocked, nobody noted since when; clear what is in the way."
    assert jbp.explain_nudge(told) == said


@pytest.mark.parametrize(
    ("step", "arguments", "said"),
    [
        ("do_actions", ["a"], "do the open action that would close the gap"),
        ("do_actions", ["a", "b"], "do the 2 open actions that would close the gap"),
    ],
)
def test_it_says_how_many_actions(step: str, arguments: list[str], said: str) -> None:
    made = [NudgeFact("action_id", key) for key in arguments]
    told = nudge("goal_off_pace", step, arguments=made)
    assert step_words(told, jbp.Words.for_locale("en_US")) == said


def test_it_says_at_which_review() -> None:
    on = [NudgeFact("review_id", "r"), NudgeFact("on", date(2026, 6, 16))]
    told = nudge("goal_off_pace", "raise_at_review", arguments=on)
    said = "find a way through at the review on Jun 16, 2026"
    assert step_words(told, jbp.Words.for_locale("en_US")) == said


@pytest.mark.parametrize("step", Step)
def test_every_step_has_words(step: jbp.NudgeStep) -> None:
    assert step_words(nudge("goal_at_risk", step.value), jbp.Words.for_locale("en_US"))


@pytest.mark.parametrize("code", Code)
def test_every_code_has_words(code: jbp.NudgeCode) -> None:
    said = jbp.explain_nudge(nudge(code.removeprefix("jbp.nudge.")))
    assert "Sales" in said
    assert "None" not in said
