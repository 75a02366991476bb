"""Sentences, words and values as the people of one locale write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs
from babel.core import Locale

from jbpcore.errors import JbpError
from jbpcore.formatting import moments, numbers
from jbpcore.formatting.catalogue import MessageCatalogue, shipped_catalogue
from jbpcore.formatting.locales import list_fallbacks, parse_locale
from jbpcore.formatting.short_amounts import show_short_amount
from jbpcore.formatting.unit_words import COUNTED_UNITS
from jbpcore.model.amount import BookedAmount
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.local_time import load_zone
from jbpcore.periods.weekday import Weekday
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio
from jbpcore.wording import AnyOf, Both, Opening, Sentence, Worded, fill

__all__ = ["Words", "words_for"]

# "1.5 days" is said as of many; gettext has no forms for fractions.
_NO_WHOLE_NUMBER: Final = 100
_KEPT: Final = 256
# Lists in running text; CLDR has "and" in all of its own.
_COMMA: Final = {"ar": "، ", "ja": "、", "zh": "、"}
_ISOLATE: Final = "\u2068{}\u2069"  # first strong isolate … pop directional isolate


@attrs.frozen(eq=False)
class Words:
    r"""How one locale says things: its sentences, and its numbers and days in them.

    Made once for a locale and shared by all threads; it never changes. A sentence that
    no catalogue has in the language stays English, with numbers of the locale.

    Attributes:
        locale: The locale, such as ``"de_DE"``.
        zone: The time zone that moments are shown in.

    Examples:
        >>> words = Words.for_locale("de_DE")
        >>> words.name("health", "Off track"), words.amount(Money("1234.5", "USD"))
        ('Weit zurück', '1.234,50\xa0$')
        >>> words.count("{n} new action", "{n} new actions", 3)
        '3 neue Maßnahmen'
        >>> Words.for_locale("fi").text("{who} owes {what}", who="Maria", what=1234)
        'Maria owes 1\xa0234'
    """

    locale: str
    zone: tzinfo
    _babel: Locale = attrs.field(repr=False)
    _catalogues: tuple[MessageCatalogue, ...] = attrs.field(repr=False)
    _isolates: bool = attrs.field(repr=False)

    @classmethod
    def for_locale(
        cls,
        locale: str = "en_US",
        *,
        zone: str = "UTC",
        catalogues: Sequence[MessageCatalogue] = (),
    ) -> Words:
        """Return the words for a locale.

        Args:
            locale: A tag such as ``"de_DE"`` or ``"pt-BR"``.
            zone: The time zone that moments are shown in, such as that of a plan.
            catalogues: Catalogues of the host's own. They are asked before ours, in
                this order, where they are for the locale or what it falls back to.

        Raises:
            UnsupportedLocaleError: If no locale is known by that name.
            InvalidValueError: If no such time zone is known.
        """
        parse_locale(locale)  # refuses what cannot even be looked up
        return _made(locale, zone, tuple(catalogues))

    # --- sentences -----------------------------------------------------------------

    def text(self, text: str, /, **facts: object) -> str:
        """Say a sentence.

        Args:
            text: The whole English sentence, with ``{name}`` for each fact.
            facts: What stands in the places; see :meth:`show`.

        Examples:
            >>> Words.for_locale("en_US").text("due on {day}", day=date(2026, 5, 15))
            'due on May 15, 2026'
        """
        said = self._translated(text) if self._catalogues else text
        if not facts:
            return said
        if self._isolates:
            return fill(said, self._shown(facts))
        for name, value in facts.items():
            if type(value) is not str:
                facts[name] = self.show(value)
        return fill(said, facts)

    def count(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """Say a sentence about so many, in the plural that the language has for it.

        Args:
            one: The English sentence for one.
            many: The English sentence for any other number.
            number: How many; ``{n}`` in the sentence.
            facts: What else stands in the places.

        Examples:
            >>> Words.for_locale("en_US").count("{n} day", "{n} days", 1)
            '1 day'
        """
        found = None
        for catalogue in self._catalogues:
            found = catalogue.try_count(one, number)
            if found is not None:
                break
        else:
            found = one if number == 1 else many
        facts["n"] = number
        return fill(found, self._shown(facts))

    def name(self, context: str, word: str, /) -> str:
        """Say a word that stands alone, such as a status.

        Args:
            context: What kind of word it is, such as ``"health"``.
            word: The English word.

        Examples:
            >>> Words.for_locale("en_US").name("health", "At risk")
            'At risk'
        """
        # A code such as "sign_amendment" is worded "sign amendment" in the catalogues.
        key = word.replace("_", " ")
        found = self._translated(key, context)
        return word if found == key else found

    def say(self, sentence: str) -> str:
        """Say a sentence that was made elsewhere; plain text stays as it is.

        Examples:
            >>> Words.for_locale("en_US").say(Sentence("due on {day}", day=date.max))
            'due on Dec 31, 9999'
        """
        if not isinstance(sentence, Sentence):
            return sentence
        if sentence.context is not None:
            return self.name(sentence.context, sentence.template)
        if sentence.many is not None and sentence.number is not None:
            facts = dict(sentence.facts)
            facts.pop("n", None)
            return self.count(
                sentence.template, sentence.many, sentence.number, **facts
            )
        return self.text(sentence.template, **sentence.facts)

    def error(self, error: JbpError) -> str:
        """Say what went wrong and what to do, as the error does in English.

        Examples:
            >>> from jbpcore.errors import CurrencyMismatchError
            >>> Words.for_locale("de_DE").error(CurrencyMismatchError("EUR", "USD"))
            'EUR und USD lassen sich nicht zusammenrechnen; ...'
        """
        return self.say(error.sentence)

    # --- values --------------------------------------------------------------------

    def show(self, value: object) -> str:
        """Write any value as it stands in a sentence.

        Text stays as it is; a whole number, a day, a span of days, a moment, an amount,
        a ratio (in percent), a sentence and a tuple of these are written for the
        locale, and an enumeration's member by its word.
        """
        if type(value) is str:
            return value
        write = _PLAINLY_SHOWN.get(type(value))
        if write is not None:
            return write(self, value)
        if isinstance(value, Worded):
            return self.show(value.value)
        if isinstance(value, str) and not isinstance(value, Enum):
            return self.say(value)
        if isinstance(value, Opening):
            return self._opening(self.show(value.value))
        for kind, method in _SHOWN:
            if isinstance(value, kind):
                shown = getattr(self, method)(value)
                return str(shown)
        return str(value)

    def amount(self, amount: BookedAmount, *, short: bool = False) -> str:
        """Write an amount with its currency or unit.

        Args:
            amount: The amount.
            short: Whether without cents, as for a table, rounded down.
        """
        if short and not isinstance(amount, Quotient):
            shown = show_short_amount(amount, locale=self.locale)
        else:
            shown = numbers.show_amount(amount, locale=self.locale)
        if isinstance(amount, Quantity) and amount.unit in COUNTED_UNITS:
            is_whole = amount.amount == amount.amount.to_integral_value()
            number = int(amount.amount) if is_whole else _NO_WHOLE_NUMBER
            bare = shown.removesuffix(f" {amount.unit}")
            return COUNTED_UNITS[amount.unit](self, number, bare)
        return shown

    def number(self, value: int) -> str:
        """Write a whole number."""
        return numbers.show_number(value, locale=self.locale)

    def decimal(self, value: Fraction | Decimal | int, *, digits: int = 2) -> str:
        """Write a number with at most so many digits after the point."""
        return numbers.show_decimal(value, locale=self.locale, digits=digits)

    def compact(self, value: Fraction | Decimal | int) -> str:
        """Write a number as short as the axis of a chart needs it."""
        return numbers.show_compact(value, locale=self.locale)

    def ratio(self, ratio: Fraction, *, digits: int = 2) -> str:
        """Write a bare ratio such as a pace index."""
        return numbers.show_ratio(ratio, locale=self.locale, digits=digits)

    def percent(
        self, ratio: Fraction, *, digits: int = 0, of_goal: bool = False
    ) -> str:
        """Write a ratio in percent.

        Args:
            ratio: The ratio, 1 being 100 %.
            digits: Digits after the point.
            of_goal: Whether it is the attainment of a goal, which never shows 100 %
                while the goal is not met.
        """
        return numbers.show_percent(
            ratio, locale=self.locale, digits=digits, of_goal=of_goal
        )

    def day(self, day: date, *, style: numbers.DayStyle = "medium") -> str:
        """Write a day so that nobody can take the month for the day."""
        return numbers.show_day(day, locale=self.locale, style=style)

    def month(self, day: date, *, short: bool = False) -> str:
        """Write the month of a day, with its year."""
        return moments.show_month(day, locale=self.locale, short=short)

    def days(self, days: DateRange) -> str:
        """Write a span of days by its first and last."""
        return moments.show_days(days, locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Write a moment in the zone of these words."""
        return moments.show_moment(moment, locale=self.locale, zone=self.zone)

    def duration(self, duration: timedelta) -> str:
        """Write how long something takes, in the largest unit that fits."""
        return moments.show_duration(duration, locale=self.locale)

    def all_of(self, items: Iterable[object]) -> str:
        """Write a list whose items all count: "a, b and c"."""
        return moments.show_list(self._items(items), locale=self.locale)

    def any_of(self, items: Iterable[object]) -> str:
        """Write a list of which one counts: "a, b or c"."""
        return moments.show_list(self._items(items), locale=self.locale, style="or")

    def member(self, member: Enum) -> str:
        """Write a member of an enumeration by its word, such as a side or a role."""
        return self.name(type(member).__name__, str(member.value).replace("_", " "))

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the locale is written, for ``dir`` in HTML."""
        return "rtl" if self._babel.character_order == "right-to-left" else "ltr"

    @property
    def tag(self) -> str:
        """The locale as HTML has it in ``lang``: ``"de-DE"``."""
        return str(self._babel).replace("_", "-")

    def listed(self, items: Iterable[object]) -> str:
        """Write a list with commas alone, as between parentheses."""
        return _COMMA.get(self._babel.language, ", ").join(self._items(items))

    def weekday(self, weekday: Weekday) -> str:
        """Write the name of a day of the week."""
        return moments.show_weekday(weekday, locale=self.locale)

    def _opening(self, text: str) -> str:
        first = "İ" if self._babel.language == "tr" and text[:1] == "i" else text[:1]
        return first.upper() + text[1:]

    def _items(self, items: Iterable[object]) -> list[str]:
        return [self._isolated(self.show(item)) for item in items]

    def _translated(self, text: str, context: str | None = None) -> str:
        for catalogue in self._catalogues:
            found = catalogue.try_text(text, context)
            if found is not None:
                return found
        return text

    def _shown(self, facts: dict[str, object]) -> Mapping[str, object]:
        """Return *facts* as they stand in a sentence; they are the caller's no more."""
        for name, value in facts.items():
            shown = value if type(value) is str else self.show(value)
            facts[name] = self._isolated(shown) if self._isolates else shown
        return facts

    def _isolated(self, text: str) -> str:
        """Keep a name in Latin letters from turning the words around it about."""
        return _ISOLATE.format(text) if self._isolates else text


