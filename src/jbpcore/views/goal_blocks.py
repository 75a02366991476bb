"""One goal as the blocks that views share: its status, its bar, its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine.amounts import exact, is_above_zero, like
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.reasons import Reason
from jbpcore.model.health import Health
from jbpcore.values.money import Money
from jbpcore.views.goal_words import SHORT_OF_PACE, GoalWords
from jbpcore.views.marks import UNICODE_MARKS
from jbpcore.views.palette import TONE_OF
from jbpcore.views.sheet import Facts, Lead
from jbpcore.views.sheet_table import Badge, Meter
from jbpcore.views.voice import Voice

__all__ = ["facts_of", "health_badge", "lead_of", "meter_of"]

_GOES_WELL: Final = frozenset({Health.AHEAD, Health.ON_TRACK})
_BADGE_OF: Final = {
    health: (TONE_OF[health], UNICODE_MARKS.shapes[health]) for health in Health
}


def health_badge(health: Health, voice: Voice) -> Badge:
    """Return the shape and the word of a health."""
    return Badge(*_BADGE_OF[health], voice.health(health))


def lead_of(words: GoalWords) -> Lead:
    """Return the one number of a goal, what it means, and what it takes from here."""
    result, voice = words.result, words.voice
    done, attained = words.done, words.attained
    is_share = words.is_share
    value, beside = (attained, "") if is_share or not done else (done, attained)
    return Lead(
        about=result.goal.name,
        tone=TONE_OF[result.health],
        value=value or voice.text("No figures yet"),
        beside=beside,
        meter=meter_of(words),
        sentences=tuple(filter(None, (_where(words),))),
        call=_takes(words),
    )


def meter_of(words: GoalWords) -> Meter | None:
    """Return a goal as a bar, or ``None`` where there is nothing to draw."""
    result, voice = words.result, words.voice
    done = result.progress_ratio
    if done is None or not words.has_figures:
        return None
    attained, due = words.attained, words.due_counted
    facts = {"goal": result.goal.name, "done": words.done, "attained": attained}
    if due:
        told = voice.text(
            "{goal}: {done}, {attained}; due by now: {due}", **facts, due=due
        )
    else:
        told = voice.text("{goal}: {done}, {attained}", **facts)
    target, in_so_far = result.target, result.attained
    return Meter(
        done=done,
        due=result.expected_ratio if due else None,
        tone=TONE_OF[result.health],
        words=told,
        done_label=_in_so_far(words) if in_so_far is not None else "",
        due_label=voice.text("{due} due by now", due=due) if due else "",
        target_label=(
            voice.text("target {target}", target=words.whole)
            if target is not None and not words.is_share
            else ""
        ),
    )


def _in_so_far(words: GoalWords) -> str:
    attained = words.result.attained
    if attained is None or words.is_share:
        return ""
    if isinstance(attained, Money):
        shown = words.bare_attained
    else:
        upward = not words.result.higher_is_better
        shown = words.amount(attained, upward=upward)
    return words.voice.text("{attained} so far", attained=shown)


def _where(words: GoalWords) -> str:
    """Say where the goal should be on this day, and what is missing to that."""
    result, voice = words.result, words.voice
    due = words.due_counted
    if result.health in {Health.MET, Health.MISSED, Health.NOT_STARTED} or not due:
        return ""
    if not words.has_figures:
        return voice.text("Due by now: {due}.", due=due)
    day, days = voice.number(result.elapsed_days), voice.number(result.total_days)
    gap = result.gap_to_pace
    facts = {"day": day, "days": days, "due": due}
    if gap is None or result.health not in SHORT_OF_PACE or not is_above_zero(gap):
        return voice.text("Day {day} of {days}. Due by now: {due}.", **facts)
    if isinstance(gap, Money) and not words.is_ceiling:
        return voice.text(
            "Day {day} of {days}: {due} was due by now, so {gap} is missing.",
            **facts,
            gap=words.amount(gap, upward=True),
        )
    return voice.text("Day {day} of {days}. Due by now: {due}.", **facts)


def _takes(words: GoalWords) -> str:
    """Say what it takes from here, as a sentence."""
    result, voice = words.result, words.voice
    settled = _settled(words)
    if settled:
        return settled
    if words.is_ceiling and result.health in SHORT_OF_PACE:
        return _limit(words)
    required, gap = result.required_run_rate, result.gap_to_target
    if required is None or gap is None or required.value.numerator <= 0:
        return ""
    days = words.days_left
    if not isinstance(gap, Money):
        return voice.text("It takes {amount}.", amount=words.missing(gap))
    facts = {
        "gap": words.amount(gap, upward=True),
        "days": days,
        "day": words.amount(like(required.value, gap), upward=True),
    }
    lift = result.lift_needed
    if result.remaining_days < DAYS_PER_WEEK:
        return voice.text(
            "Closing the gap of {gap} in {days} takes {day} a day.", **facts
        )
    facts["week"] = words.needed_a_week
    if lift is None or lift <= 1 or result.health in _GOES_WELL:
        return voice.text(
            "Closing the gap of {gap} in {days} takes {week} a week.", **facts
        )
    return voice.text(
        "Closing the gap of {gap} in {days} takes {week} a week, "
        "{lift} times the pace so far.",
        **facts,
        lift=_lift(lift, voice),
    )


def _lift(lift: Fraction, voice: Voice) -> str:
    return voice.ratio(lift, digits=1 if lift >= 10 else 2)  # noqa: PLR2004 - 12.3 times


def _settled(words: GoalWords) -> str:
    """Say what there is to say where nothing has to come in day by day."""
    say = _SAID.get(words.result.health)
    return "" if say is None else say(words)


def _no_data(words: GoalWords) -> str:
    return words.voice.text("Nothing is in the ledger: ask for the numbers.")


def _no_verdict(words: GoalWords) -> str:
    voice = words.voice
    if words.result.reason is Reason.NO_TARGET:
        return voice.text("No target is agreed: agree on one to see the pace.")
    return voice.explained(words.result)


def _not_started(words: GoalWords) -> str:
    begins = words.voice.day(words.result.goal.period.first_day)
    return words.voice.text("It begins on {day}.", day=begins)


def _missed(words: GoalWords) -> str:
    if not words.gap:
        return words.voice.text("The period is over.")
    return words.voice.text("The period is over; {gap} is missing.", gap=words.gap)


def _met(words: GoalWords) -> str:
    left = words.result.remaining_days
    if not left:
        return words.voice.text("It was reached.")
    days = words.voice.days(left)
    return words.voice.text("It was reached with {days} left.", days=days)


_SAID: Final[Mapping[Health, Callable[[GoalWords], str]]] = MappingProxyType(
    {
        Health.MET: _met,
        Health.MISSED: _missed,
        Health.NOT_APPLICABLE: _no_verdict,
        Health.NOT_STARTED: _not_started,
        Health.NO_DATA: _no_data,
    }
)


def _limit(words: GoalWords) -> str:
    result, voice = words.result, words.voice
    finish, target = result.projected_finish, result.target
    if finish is None or target is None:
        return ""
    over = exact(finish) - exact(target)
    shown = words.amount(finish, upward=True)
    if over <= 0:
        return voice.text("At this pace it ends at {finish}.", finish=shown)
    return voice.text(
        "At this pace it ends at {finish}, {over} over the limit.",
        finish=shown,
        over=words.amount(like(over, target), upward=True),
    )


def facts_of(words: GoalWords) -> Facts | None:
    """Return the figures of a goal that say what it takes, each under its name."""
    result, voice = words.result, words.voice
    rows: list[tuple[str, str, str]] = []
    gap = words.gap
    if gap:
        name = voice.text("Gap to target")
        if words.is_ceiling:
            name = voice.text("Against the limit")
        rows.append((name, gap, ""))
    rows += _needed(words)
    pace = words.pace
    if pace:
        rows.append((voice.text("Pace index"), pace, voice.text("1 is on pace")))
    finish = result.projected_finish
    if finish is not None and result.health not in {Health.MET, Health.MISSED}:
        shown = words.amount(finish, upward=not result.higher_is_better)
        rows.append((voice.text("Ends at this pace"), shown, ""))
    return Facts(rows=tuple(rows)) if rows else None


def _needed(words: GoalWords) -> list[tuple[str, str, str]]:
    result, voice = words.result, words.voice
    required, gap = result.required_run_rate, result.gap_to_target
    is_open = result.health not in {Health.NO_DATA, Health.NOT_APPLICABLE}
    if required is None or gap is None or required.value.numerator <= 0 or not is_open:
        return []
    if words.is_ceiling or not isinstance(gap, Money):
        return []
    left = voice.text("{days} left", days=words.days_left)
    if result.remaining_days < DAYS_PER_WEEK:
        shown = words.amount(like(required.value, gap), upward=True)
        return [(voice.text("Needed a day"), shown, left)]
    return [(voice.text("Needed a week"), words.needed_a_week, left)]
