"""What the list of plans in a product shows, how it is narrowed, and how it is paged.

A page ends with a cursor. It holds a place in an order, not a number of rows to skip:
so no plan is shown twice or left out because others were saved or deleted in between.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC
from enum import StrEnum
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

__all__ = [
    "PlanCursor",
    "PlanFilter",
    "PlanOrder",
    "PlanPage",
    "PlanSummary",
    "check_page_size",
    "folded",
]

_MOST_ON_A_PAGE = 1_000
_LONGEST_CURSOR = 10_000


def folded(text: str) -> str:
    r"""Return *text* as it is compared in a search: without regard to case.

    Nor does it matter in which form letters with accents were typed. A store that
    searches in SQL keeps this beside the name.

    Examples:
        >>> folded("A\u030angström GROSS") == folded("ångström groß")
        True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def check_page_size(size: int) -> int:
    """Return *size* if a page may have it. For store authors.

    Raises:
        InvalidValueError: If it is not 1 to 1,000.

    Examples:
        >>> check_page_size(100)
        100
    """
    if type(size) is not int or not 1 <= size <= _MOST_ON_A_PAGE:
        raise InvalidValueError("size", size, f"1 to {_MOST_ON_A_PAGE:,}")
    return size


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


class PlanOrder(StrEnum):
    """In which order plans are listed; plans with the same key go by their id.

    Text is compared by its code points, as Python does.
    """

    ID = "id"
    NAME = "name"
    """By name, without regard to case."""
    PERIOD = "period"
    """By the first day of the period."""
    LATEST = "latest"
    """What was written last comes first; ids descend too."""

    @property
    def descends(self) -> bool:
        """Whether the greatest key comes first."""
        return self is PlanOrder.LATEST

    def key_of(self, summary: PlanSummary) -> str:
        """Return what *summary* is placed by; its id decides among equals."""
        if self is PlanOrder.NAME:
            return folded(summary.name)
        if self is PlanOrder.PERIOD:
            return summary.period.start.isoformat()
        if self is PlanOrder.LATEST:
            recorded_at = summary.revision.recorded_at.astimezone(UTC)
            return recorded_at.isoformat(timespec="microseconds")
        return ""


@attrs.frozen
class PlanCursor:
    """A place in an order of plans: after the last one of a page.

    It goes into an address as text and comes back from there. What the text looks like
    is nobody's business and may change.

    Attributes:
        order: The order that it is a place in.
        key: What the last plan was placed by.
        plan_id: Its id.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> cursor = PlanCursor(PlanOrder.NAME, "northwind", "northwind-2026")
        >>> PlanCursor.from_text(str(cursor)) == cursor
        True
    """

    order: PlanOrder = attrs.field(validator=is_a(PlanOrder))
    key: str = attrs.field(validator=is_a(str))
    plan_id: PlanId = attrs.field(converter=PlanId, validator=an_id)

    @classmethod
    def after(cls, summary: PlanSummary, order: PlanOrder) -> Self:
        """Return the place after *summary*."""
        return cls(order, order.key_of(summary), summary.plan_id)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the cursor that *text* stands for. It may come from strangers.

        Raises:
            InvalidValueError: If it stands for none.
        """
        if not isinstance(text, str) or len(text) > _LONGEST_CURSOR:
            raise InvalidValueError("cursor", text, "the text of a cursor")
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            order, key, plan_id = json.loads(urlsafe_b64decode(padded))
            key.encode()
            return cls(PlanOrder(order), key, plan_id)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise InvalidValueError("cursor", text, "the text of a cursor") from error

    def __str__(self) -> str:
        text = json.dumps([self.order, self.key, self.plan_id], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@attrs.frozen
class PlanPage:
    """Some of the plans that were asked for.

    Attributes:
        plans: The plans, in order.
        after: Where the next page begins; ``None`` if this is the last one.
    """

    plans: tuple[PlanSummary, ...]
    after: PlanCursor | None


def _states(
    value: PlanState | Iterable[PlanState] | None,
) -> frozenset[PlanState] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return frozenset({PlanState(value)})
    return frozenset(value)


def _some_states(_: object, __: object, value: frozenset[PlanState] | None) -> None:
    if value is None:
        return
    if not value or not all(isinstance(state, PlanState) for state in value):
        raise InvalidValueError("PlanFilter.states", value, "one PlanState or several")


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
    states: frozenset[PlanState] | None = attrs.field(
        default=None, converter=_states, validator=_some_states
    )
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
