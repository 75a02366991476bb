"""What a store may say that it cannot do, with the reason.

The kit skips what a store declares to lack and shows the reason; whatever is not
declared has to hold. What is not in the list below nobody may lack.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

__all__ = ["Capability", "needed_by", "needs"]

T = TypeVar("T")

_NEEDS = "__jbpcore_needs__"


class Capability(StrEnum):
    """What not every store can do."""

    DURABLE = "durable"
    """What was saved is there after everything was closed and opened again."""
    EVENTS = "events"
    """It tells what happened, by ``iter_events``."""
    LARGE_PLANS = "large_plans"
    """It keeps a plan of a million characters."""
    LISTS = "lists"
    """It lists plans by filter, order and page, by ``find``."""
    PERSONAL_DATA = "personal_data"
    """It shows and forgets what it holds about a person."""
    READERS_NEVER_WAIT = "readers_never_wait"
    """Whoever reads beside a unit of work neither waits nor sees any of it."""
    THREADS = "threads"
    """Several threads may use it at once."""
    UNITS_OF_WORK = "units_of_work"
    """Several writes happen together or not."""


def needs(*capabilities: Capability) -> Callable[[T], T]:
    """Mark a test, or every test of a class, as one for stores that can do this.

    Examples:
        >>> @needs(Capability.EVENTS)
        ... def test_e1_something():
        ...     pass
        >>> sorted(needed_by(test_e1_something))
        [<Capability.EVENTS: 'events'>]
    """

    def mark(test: T) -> T:
        if isinstance(test, type):
            for name, member in vars(test).items():
                if name.startswith("test_"):
                    _add(member, capabilities)
        else:
            _add(test, capabilities)
        return test

    return mark


def needed_by(test: object) -> frozenset[Capability]:
    """Return what a test asks of a store.

    Examples:
        >>> needed_by(print)
        frozenset()
    """
    found: frozenset[Capability] = getattr(test, _NEEDS, frozenset())
    return found


def _add(test: object, capabilities: tuple[Capability, ...]) -> None:
    setattr(test, _NEEDS, needed_by(test) | frozenset(capabilities))
