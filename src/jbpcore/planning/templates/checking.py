"""Everything that is wrong with a template, looked at as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jbpcore.errors import Finding
from jbpcore.model.question import AnswerKind, Question
from jbpcore.model.template import Template
from jbpcore.planning.templates.answering import try_default
from jbpcore.planning.templates.audience_checking import iter_told
from jbpcore.planning.templates.goal_checking import iter_bad_goals
from jbpcore.planning.templates.mistake import Mistake
from jbpcore.planning.templates.parts import TemplateParts
from jbpcore.planning.templates.rounds import iter_rounds
from jbpcore.planning.templates.wording import iter_bad_wording
from jbpcore.planning.templates.work_checking import iter_bad_work

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
_CONDITIONAL: Final = (
    "questions",
    "goals",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
)


def check_template(template: Template) -> tuple[Finding, ...]:
    """Return everything that is wrong with *template*, all at once.

    Its parts were checked each by itself when they were made. Here is looked at whether
    they fit together: what they refer to is there, formulas come to the unit that is
    wanted, nothing waits for itself, placeholders stand for something.

    Examples:
        >>> from jbpcore.model.template_goal import TemplateGoal
        >>> goal = TemplateGoal(id="g", name="Goal", metric="magic")
        >>> template = Template(key="t", version=1, name="T", goals=[goal])
        >>> for one in check_template(template):
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
    yield from iter_bad_goals(parts)
    yield from iter_bad_work(parts)
    yield from _iter_conditions(parts)
    yield from _iter_completeness(parts)
    yield from iter_rounds(parts)
    yield from iter_bad_wording(parts)
    yield from iter_told(parts)


def _iter_twice(parts: TemplateParts) -> Iterator[Mistake]:
    for kind in _LISTS:
        seen: set[str] = set()
        for part, steps in parts.iter_parts(kind):
            if part.id in seen:
                message = f"{part.id!r} is there already; every id stands once."
                yield Mistake((*steps, "id"), "twice", message)
            seen.add(part.id)


def _iter_questions(parts: TemplateParts) -> Iterator[Mistake]:
    for question, steps in parts.iter_parts("questions"):
        if question.section:
            place = (*steps, "section")
            yield from parts.iter_missing("sections", question.section, place)
        problem = try_default(question, parts.template.currency)
        if problem is not None:
            yield Mistake((*steps, "default"), "default", problem)


def _iter_conditions(parts: TemplateParts) -> Iterator[Mistake]:
    questions = {question.id: question for question in parts.template.questions}
    for kind in _CONDITIONAL:
        for part, steps in parts.iter_parts(kind):
            when = part.when
            if when is None:
                continue
            asked = questions.get(when.question)
            if asked is None:
                place = (*steps, "when", "question")
                yield from parts.iter_missing("questions", when.question, place)
            elif when.answer and when.answer not in _answers(asked):
                message = _never_so(asked, when.answer)
                yield Mistake((*steps, "when", "answer"), "condition", message)


def _never_so(asked: Question, answer: str) -> str:
    answers = ", ".join(map(repr, _answers(asked)))
    if answers:
        said = f"{asked.id!r} is never answered {answer[:80]!r}."
        return f"{said} Write one of: {answers}."
    return (
        f"{asked.id!r} is of kind {asked.kind}, so leave the answer out: the condition "
        "is then that it was answered."
    )


def _answers(question: Question) -> tuple[str, ...]:
    if question.kind is AnswerKind.YES_NO:
        return ("yes", "no")
    return question.choices


def _iter_completeness(parts: TemplateParts) -> Iterator[Mistake]:
    for rule, steps in parts.iter_parts("completeness"):
        if rule.question is not None:
            place = (*steps, "question")
            yield from parts.iter_missing("questions", rule.question, place)
