"""Counts of what partner programmes count, in the plural that a language has for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Protocol

__all__ = ["COUNTED_UNITS", "SaysCounts"]


class SaysCounts(Protocol):
    """What can say a sentence about so many: words of a locale."""

    def count(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """Say a sentence about so many."""
        ...


# Translators: {amount} is a number, perhaps with digits after the point; write what is
# counted in the form that fits. English has the plural in any case, as data have it.
COUNTED_UNITS: Final[Mapping[str, Callable[[SaysCounts, int, str], str]]] = (
    MappingProxyType(
        {
            "courses": lambda words, number, amount: words.count(
                # Translators: trainings that people completed.
                "{amount} courses",
                "{amount} courses",
                number,
                amount=amount,
            ),
            "deals": lambda words, number, amount: words.count(
                # Translators: sales that were won or registered.
                "{amount} deals",
                "{amount} deals",
                number,
                amount=amount,
            ),
            "leads": lambda words, number, amount: words.count(
                # Translators: people or firms that may become customers.
                "{amount} leads",
                "{amount} leads",
                number,
                amount=amount,
            ),
            "people": lambda words, number, amount: words.count(
                # Translators: such as certified staff.
                "{amount} people",
                "{amount} people",
                number,
                amount=amount,
            ),
        }
    )
)
"""How to say an amount of each unit of the metrics that jbpcore brings."""
