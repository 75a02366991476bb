"""The history of a plan as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.renewal_words import try_renewal_words
from jbpcore.planning.review_words import REVIEW_WORDS
from jbpcore.planning.told_facts import read_fact
from jbpcore.wording import Sentence, message

__all__ = ["story"]


def story(plan: Plan) -> tuple[str, ...]:
    """Tell what happened to *plan*, a sentence for each record.

    People and firms have the names that the plan gives them; one whom it does not know
    any more has the id alone. What a reader may not see has to be taken out of the plan
    before.

    Each is a :class:`~jbpcore.wording.Sentence`, so that
    :meth:`jbpcore.formatting.words.Words.say` says it in another language.

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


def _sentence(plan: Plan, record: PlanRecord) -> Sentence:
    # Translators: {day} is the day on which it happened, {told} who did what: "Maria
    # Lopez (Acme) drafted the plan".
    text = message("{day}: {told}.")
    if record.why:
        # Translators: {why} is the reason that somebody gave.
        text = message('{day}: {told}: "{why}".')
    if record.move in _SIGNS and record.before_state is not record.after_state:
        text = message("{day}: {told}; with both signatures the plan is agreed.")
        if record.why:
            text = message(
                '{day}: {told}: "{why}"; with both signatures the plan is agreed.'
            )
    elif record.facts.get("status") == "agreed":
        text = message("{day}: {told}; with both signatures its terms hold.")
        if record.why:
            text = message(
                '{day}: {told}: "{why}"; with both signatures its terms hold.'
            )
    return Sentence(
        text,
        day=record.at.date(),
        told=_told(plan, record),
        why=" ".join(record.why.split()),
    )


def _told(plan: Plan, record: PlanRecord) -> Sentence:
    who = _who(plan, record)
    tell = _TOLD.get(record.move) or REVIEW_WORDS.get(record.move)
    if tell is not None:
        return tell(plan, record, who)
    return try_renewal_words(record, who) or _plainly(record, who)


def _who(plan: Plan, record: PlanRecord) -> str:
    if record.by is None:
        # Translators: a person whom nobody knows any more, before what they did.
        return Sentence("It was that somebody")
    name: str = record.by
    for person in plan.people:
        if person.id == record.by:
            name = person.name
    firms = {"vendor": plan.vendor.name, "partner": plan.partner.name}
    return f"{name} ({firms[record.side]})" if record.side else name


def _plainly(record: PlanRecord, who: str) -> Sentence:
    facts = ", ".join(f"{name} {value}" for name, value in record.facts.items())
    told = Sentence(
        # Translators: {move} is the name of a function in the program.
        "{who} made the move {move}",
        who=who,
        move=repr(record.move),
    )
    if record.subject:
        told = Sentence(
            "{who} made the move {move} on {subject}",
            who=who,
            move=repr(record.move),
            subject=record.subject,
        )
    # Names of fields and their values are the same in every language.
    return Sentence(_WITH_FACTS, told=told, facts=facts) if facts else told


def _says(text: str) -> Callable[[Plan, PlanRecord, str], Sentence]:
    def tell(_: Plan, record: PlanRecord, who: str) -> Sentence:
        role = record.facts.get("role", "").replace("_", " ")
        return Sentence(
            text,
            who=who,
            id=record.subject.partition(":")[2],
            role=Sentence.named("PersonRole", role),
            step=record.facts.get("step", ""),
            digest=(record.after_digest or "")[:12],
            day=read_fact(record.facts.get("effective_on", "")),
        )

    return tell


def _edited(_: Plan, record: PlanRecord, who: str) -> Sentence:
    text = message("{who} edited {changed}, leaving the terms as they are")
    if record.changes_terms:
        text = message("{who} edited {changed}")
    changed: str = Sentence("the plan")
    if "changed" in record.facts:
        changed = record.facts["changed"]
    return Sentence(text, who=who, changed=changed)


def _commented(plan: Plan, record: PlanRecord, who: str) -> Sentence:
    comment_id = record.subject.partition(":")[2]
    for comment in plan.comments:
        if comment.id == comment_id:
            text = message('{who} remarked on {about}: "{text}"')
            if not comment.about:
                text = message('{who} remarked: "{text}"')
            said = " ".join(comment.text.split())
            return Sentence(text, who=who, about=comment.about, text=said)
    return Sentence("{who} remarked something", who=who)


