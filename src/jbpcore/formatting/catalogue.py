"""The sentences of one language, each checked before it is ever said."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, TypeVar

import attrs

from jbpcore.formatting.catalogue_files import (
    CatalogueEntry,
    iter_compiled,
    iter_written,
)
from jbpcore.formatting.locales import LANGUAGES, parse_locale
from jbpcore.wording import places

__all__ = ["MessageCatalogue", "shipped_catalogue"]

_FOLDER: Final = "catalogues"
_DOMAIN: Final = "jbpcore"
_NUMBER: Final = "n"
_PLURALS = re.compile(r"^Plural-Forms:[^\n;]*nplurals=(\d{1,3});[ \t]*plural=(.+)",
                      re.MULTILINE)  # fmt: skip
_MOST_FORMS: Final = 10
_TRIED: Final = range(1000)  # numbers that show which forms are for one number alone
_Key = tuple[str | None, str]
_Told = TypeVar("_Told", bound="str | tuple[str, str]")


@attrs.frozen
class _Plurals:
    """Which form a number takes, of how many.

    ``alone`` are the forms of one number, ``at_most_one`` those of none and one.
    """

    count: int
    form_of: Callable[[int], int]
    alone: frozenset[int]
    at_most_one: frozenset[int]

    @classmethod
    def seen(cls, count: int, form_of: Callable[[int], int]) -> _Plurals:
        """Return those that *form_of* tells, by asking it."""
        forms = [form_of(number) for number in _TRIED]
        alone = frozenset(form for form in range(count) if forms.count(form) == 1)
        at_most_one = frozenset(forms[:2]) - frozenset(forms[2:])
        return cls(count, form_of, alone, at_most_one)

    def form(self, number: int) -> int:
        """Return the form for *number*; -1 if the rule does not say."""
        try:
            return self.form_of(abs(number))
        except (ValueError, ZeroDivisionError, RecursionError, OverflowError):
            return -1


@attrs.frozen(eq=False)
class MessageCatalogue:
    """Sentences in one language.

    A translation that would lose a fact is not taken over: one with a place too many or
    too few, with half a brace, or with the wrong number of plural forms. Where one is
    missing, the next catalogue is asked, and the English sentence comes last.

    Attributes:
        locale: For whom, such as ``"fi"`` or ``"de_CH"``.
        problems: The English sentences whose translation was not taken over.

    Examples:
        >>> finnish = MessageCatalogue.of("fi", {
        ...     ("health", "Met"): "Saavutettu",
        ...     "{n} day": ("{n} päivä", "{n} päivää"),
        ...     "{name} is done by {day}": "{name} on valmis",
        ... })
        >>> finnish.try_text("Met", "health"), finnish.try_count("{n} day", 3)
        ('Saavutettu', '{n} päivää')
        >>> finnish.problems
        ('{name} is done by {day}',)
    """

    locale: str
    _texts: Mapping[_Key, tuple[str, ...]] = attrs.field(repr=False)
    _plurals: _Plurals | None = attrs.field(repr=False)
    problems: tuple[str, ...] = attrs.field(default=(), repr=False)

    @classmethod
    def of(
        cls,
        locale: str,
        texts: Mapping[_Told, str | Sequence[str]],
    ) -> MessageCatalogue:
        """Return a catalogue of what stands in *texts*.

        Args:
            locale: For whom.
            texts: The translation of each English sentence; of a word, under its
                context and the word; of a sentence that counts, under the one for one,
                a form for each plural of the language, in the order of CLDR.

        Raises:
            UnsupportedLocaleError: If no locale is known by that name.
        """
        entries = []
        for key, text in texts.items():
            context, one = (None, key) if isinstance(key, str) else key
            counts = not isinstance(text, str)
            forms = (text,) if isinstance(text, str) else tuple(text)
            entries.append(CatalogueEntry(context, one, one if counts else None, forms))
        return _catalogue(locale, entries, _plurals_of_cldr(locale))

    @classmethod
    def from_mo(cls, locale: str, data: bytes) -> MessageCatalogue:
        """Return the catalogue in a compiled file of gettext; empty if it is none.

        Args:
            locale: For whom.
            data: What is in the file.

        Raises:
            UnsupportedLocaleError: If no locale is known by that name.
        """
        return _catalogue(locale, tuple(iter_compiled(data)))

    @classmethod
    def from_po(cls, locale: str, data: bytes) -> MessageCatalogue:
        """Return the catalogue in a file as translators write it; empty if it is none.

        Args:
            locale: For whom.
            data: What is in the file, in UTF-8.

        Raises:
            UnsupportedLocaleError: If no locale is known by that name.
        """
        return _catalogue(locale, tuple(iter_written(data)))

    def try_text(self, text: str, context: str | None = None) -> str | None:
        """Return the translation of an English sentence or word, if there is one."""
        found = self._texts.get((context, text))
        return found[0] if found is not None and len(found) == 1 else None

    def try_count(self, one: str, number: int) -> str | None:
        """Return the translation of a sentence that counts, as it is for *number*."""
        found = self._texts.get((_COUNTS, one))
        if found is None or self._plurals is None:
            return None
        form = self._plurals.form(number)
        return found[form] if 0 <= form < len(found) else None


_COUNTS: Final = "\0counts"  # no context that anybody can write


def _catalogue(
    locale: str,
    entries: Iterable[CatalogueEntry],
    plurals: _Plurals | None = None,
) -> MessageCatalogue:
    parse_locale(locale)
    listed = tuple(entries)
    for entry in listed:
        if not entry.one and plurals is None:
            plurals = _plurals_stated(entry.texts[0])
    texts: dict[_Key, tuple[str, ...]] = {}
    problems = []
    for entry in listed:
        if not entry.one or not any(entry.texts):
            continue
        if _is_sound(entry, plurals):
            context = entry.context if entry.many is None else _COUNTS
            texts[context, entry.one] = entry.texts
        else:
            problems.append(entry.one)
    return MessageCatalogue(locale, MappingProxyType(texts), plurals, tuple(problems))


def _is_sound(entry: CatalogueEntry, plurals: _Plurals | None) -> bool:
    wanted = places(entry.one) | places(entry.many or "")
    if entry.many is None:
        return len(entry.texts) == 1 and _keeps(entry.texts[0], wanted)
    if plurals is None or len(entry.texts) != plurals.count:
        return False
    # "One day left" may leave the number out: there is only one it can be. So may a
    # form for none and one, as French has it, of what is never none: "every month".
    free = plurals.alone
    if _NUMBER not in places(entry.one):
        free |= plurals.at_most_one
    return all(
        _keeps(text, wanted) or (form in free and _keeps(text, wanted - {_NUMBER}))
        for form, text in enumerate(entry.texts)
    )


def _keeps(text: str, wanted: frozenset[str]) -> bool:
    """Whether *text* has all of the places, no other, and no brace but theirs."""
    found = places(text)
    braces = text.count("{") + text.count("}")
    inside = sum(text.count(f"{{{name}}}") for name in found)
    return bool(text.strip()) and found == wanted and braces == 2 * inside


@lru_cache(maxsize=64)
def _plurals(count: int, rule: str) -> _Plurals | None:
    try:
        return _Plurals.seen(count, gettext.c2py(rule))
    except (ValueError, ZeroDivisionError, RecursionError, OverflowError):
        return None


def _plurals_stated(head: str) -> _Plurals | None:
    stated = _PLURALS.search(head)
    if stated is None or not 1 <= int(stated[1]) <= _MOST_FORMS:
        return None
    return _plurals(int(stated[1]), stated[2].strip().removesuffix(";"))


def _plurals_of_cldr(locale: str) -> _Plurals:
    rule = parse_locale(locale).plural_form
    tags: list[str] = [tag for tag in _TAGS if tag in {*rule.tags, "other"}]

    def form_of(number: int) -> int:
        return tags.index(rule(number))

    return _Plurals.seen(len(tags), form_of)


_TAGS: Final = ("zero", "one", "two", "few", "many", "other")


@lru_cache(maxsize=len(LANGUAGES))
def shipped_catalogue(language: str) -> MessageCatalogue | None:
    """Return the catalogue that jbpcore brings for a language; ``None`` if it has none.

    In the sources the files of the translators are read, so that they are never stale;
    a wheel holds the compiled ones.

    Args:
        language: One of :data:`~jbpcore.formatting.locales.LANGUAGES`.

    Examples:
        >>> shipped_catalogue("de").locale, shipped_catalogue("xx")
        ('de', None)
    """
    if language not in LANGUAGES:
        return None
    folder = files("jbpcore.formatting") / _FOLDER / language / "LC_MESSAGES"
    for ending, made in (
        ("po", MessageCatalogue.from_po),
        ("mo", MessageCatalogue.from_mo),
    ):
        try:
            data = (folder / f"{_DOMAIN}.{ending}").read_bytes()
        except OSError:
            continue
        return made(language, data)
    return None
