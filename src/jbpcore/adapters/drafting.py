"""The door to drafting a plan: from nothing, or from a template by its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, overload

from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanKind
from jbpcore.model.answer import TemplateRef
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party, Person
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning import drafting
from jbpcore.planning.policy import Policy
from jbpcore.planning.templates.drafting import draft_from_template
from jbpcore.planning.templates.labels import period_name, plan_id_for
from jbpcore.ports.templates import PlanTemplate, TemplateSource
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["draft_plan"]


@overload
def draft_plan(
    *,
    id: PlanId | str,
    name: str,
    vendor: Party,
    partner: Partner,
    period: DateRange,
    people: Iterable[Person],
    by: Person | PersonId | str,
    at: datetime,
    why: str = ...,
    goals: Iterable[Goal] = ...,
    kind: PlanKind = ...,
    is_hidden: bool = ...,
    policy: Policy | None = ...,
    **fields: Any,  # noqa: ANN401 - whatever the plan's fields hold
) -> Plan: ...


@overload
def draft_plan(
    *,
    template: PlanTemplate | TemplateRef | str,
    vendor: Party,
    partner: Partner,
    period: DateRange,
    people: Iterable[Person] = ...,
    answers: Mapping[str, object] | None = ...,
    previous: Plan | None = ...,
    entries: Iterable[ActualEntry] = ...,
    id: PlanId | str | None = ...,
    name: str = ...,
    by: Person | PersonId | str | None = ...,
    at: datetime | None = ...,
    why: str = ...,
    goals: Iterable[Goal] = ...,
    kind: PlanKind = ...,
    is_hidden: bool = ...,
    currency: str = ...,
    zone: str = ...,
    calendar: FiscalCalendar | None = ...,
    work_calendar: WorkCalendar | None = ...,
    policy: Policy | None = ...,
    templates: TemplateSource | None = ...,
    **fields: Any,  # noqa: ANN401 - as above
) -> Plan: ...


def draft_plan(  # noqa: PLR0913 - each is a fact only the caller knows
    *,
    vendor: Party,
    partner: Partner,
    period: DateRange,
    people: Iterable[Person] = (),
    template: PlanTemplate | TemplateRef | str | None = None,
    answers: Mapping[str, object] | None = None,
    previous: Plan | None = None,
    entries: Iterable[ActualEntry] = (),
    id: PlanId | str | None = None,  # noqa: A002 - the plan's own word for it
    name: str = "",
    by: Person | PersonId | str | None = None,
    at: datetime | None = None,
    why: str = "",
    goals: Iterable[Goal] = (),
    kind: PlanKind = PlanKind.JOINT,
    is_hidden: bool = False,
    currency: str = "",
    zone: str = "",
    calendar: FiscalCalendar | None = None,
    work_calendar: WorkCalendar | None = None,
    policy: Policy | None = None,
    templates: TemplateSource | None = None,
    **fields: Any,
) -> Plan:
    """Return a new draft, from a template or from nothing.

    From a template it has goals, actions of both sides, promises and booked reviews at
    once. What is not in *answers* is looked up in the partner's record, among the
    people and in last year's plan, as far as the template says where.

    Args:
        vendor: The one firm.
        partner: The other.
        period: The days the plan covers.
        people: Who works on it, of both sides.
        template: A template, its key (``"growth"``), or key and version
            (``"growth@2"``); ``None`` to begin with nothing.
        answers: What was answered to the template's questions: values, or text as
            typed in.
        previous: Last year's plan with this partner.
        entries: What was booked in its period, if it was not closed with figures.
        id: Unique within the tenant; made of the partner's and the period if ``None``,
            from a template.
        name: What people call it; what the template says if empty.
        by: Who drafts it: one of *people*, or their id. From a template ``None`` where
            the host itself does.
        at: When, in UTC; now if ``None``, from a template. Reviews of days before are
            not booked.
        why: What it is for.
        goals: What is aimed at, besides the template's goals.
        kind: Whether both sides will sign it, or it only measures goals.
        is_hidden: Whether the other side does not see it until it is revealed.
        currency: The currency of amounts that do not say theirs.
        zone: The time zone of reviews; without one their days alone are agreed.
        calendar: The fiscal calendar, if it is not months from the plan's first day.
        work_calendar: Which days are worked; from Monday to Friday if ``None``.
        policy: Who may do this; the default policy if ``None``.
        templates: Where a key is looked up; what comes with jbpcore and its plugins if
            ``None``.
        **fields: Any other field of a plan, such as ``approvers``, in place of what
            the template says.

    Raises:
        NotAllowedError: If *by* may not propose plans, or is not among *people*.
        TemplateNotFoundError: If there is no such template.
        InvalidDataError: If a question that is asked at the start is not answered and
            has to be, or something is no answer; all of it is in ``findings``.
        InvalidValueError: If a field has a bad value, or is one that only later moves
            may set, such as ``signoffs``; or something is missing that is needed
            without a template.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Side
        >>> plan = draft_plan(
        ...     template="growth", zone="Europe/Berlin",
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     people=[Person(id="maria", name="Maria", side=Side.VENDOR)],
        ...     answers={"last_year_revenue": "400000 EUR", "growth": "15%",
        ...              "new_customers": 8, "certified_now": 4},
        ...     by="maria", at=datetime(2025, 12, 1, 9, tzinfo=UTC),
        ... )
        >>> print(plan.id, plan.template, plan.goals[0].target, len(plan.reviews))
        northwind-2026 growth@1 460000 EUR 17
    """
    if template is None:
        return _from_nothing(
            {"id": id, "name": name, "by": by, "at": at},
            {
                "answers": answers,
                "previous": previous,
                "entries": tuple(entries),
                "currency": currency,
                "zone": zone,
                "calendar": calendar,
                "work_calendar": work_calendar,
                "templates": templates,
            },
            vendor=vendor,
            partner=partner,
            period=period,
            people=people,
            why=why,
            goals=goals,
            kind=kind,
            is_hidden=is_hidden,
            policy=policy,
            **fields,
        )
    found = _found(template, templates)
    label = period_name(period, calendar)
    setting = PlanSetting(
        id=plan_id_for(partner.id, period, label) if id is None else PlanId(id),
        vendor=vendor,
        partner=partner,
        period=period,
        people=people,
        name=name,
        kind=kind,
        currency=currency,
        zone=zone,
        calendar=calendar,
        work_calendar=work_calendar,
    )
    return draft_from_template(
        found,
        setting,
        at=datetime.now(UTC) if at is None else at,
        answers=answers or {},
        previous=previous,
        entries=entries,
        by=by,
        why=why,
        goals=goals,
        is_hidden=is_hidden,
        policy=policy,
        **fields,
    )


def _from_nothing(
    needed: Mapping[str, Any],
    unused: Mapping[str, object],
    **rest: Any,  # noqa: ANN401 - what a draft takes
) -> Plan:
    for field, value in needed.items():
        if value is None or value == "":
            expected = "given, unless the plan is made from a template"
            raise InvalidValueError(f"draft_plan.{field}", value, expected)
    for field, value in unused.items():
        if value not in (None, "", ()):
            expected = "left out, unless the plan is made from a template"
            raise InvalidValueError(f"draft_plan.{field}", value, expected)
    return drafting.draft_from_nothing(**needed, **rest)


def _found(
    template: PlanTemplate | TemplateRef | str, templates: TemplateSource | None
) -> PlanTemplate:
    if isinstance(template, str):
        key, at, version = template.partition("@")
        if at and not (version.isascii() and version.isdecimal()):
            expected = "a key such as 'growth', or key and version as in 'growth@2'"
            raise InvalidValueError("template", template, expected)
        number = int(version[:7]) if at else None
    elif isinstance(template, TemplateRef):
        key, number = template.key, template.version
    else:
        return _checked(template)
    if templates is not None:
        return templates.get(key, number)
    # Packages are looked through only if a key is asked for.
    from jbpcore.adapters.template_catalogue import (  # noqa: PLC0415 - as above
        default_template_catalogue,
    )

    return default_template_catalogue().get(key, number)


def _checked(template: object) -> PlanTemplate:
    if isinstance(template, PlanTemplate):
        return template
    expected = "a template, or the key of one"
    raise InvalidValueError("template", template, expected)
