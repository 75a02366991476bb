"""A list of plans in an order, page by page.

A page ends with a cursor. It holds a place in an order, not a number of rows to skip:
so no plan is shown twice or left out because others were saved or deleted in between.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC
from enum import StrEnum
from typing import Self

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import an_id, is_a
from jbpcore.ports.plan_list import PlanFilter, PlanSummary, folded
from jbpcore.values.ids import PlanId

__all__ = ["PageRequest", "PlanCursor", "PlanOrder", "PlanPage"]

_MOST_ON_A_PAGE = 1_000
_LONGEST_CURSOR = 10_000


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


def _text_of_databases(_: object, __: object, key: str) -> None:
    """Refuse lone surrogates, for which no database has room and UTF-8 no bytes."""
    try:
        key.encode()
    except UnicodeEncodeError:
        expected = "text without lone surrogates"
        raise InvalidValueError("PlanCursor.key", key, expected) from None


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
    key: str = attrs.field(validator=[is_a(str), _text_of_databases])
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


def _a_filter(wanted: PlanFilter | None) -> PlanFilter:
    return PlanFilter() if wanted is None else wanted


def _a_page_size(_: object, __: object, size: int) -> None:
    if type(size) is not int or not 1 <= size <= _MOST_ON_A_PAGE:
        raise InvalidValueError("size", size, f"1 to {_MOST_ON_A_PAGE:,}")


def _of_the_order(request: PageRequest, _: object, after: PlanCursor | None) -> None:
    if after is None:
        return
    if not isinstance(after, PlanCursor) or after.order is not request.order:
        expected = f"where a page in the order {request.order.value!r} ended, or None"
        raise InvalidValueError("after", after, expected)


@attrs.frozen
class PageRequest:
    """Which page of which plans is wanted, its arguments checked. For store authors.

    Attributes:
        wanted: Which plans; every plan that is there if ``None``.
        order: In which order.
        after: Where the page begins; at the beginning if ``None``.
        size: How many plans it has, 1 to 1,000.

    Raises:
        InvalidValueError: If a field is bad, or the cursor is of another order.

    Examples:
        >>> PageRequest(None, PlanOrder.ID, None, 100).page_of([])
        PlanPage(plans=(), after=None)
    """

    wanted: PlanFilter = attrs.field(converter=_a_filter, validator=is_a(PlanFilter))
    order: PlanOrder = attrs.field(validator=is_a(PlanOrder))
    after: PlanCursor | None = attrs.field(validator=_of_the_order)
    size: int = attrs.field(validator=_a_page_size)

    def page_of(self, summaries: Iterable[PlanSummary]) -> PlanPage:
        """Return the page, out of all the plans there are."""
        found = sorted(filter(self.wanted.accepts, summaries), key=self._place)
        if self.order.descends:
            found.reverse()
        if self.after is not None:
            last = (self.after.key, self.after.plan_id)
            found = [one for one in found if self._is_after(self._place(one), last)]
        return self.page_from(found[: self.size + 1])

    def page_from(self, found: Iterable[PlanSummary]) -> PlanPage:
        """Return the page, out of the plans from its beginning on, one more if any."""
        plans = tuple(found)
        if len(plans) <= self.size:
            return PlanPage(plans, None)
        plans = plans[: self.size]
        return PlanPage(plans, PlanCursor.after(plans[-1], self.order))

    def _place(self, summary: PlanSummary) -> tuple[str, str]:
        return self.order.key_of(summary), summary.plan_id

    def _is_after(self, place: tuple[str, str], last: tuple[str, str]) -> bool:
        return place < last if self.order.descends else place > last
