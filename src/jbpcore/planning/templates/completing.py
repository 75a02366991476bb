"""How complete a plan is by its template, and whether it is too long to be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.errors import Finding, Severity
from jbpcore.model.answer import Answer
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.completeness import Completeness
from jbpcore.model.execution import ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.model.template import Template
from jbpcore.model.template_rules import CompletenessRule, Need
from jbpcore.planning.personal_data import iter_texts
from jbpcore.planning.templates.building import applies, not_answered

__all__ = ["completeness_of"]

_ALL: Final = Fraction(1)
_PATHS: Final = {
    Need.GOALS: "goals",
    Need.ACTIONS: "actions",
    Need.COMMITMENTS: "commitments",
    Need.PEOPLE: "people",
    Need.REVIEWS: "reviews",
    Need.OWNERS: "goals",
}
# Texts that nobody reads as part of the plan.
_NOT_READ: Final = ("records[", "comments[", "reviews[", "people[", "id", "amendments[")


def completeness_of(plan: Plan, template: Template) -> Completeness:
    """Return how complete *plan* is by *template*.

    Args:
        plan: The plan.
        template: Its template.

    Examples:
        >>> from jbpcore.testing.sample_records import small_plan
        >>> rule = CompletenessRule(id="work", needs=Need.ACTIONS, least=3)
        >>> template = Template(key="t", version=1, name="T", completeness=[rule])
        >>> found = completeness_of(small_plan(), template)
        >>> found.is_complete, found.missing[0].path
        (False, 'actions')
    """
    answers: dict[str, Answer] = {str(one.id): one for one in plan.answers}
    met = total = Fraction(0)
    missing = []
    for question in template.questions:
        if not question.is_required or not applies(question.when, answers):
            continue
        total += 1
        if question.id in answers:
            met += 1
            continue
        path = f"answers.{question.id}"
        missing.append(_missing("answer_missing", path, not_answered(question)))
    for rule in template.completeness:
        if rule.question is not None and not _is_asked(template, rule, answers):
            continue
        total += rule.weight
        found = _COUNTS[rule.needs](plan, rule)
        met += rule.weight * min(Fraction(found, rule.least), _ALL)
        if found < rule.least:
            missing.append(_unmet(rule, found))
    score = met / total if total else Fraction(1)
    return Completeness(
        score_ratio=score,
        missing=tuple(missing),
        too_long=tuple(_iter_too_long(plan, template)),
    )


def _is_asked(
    template: Template, rule: CompletenessRule, answers: Mapping[str, Answer]
) -> bool:
    asked = next((q for q in template.questions if q.id == rule.question), None)
    return asked is not None and applies(asked.when, answers)


def _missing(code: str, path: str, message: str) -> Finding:
    return Finding(
        code=f"jbp.template.{code}",
        path=path,
        message=message,
        severity=Severity.WARNING,
    )


def _unmet(rule: CompletenessRule, found: int) -> Finding:
    if rule.needs is Need.ANSWER:
        path = f"answers.{rule.question}"
    else:
        path = _PATHS[rule.needs]
    message = rule.advice or _sentence(rule, found)
    return _missing("incomplete", path, message)


def _sentence(rule: CompletenessRule, found: int) -> str:
    if rule.needs is Need.OWNERS:
        return "Some goal or open action has no owner. Say who answers for it."
    if rule.needs is Need.ANSWER:
        return f"{rule.question!r} asks for more. Add to it."
    whose = "" if rule.side is None else f" of the {rule.side}"
    when = "" if rule.within_days is None else f" in the first {rule.within_days} days"
    what = "goals with a target" if rule.needs is Need.GOALS else str(rule.needs)
    return f"There are {found} {what}{whose}{when}; {rule.least} or more are wanted."


# --- counting -------------------------------------------------------------------------


def _answered(plan: Plan, rule: CompletenessRule) -> int:
    for answer in plan.answers:
        if answer.id == rule.question:
            if answer.lines:
                return len(answer.lines)
            return len(answer.text.split()) or int(answer.is_given)
    return 0


def _goals(plan: Plan, _: CompletenessRule) -> int:
    return sum(
        goal.target is not None and goal.audience is Audience.JOINT
        for goal in plan.goals
    )


def _actions(plan: Plan, rule: CompletenessRule) -> int:
    return sum(
        action.status is not ActionStatus.DROPPED
        and rule.side in {None, action.side}
        and _is_early(plan, rule, action.due_on)
        for action in plan.actions
    )


def _commitments(plan: Plan, rule: CompletenessRule) -> int:
    return sum(
        promise.status is not CommitmentStatus.WITHDRAWN
        and rule.side in {None, promise.side}
        and _is_early(plan, rule, promise.due_on)
        for promise in plan.commitments
    )


def _is_early(plan: Plan, rule: CompletenessRule, due_on: object) -> bool:
    days = rule.within_days
    if days is None:
        return True
    return bool((due_on - plan.period.start) < timedelta(days=days))  # type: ignore[operator] # a day


def _people(plan: Plan, rule: CompletenessRule) -> int:
    return sum(
        rule.side in {None, one.side} and rule.role in {None, one.role}
        for one in plan.people
    )


def _reviews(plan: Plan, _: CompletenessRule) -> int:
    return sum(review.cancelled_on is None for review in plan.reviews)


def _owners(plan: Plan, rule: CompletenessRule) -> int:
    """Return as many as are wanted if all have an owner, else how many do."""
    open_ones = [
        action
        for action in plan.actions
        if action.status not in {ActionStatus.DONE, ActionStatus.DROPPED}
    ]
    is_owned = all(goal.owner_id is not None for goal in plan.goals) and all(
        action.owner_id is not None for action in open_ones
    )
    return rule.least if is_owned else 0


_COUNTS: Final[Mapping[Need, Callable[[Plan, CompletenessRule], int]]] = (
    MappingProxyType(
        {
            Need.ANSWER: _answered,
            Need.GOALS: _goals,
            Need.ACTIONS: _actions,
            Need.COMMITMENTS: _commitments,
            Need.PEOPLE: _people,
            Need.REVIEWS: _reviews,
            Need.OWNERS: _owners,
        }
    )
)


# --- length ---------------------------------------------------------------------------


def _iter_too_long(plan: Plan, template: Template) -> Iterator[Finding]:
    limits = template.limits
    joint = sum(goal.audience is Audience.JOINT for goal in plan.goals)
    counted = (
        ("goals", joint, limits.goals, "goals of both sides"),
        ("actions", len(plan.actions), limits.actions, "actions"),
        ("commitments", len(plan.commitments), limits.commitments, "promises"),
        ("", _words(plan), limits.words, "words"),
    )
    for path, count, most, what in counted:
        if count > most:
            message = (
                f"The plan has {count:,} {what}; nobody works with more than {most:,}. "
                "Cut what does not change what somebody does."
            )
            yield _missing("too_long", path, message)


def _words(plan: Plan) -> int:
    return sum(
        len(text.split())
        for path, text in iter_texts(plan)
        if not path.startswith(_NOT_READ)
    )
