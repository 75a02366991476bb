"""Bringing a draft up to another version of its template, without losing a word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from jbpcore.errors import (
    Finding,
    InvalidDataError,
    InvalidValueError,
    Severity,
    TransitionError,
)
from jbpcore.model.agreement import PlanState
from jbpcore.model.answer import Answer
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.validation import is_a
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.changed_parts import list_parts, require_all
from jbpcore.planning.changes import Change
from jbpcore.planning.conflict import Choice, Conflict
from jbpcore.planning.diff import diff
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.moving import recorded, taking_part
from jbpcore.planning.policy import Policy
from jbpcore.planning.templates.answering import AnswerReader
from jbpcore.ports.templates import PlanTemplate
from jbpcore.values.ids import PersonId
from jbpcore.values.money import Money

__all__ = ["Upgrade", "upgrade_to"]


def _changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(changes)


def _conflicts(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(conflicts)


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen(kw_only=True)
class Upgrade:
    """What another version of its template makes of a plan.

    Attributes:
        plan: The plan as it would be; save it to take it.
        changes: What is different in it.
        kept: What people had changed and the new version changes too; theirs stays.
        findings: What is missing now: new questions, and answers that the new version
            does not ask for, or asks otherwise. They stay in the plan.
    """

    plan: Plan = attrs.field(validator=is_a(Plan))
    changes: tuple[Change, ...] = attrs.field(default=(), converter=_changes)
    kept: tuple[Conflict, ...] = attrs.field(default=(), converter=_conflicts)
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)


def upgrade_to(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    new: PlanTemplate,
    *,
    old: PlanTemplate,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    calendar: FiscalCalendar | None = None,
    work_calendar: WorkCalendar | None = None,
    policy: Policy | None = None,
) -> Upgrade:
    """Return what *new* makes of a draft that was made from *old*.

    The plan is built twice from its answers, by the old template and by the new one.
    What is different between the two is made to the plan, part by part and field by
    field; what people have changed since stays as they have it.

    Args:
        plan: A draft.
        new: The template it is brought up to, of any version.
        old: The template it was made from.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        calendar: The fiscal calendar the plan was drafted with.
        work_calendar: The working days it was drafted with.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If *plan* was not made from *old*.
        TransitionError: If it is no draft any more.
        NotAllowedError: If *by* may not change a part that would change.
        InvalidDataError: If the new template and what people changed do not go
            together, such as two actions that would wait for each other.
    """
    person = taking_part(plan, by, policy)
    if plan.template != old.ref:
        expected = f"made from {old.ref}"
        raise InvalidValueError("plan.template", str(plan.template), expected)
    if plan.state is not PlanState.DRAFT:
        problem = f"the plan is {plan.state}, and its terms lie before both sides"
        way = "Make next year's plan from the new version, with this one as previous."
        raise TransitionError("upgrade", "wrong_state", problem, way)
    setting = _setting_of(plan, calendar, work_calendar)
    before = _built(plan, old, setting)
    after = _built(plan, new, setting)
    merged = merge(before.plan, plan, after.plan)
    conflicts = merged.conflicts
    if conflicts:
        ours = {conflict.path: Choice.MINE for conflict in conflicts}
        merged = resolve(merged, ours)
    if merged.plan is None:
        subject = "the upgraded plan"
        raise InvalidDataError(subject, merged.findings)
    made = attrs.evolve(merged.plan, template=new.ref)
    changes = tuple(one for one in diff(plan, made) if one.path != "template")
    require_all(plan, list_parts(plan, made), made, person, policy)
    facts = {
        "template_was": str(old.ref),
        "template": str(new.ref),
        "changes": len(changes),
        "kept": len(conflicts),
    }
    told = recorded(plan, made, move="upgrade", by=person, at=at, why=why, facts=facts)
    return Upgrade(plan=told, changes=changes, kept=conflicts, findings=after.findings)


def _setting_of(
    plan: Plan, calendar: FiscalCalendar | None, work_calendar: WorkCalendar | None
) -> PlanSetting:
    amounts = [one.amount for one in plan.answers]
    amounts += [goal.target for goal in plan.goals]
    money = [amount.currency for amount in amounts if isinstance(amount, Money)]
    zones = [one.zone for one in plan.cadences if one.zone]
    return PlanSetting(
        id=plan.id,
        vendor=plan.vendor,
        partner=plan.partner,
        period=plan.period,
        people=plan.people,
        name=plan.name,
        kind=plan.kind,
        currency=next(iter(money), ""),
        zone=next(iter(zones), ""),
        calendar=calendar,
        work_calendar=work_calendar,
    )


@attrs.frozen
class _Built:
    plan: Plan
    findings: tuple[Finding, ...]


def _built(plan: Plan, template: PlanTemplate, setting: PlanSetting) -> _Built:
    """Build the plan from its answers; those that do not fit stay beside."""
    reader = AnswerReader(currency=setting.currency, people=setting.people)
    questions = {question.id: question for question in template.questions()}
    fitting: dict[str, object] = {}
    beside: list[Answer] = []
    findings = []
    for answer in plan.answers:
        question = questions.get(str(answer.id))
        try:
            if question is None:
                message = f"{template.ref} does not ask {answer.name!r}. It is kept."
                findings.append(_beside(answer, message))
                beside.append(answer)
                continue
            reader.read(question, answer)
        except InvalidValueError as error:
            message = (
                f"{answer.name!r} has to be answered anew: {error.expected}. What was "
                "said is kept."
            )
            findings.append(_beside(answer, message))
            beside.append(answer)
        else:
            fitting[str(answer.id)] = answer
    draft = template.build(fitting, setting)
    made = {one.id: one for one in (*draft.plan.answers, *beside)}
    order = [one.id for one in plan.answers]
    known = [made.pop(key) for key in order if key in made]
    whole = attrs.evolve(draft.plan, answers=(*known, *made.values()))
    return _Built(whole, (*draft.missing, *findings))


def _beside(answer: Answer, message: str) -> Finding:
    return Finding(
        code="jbp.template.answer_unasked",
        path=f"answers.{answer.id}",
        message=message,
        severity=Severity.INFO,
    )
