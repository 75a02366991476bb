"""What one side keeps to itself is told to the other by nothing in a template."""

from __future__ import annotations

import pytest

import jbpcore as jbp
from jbpcore.model.formula import GoalAmountKind
from jbpcore.model.relative_day import RelativeDay

INSIDE = jbp.Section(id="inside", name="Inside", audience=jbp.Audience.VENDOR)
QUESTIONS = (
    jbp.Question(id="word", name="W", kind=jbp.AnswerKind.TEXT, section="inside"),
    jbp.Question(id="cost", name="C", kind=jbp.AnswerKind.MONEY, section="inside"),
    jbp.Question(id="open", name="O", kind=jbp.AnswerKind.MONEY),
)
HIDDEN = jbp.TemplateGoal(
    id="hidden", name="H", metric="revenue", target=jbp.AnswerAmount("cost"),
    description="Up from {answers.word}", audience=jbp.Audience.VENDOR,
)  # fmt: skip


def found(**fields: object) -> list[tuple[str, str]]:
    goals = (HIDDEN, *fields.pop("goals", ()))  # type: ignore[misc] # goals
    template = jbp.Template(
        key="t", version=1, name="T", sections=[INSIDE], questions=QUESTIONS,
        goals=goals, **fields,  # type: ignore[arg-type] # any of them
    )  # fmt: skip
    return [(one.path, one.code) for one in jbp.check_template(template)]


def goal(**fields: object) -> jbp.TemplateGoal:
    return jbp.TemplateGoal(id="g", name="G", metric="revenue", **fields)  # type: ignore[arg-type] # any


def test_what_is_for_the_same_side_may_tell_of_it() -> None:
    assert found() == []
    assert found(goals=[goal(target=jbp.AnswerAmount("open"))]) == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"notes": "Of {answers.word}"}, "notes"),
        ({"plan_name": "{answers.word}"}, "plan_name"),
        ({"goals": [goal(description="{answers.word}")]}, "goals[1].description"),
        ({"goals": [goal(target=jbp.AnswerAmount("cost"))]}, "goals[1].target"),
        (
            {
                "goals": [
                    goal(
                        commit=jbp.ShareOf(
                            share=jbp.FixedAmount("1/2", "%"),
                            of=jbp.GoalAmount("hidden", GoalAmountKind.TARGET),
                        )
                    )
                ]
            },
            "goals[1].commit",
        ),
        (
            {
                "actions": [
                    jbp.TemplateAction(
                        id="a", name="Reach {goals.hidden.target}",
                        side=jbp.Side.PARTNER, due=RelativeDay.parse("day 3"),
                    )
                ]
            },
            "actions[0].name",
        ),
    ],
)  # fmt: skip
def test_what_tells_the_other_side_is_a_mistake(
    fields: dict[str, object], path: str
) -> None:
    assert found(**fields) == [(path, "jbp.template.audience")]
