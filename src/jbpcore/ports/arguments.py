"""What every store is told, checked. For store authors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from jbpcore.errors import InvalidValueError
from jbpcore.values.ids import PlanId, check_id
from jbpcore.values.text import check_name

__all__ = [
    "LONGEST_WAIT",
    "check_plan_id",
    "check_tenant",
    "check_wait",
    "iter_offered",
]

LONGEST_WAIT: Final = timedelta(days=1)
"""The longest that a store may be told to wait for another writer."""


def check_plan_id(plan_id: object) -> PlanId:
    """Return *plan_id* if a plan can have it. For store authors.

    Raises:
        InvalidValueError: If it cannot be an id, so that it need not be looked for.

    Examples:
        >>> check_plan_id("northwind-2026")
        'northwind-2026'
    """
    return PlanId(check_id(plan_id, "plan_id"))


def check_tenant(tenant: object) -> str:
    """Return *tenant* if a store can be opened for it. For store authors.

    Raises:
        InvalidValueError: If it is not one line of 1 to 200 characters.

    Examples:
        >>> check_tenant("acme")
        'acme'
    """
    return check_name(tenant, "tenant")


def check_wait(value: object, field: str) -> timedelta:
    """Return *value* if a store can wait so long for another. For store authors.

    Args:
        value: What was given.
        field: What is being set, such as ``"busy_timeout"``.

    Raises:
        InvalidValueError: If it is no ``timedelta`` from zero to a day.

    Examples:
        >>> check_wait(timedelta(seconds=5), "busy_timeout").seconds
        5
        >>> check_wait(5, "busy_timeout")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: busy_timeout must be a timedelta from 0 to ...
    """
    if isinstance(value, timedelta) and timedelta(0) <= value <= LONGEST_WAIT:
        return value
    expected = "a timedelta from 0 to 1 day, such as timedelta(seconds=5)"
    raise InvalidValueError(field, value, expected)


def iter_offered(entries: object) -> Iterator[Any]:
    """Return what is to be appended, one after the other. For store authors.

    Raises:
        InvalidValueError: If *entries* is nothing to go through; a single entry, say.

    Examples:
        >>> list(iter_offered([]))
        []
    """
    try:
        offered: Iterator[Any] = iter(entries)  # type: ignore[call-overload] # asked here
    except TypeError:
        expected = "an iterable of ActualEntry, such as a list"
        raise InvalidValueError("entries", entries, expected) from None
    return offered
