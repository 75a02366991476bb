"""One reader's language: its words, and how figures and days are written in it.

A view asks this for every text that it shows, so that a language is told apart in one
place.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Protocol

from jbpcore.engine.amounts import exact
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.goal_result import GoalResult
from jbpcore.formatting.explain import HEALTH_WORDS, explain
from jbpcore.formatting.explain_nudge import explain_nudge
from jbpcore.formatting.numbers import (
    show_amount,
    show_day,
    show_number,
    show_percent,
    show_ratio,
)
from jbpcore.formatting.short_amounts import show_short_amount, show_short_number
from jbpcore.formatting.short_days import show_short_day
from jbpcore.formatting.unit_words import COUNTED_UNITS
from jbpcore.formatting.words import Words, words_for
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = ["MOST_VOICES", "Voice", "WritesAmount", "voice_for"]

MOST_VOICES: Final = 64
"""How many languages, or words of hosts, are kept at once."""
_TENTHS: Final = 10


class _Says(Protocol):
    def __call__(self, text: str, /, **facts: object) -> str: ...


class _Counts(Protocol):
    def __call__(self, one: str, many: str, number: int, /, **facts: object) -> str: ...


class WritesAmount(Protocol):
    """Writes an amount, never kinder than it is."""

    def __call__(self, amount: Amount, *, upward: bool = False) -> str:
        """Return it in words; rounded up where *upward*."""


class Voice:
    """How to say things in one locale.

    Args:
        words: The words of the locale.

    Attributes:
        locale: The locale, such as ``"en_US"``.
        language: The same as a BCP 47 tag, for ``lang``.
        is_leftward: Whether it is written from right to left.
        text: Says a sentence; :meth:`.Words.text`, of which there are many on a page.
        count: Says a sentence about so many; :meth:`.Words.count`.
    """

    def __init__(self, words: Words) -> None:
        """Keep what is asked for again and again."""
        self._words = words
        at = words.locale
        self.locale: str = at
        self.language: str = words.tag
        self.is_leftward: bool = words.direction == "rtl"
        self.text: _Says = words.text
        self.count: _Counts = words.count

    def name(self, context: str, word: str, /) -> str:
        """Say a word of a kind."""
        return self._words.name(context, word)

    def say(self, sentence: str) -> str:
        """Say a sentence that was found elsewhere."""
        return self._words.say(sentence)

    def health(self, health: Health) -> str:
        """Return the word for a health."""
        return self.name("health", HEALTH_WORDS[health])

    def side(self, side: Side) -> str:
        """Return the word for a side."""
        if side is Side.VENDOR:
            return self._words.name("side", "Vendor")
        return self._words.name("side", "Partner")

    def days(self, count: int) -> str:
        """Say a number of days."""
        return self._words.count("{n} day", "{n} days", count)

    def amount(self, amount: Amount, *, upward: bool = False) -> str:
        """Write an amount in short, with its unit; never kinder than it is."""
        if type(amount) is Money:
            return show_short_amount(amount, locale=self.locale, upward=upward)
        return _short(self._words, amount, upward=upward)

    def figure(self, amount: Amount, *, upward: bool = False) -> str:
        """Write the number of an amount in short."""
        return show_short_number(amount, locale=self.locale, upward=upward)

    def exact(self, amount: Amount) -> str:
        """Write an amount to the last digit."""
        return show_amount(amount, locale=self.locale)

    def day(self, day: date) -> str:
        """Write a day."""
        return show_day(day, locale=self.locale)

    def short_day(self, day: date) -> str:
        """Write a day where its year is clear."""
        return show_short_day(day, locale=self.locale)

    def number(self, number: int) -> str:
        """Write a whole number."""
        return show_number(number, locale=self.locale)

    def percent(self, ratio: Fraction, *, of_goal: bool = False) -> str:
        """Write a ratio in percent."""
        return show_percent(ratio, locale=self.locale, of_goal=of_goal)

    def ratio(self, ratio: Fraction, *, digits: int = 2) -> str:
        """Write a ratio as a number."""
        return show_ratio(ratio, locale=self.locale, digits=digits)

    def explained(self, result: GoalResult) -> str:
        """Say how a goal stands, in full."""
        return explain(result, locale=self._words)

    def nudge(self, nudge: Nudge) -> str:
        """Say what needs attention."""
        return explain_nudge(nudge, locale=self._words)


def _short(words: Words, amount: Amount, *, upward: bool) -> str:
    """Write an amount in short, what is counted in the words of the language."""
    if not isinstance(amount, Quantity) or amount.unit not in COUNTED_UNITS:
        return show_short_amount(amount, locale=words.locale, upward=upward)
    if upward:
        tenths = math.ceil(exact(amount) * _TENTHS)
        amount = Quantity(Decimal(tenths) / _TENTHS, amount.unit)
    return words.amount(amount, short=True)


@lru_cache(maxsize=MOST_VOICES)
def voice_for(locale: str | Words) -> Voice:
    """Return the voice of a locale.

    Args:
        locale: The locale, or words with the catalogues of the host.

    Raises:
        UnsupportedLocaleError: If there is no such locale.

    Examples:
        >>> voice_for("en_US").days(1), voice_for("en_US").language
        ('1 day', 'en-US')
    """
    return Voice(words_for(locale))
