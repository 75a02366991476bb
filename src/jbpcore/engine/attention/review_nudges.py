"""Nudges about reviews: none ahead, or not held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.review_standing import ReviewStanding, review_standing
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review

__all__ = ["in_force_since", "iter_review_nudges"]

_ONE_DAY: Final = timedelta(days=1)
_HELD: Final = frozenset({ReviewStanding.HELD, ReviewStanding.HELD_LATE})
_WAITING: Final = frozenset({ReviewStanding.DUE, ReviewStanding.SKIPPED})


def iter_review_nudges(
    plan: Plan, settings: AttentionSettings, *, as_of: date
) -> Iterator[Nudge]:
    """Find reviews that were not held, and else whether none lies ahead.

    Of the reviews of one cadence, those before the last that was held are past, and the
    rest are one nudge, about the oldest. What was not held comes first: as long as
    there is such a review, no other one is asked for. Lite plans need no review.

    Args:
        plan: The plan.
        settings: How late a review may be, and until when others are asked for.
        as_of: The day asked about.
    """
    missed = list(_iter_not_held(plan, settings, as_of))
    yield from missed
    if not missed:
        yield from _iter_not_booked(plan, settings, as_of)


def in_force_since(plan: Plan) -> date:
    """Return the day on which a plan was agreed, in UTC.

    It is the day of the move that made it agreed; without a record of that, the day on
    which the later of the two sides first signed; for a plan that nobody signed, its
    first day.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> in_force_since(plan)
        datetime.date(2026, 1, 1)
    """
    agreed = PlanState.AGREED
    for record in plan.records:
        if record.after_state is agreed and record.before_state is not agreed:
            return record.at.date()
    first: dict[Side, date] = {}
    for signoff in plan.signoffs:
        day = signoff.signed_at.date()
        first[signoff.side] = min(day, first.get(signoff.side, day))
    return max(first.values()) if len(first) == len(Side) else plan.period.start


def _iter_not_held(
    plan: Plan, settings: AttentionSettings, as_of: date
) -> Iterator[Nudge]:
    late = timedelta(days=settings.review_late_days)
    last_held = _last_held(plan, as_of)
    groups: dict[tuple[str, str], list[Review]] = {}
    for review in sorted(plan.reviews, key=lambda review: (review.on, review.id)):
        is_open = review_standing(review, as_of=as_of) in _WAITING
        is_past = review.on <= last_held.get(review.cadence_id or "", date.min)
        if is_open and not is_past and review.on + late < as_of:
            key = ("cadence", review.cadence_id) if review.cadence_id else None
            groups.setdefault(key or ("review", review.id), []).append(review)
    for reviews in groups.values():
        oldest = reviews[0]
        yield Nudge(
            code=NudgeCode.REVIEW_NOT_HELD,
            plan_id=plan.id,
            subject=f"reviews:{oldest.id}",
            name=oldest.name,
            sides=Side,
            since=oldest.on + _ONE_DAY,
            step=NudgeStep.HOLD_REVIEW,
            arguments=[NudgeFact("review_id", oldest.id)],
            facts=[
                NudgeFact("booked_on", oldest.on),
                NudgeFact("missed_count", len(reviews)),
                NudgeFact("standing", review_standing(oldest, as_of=as_of).value),
            ],
        )


def _last_held(plan: Plan, as_of: date) -> dict[str, date]:
    """Return the day that the last review held of each cadence was booked for."""
    found: dict[str, date] = {}
    for review in plan.reviews:
        is_held = review_standing(review, as_of=as_of) in _HELD
        if review.cadence_id is not None and is_held:
            last = found.get(review.cadence_id, review.on)
            found[review.cadence_id] = max(last, review.on)
    return found


def _iter_not_booked(
    plan: Plan, settings: AttentionSettings, as_of: date
) -> Iterator[Nudge]:
    is_short = plan.period.remaining_days(as_of=as_of) < settings.booking_days
    if is_short or plan.kind is PlanKind.LITE:
        return
    last = None
    for review in plan.reviews:
        until = _last_day_ahead(review)
        if until >= as_of:
            return
        last = until if last is None else max(last, until)
    since = in_force_since(plan)
    if last is not None:
        since = max(since, last + _ONE_DAY)
    if since > as_of:
        return
    facts = [] if last is None else [NudgeFact("last_ahead_on", last)]
    yield Nudge(
        code=NudgeCode.REVIEW_NOT_BOOKED,
        plan_id=plan.id,
        subject="",
        name=plan.name,
        sides=Side,
        since=since,
        step=NudgeStep.BOOK_REVIEW,
        facts=facts,
    )


def _last_day_ahead(review: Review) -> date:
    """Return the last day on which a review lay ahead; nobody notes the first."""
    days = [review.on]
    if review.held_on is not None:
        days.append(review.held_on)
    if review.cancelled_on is not None:
        days.append(review.cancelled_on - _ONE_DAY)
    return min(days)
