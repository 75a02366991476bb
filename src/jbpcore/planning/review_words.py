"""What the records of reviews say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.told_facts import read_fact
from jbpcore.values.ids import ReviewId
from jbpcore.wording import Both, Sentence, message

__all__ = ["REVIEW_WORDS"]


def _booked(_: Plan, record: PlanRecord, who: str) -> Sentence:
    counts = {
        name: int(count)
        for name in ("booked", "changed", "called_off")
        if (count := record.facts.get(name, "0")).isdecimal() and int(count)
    }
    told = []
    if "booked" in counts:
        text = Sentence.counted(
            # Translators: part of a list of what somebody did: "booked 3 reviews and
            # called off 1 review".
            "booked {n} review",
            "booked {n} reviews",
            counts["booked"],
        )
        told.append(text)
    if "changed" in counts:
        text = Sentence.counted(
            # Translators: part of a list of what somebody did.
            "changed {n} review",
            "changed {n} reviews",
            counts["changed"],
        )
        told.append(text)
    if "called_off" in counts:
        text = Sentence.counted(
            # Translators: part of a list of what somebody did.
            "called off {n} review",
            "called off {n} reviews",
            counts["called_off"],
        )
        told.append(text)
    if not told:
        return Sentence("{who} booked no review", who=who)
    # Translators: {did} is a list of what somebody did: "booked 3 reviews and called
    # off 1 review".
    return Sentence("{who} {did}", who=who, did=Both(told))


def _review(plan: Plan, record: PlanRecord) -> str:
    review_id = record.subject.partition(":")[2]
    names = {review.id: review.name for review in plan.reviews}
    return names.get(ReviewId(review_id), review_id)


def _off(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    if "was_on" not in record.facts:
        return Sentence(
            "{who} called {review} of its day off",
            who=who,
            review=_review(plan, record),
        )
    return Sentence(
        "{who} called {review} of {day} off",
        who=who,
        review=_review(plan, record),
        day=read_fact(record.facts["was_on"]),
    )


def _moved(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    return Sentence(
        "{who} moved {review} from {was_on} to {on}",
        who=who,
        review=_review(plan, record),
        was_on=read_fact(record.facts.get("was_on")),
        on=read_fact(record.facts.get("on")),
    )


def _held(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    return Sentence(
        # Translators: {outcome} is a list of how many were there, what came of it.
        "{who} held {review} on {day} with the figures of {as_of} ({outcome})",
        who=who,
        review=_review(plan, record),
        day=read_fact(record.facts.get("held_on")),
        as_of=read_fact(record.facts.get("as_of")),
        outcome=_outcome(record),
    )


def _outcome(record: PlanRecord) -> tuple[Sentence, ...]:
    facts = record.facts
    # Translators: so many people at a review, in a list.
    told = [Sentence("{count} present", count=facts.get("present", "?"))]
    if facts.get("absent", "0") != "0":
        # Translators: so many people were not at a review, in a list.
        told.append(Sentence("{count} absent", count=facts["absent"]))
    if facts.get("actions", "").isdecimal():
        count = int(facts["actions"])
        told.append(Sentence.counted("{n} new action", "{n} new actions", count))
    if facts.get("commitments", "").isdecimal():
        count = int(facts["commitments"])
        told.append(
            Sentence.counted("{n} new commitment", "{n} new commitments", count)
        )
    if "amendment" in facts:
        # Translators: in a list of what came of a review.
        text = message("the terms to change by {amendment}")
        told.append(Sentence(text, amendment=facts["amendment"]))
    if "next_on" in facts:
        # Translators: the next review, in a list of what came of this one.
        text = message("the next one on {day}")
        told.append(Sentence(text, day=read_fact(facts["next_on"])))
    return tuple(told)


def _accepted(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    text = message("{who} accepted the minutes of {review}")
    if record.facts.get("both_sides") == "yes":
        text = message("{who} accepted the minutes of {review}, as the other side has")
    return Sentence(text, who=who, review=_review(plan, record))


def _corrected(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    changed: str = Sentence("what they say")
    if "changed" in record.facts:
        changed = record.facts["changed"].replace("_", " ")
    # Translators: {changed} is a list of fields of the minutes, such as "wins".
    text = message("{who} corrected the minutes of {review} ({changed})")
    again = record.facts.get("again", "")
    if again:
        # Translators: {again} is one of the two sides, "vendor" or "partner".
        text = message(
            "{who} corrected the minutes of {review} ({changed}), which the {again} "
            "side has to accept again"
        )
    return Sentence(
        text,
        who=who,
        review=_review(plan, record),
        changed=changed,
        again=Sentence.named("Side", again),
    )


REVIEW_WORDS: Final[Mapping[str, Callable[[Plan, PlanRecord, str], Sentence]]] = (
    MappingProxyType(
        {
            "accept_minutes": _accepted,
            "book_reviews": _booked,
            "cancel_review": _off,
            "correct_minutes": _corrected,
            "hold_review": _held,
            "reschedule_review": _moved,
        }
    )
)
"""How to tell each move of reviews, from the plan, the record and who did it."""
