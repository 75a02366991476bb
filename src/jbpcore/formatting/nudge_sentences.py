"""What each nudge is about, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.formatting.nudge_standing import standing_words
from jbpcore.formatting.words import Words
from jbpcore.wording import message, named

__all__ = ["nudge_words"]

# Each sentence twice: where it is known since when, and where nobody noted it.
_APPROVE_AMENDMENT: Final = "approve_amendment"
# Translators: {name} is what people call a goal, an action, a review or a plan; {side}
# is as in "the vendor side", and does not have to be inflected after a colon.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        NudgeCode.GOAL_OFF_PACE: (
            message("{name} has been off pace since {day}"),
            message("{name} has been off pace, nobody noted since when"),
        ),
        NudgeCode.GOAL_AT_RISK: (
            message("{name} has been at risk since {day}"),
            message("{name} has been at risk, nobody noted since when"),
        ),
        NudgeCode.GAP_IMPLAUSIBLE: (
            message("{name} has been all but out of reach since {day}"),
            message("{name} has been all but out of reach, nobody noted since when"),
        ),
        NudgeCode.ACTUALS_STALE: (
            message("{name} has been waiting for its first figures since {day}"),
            message(
                "{name} has been waiting for its first figures, nobody noted since when"
            ),
        ),
        NudgeCode.PROPOSAL_UNSIGNED: (
            message("{name} has waited to be signed by {side} since {day}"),
            message(
                "{name} has waited to be signed by {side}, nobody noted since when"
            ),
        ),
        NudgeCode.AMENDMENT_UNSIGNED: (
            message("An amendment of {name} has waited for {side} since {day}"),
            message(
                "An amendment of {name} has waited for {side}, nobody noted since when"
            ),
        ),
        NudgeCode.APPROVAL_MISSING: (
            message("{name} has waited for an approval inside {side} since {day}"),
            message(
                "{name} has waited for an approval inside {side}, nobody noted since "
                "when"
            ),
        ),
        _APPROVE_AMENDMENT: (
            message(
                "An amendment of {name} has waited for an approval inside {side} since "
                "{day}"
            ),
            message(
                "An amendment of {name} has waited for an approval inside {side}, "
                "nobody noted since when"
            ),
        ),
        NudgeCode.PLAN_NOT_PROPOSED: (
            message("{name} has been running as a mere draft since {day}"),
            message("{name} has been running as a mere draft, nobody noted since when"),
        ),
        NudgeCode.PLAN_NOT_CLOSED: (
            message("{name} has been over since {day}, and is still open"),
            message("{name} has been over, nobody noted since when, and is still open"),
        ),
        NudgeCode.PLAN_WITHOUT_SUCCESSOR: (
            message("{name} has needed a plan to follow it since {day}"),
            message("{name} has needed a plan to follow it, nobody noted since when"),
        ),
        NudgeCode.PLAN_STALE: (
            message("{name} has been idle since {day}"),
            message("{name} has been idle, nobody noted since when"),
        ),
        NudgeCode.ACTION_BLOCKED: (
            message("{name} has been blocked since {day}"),
            message("{name} has been blocked, nobody noted since when"),
        ),
        NudgeCode.ACTION_SLIPPING: (
            message("{name} has kept slipping since {day}"),
            message("{name} has kept slipping, nobody noted since when"),
        ),
        NudgeCode.ACTION_OVERDUE: (
            message("{name} has been overdue since {day}"),
            message("{name} has been overdue, nobody noted since when"),
        ),
        NudgeCode.REVIEW_NOT_BOOKED: (
            message("{name} has had no review ahead since {day}"),
            message("{name} has had no review ahead, nobody noted since when"),
        ),
        NudgeCode.REVIEW_NOT_HELD: (
            message("{name} has not been held since {day}"),
            message("{name} has not been held, nobody noted since when"),
        ),
        NudgeCode.MINUTES_NOT_ACCEPTED: (
            message("The minutes of {name} have waited for {side} since {day}"),
            message(
                "The minutes of {name} have waited for {side}, nobody noted since when"
            ),
        ),
        NudgeCode.COMMITMENTS_LAGGING: (
            message("{side} has lagged with its promises of {name} since {day}"),
            message(
                "{side} has lagged with its promises of {name}, nobody noted since when"
            ),
        ),
    }
)
_VENDOR: Final = named("side that has to act", "the vendor side")
_PARTNER: Final = named("side that has to act", "the partner side")
_BOTH: Final = named("side that has to act", "both sides")
# Translators: the same at the beginning of a sentence.
_FIRST: Final[Mapping[str, str]] = MappingProxyType(
    {
        _VENDOR: named("side that lags", "The vendor side"),
        _PARTNER: named("side that lags", "The partner side"),
        _BOTH: named("side that lags", "Both sides"),
    }
)


def nudge_words(nudge: Nudge, words: Words) -> str:
    """Say what a nudge is about and since when, as a clause without a full stop."""
    more = _MORE.get(nudge.code)
    if more is not None:
        return more(nudge, words)
    return _plain(nudge, words)


def _plain(nudge: Nudge, words: Words, key: str = "") -> str:
    known, unknown = _SENTENCES[key or nudge.code]
    return words.text(
        unknown if nudge.since is None else known,
        name=nudge.name,
        day=nudge.since,
        side=_side(nudge, words),
    )


def _side(nudge: Nudge, words: Words) -> str:
    side = _the_side(nudge)
    if nudge.code is NudgeCode.COMMITMENTS_LAGGING:
        return words.name("side that lags", _FIRST[side])
    return words.name("side that has to act", side)


def _the_side(nudge: Nudge) -> str:
    if len(nudge.sides) != 1:
        return _BOTH
    return _VENDOR if nudge.sides[0].value == "vendor" else _PARTNER


def _standing(nudge: Nudge, words: Words) -> str:
    told, standing = _plain(nudge, words), standing_words(nudge, words)
    if standing:
        # Translators: {told} is such as "Revenue has been off pace since May 1, 2026",
        # {standing} such as "$7,500.00 is in where $12,362.64 was due".
        told = words.text("{told}: {standing}", told=told, standing=standing)
    times = nudge.try_fact("catch_up_ratio")
    if nudge.code is NudgeCode.GAP_IMPLAUSIBLE and isinstance(times, Fraction):
        shown = words.ratio(times, digits=1)
        # Translators: to reach the goal it has to go so many times as fast.
        sentence = message("{told}, which takes {times} times the pace so far")
        return words.text(sentence, told=told, times=shown)
    return told


def _stale_actuals(nudge: Nudge, words: Words) -> str:
    newest = _day(nudge, "newest_on")
    if newest is None:
        return _plain(nudge, words)
    facts: dict[str, object] = {"name": nudge.name, "newest": newest}
    if nudge.since is None:
        return words.text(
            "{name} has had stale figures, nobody noted since when, the last of "
            "{newest}",
            **facts,
        )
    return words.text(
        "{name} has had stale figures since {day}, the last of {newest}",
        **facts,
        day=nudge.since,
    )


def _unapproved(nudge: Nudge, words: Words) -> str:
    is_amendment = nudge.step is NudgeStep.APPROVE_AMENDMENT
    return _plain(nudge, words, _APPROVE_AMENDMENT if is_amendment else "")


def _ending(nudge: Nudge, words: Words) -> str:
    told, ends = _plain(nudge, words), _day(nudge, "ends_on")
    fact = nudge.try_fact("days_left")
    left = fact if type(fact) is int else None
    if ends is None or left is None:
        return told
    return words.count(
        # Translators: {told} is such as "Northwind 2026 has needed a plan to follow it
        # since Oct 2, 2026"; "it" is the plan.
        "{told}: it ends on {day}, with {n} day left",
        "{told}: it ends on {day}, with {n} days left",
        left,
        told=told,
        day=ends,
    )


def _stale_plan(nudge: Nudge, words: Words) -> str:
    told, last = _plain(nudge, words), _day(nudge, "last_on")
    if last is None:
        # Translators: {told} is such as "Northwind 2026 has been idle since May 1".
        sentence = message("{told}, with no edit, review or booking at all")
        return words.text(sentence, told=told)
    # Translators: {told} is such as "Northwind 2026 has been idle since May 1".
    sentence = message("{told}, the last edit, review or booking being of {day}")
    return words.text(sentence, told=told, day=last)


def _blocked(nudge: Nudge, words: Words) -> str:
    told, reason = _plain(nudge, words), nudge.try_fact("blocked_reason")
    if not isinstance(reason, str) or not reason:
        return told
    # Translators: {reason} is what somebody wrote.
    return words.text("{told} ({reason})", told=told, reason=" ".join(reason.split()))


def _slipping(nudge: Nudge, words: Words) -> str:
    fact = nudge.try_fact("slip_count")
    count = fact if type(fact) is int else 0
    return words.count(
        # Translators: {told} is such as "Train two engineers has kept slipping".
        "{told} ({n} time so far)",
        "{told} ({n} times so far)",
        count,
        told=_plain(nudge, words),
    )


def _not_held(nudge: Nudge, words: Words) -> str:
    told, fact = _plain(nudge, words), nudge.try_fact("missed_count")
    more = fact - 1 if type(fact) is int else 0
    if not more:
        return told
    return words.count(
        # Translators: {told} is such as "Q2 review has not been held since Jun 16"; so
        # many more reviews after it were not held either.
        "{told}, nor {n} after it",
        "{told}, nor {n} after it",
        more,
        told=told,
    )


def _lagging(nudge: Nudge, words: Words) -> str:
    told = _plain(nudge, words)
    own, other = (
        nudge.try_fact(name) for name in ("follow_through", "other_follow_through")
    )
    if not isinstance(own, Fraction):
        return told
    facts: dict[str, object] = {"told": told, "kept": words.percent(own)}
    if not isinstance(other, Fraction):
        # Translators: {kept} is a percentage: so much of what was due has been kept.
        return words.text("{told}, keeping {kept} of what was due", **facts)
    return words.text(
        # Translators: {kept} and {others} are percentages, of one side and the other.
        "{told}, keeping {kept} of what was due against {others}",
        **facts,
        others=words.percent(other),
    )


def _day(nudge: Nudge, name: str) -> date | None:
    value = nudge.try_fact(name)
    return value if isinstance(value, date) else None


_MORE: Final[Mapping[NudgeCode, Callable[[Nudge, Words], str]]] = MappingProxyType(
    {
        NudgeCode.GAP_IMPLAUSIBLE: _standing,
        NudgeCode.GOAL_OFF_PACE: _standing,
        NudgeCode.GOAL_AT_RISK: _standing,
        NudgeCode.ACTUALS_STALE: _stale_actuals,
        NudgeCode.APPROVAL_MISSING: _unapproved,
        NudgeCode.PLAN_WITHOUT_SUCCESSOR: _ending,
        NudgeCode.PLAN_STALE: _stale_plan,
        NudgeCode.ACTION_BLOCKED: _blocked,
        NudgeCode.ACTION_SLIPPING: _slipping,
        NudgeCode.REVIEW_NOT_HELD: _not_held,
        NudgeCode.COMMITMENTS_LAGGING: _lagging,
    }
)
