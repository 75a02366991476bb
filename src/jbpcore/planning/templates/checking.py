"""Everything that is wrong with a template, looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jbpcore.errors import Finding
from jbpcore.model.amount import Unit
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.question import AnswerKind, Question
from jbpcore.model.relative_day import Anchor, RelativeDay
from jbpcore.model.template import Template
from jbpcore.model.template_goal import PLAIN_PHASINGS, TemplateGoal
from jbpcore.planning.templates.answering import try_default
from jbpcore.planning.templates.mistake import Mistake, Steps
from jbpcore.planning.templates.parts import TemplateParts, metrics_of
from jbpcore.planning.templates.rounds import iter_rounds
from jbpcore.planning.templates.units import Units
from jbpcore.planning.templates.wording import iter_bad_wording

__all__ = ["check_template", "iter_mistakes"]

_LISTS: Final = (
    "sections",
    "questions",
    "metrics",
    "profiles",
    "goals",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
    "completeness",
)
_LEVELS: Final = ("target", "baseline", "commit", "stretch")


def check_template(template: Template) -> tuple[Finding, ...]:
    """Return everything that is wrong with *template*, all at once.

    Its parts were checked each by itself when they were made. Here is looked at whether
    they fit together: what they refer to is there, formulas come to the unit that is
    wanted, nothing waits for itself, placeholders stand for something.

    Examples:
        >>> goal = TemplateGoal(id="g", name="Goal", metric="magic")
        >>> for one in check_template(Template(key="t", version=1, name="T", goals=[goal])):
        ...     print(one)
        goals[0].metric: There is no metric 'magic'. Define it in [[metrics]], or name
        one of: certified-people, churn-rate, ... [jbp.template.unknown]
    """
    return tuple(
        mistake.finding for mistake in iter_mistakes(TemplateParts(template=template))
    )


def iter_mistakes(parts: TemplateParts) -> Iterator[Mistake]:
    """Yield what is wrong with the parts of a template that could be read.

    Args:
        parts: The template.
    """
    yield from _iter_twice(parts)
    yield from _iter_questions(parts)
    yield from _iter_goals(parts)
    yield from _iter_work(parts)
    yield from _iter_conditions(parts)
    yield from _iter_completeness(parts)
    yield from iter_rounds(parts)
    yield from iter_bad_wording(parts)


def _iter_parts(parts: TemplateParts, kind: str) -> Iterator[tuple[Any, Steps]]:
    for at, part in enumerate(getattr(parts.template, kind)):
        yield part, (kind, parts.place(kind, at))


def _iter_twice(parts: TemplateParts) -> Iterator[Mistake]:
    for kind in _LISTS:
        seen: set[str] = set()
        for part, steps in _iter_parts(parts, kind):
            if part.id in seen:
                message = f"{part.id!r} is there already; every id stands once."
                yield Mistake((*steps, "id"), "twice", message)
            seen.add(part.id)


def _iter_questions(parts: TemplateParts) -> Iterator[Mistake]:
    for question, steps in _iter_parts(parts, "questions"):
        if question.section and not parts.is_there("sections", question.section):
            place = (*steps, "section")
            yield _missing(parts, "sections", question.section, place)
        problem = try_default(question, parts.template.currency)
        if problem is not None:
            yield Mistake((*steps, "default"), "default", problem)


def _units(parts: TemplateParts) -> Units:
    template = parts.template
    metrics = metrics_of(template)
    return Units(
        questions={question.id: question for question in template.questions},
        goals={goal.id: _goal_unit(goal, metrics) for goal in template.goals},
        known=parts.known,
    )


def _goal_unit(goal: TemplateGoal, metrics: dict[str, Any]) -> Unit | None:
    metric = metrics.get(goal.metric)
    return None if metric is None else metric.unit


def _iter_goals(parts: TemplateParts) -> Iterator[Mistake]:
    units = _units(parts)
    metrics = metrics_of(parts.template)
    for goal, steps in _iter_parts(parts, "goals"):
        unit = units.goals[goal.id]
        if unit is None and ("metrics", goal.metric) not in parts.known:
            names = ", ".join(sorted(metrics))
            message = (
                f"There is no metric {goal.metric!r}. Define it in [[metrics]], or "
                f"name one of: {names}."
            )
            yield Mistake((*steps, "metric"), "unknown", message)
        for level in _LEVELS:
            operand = getattr(goal, level)
            if operand is not None:
                yield from units.mistakes(operand, unit, (*steps, level))
        if goal.keep is not None:
            for bound in ("lower", "upper"):
                operand = getattr(goal.keep, bound)
                if operand is not None:
                    place = (*steps, "keep", bound)
                    yield from units.mistakes(operand, unit, place)
        yield from _iter_goal(parts, goal, metrics, steps)
    for action, steps in _iter_parts(parts, "actions"):
        if action.impact is not None:
            wanted = units.goals.get(action.goal or "")
            yield from units.mistakes(action.impact, wanted, (*steps, "impact"))


def _iter_goal(
    parts: TemplateParts, goal: TemplateGoal, metrics: dict[str, Any], steps: Steps
) -> Iterator[Mistake]:
    is_profile = goal.phasing not in PLAIN_PHASINGS
    if is_profile and not parts.is_there("profiles", goal.phasing):
        yield _missing(parts, "profiles", goal.phasing, (*steps, "phasing"))
    metric = metrics.get(goal.metric)
    if goal.keep is not None and metric is not None and metric.direction != "keep":
        message = (
            f"The metric {metric.key!r} is not one to be kept. Leave this out, or "
            'give the metric direction = "keep".'
        )
        yield Mistake((*steps, "keep"), "keep", message)
    for name in ("starts", "ends"):
        day = getattr(goal, name)
        if day is not None and day.anchor in _AFTER_BOOKING:
            message = (
                "Must be counted from the plan itself, as 'day 30' or 'end of month "
                f"3'; got {str(day)!r}."
            )
            yield Mistake((*steps, name), "day", message)
    yield from _iter_owner(parts, goal.owner, (*steps, "owner"))


_AFTER_BOOKING: Final = {Anchor.REVIEW, Anchor.EACH_REVIEW, Anchor.ACTION}


def _iter_owner(parts: TemplateParts, owner: str, steps: Steps) -> Iterator[Mistake]:
    if not owner:
        return
    side, dot, role = owner.partition(".")
    if dot:
        if side not in set(Side) or role not in set(PersonRole):
            roles = ", ".join(PersonRole)
            message = (
                f"Must be a side and a role, as 'partner.partner_manager'; got "
                f"{owner[:80]!r}. Roles are: {roles}."
            )
            yield Mistake(steps, "owner", message)
        return
    question = next((q for q in parts.template.questions if q.id == owner), None)
    if question is None and ("questions", owner) not in parts.known:
        message = (
            f"Must be a side and a role, as 'partner.partner_manager', or the id of a "
            f"question of kind person; got {owner[:80]!r}."
        )
        yield Mistake(steps, "owner", message)
    elif question is not None and question.kind is not AnswerKind.PERSON:
        message = f"The question {owner!r} is of kind {question.kind}, not person."
        yield Mistake(steps, "owner", message)


def _iter_work(parts: TemplateParts) -> Iterator[Mistake]:
    for kind in ("initiatives", "actions", "commitments"):
        for part, steps in _iter_parts(parts, kind):
            if part.goal is not None and not parts.is_there("goals", part.goal):
                yield _missing(parts, "goals", part.goal, (*steps, "goal"))
    for action, steps in _iter_parts(parts, "actions"):
        theme = action.initiative
        if theme is not None and not parts.is_there("initiatives", theme):
            yield _missing(parts, "initiatives", theme, (*steps, "initiative"))
        for at, needed in enumerate(action.needs):
            if not parts.is_there("actions", needed):
                yield _missing(parts, "actions", needed, (*steps, "needs", at))
        yield from _iter_owner(parts, action.owner, (*steps, "owner"))
        for name in ("due", "start"):
            yield from _iter_day(parts, getattr(action, name), (*steps, name))
    for commitment, steps in _iter_parts(parts, "commitments"):
        yield from _iter_owner(parts, commitment.owner, (*steps, "owner"))
        yield from _iter_day(parts, commitment.due, (*steps, "due"))


def _iter_day(
    parts: TemplateParts, day: RelativeDay | None, steps: Steps
) -> Iterator[Mistake]:
    if day is None:
        return
    if day.anchor in {Anchor.REVIEW, Anchor.EACH_REVIEW}:
        if not parts.is_there("cadences", day.of):
            yield _missing(parts, "cadences", day.of, steps)
    elif day.anchor is Anchor.ACTION and not parts.is_there("actions", day.of):
        yield _missing(parts, "actions", day.of, steps)


def _iter_conditions(parts: TemplateParts) -> Iterator[Mistake]:
    questions = {question.id: question for question in parts.template.questions}
    kinds = ("questions", "goals", "initiatives", "actions", "commitments", "cadences")
    for kind in kinds:
        for part, steps in _iter_parts(parts, kind):
            if part.when is None:
                continue
            asked = questions.get(part.when.question)
            place = (*steps, "when")
            if asked is None:
                if ("questions", part.when.question) not in parts.known:
                    where = (*place, "question")
                    yield _missing(parts, "questions", part.when.question, where)
            elif part.when.answer and part.when.answer not in _answers(asked):
                answers = ", ".join(map(repr, _answers(asked)))
                message = (
                    f"{asked.id!r} is never answered {part.when.answer[:80]!r}. "
                    f"Write one of: {answers}."
                    if answers
                    else f"{asked.id!r} is of kind {asked.kind}, so leave the answer "
                    "out: the condition is then that it was answered."
                )
                yield Mistake((*place, "answer"), "condition", message)


def _answers(question: Question) -> tuple[str, ...]:
    if question.kind is AnswerKind.YES_NO:
        return ("yes", "no")
    return question.choices


def _iter_completeness(parts: TemplateParts) -> Iterator[Mistake]:
    for rule, steps in _iter_parts(parts, "completeness"):
        asked = rule.question
        if asked is not None and not parts.is_there("questions", asked):
            yield _missing(parts, "questions", asked, (*steps, "question"))


def _missing(parts: TemplateParts, kind: str, name: str, steps: Steps) -> Mistake:
    there = ", ".join(sorted(part.id for part in getattr(parts.template, kind))[:12])
    message = f"There is no {name!r} in {kind}. There are: {there or 'none yet'}."
    return Mistake(steps, "unknown", message)
