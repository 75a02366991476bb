"""What may be wrong with the goals of a template, and with who owns something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jbpcore.model.amount import Unit
from jbpcore.model.metric import Metric
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.question import AnswerKind
from jbpcore.model.relative_day import Anchor
from jbpcore.model.template_goal import PLAIN_PHASINGS, TemplateGoal
from jbpcore.planning.templates.mistake import Mistake, Steps
from jbpcore.planning.templates.parts import TemplateParts, metrics_of
from jbpcore.planning.templates.units import Units

__all__ = ["iter_bad_goals", "iter_bad_owner", "units_of"]

_LEVELS: Final = ("target", "baseline", "commit", "stretch")
_BOUNDS: Final = ("lower", "upper")
_AFTER_BOOKING: Final = {Anchor.REVIEW, Anchor.EACH_REVIEW, Anchor.ACTION}


def units_of(parts: TemplateParts) -> Units:
    """Return the units of what formulas can refer to.

    Args:
        parts: The template.
    """
    template = parts.template
    metrics = metrics_of(template)
    units: dict[str, Unit | None] = {}
    for goal in template.goals:
        metric = metrics.get(goal.metric)
        units[goal.id] = None if metric is None else metric.unit
    questions = {question.id: question for question in template.questions}
    return Units(questions=questions, goals=units, known=parts.known)


def iter_bad_goals(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield what is wrong with the goals.

    Args:
        parts: The template.
    """
    units = units_of(parts)
    metrics = metrics_of(parts.template)
    for goal, steps in parts.iter_parts("goals"):
        if goal.metric not in metrics and ("metrics", goal.metric) not in parts.known:
            names = ", ".join(sorted(metrics))
            message = (
                f"There is no metric {goal.metric!r}. Define it in [[metrics]], or "
                f"name one of: {names}."
            )
            yield Mistake((*steps, "metric"), "unknown", message)
        yield from _iter_formulas(units, goal, steps)
        if goal.phasing not in PLAIN_PHASINGS:
            place = (*steps, "phasing")
            yield from parts.iter_missing("profiles", goal.phasing, place)
        yield from _iter_keep(goal, metrics, steps)
        yield from _iter_days(goal, steps)
        yield from iter_bad_owner(parts, goal.owner, (*steps, "owner"))


def _iter_formulas(units: Units, goal: TemplateGoal, steps: Steps) -> Iterator[Mistake]:
    unit = units.goals[goal.id]
    found = [(getattr(goal, level), (*steps, level)) for level in _LEVELS]
    if goal.keep is not None:
        found += [
            (getattr(goal.keep, bound), (*steps, "keep", bound)) for bound in _BOUNDS
        ]
    for operand, place in found:
        if operand is not None:
            yield from units.mistakes(operand, unit, place)


def _iter_keep(
    goal: TemplateGoal, metrics: Mapping[str, Metric], steps: Steps
) -> Iterator[Mistake]:
    metric = metrics.get(goal.metric)
    if goal.keep is not None and metric is not None and metric.direction != "keep":
        message = (
            f"The metric {metric.key!r} is not one to be kept. Leave this out, or "
            'give the metric direction = "keep".'
        )
        yield Mistake((*steps, "keep"), "keep", message)


def _iter_days(goal: TemplateGoal, steps: Steps) -> Iterator[Mistake]:
    for name in ("starts", "ends"):
        day = getattr(goal, name)
        if day is not None and day.anchor in _AFTER_BOOKING:
            message = (
                "Must be counted from the plan itself, as 'day 30' or 'end of month "
                f"3'; got {str(day)!r}."
            )
            yield Mistake((*steps, name), "day", message)


def iter_bad_owner(parts: TemplateParts, owner: str, steps: Steps) -> Iterator[Mistake]:
    """Yield what is wrong with who owns something.

    Args:
        parts: The template.
        owner: What is said of that.
        steps: Where.
    """
    side, dot, role = owner.partition(".")
    if not owner or ("questions", owner) in parts.known:
        return
    if dot:
        if side not in set(Side) or role not in set(PersonRole):
            message = (
                f"Must be a side and a role, as 'partner.partner_manager'; got "
                f"{owner[:80]!r}. Roles are: {', '.join(PersonRole)}."
            )
            yield Mistake(steps, "owner", message)
        return
    question = next((q for q in parts.template.questions if q.id == owner), None)
    if question is None:
        message = (
            "Must be a side and a role, as 'partner.partner_manager', or the id of a "
            f"question of kind person; got {owner[:80]!r}."
        )
        yield Mistake(steps, "owner", message)
    elif question.kind is not AnswerKind.PERSON:
        message = f"The question {owner!r} is of kind {question.kind}, not person."
        yield Mistake(steps, "owner", message)
