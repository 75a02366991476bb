"""What needs attention, in one sentence: what, since when, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.formatting.explain_amounts import count_days
from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.nudge_standing import standing_words
from jbpcore.formatting.nudge_steps import step_words
from jbpcore.formatting.numbers import (
    show_day,
    show_number,
    show_percent,
    show_ratio,
)

__all__ = ["explain_nudge"]


def explain_nudge(nudge: Nudge, *, locale: str = "en_US") -> str:
    """Say what needs attention, since when, and what to do about it.

    Names stand in it as people wrote them. Escape the sentence where it goes into HTML.

    Args:
        nudge: One of what :func:`~jbpcore.planning.attention.attention` found.
        locale: How numbers and days are written; its language must be English.

    Returns:
        One sentence.

    Raises:
        UnsupportedLocaleError: If there is no wording in the locale's language.

    Examples:
        >>> from jbpcore.model.party import Side
        >>> nudge = Nudge(
        ...     code=NudgeCode.ACTION_OVERDUE, plan_id="nw", subject="actions:train",
        ...     name="Train two engineers", sides=[Side.PARTNER],
        ...     step=NudgeStep.FINISH_ACTION, since=date(2026, 6, 2),
        ... )
        >>> print(explain_nudge(nudge))
        Train two engineers has been overdue since Jun 2, 2026; finish it, or give it
        another day.
    """
    parse_locale(locale)
    teller = _Teller(nudge, locale)
    return f"{_WHAT[nudge.code](teller)}; {step_words(nudge, locale=locale)}."


class _Teller:
    """The words about one nudge, in one locale."""

    def __init__(self, nudge: Nudge, locale: str) -> None:
        self.nudge, self.locale = nudge, locale

    # --- goals ------------------------------------------------------------------

    def off_pace(self) -> str:
        told = f"{self.nudge.name} has been off pace{self.since()}"
        return told + standing_words(self.nudge, locale=self.locale)

    def at_risk(self) -> str:
        told = f"{self.nudge.name} has been at risk{self.since()}"
        return told + standing_words(self.nudge, locale=self.locale)

    def implausible(self) -> str:
        told = f"{self.nudge.name} has been all but out of reach{self.since()}"
        told += standing_words(self.nudge, locale=self.locale)
        times = self.ratio("catch_up_ratio")
        if times is None:
            return told
        shown = show_ratio(times, locale=self.locale, digits=1)
        return f"{told}, which takes {shown} times the pace so far"

    def stale_actuals(self) -> str:
        name, newest = self.nudge.name, self.day("newest_on")
        if newest is None:
            return f"{name} has been waiting for its first figures{self.since()}"
        return f"{name} has had stale figures{self.since()}, the last of {newest}"

    # --- the agreement -------------------------------------------------------------

    def unsigned(self) -> str:
        return (
            f"{self.nudge.name} has waited to be signed by {self.side()}{self.since()}"
        )

    def unsigned_amendment(self) -> str:
        name = self.nudge.name
        return f"An amendment of {name} has waited for {self.side()}{self.since()}"

    def unapproved(self) -> str:
        name = self.nudge.name
        what = name
        if self.nudge.step is NudgeStep.APPROVE_AMENDMENT:
            what = f"An amendment of {name}"
        return f"{what} has waited for an approval inside {self.side()}{self.since()}"

    def not_proposed(self) -> str:
        return f"{self.nudge.name} has been running as a mere draft{self.since()}"

    def not_closed(self) -> str:
        return f"{self.nudge.name} has been over{self.since()}, and is still open"

    def ending(self) -> str:
        name, ends = self.nudge.name, self.day("ends_on")
        left = self.count("days_left")
        if ends is None or left is None:
            return f"{name} has needed a plan to follow it{self.since()}"
        days = count_days(left, locale=self.locale)
        return (
            f"{name} has needed a plan to follow it{self.since()}: it ends on {ends}, "
            f"with {days} left"
        )

    def stale_plan(self) -> str:
        name, last = self.nudge.name, self.day("last_on")
        told = f"{name} has been idle{self.since()}"
        if last is None:
            return f"{told}, with no edit, review or booking at all"
        return f"{told}, the last edit, review or booking being of {last}"

    # --- work ------------------------------------------------------------------------

    def blocked(self) -> str:
        told = f"{self.nudge.name} has been blocked{self.since()}"
        reason = self.text("blocked_reason")
        return f"{told} ({' '.join(reason.split())})" if reason else told

    def slipping(self) -> str:
        count = self.count("slip_count") or 0
        times = show_number(count, locale=self.locale)
        name = self.nudge.name
        return f"{name} has kept slipping{self.since()} ({times} times so far)"

    def overdue(self) -> str:
        return f"{self.nudge.name} has been overdue{self.since()}"

    # --- reviews and promises -------------------------------------------------------

    def not_held(self) -> str:
        count = self.count("missed_count") or 1
        told = f"{self.nudge.name} has not been held{self.since()}"
        if count == 1:
            return told
        more = show_number(count - 1, locale=self.locale)
        return f"{told}, nor {more} after it"

    def not_booked(self) -> str:
        return f"{self.nudge.name} has had no review ahead{self.since()}"

    def minutes(self) -> str:
        name = self.nudge.name
        return f"The minutes of {name} have waited for {self.side()}{self.since()}"

    def lagging(self) -> str:
        own, other = self.ratio("follow_through"), self.ratio("other_follow_through")
        side, name = self.side(), self.nudge.name
        who = f"{side[:1].upper()}{side[1:]}"
        told = f"{who} has lagged with its promises of {name}{self.since()}"
        if own is None:
            return told
        kept = show_percent(own, locale=self.locale)
        if other is None:
            return f"{told}, keeping {kept} of what was due"
        others = show_percent(other, locale=self.locale)
        return f"{told}, keeping {kept} of what was due against {others}"

    # --- the parts of a sentence ------------------------------------------------------

    def since(self) -> str:
        since = self.nudge.since
        if since is None:
            return ", nobody noted since when"
        return f" since {show_day(since, locale=self.locale)}"

    def side(self) -> str:
        sides = self.nudge.sides
        return f"the {sides[0]} side" if len(sides) == 1 else "both sides"

    def ratio(self, name: str) -> Fraction | None:
        value = self.nudge.try_fact(name)
        return value if isinstance(value, Fraction) else None

    def count(self, name: str) -> int | None:
        value = self.nudge.try_fact(name)
        return value if type(value) is int else None

    def day(self, name: str) -> str | None:
        value = self.nudge.try_fact(name)
        if not isinstance(value, date):
            return None
        return show_day(value, locale=self.locale)

    def text(self, name: str) -> str:
        value = self.nudge.try_fact(name)
        return value if isinstance(value, str) else ""


_WHAT: Final[Mapping[NudgeCode, Callable[[_Teller], str]]] = MappingProxyType(
    {
        NudgeCode.GAP_IMPLAUSIBLE: _Teller.implausible,
        NudgeCode.GOAL_OFF_PACE: _Teller.off_pace,
        NudgeCode.GOAL_AT_RISK: _Teller.at_risk,
        NudgeCode.ACTUALS_STALE: _Teller.stale_actuals,
        NudgeCode.PROPOSAL_UNSIGNED: _Teller.unsigned,
        NudgeCode.AMENDMENT_UNSIGNED: _Teller.unsigned_amendment,
        NudgeCode.APPROVAL_MISSING: _Teller.unapproved,
        NudgeCode.PLAN_NOT_PROPOSED: _Teller.not_proposed,
        NudgeCode.PLAN_NOT_CLOSED: _Teller.not_closed,
        NudgeCode.PLAN_WITHOUT_SUCCESSOR: _Teller.ending,
        NudgeCode.PLAN_STALE: _Teller.stale_plan,
        NudgeCode.ACTION_BLOCKED: _Teller.blocked,
        NudgeCode.ACTION_SLIPPING: _Teller.slipping,
        NudgeCode.ACTION_OVERDUE: _Teller.overdue,
        NudgeCode.REVIEW_NOT_BOOKED: _Teller.not_booked,
        NudgeCode.REVIEW_NOT_HELD: _Teller.not_held,
        NudgeCode.MINUTES_NOT_ACCEPTED: _Teller.minutes,
        NudgeCode.COMMITMENTS_LAGGING: _Teller.lagging,
    }
)
