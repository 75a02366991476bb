"""What becomes of the reviews of one cadence when it is booked, or booked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.review_slots import ReviewSlot
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.review import Review
from jbpcore.periods.frequency import Shift
from jbpcore.periods.shifting import shifted
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import ReviewId

__all__ = ["SlotBooking", "slot_review"]

_LONGEST_CADENCE_ID: Final = 100
_NOT_ASKED: Final = "The cadence has no review on this day any more"


@attrs.frozen(kw_only=True)
class SlotBooking:
    """One cadence, and what is booked for it.

    Attributes:
        cadence: The cadence.
        slots: The meetings that it asks for.
        known: The reviews of the plan.
        touched: Ids of those that are not to be changed.
        today: The day of the booking; what lies behind is left alone.
        work_calendar: Which days are worked.
    """

    cadence: ReviewCadence
    slots: tuple[ReviewSlot, ...]
    known: Mapping[ReviewId, Review]
    touched: AbstractSet[str]
    today: date
    work_calendar: WorkCalendar | None

    def iter_reviews(self) -> Iterator[Review]:
        """Yield the reviews that are new, or may be other than before.

        Of those that are left as they are not all are among them.
        """
        own = [r for r in self.known.values() if r.cadence_id == self.cadence.id]
        by_slot = {_slot_on(review): review for review in own}
        for slot in self.slots:
            review_id = _review_id(self.cadence.id, slot.slot_on)
            there = by_slot.get(slot.slot_on) or self.known.get(review_id)
            if there is None:
                # What lies behind is not booked after the fact.
                if slot.on >= self.today:
                    yield slot_review(self.cadence, slot)
            elif self._may_follow(there) and slot.on >= self.today:
                yield _following(there, self.cadence, slot)
        asked = {slot.slot_on for slot in self.slots}
        for review in own:
            is_left = _slot_on(review) in asked
            if not is_left and review.is_open and self._may_follow(review):
                yield attrs.evolve(
                    review,
                    cancelled_on=self.today,
                    cancelled_why=_NOT_ASKED,
                    sequence=review.sequence + 1,
                )

    def _may_follow(self, review: Review) -> bool:
        """Whether it was booked here, is to come, and nobody changed it."""
        slot_on = _slot_on(review)
        is_own = review.cadence_id == self.cadence.id
        is_booked = is_own and review.id == _review_id(self.cadence.id, slot_on)
        is_off = review.cancelled_on is not None and review.cancelled_why != _NOT_ASKED
        if review.held_on is not None or is_off or review.on < self.today:
            return False
        # A plan that was transferred has no records of who moved what. A day that no
        # rule for days off leads to was chosen by somebody.
        is_by_rule = review.on == slot_on or any(
            review.on == shifted(slot_on, shift, work_calendar=days)
            for shift in Shift
            for days in (self.work_calendar, None)
        )
        return is_booked and is_by_rule and review.id not in self.touched


def _slot_on(review: Review) -> date:
    return review.slot_on or review.on


def _review_id(cadence_id: str, slot_on: date) -> ReviewId:
    stem: str = cadence_id
    if len(stem) > _LONGEST_CADENCE_ID:
        stem = stem[:80] + "." + hashlib.sha256(stem.encode()).hexdigest()[:16]
    return ReviewId(f"{stem}.{slot_on:%Y%m%d}")


def slot_review(cadence: ReviewCadence, slot: ReviewSlot) -> Review:
    """Return the review that is booked for a slot of a cadence."""
    return Review(
        id=_review_id(cadence.id, slot.slot_on),
        name=cadence.name,
        on=slot.on,
        cadence_id=cadence.id,
        wall_time=cadence.wall_time,
        zone=cadence.zone,
        duration_minutes=cadence.duration_minutes,
        link=cadence.link,
        location=cadence.location,
        slot_on=None if slot.on == slot.slot_on else slot.slot_on,
    )


def _following(review: Review, cadence: ReviewCadence, slot: ReviewSlot) -> Review:
    new = slot_review(cadence, slot)
    kept = attrs.evolve(
        review,
        name=new.name,
        on=new.on,
        wall_time=new.wall_time,
        zone=new.zone,
        duration_minutes=new.duration_minutes,
        link=new.link,
        location=new.location,
        slot_on=new.slot_on,
        cancelled_on=None,
        cancelled_why="",
    )
    if kept == review:
        return review
    return attrs.evolve(kept, sequence=review.sequence + 1)
