"""The door to bringing a plan up to another version of its template."""

from __future__ import annotations

from datetime import datetime

from jbpcore.adapters.template_catalogue import default_template_catalogue
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.policy import Policy
from jbpcore.planning.templates.upgrading import Upgrade, upgrade_to
from jbpcore.ports.templates import TemplateSource
from jbpcore.values.ids import PersonId

__all__ = ["upgrade"]


def upgrade(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    to_version: int | None = None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    templates: TemplateSource | None = None,
    calendar: FiscalCalendar | None = None,
    work_calendar: WorkCalendar | None = None,
    policy: Policy | None = None,
) -> Upgrade:
    """Return what another version of its template makes of a draft.

    Nothing is done yet: look at the changes, and save the plan of the result to take
    it. Answers stay, and what people changed in the draft stays as they have it.

    Args:
        plan: A draft that was made from a template.
        to_version: Which version; the newest if ``None``.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        templates: Where templates are looked up; what comes with jbpcore and its
            plugins if ``None``.
        calendar: The fiscal calendar the plan was drafted with.
        work_calendar: The working days it was drafted with.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If *plan* was not made from a template.
        TemplateNotFoundError: If one of the two versions is not there.
        TransitionError: If the plan is no draft any more.
        NotAllowedError: If *by* may not change a part that would change.
        InvalidDataError: If the new version and what people changed do not go
            together, such as two actions that would wait for each other.
    """
    if plan.template is None:
        expected = "one that was made from a template"
        raise InvalidValueError("plan.template", None, expected)
    source = default_template_catalogue() if templates is None else templates
    key = plan.template.key
    return upgrade_to(
        plan,
        source.get(key, to_version),
        old=source.get(key, plan.template.version),
        by=by,
        at=at,
        why=why,
        calendar=calendar,
        work_calendar=work_calendar,
        policy=policy,
    )
