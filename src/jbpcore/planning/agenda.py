"""A timed agenda for a review."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import accumulate
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.planning.review_pack import ReviewPack
from jbpcore.values.allocation import allocate_minor
from jbpcore.wording import Sentence, named

__all__ = ["AgendaCode", "AgendaItem", "agenda"]

_LONGEST: Final = 24 * 60


class AgendaCode(StrEnum):
    """A section of a review, in the order in which these come.

    Attributes:
        PROMISES: What was promised last time, and what became of it.
        WINS: The big wins.
        STUCK: Where the plan is stuck.
        WAYS_THROUGH: How to get through it.
        CHANGES: What changed in the plan since the last review.
        DECISIONS: What is to be decided.
        NEXT_REVIEW: When the next review is.
    """

    PROMISES = "promises"
    WINS = "wins"
    STUCK = "stuck"
    WAYS_THROUGH = "ways_through"
    CHANGES = "changes"
    DECISIONS = "decisions"
    NEXT_REVIEW = "next_review"


# Translators: the titles of the sections of a review.
_TITLES: Final[Mapping[AgendaCode, str]] = MappingProxyType(
    {
        AgendaCode.PROMISES: named("agenda", "What we promised"),
        AgendaCode.WINS: named("agenda", "Where are the big wins"),
        AgendaCode.STUCK: named("agenda", "Where are we stuck"),
        AgendaCode.WAYS_THROUGH: named("agenda", "How do we get through it"),
        AgendaCode.CHANGES: named("agenda", "What changed"),
        AgendaCode.DECISIONS: named("agenda", "What we decide"),
        AgendaCode.NEXT_REVIEW: named("agenda", "When we meet again"),
    }
)
# Of sixty minutes where every section has something in it.
_MINUTES: Final[Mapping[AgendaCode, int]] = MappingProxyType(
    {
        AgendaCode.PROMISES: 12,
        AgendaCode.WINS: 6,
        AgendaCode.STUCK: 15,
        AgendaCode.WAYS_THROUGH: 12,
        AgendaCode.CHANGES: 4,
        AgendaCode.DECISIONS: 8,
        AgendaCode.NEXT_REVIEW: 3,
    }
)


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One section of a review, with its time.

    Attributes:
        code: Which.
        title: What it is called, in English; ``Words.say`` says it in a locale.
        minutes: How long it may take.
        start_minutes: How many minutes after the beginning it begins.
        line_count: How many lines the pack has for it.
    """

    code: AgendaCode
    title: str
    minutes: int
    start_minutes: int
    line_count: int


def agenda(pack: ReviewPack, minutes: int | None = None) -> tuple[AgendaItem, ...]:
    """Return a timed agenda whose minutes add up to the time that is booked.

    Sections with nothing in them get no time. The others share it in fixed proportion,
    in whole minutes by the largest remainder: of an hour with everything in it, 12 for
    promises, 6 for wins, 15 for what is stuck, 12 for the ways through it, 4 for
    changes, 8 for decisions, 3 for the next review. A section for which less than a
    minute is left may drop out, as in a review of five.

    Args:
        pack: What the review looks at.
        minutes: The time; the duration that the review is booked for if ``None``.

    Raises:
        InvalidValueError: If *minutes* is no whole number from 1 to 1,440.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.model.plan import Plan
        >>> from jbpcore.model.review import Review
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.planning.review_pack import prepare_review
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...                     wins=["First deal"])],
        ... )
        >>> pack = prepare_review(plan, [], "q2", as_of=date(2026, 6, 15))
        >>> for item in agenda(pack, 10):
        ...     print(item.start_minutes, item.title, item.minutes)
        0 Where are the big wins 3
        3 What we decide 5
        8 When we meet again 2
    """
    booked = pack.review.duration_minutes if minutes is None else minutes
    if type(booked) is not int or not 1 <= booked <= _LONGEST:
        expected = f"a whole number from 1 to {_LONGEST:,}"
        raise InvalidValueError("minutes", booked, expected)
    counts = _line_counts(pack)
    weights = [_MINUTES[code] if counts[code] else 0 for code in AgendaCode]
    shares = allocate_minor(booked, weights)
    starts = [0, *accumulate(shares)]
    return tuple(
        AgendaItem(
            code=code,
            title=Sentence.named("agenda", _TITLES[code]),
            minutes=share,
            start_minutes=start,
            line_count=counts[code],
        )
        for code, share, start in zip(AgendaCode, shares, starts, strict=False)
        if share
    )


def _line_counts(pack: ReviewPack) -> dict[AgendaCode, int]:
    changes = len(pack.since.changes) + len(pack.since.targets)
    return {
        AgendaCode.PROMISES: len(pack.promises),
        AgendaCode.WINS: len(pack.wins),
        AgendaCode.STUCK: len(pack.stuck),
        AgendaCode.WAYS_THROUGH: len(pack.ways) + len(pack.review.ways_through),
        AgendaCode.CHANGES: changes or len(pack.since.moves),
        AgendaCode.DECISIONS: len(pack.decisions),
        AgendaCode.NEXT_REVIEW: 1,
    }
