"""The history of a plan as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.renewal_words import try_renewal_words
from jbpcore.values.ids import ReviewId

__all__ = ["story"]


def story(plan: Plan) -> tuple[str, ...]:
    """Tell what happened to *plan*, a sentence for each record.

    People and firms have the names that the plan gives them; one whom it does not know
    any more has the id alone. What a reader may not see has to be taken out of the plan
    before.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date, datetime
        >>> maria = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=datetime(2025, 12, 1, 9, tzinfo=UTC), why="First meeting",
        ... )
        >>> story(plan)
        ('2025-12-01: Maria Lopez (Acme) drafted the plan: "First meeting".',)
    """
    return tuple(_sentence(plan, record) for record in plan.records)


def _sentence(plan: Plan, record: PlanRecord) -> str:
    tell = _TOLD.get(record.move, _plainly)
    text = f"{record.at.date()}: {_who(plan, record)} {tell(plan, record)}"
    if record.why:
        text += f': "{" ".join(record.why.split())}"'
    if record.move in _SIGNS and record.before_state is not record.after_state:
        text += "; with both signatures the plan is agreed"
    elif record.facts.get("status") == "agreed":
        text += "; with both signatures its terms hold"
    return f"{text}."


def _who(plan: Plan, record: PlanRecord) -> str:
    if record.by is None:
        return "It was that somebody"
    name: str = record.by
    for person in plan.people:
        if person.id == record.by:
            name = person.name
    firms = {"vendor": plan.vendor.name, "partner": plan.partner.name}
    return f"{name} ({firms[record.side]})" if record.side else name


def _plainly(_: Plan, record: PlanRecord) -> str:
    renewal = try_renewal_words(record)
    if renewal is not None:
        return renewal
    words = f"made the move {record.move!r}"
    subject = f" on {record.subject}" if record.subject else ""
    facts = ", ".join(f"{name} {value}" for name, value in record.facts.items())
    return f"{words}{subject} ({facts})" if facts else f"{words}{subject}"


def _says(text: str) -> Callable[[Plan, PlanRecord], str]:
    def tell(_: Plan, record: PlanRecord) -> str:
        _id = record.subject.partition(":")[2]
        role = record.facts.get("role", "").replace("_", " ")
        return text.format(
            id=_id,
            role=role,
            step=record.facts.get("step", ""),
            digest=(record.after_digest or "")[:12],
            day=record.facts.get("effective_on", ""),
        )

    return tell


def _proposed(_: Plan, record: PlanRecord) -> str:
    digest = (record.after_digest or "")[:12]
    return f"proposed the plan to the other side (terms {digest})"


def _edited(_: Plan, record: PlanRecord) -> str:
    changed = record.facts.get("changed", "the plan")
    terms = "" if record.changes_terms else ", leaving the terms as they are"
    return f"edited {changed}{terms}"


def _commented(plan: Plan, record: PlanRecord) -> str:
    comment_id = record.subject.partition(":")[2]
    for comment in plan.comments:
        if comment.id == comment_id:
            about = f" on {comment.about}" if comment.about else ""
            return f'remarked{about}: "{" ".join(comment.text.split())}"'
    return "remarked something"


def _closed(_: Plan, record: PlanRecord) -> str:
    names = ("met", "missed", "dropped", "carried")
    counts = [f"{record.facts[name]} {name}" for name in names if name in record.facts]
    goals = f" ({', '.join(counts)})" if counts else ""
    return f"closed the plan with the figures of {record.facts.get('as_of')}{goals}"


def _did(text: str) -> Callable[[Plan, PlanRecord], str]:
    def tell(plan: Plan, record: PlanRecord) -> str:
        kind, _, key = record.subject.partition(":")
        parts = plan.actions if kind == "actions" else plan.commitments
        names = {str(part.id): part.name for part in parts}
        facts = {name: record.facts.get(name, "") for name in ("due_on", "was_due_on")}
        return text.format(what=f'"{names.get(key, key)}"', **facts)

    return tell


def _booked(_: Plan, record: PlanRecord) -> str:
    parts = [
        f"{verb} {count} review{'' if count == '1' else 's'}"
        for fact, verb in _BOOKED
        if (count := record.facts.get(fact, "0")) != "0"
    ]
    *most, last = parts or ["booked no review"]
    return f"{', '.join(most)} and {last}" if most else last


def _review(plan: Plan, record: PlanRecord) -> str:
    review_id = record.subject.partition(":")[2]
    names = {review.id: review.name for review in plan.reviews}
    return names.get(ReviewId(review_id), review_id)


def _off(plan: Plan, record: PlanRecord) -> str:
    day = record.facts.get("was_on", "its day")
    return f"called {_review(plan, record)} of {day} off"


def _moved(plan: Plan, record: PlanRecord) -> str:
    was, now = record.facts.get("was_on"), record.facts.get("on")
    return f"moved {_review(plan, record)} from {was} to {now}"


def _held(plan: Plan, record: PlanRecord) -> str:
    facts = record.facts
    told = [f"{facts.get('present', '?')} present"]
    if facts.get("absent", "0") != "0":
        told.append(f"{facts['absent']} absent")
    for name in ("actions", "commitments"):
        if name in facts:
            many = name if facts[name] != "1" else name.removesuffix("s")
            told.append(f"{facts[name]} new {many}")
    if "amendment" in facts:
        told.append(f"the terms to change by {facts['amendment']}")
    if "next_on" in facts:
        told.append(f"the next one on {facts['next_on']}")
    days = f"on {facts.get('held_on')} with the figures of {facts.get('as_of')}"
    return f"held {_review(plan, record)} {days} ({', '.join(told)})"


def _accepted(plan: Plan, record: PlanRecord) -> str:
    also = ", as the other side has" if record.facts.get("both_sides") == "yes" else ""
    return f"accepted the minutes of {_review(plan, record)}{also}"


def _corrected(plan: Plan, record: PlanRecord) -> str:
    changed = record.facts.get("changed", "what they say").replace("_", " ")
    again = record.facts.get("again")
    also = f", which the {again} side has to accept again" if again else ""
    return f"corrected the minutes of {_review(plan, record)} ({changed}){also}"


_SIGNS: Final = {"sign"}
_BOOKED: Final = (
    ("booked", "booked"),
    ("changed", "changed"),
    ("called_off", "called off"),
)
_TOLD: Final[Mapping[str, Callable[[Plan, PlanRecord], str]]] = MappingProxyType(
    {
        "accept": _says("accepted the proposal"),
        "accept_minutes": _accepted,
        "approve": _says("approved the terms {digest} inside, step {step}, as {role}"),
        "approve_amendment": _says("approved {id} inside, step {step}, as {role}"),
        "block_action": _did("said that {what} is blocked"),
        "book_reviews": _booked,
        "cancel": _says("cancelled the plan"),
        "cancel_review": _off,
        "close": _closed,
        "comment": _commented,
        "complete_action": _did("did {what}"),
        "correct_minutes": _corrected,
        "counter_propose": _says("proposed other terms instead (terms {digest})"),
        "decline": _says("declined the proposal"),
        "decline_amendment": _says("declined {id}"),
        "draft": _says("drafted the plan"),
        "drop_action": _did("gave {what} up"),
        "edit": _edited,
        "erase_person": _says("erased the data of {id}"),
        "hide": _says("hid the draft from the other side"),
        "hold_review": _held,
        "keep_commitment": _did("noted that {what} was kept"),
        "miss_commitment": _did("noted that {what} was not kept"),
        "promote": _says("made a joint plan of the lite one"),
        "propose": _proposed,
        "propose_amendment": _says("proposed {id}, effective on {day}"),
        "reschedule_action": _did("moved {what} from {was_due_on} to {due_on}"),
        "reschedule_commitment": _did("moved {what} from {was_due_on} to {due_on}"),
        "reschedule_review": _moved,
        "reveal": _says("showed the draft to the other side"),
        "sign": _says("signed the terms {digest} as {role}"),
        "sign_amendment": _says("signed {id} as {role}"),
        "start_action": _did("began {what}"),
        "unblock_action": _did("cleared the way for {what}"),
        "withdraw": _says("withdrew the proposal"),
        "withdraw_amendment": _says("withdrew {id}"),
        "withdraw_commitment": _did("released the other side from {what}"),
    }
)
