"""Filling in what a template asks later, in a plan that is there already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.model.answer import Answer
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.editing import edit
from jbpcore.planning.policy import Policy
from jbpcore.planning.templates.answering import AnswerReader
from jbpcore.ports.templates import PlanTemplate
from jbpcore.values.ids import PersonId
from jbpcore.values.money import Money

__all__ = ["answer_questions"]


def answer_questions(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    answers: Mapping[str, object],
    *,
    template: PlanTemplate,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Return *plan* with some questions of its template answered, or answered anew.

    It is an edit of the answers: goals stay as the two sides have them, whatever their
    targets were once worked out from.

    Args:
        plan: The plan.
        answers: What is answered, by question: values, or text as typed in. Nothing
            (``None``, or empty) takes an answer back.
        template: Its template.
        by: Who answers.
        at: When, in UTC.
        why: The reason.
        policy: Who may change what; the default policy if ``None``.

    Raises:
        InvalidDataError: If something is no answer, or to no question; all of it is in
            ``findings``.
        TransitionError: If the plan is over.
        NotAllowedError: If *by* may not change one of the answers.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> template = jbp.default_template_catalogue(allow=[]).get("growth")
        >>> plan = jbp.draft_plan(
        ...     template=template, vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"),
        ...     people=[jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)), by="maria",
        ...     answers={"last_year_revenue": "9000 USD", "new_customers": 2,
        ...              "certified_now": 1},
        ... )
        >>> plan = answer_questions(
        ...     plan, {"risks": ["Budget freeze"]}, template=template, by="maria",
        ...     at=datetime(2026, 1, 7, 9, tzinfo=UTC))
        >>> plan.answers[-1].lines
        ('Budget freeze',)
    """
    money = [one.amount for one in plan.answers if isinstance(one.amount, Money)]
    reader = AnswerReader(
        currency=next((amount.currency for amount in money), ""),
        people=plan.people,
        sections={section.id: section for section in template.sections()},
    )
    questions = {question.id: question for question in template.questions()}
    kept: dict[str, Answer] = {str(one.id): one for one in plan.answers}
    findings = []
    for key, given in answers.items():
        question = questions.get(key)
        if question is None:
            findings.append(_finding("answer_unknown", key, "Nobody asks that."))
            continue
        if given is None or given in ("", (), []):
            kept.pop(key, None)
            continue
        try:
            kept[key] = reader.read(question, given)
        except InvalidValueError as error:
            findings.append(_finding("answer", key, f"Must be {error.expected}."))
    if findings:
        raise InvalidDataError("answers", tuple(findings))
    order = [key for key in questions if key in kept]
    others = [one for key, one in kept.items() if key not in questions]
    given_now = (*(kept[key] for key in order), *others)
    return edit(
        plan,
        lambda plan: attrs.evolve(plan, answers=given_now),
        by=by,
        at=at,
        why=why,
        policy=policy,
    )


def _finding(code: str, key: str, message: str) -> Finding:
    return Finding(
        code=f"jbp.template.{code}", path=f"answers.{key}"[:200], message=message
    )
