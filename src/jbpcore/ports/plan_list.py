"""What the list of plans in a product shows, and how it is narrowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Self

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.validation import an_id, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.plan_revisions import Revision
from jbpcore.values.ids import PartyId, PlanId
from jbpcore.values.text import check_name

__all__ = ["PlanFilter", "PlanSummary", "folded"]


def folded(text: str) -> str:
    r"""Return *text* as it is compared in a search: without regard to case.

    Nor does it matter in which form letters with accents were typed. A store that
    searches in SQL keeps this beside the name.

    Examples:
        >>> folded("A\u030angström GROSS") == folded("ångström groß")
        True
    """
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


@attrs.frozen(kw_only=True)
class PlanSummary:
    """What a list shows of a plan, without the plan itself.

    Attributes:
        plan_id: Its id.
        name: Its name.
        partner_id: Whose plan it is.
        partner_name: What the partner is called in it.
        period: The days it covers.
        state: Its state.
        kind: Whether both sides sign it.
        hidden_from: The side that does not see it, or ``None``.
        revision: Its current revision: which, by whom, when and why. For a deleted plan
            that is the deletion, while the rest is as it was before.

    Examples:
        >>> from datetime import UTC, datetime
        >>> from jbpcore.testing.sample_records import small_plan
        >>> at = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
        >>> summary = PlanSummary.of(
        ...     small_plan(), Revision.following(0, by="maria", at=at))
        >>> summary.partner_id, summary.state.value, summary.is_deleted
        ('northwind', 'draft', False)
    """

    plan_id: PlanId
    name: str
    partner_id: PartyId
    partner_name: str
    period: DateRange
    state: PlanState
    kind: PlanKind
    hidden_from: Side | None
    revision: Revision

    @classmethod
    def of(cls, plan: Plan, revision: Revision) -> Self:
        """Return what a list shows of *plan* at *revision*."""
        return cls(
            plan_id=plan.id,
            name=plan.name,
            partner_id=plan.partner.id,
            partner_name=plan.partner.name,
            period=plan.period,
            state=plan.state,
            kind=plan.kind,
            hidden_from=plan.hidden_from,
            revision=revision,
        )

    @property
    def is_deleted(self) -> bool:
        """Whether the plan is deleted."""
        return self.revision.is_deleted


def _states(
    value: PlanState | Iterable[PlanState] | None,
) -> frozenset[PlanState] | None:
    if value is None:
        return None
    try:
        several = (value,) if isinstance(value, str) else value
        states = frozenset(PlanState(state) for state in several)
    except (TypeError, ValueError):
        states = frozenset()
    if not states:
        raise InvalidValueError("PlanFilter.states", value, "one PlanState or several")
    return states


def _yes_no_or_both(_: object, __: object, value: bool | None) -> None:  # noqa: FBT001 - attrs calls it
    if value is not None and type(value) is not bool:
        raise InvalidValueError("PlanFilter.deleted", value, "True, False or None")


def _a_part_of_a_name(_: object, __: object, value: str | None) -> None:
    if value is not None:
        check_name(value, "PlanFilter.name_contains")


@attrs.frozen(kw_only=True)
class PlanFilter:
    """Which plans are wanted; each field narrows, ``None`` does not.

    Attributes:
        partner_id: Only this partner's.
        states: Only those in one of these states.
        kind: Only those of this kind.
        overlaps: Only those whose period has a day in common with this one.
        name_contains: Only those with this in their name, without regard to case.
        visible_to: Only those that are not hidden from this side.
        deleted: ``False`` for plans that are there, ``True`` for deleted ones, ``None``
            for both.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> PlanFilter(states=PlanState.AGREED, name_contains="north").deleted
        False
    """

    partner_id: PartyId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PartyId),
        validator=attrs.validators.optional(an_id),
    )
    states: frozenset[PlanState] | None = attrs.field(default=None, converter=_states)
    kind: PlanKind | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(PlanKind))
    )
    overlaps: DateRange | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(DateRange))
    )
    name_contains: str | None = attrs.field(default=None, validator=_a_part_of_a_name)
    visible_to: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    deleted: bool | None = attrs.field(default=False, validator=_yes_no_or_both)

    def accepts(self, summary: PlanSummary) -> bool:
        """Whether the plan of *summary* is wanted."""
        return all(
            (
                self.partner_id in {None, summary.partner_id},
                self.states is None or summary.state in self.states,
                self.kind in {None, summary.kind},
                self.overlaps is None or summary.period.overlaps(self.overlaps),
                self.name_contains is None
                or folded(self.name_contains) in folded(summary.name),
                self.visible_to is None or summary.hidden_from != self.visible_to,
                self.deleted in {None, summary.is_deleted},
            )
        )