def _closed(_: Plan, record: PlanRecord, who: str) -> Sentence:
    counts = tuple(
        Sentence(_OUTCOMES[name], count=record.facts[name])
        for name in _OUTCOMES
        if name in record.facts
    )
    # Translators: {goals} is a list such as "3 met, 1 missed".
    text = message("{who} closed the plan with the figures of {day} ({goals})")
    if not counts:
        text = message("{who} closed the plan with the figures of {day}")
    day = read_fact(record.facts.get("as_of"))
    return Sentence(text, who=who, day=day, goals=counts)


def _did(text: str) -> Callable[[Plan, PlanRecord, str], Sentence]:
    def tell(plan: Plan, record: PlanRecord, who: str) -> Sentence:
        kind, _, key = record.subject.partition(":")
        parts = plan.actions if kind == "actions" else plan.commitments
        names = {str(part.id): part.name for part in parts}
        return Sentence(
            text,
            who=who,
            what=f'"{names.get(key, key)}"',
            due_on=read_fact(record.facts.get("due_on", "")),
            was_due_on=read_fact(record.facts.get("was_due_on", "")),
        )

    return tell


_SIGNS: Final = {"sign"}
_WITH_FACTS: Final = "{told} ({facts})"
_OUTCOMES: Final = {
    # Translators: so many goals, in a list.
    "met": message("{count} met"),
    # Translators: so many goals, in a list.
    "missed": message("{count} missed"),
    # Translators: so many goals, in a list.
    "dropped": message("{count} dropped"),
    # Translators: so many goals, in a list.
    "carried": message("{count} carried"),
}
# Translators: these tell who did what to a plan. {who} is a name, often with the firm
# in parentheses; {what} is the quoted name of an action or a commitment; {id} is that
# of an amendment or a person; {digest} is a code of the exact terms; {step} a number.
_TOLD: Final[Mapping[str, Callable[[Plan, PlanRecord, str], Sentence]]] = (
    MappingProxyType(
        {
            "accept": _says(message("{who} accepted the proposal")),
            "approve": _says(
                message(
                    "{who} approved the terms {digest} inside, step {step}, as {role}"
                )
            ),
            "approve_amendment": _says(
                message("{who} approved {id} inside, step {step}, as {role}")
            ),
            "block_action": _did(message("{who} said that {what} is blocked")),
            "cancel": _says(message("{who} cancelled the plan")),
            "close": _closed,
            "comment": _commented,
            "complete_action": _did(message("{who} did {what}")),
            "counter_propose": _says(
                message("{who} proposed other terms instead (terms {digest})")
            ),
            "decline": _says(message("{who} declined the proposal")),
            "decline_amendment": _says(message("{who} declined {id}")),
            "draft": _says(message("{who} drafted the plan")),
            "drop_action": _did(message("{who} gave {what} up")),
            "edit": _edited,
            "erase_person": _says(message("{who} erased the data of {id}")),
            "hide": _says(message("{who} hid the draft from the other side")),
            "keep_commitment": _did(message("{who} noted that {what} was kept")),
            "miss_commitment": _did(message("{who} noted that {what} was not kept")),
            "promote": _says(message("{who} made a joint plan of the lite one")),
            "propose": _says(
                message("{who} proposed the plan to the other side (terms {digest})")
            ),
            "propose_amendment": _says(
                message("{who} proposed {id}, effective on {day}")
            ),
            "reschedule_action": _did(
                message("{who} moved {what} from {was_due_on} to {due_on}")
            ),
            "reschedule_commitment": _did(
                message("{who} moved {what} from {was_due_on} to {due_on}")
            ),
            "reveal": _says(message("{who} showed the draft to the other side")),
            "sign": _says(message("{who} signed the terms {digest} as {role}")),
            "sign_amendment": _says(message("{who} signed {id} as {role}")),
            "start_action": _did(message("{who} began {what}")),
            "unblock_action": _did(message("{who} cleared the way for {what}")),
            "withdraw": _says(message("{who} withdrew the proposal")),
            "withdraw_amendment": _says(message("{who} withdrew {id}")),
            "withdraw_commitment": _did(
                message("{who} released the other side from {what}")
            ),
        }
    )
)