# Found at once, as they are in most sentences.
_PLAINLY_SHOWN: Final[Mapping[type, Callable[[Words, Any], str]]] = MappingProxyType(
    {
        int: Words.number,
        Money: Words.amount,
        Quantity: Words.amount,
        date: Words.day,
    }
)
# The first that fits counts: a datetime is a date to Python, and True a number.
_SHOWN: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (Weekday, "weekday"),
    (Enum, "member"),
    (int, "number"),
    ((Money, Quantity, Ratio, Quotient), "amount"),
    (datetime, "moment"),
    (date, "day"),
    (DateRange, "days"),
    (Fraction, "percent"),
    (Decimal, "decimal"),
    (timedelta, "duration"),
    (AnyOf, "any_of"),
    (Both, "all_of"),
    (tuple, "listed"),
)


def words_for(locale: str | Words) -> Words:
    """Return the words for a locale, or those that are given.

    Args:
        locale: A tag, or words with the catalogues of the host.

    Raises:
        UnsupportedLocaleError: If no locale is known by that name.

    Examples:
        >>> words_for("de").locale, words_for(Words.for_locale("fr")).locale
        ('de', 'fr')
    """
    return locale if isinstance(locale, Words) else Words.for_locale(locale)


@lru_cache(maxsize=_KEPT)
def _made(locale: str, zone: str, catalogues: tuple[MessageCatalogue, ...]) -> Words:
    babel = parse_locale(locale)
    names = list_fallbacks(babel)
    own = [
        catalogue
        for name in names
        for catalogue in catalogues
        if catalogue.locale.replace("-", "_") == name
    ]
    shipped = [shipped_catalogue(name) for name in names]
    return Words(
        locale=locale,
        zone=load_zone(zone),
        babel=babel,
        catalogues=(*own, *(one for one in shipped if one is not None)),
        isolates=babel.character_order == "right-to-left",
    )
