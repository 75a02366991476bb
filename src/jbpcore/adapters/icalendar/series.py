"""Which reviews of a cadence are one series in a calendar, and which stand alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import takewhile

import attrs

from jbpcore.adapters.icalendar.rules import PortableRule, rule_of
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.review import Review

__all__ = ["Series", "series_of", "slot_of"]


def slot_of(review: Review) -> date:
    """Return the day that the cadence gave a review, wherever it was moved."""
    return review.slot_on or review.on


@attrs.frozen(kw_only=True)
class Series:
    """The reviews of a cadence that follow one rule.

    Attributes:
        cadence: The cadence.
        reviews: Those that follow the rule, also those that were called off, by day.
        rule: The rule.
    """

    cadence: ReviewCadence
    reviews: tuple[Review, ...]
    rule: PortableRule

    @property
    def kept(self) -> tuple[Review, ...]:
        """Those that were not called off."""
        return tuple(r for r in self.reviews if r.cancelled_on is None)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the rule, from the first that is kept to the last."""
        slots = [slot_of(review) for review in self.kept]
        if not slots:
            return ()
        found = self.rule.days_from(slots[0])
        return tuple(takewhile(lambda day: day <= slots[-1], found))

    @property
    def days_off(self) -> tuple[date, ...]:
        """The days of the rule on which there is no review."""
        slots = {slot_of(review) for review in self.kept}
        return tuple(day for day in self.days if day not in slots)


def series_of(cadence: ReviewCadence, reviews: Iterable[Review]) -> Series | None:
    """Return the series that the reviews of a cadence are, if they are one.

    What depends on how a review stands now is left out of account, so that whoever was
    invited to a series goes on having one.

    Args:
        cadence: The cadence.
        reviews: All reviews of the plan that it gave, also those called off.
    """
    by_slot: dict[date, Review] = {}
    booked = sorted(reviews, key=lambda review: (slot_of(review), review.id))
    for review in booked:
        by_slot.setdefault(slot_of(review), review)
    if not by_slot:
        return None
    first, last = min(by_slot), max(by_slot)
    rule = rule_of(cadence, first)
    if rule is None:
        return None
    start = next((day for day in by_slot if day in {*_until(rule, day, day)}), first)
    days = set(_until(rule, start, last))
    fitting = tuple(review for slot, review in by_slot.items() if slot in days)
    is_whole = len(fitting) == len(booked)
    if len(fitting) < 2 or not (rule.is_sure or is_whole):  # noqa: PLR2004 - one is no series
        return None
    return Series(cadence=cadence, reviews=fitting, rule=rule)


def _until(rule: PortableRule, first: date, last: date) -> Iterable[date]:
    return takewhile(lambda day: day <= last, rule.days_from(first))
