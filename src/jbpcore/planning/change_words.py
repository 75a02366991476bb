"""Plain English for what changed: names of fields, labels of parts, values.

Numbers are written in full and days in the ISO form, so that a sentence means the same
to everybody; wording for a locale is the business of the views.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sized
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, get_args

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import DayRule
from jbpcore.periods.recurrence import Recurrence
from jbpcore.planning.rhythm_words import day_rule_words, recurrence_words
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Both, Sentence, Worded, message, named

__all__ = [
    "field_words",
    "label_of",
    "named_field",
    "named_part",
    "noun_of",
    "value_words",
]

_LONGEST = 60
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "on": "date",
        "at": "time",
        "due_on": "due date",
        "previous_id": "previous plan",
        "successor_id": "next plan",
        "parent_id": "parent",
        "target_versions": "revised targets",
        "goal_id": "goal",
        "blocked_by_id": "person to clear the way",
        "blocked_by_side": "side to clear the way",
        "blocked_on": "day it was blocked",
        "depends_on": "what it waits for",
        "milestone_goal_id": "milestone",
        "until_on": "last day",
    }
)
_WHO: Final = ("person_id", "author_id", "by", "proposed_by")
_ALONE: Final = "{noun} {which}"
# Translators: {noun} is what something is, such as "slip" or "outcome".
_WHICH: Final = (
    ("action_id", message("{noun} on {which}")),
    ("goal_id", message("{noun} of {which}")),
    ("due_on", message("{noun} to {which}")),
)
_INSIDE_NAME = re.compile("(?<=[a-z])(?=[A-Z])")


def field_words(name: str) -> str:
    """Return what people call a field.

    Examples:
        >>> field_words("due_on"), field_words("owner_id"), field_words("health_bands")
        ('due date', 'owner', 'health bands')
    """
    known = _NAMES.get(name)
    if known is not None:
        return known
    for ending, word in (("_id", ""), ("_on", " date"), ("_at", " time")):
        if name.endswith(ending):
            name = f"{name.removesuffix(ending)}{word}"
    return name.replace("_", " ")


def named_field(name: str) -> Sentence:
    """Return what people call a field, such that it can be said in a locale."""
    return Sentence.named("field", field_words(name))


def named_part(field: Sentence, subject: str) -> Sentence:
    """Return a field of something, as in "due date of "Train""."""
    # Translators: {field} is such as "due date", {subject} such as "Train".
    text = message("{field} of {subject}")
    return Sentence(text, field=field, subject=subject)


def noun_of(record: object) -> str:
    """Return what people call the kind of *record*.

    Examples:
        >>> from jbpcore.model.party import Partner
        >>> noun_of(Partner(id="nw", name="Northwind"))
        'partner'
    """
    name = type(record).__name__.removeprefix("Plan") or "plan"
    return _INSIDE_NAME.sub(" ", name).lower()


def label_of(record: object) -> str:
    """Return what one record is called: its name, or its kind and who or which it is.

    Examples:
        >>> from jbpcore.model.party import Partner
        >>> label_of(Partner(id="nw", name="Northwind"))
        '"Northwind"'
    """
    name = getattr(record, "name", None)
    if isinstance(name, str):
        is_plan = type(record).__name__ == "Plan"
        return Sentence("the plan") if is_plan else f'"{name}"'
    noun = Sentence.named("part of a plan", noun_of(record))
    if isinstance(move := getattr(record, "move", None), str):
        return Sentence(_ALONE, noun=noun, which=f'"{move}"')
    for field in _WHO:
        who = getattr(record, field, None)
        if isinstance(who, str):
            # Translators: {noun} is what something is, such as "comment".
            return Sentence("{noun} by {who}", noun=noun, who=who)
    for field, text in _WHICH:
        which = getattr(record, field, None)
        if which:
            return Sentence(text, noun=noun, which=which)
    key = str(getattr(record, "id", ""))
    return Sentence(_ALONE, noun=noun, which=key) if key else noun


def value_words(value: object) -> str:
    """Return a value as it stands in a sentence; empty if it is too long for one.

    Examples:
        >>> value_words(Money("25000", "USD")), value_words(Fraction(1, 4))
        ('25,000 USD', '25%')
        >>> value_words(date(2026, 4, 1)), value_words(("a", "b"))
        ('2026-04-01', '"a" and "b"')
    """
    if value is None or (isinstance(value, Sized) and len(value) == 0):
        return Sentence("nothing")
    shown = _shown(value)
    if len(shown) > _LONGEST or "\n" in shown:
        return ""
    return shown if isinstance(shown, Sentence) else Worded(shown, _localised(value))


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return _record(value)


def _localised(value: object) -> object:
    """Return what a locale writes in its own way, of those that it knows."""
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return Both(f'"{item}"' for item in value)
    return value if isinstance(value, _KNOWN) else str(_shown(value))


def _grouped(amount: Decimal) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and _is_whole(amount) else text


def _is_whole(amount: Decimal) -> bool:
    return Fraction(amount).denominator == 1


def _share(value: Fraction) -> str:
    percent = value * 100
    if percent.denominator == 1:
        return f"{percent.numerator:,}%"
    return str(value)


def _listed(items: tuple[object, ...]) -> str:
    if not all(isinstance(item, str) for item in items):
        count = len(items)
        return f"{count} {noun_of(items[0])}{'s' if count > 1 else ''}"
    quoted = [f'"{item}"' for item in items]
    *others, last = quoted
    return f"{', '.join(others)} and {last}" if others else last


def _record(value: object) -> str:
    name = getattr(value, "name", None)
    if isinstance(name, str):
        return f'"{name}"'
    words = noun_of(value)
    sizes = [
        _listed(held)
        for field in getattr(value, "__attrs_attrs__", ())
        if isinstance(held := getattr(value, field.name), tuple) and held
    ]
    return f"{words} ({', '.join(sizes)})" if sizes else words


def _labels(labels: Mapping[str, str]) -> str:
    return _listed(tuple(f"{label}={text}" for label, text in labels.items()))


# What is a text already, or holds parts, is not among them.
_KNOWN: Final = (Money, Quantity, Ratio, Fraction, int, Enum, date, DateRange)
# For the catalogues, which find them here.
_ANSWERS: Final = (named("answer", "yes"), named("answer", "no"))
# The first that fits counts: a bool is a whole number, and a time is a day, to Python.
_WORDS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: Sentence.named("answer", "yes" if value else "no")),
    (Money, lambda value: f"{_grouped(value.amount)} {value.currency}"),
    (Quantity, lambda value: f"{_grouped(value.amount)} {value.unit}"),
    (Ratio, lambda value: _share(value.value)),
    (Fraction, _share),
    (int, "{:,}".format),
    (Enum, lambda value: str(value.value).replace("_", " ")),
    (str, str),
    (datetime, "{:%Y-%m-%d %H:%M} UTC".format),
    (date, date.isoformat),
    (time, "{:%H:%M}".format),
    (Recurrence, recurrence_words),
    *((rule, day_rule_words) for rule in get_args(DayRule)),
    (DateRange, lambda value: f"{value.first_day} to {value.last_day}"),
    (tuple, _listed),
    (Mapping, _labels),
)
