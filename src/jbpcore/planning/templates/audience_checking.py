"""What a template would tell the other side of what one side keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jbpcore.model.audience import Audience
from jbpcore.model.formula import AnswerAmount, GoalAmount, Operand
from jbpcore.model.formula_text import iter_operands
from jbpcore.model.placeholders import iter_placeholders
from jbpcore.planning.templates.mistake import Mistake, Steps
from jbpcore.planning.templates.parts import TemplateParts

__all__ = ["iter_told"]

_TEXTS: Final = ("plan_name", "notes")
_WORDED: Final = {
    "goals": ("name", "description"),
    "initiatives": ("name", "description"),
    "actions": ("name", "notes"),
    "commitments": ("name", "notes"),
    "cadences": ("name", "location"),
}
_LEVELS: Final = ("target", "baseline", "commit", "stretch")


def iter_told(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield texts and amounts that tell of an answer or a goal of one side alone.

    What is for the same side may tell of it.

    Args:
        parts: The template.
    """
    kept = _kept(parts)
    if kept:
        yield from _in_texts(parts, kept)
        yield from _in_amounts(parts, kept)


def _in_texts(parts: TemplateParts, kept: Mapping[str, Audience]) -> Iterator[Mistake]:
    for name in _TEXTS:
        text = getattr(parts.template, name)
        yield from _in_text(kept, text, Audience.JOINT, (name,))
    for kind, names in _WORDED.items():
        for part, steps in parts.iter_parts(kind):
            audience = getattr(part, "audience", Audience.JOINT)
            for name in names:
                text = getattr(part, name)
                yield from _in_text(kept, text, audience, (*steps, name))


def _in_amounts(
    parts: TemplateParts, kept: Mapping[str, Audience]
) -> Iterator[Mistake]:
    for goal, steps in parts.iter_parts("goals"):
        for place, operand in _iter_amounts(goal):
            yield from _in_amount(kept, operand, goal.audience, (*steps, *place))
    for action, steps in parts.iter_parts("actions"):
        if action.impact is not None:
            place = (*steps, "impact")
            yield from _in_amount(kept, action.impact, action.audience, place)


def _kept(parts: TemplateParts) -> dict[str, Audience]:
    """Return what one side keeps to itself, by the name that placeholders have."""
    template = parts.template
    sections = {section.id: section.audience for section in template.sections}
    found = {
        f"answers.{question.id}": sections.get(question.section, Audience.JOINT)
        for question in template.questions
    }
    found |= {f"goals.{goal.id}": goal.audience for goal in template.goals}
    return {name: one for name, one in found.items() if one is not Audience.JOINT}


def _iter_amounts(goal: Any) -> Iterator[tuple[Steps, Operand]]:  # noqa: ANN401 - a TemplateGoal
    for level in _LEVELS:
        operand = getattr(goal, level)
        if operand is not None:
            yield (level,), operand
    for bound in ("lower", "upper") if goal.keep is not None else ():
        operand = getattr(goal.keep, bound)
        if operand is not None:
            yield ("keep", bound), operand


def _in_text(
    kept: Mapping[str, Audience], text: str, audience: Audience, steps: Steps
) -> Iterator[Mistake]:
    names = dict.fromkeys(iter_placeholders(text)) if "{" in text else {}
    for name in names:
        yield from _told(kept, name.removesuffix(".target"), audience, steps)


def _in_amount(
    kept: Mapping[str, Audience], operand: Operand, audience: Audience, steps: Steps
) -> Iterator[Mistake]:
    names: dict[str, None] = {}
    for one in iter_operands(operand):
        if isinstance(one, AnswerAmount):
            names[f"answers.{one.question}"] = None
        elif isinstance(one, GoalAmount):
            names[f"goals.{one.goal}"] = None
    for name in names:
        yield from _told(kept, name, audience, steps)


def _told(
    kept: Mapping[str, Audience], name: str, audience: Audience, steps: Steps
) -> Iterator[Mistake]:
    owner = kept.get(name)
    if owner is not None and owner is not audience:
        message = (
            f"Would tell of {name!r}, which is for the {owner} alone. Name something "
            f'that both sides see, or make this audience = "{owner}" as well.'
        )
        yield Mistake(steps, "audience", message)
