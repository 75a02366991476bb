"""One call from a template and a few answers to a draft with everything in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidDataError, InvalidValueError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.plan_setting import PlanSetting
from jbpcore.model.validation import check_instant
from jbpcore.planning.drafting import refuse_too_early
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.templates.filling import fill_answers
from jbpcore.ports.templates import PlanTemplate
from jbpcore.values.ids import PersonId

__all__ = ["draft_from_template"]

_NO_ANSWERS: Final[Mapping[str, object]] = {}


def draft_from_template(  # noqa: PLR0913 - each is a fact only the caller knows
    template: PlanTemplate,
    setting: PlanSetting,
    *,
    at: datetime,
    answers: Mapping[str, object] = _NO_ANSWERS,
    previous: Plan | None = None,
    entries: Iterable[ActualEntry] = (),
    by: Person | PersonId | str | None = None,
    why: str = "",
    goals: Iterable[Goal] = (),
    is_hidden: bool = False,
    policy: Policy | None = None,
    **fields: Any,  # noqa: ANN401 - whatever the plan's fields hold
) -> Plan:
    """Return a new draft made from *template*; the front door is ``draft_plan``.

    Args:
        template: The template.
        setting: Between whom the plan is, and when.
        at: When it is drafted, in UTC; reviews of days before are not booked.
        answers: What was answered; the rest is looked up as ``fill_answers`` does.
        previous: Last year's plan.
        entries: What was booked in its period.
        by: Who drafts it; ``None`` where the host itself does.
        why: What it is for.
        goals: Goals besides those of the template.
        is_hidden: Whether the other side does not see it until it is revealed.
        policy: Who may do this; the default policy if ``None``.
        **fields: Any other field of a plan, in place of what the template says.

    Raises:
        InvalidDataError: If a question that is asked at the start, and has to be
            answered, is not, or something is no answer.
        InvalidValueError: If a field has a bad value, or is one that only later moves
            may set, or *previous* is a plan of other firms.
        NotAllowedError: If *by* may not propose plans.
    """
    check_instant(at, "at")
    refuse_too_early(fields.keys())
    if previous is not None and previous.partner.id != setting.partner.id:
        expected = f"an earlier plan with {setting.partner.id!r}"
        raise InvalidValueError("previous", previous.partner.id, expected)
    if previous is not None and previous.vendor.id != setting.vendor.id:
        # Another vendor's figures are no business of this one.
        expected = f"an earlier plan of {setting.vendor.id!r}"
        raise InvalidValueError("previous", previous.vendor.id, expected)
    filled = fill_answers(
        template,
        answers,
        setting,
        previous=previous,
        entries=tuple(entries),
        as_of=at.date(),
    )
    draft = template.build(filled, setting)
    wanted = tuple(one for one in draft.missing if one.severity is Severity.ERROR)
    if wanted:
        subject = f"answers to {template.ref}"
        raise InvalidDataError(subject, wanted)
    plan = attrs.evolve(
        draft.plan,
        goals=(*draft.plan.goals, *goals),
        reviews=[one for one in draft.plan.reviews if one.on >= at.date()],
        previous_id=None if previous is None else previous.id,
    )
    plan = attrs.evolve(plan, **fields)
    person = None if by is None else acting(plan, by, Right.PROPOSE, policy)
    if is_hidden:
        if person is None:
            expected = "somebody: a draft is hidden from the side across from them"
            raise InvalidValueError("by", None, expected)
        plan = attrs.evolve(plan, hidden_from=person.side.other)
    facts = {
        "template": str(template.ref),
        "answered": len(plan.answers),
        "booked": len(plan.reviews),
    }
    return recorded(None, plan, move="draft", by=person, at=at, why=why, facts=facts)
