"""What the records of renewal and restructuring say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.told_facts import read_fact
from jbpcore.wording import Sentence, message, places

__all__ = ["try_renewal_words"]

# Translators: these tell who did what to a plan; {what} is what kind of part it is, and
# {id} which.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add_up": message("{who} added {id} of {from_plan} to it"),
        "carry": message("{who} carried on {what} {id}"),
        "change_currency": message(
            "{who} put the plan from {currency_was} into {currency} at "
            "{rate} ({rate_source}, {rate_on})"
        ),
        "change_goal_period": message(
            "{who} gave goal {id} the days {period}, not {period_was}"
        ),
        "change_parent": message(
            "{who} noted that the parent is {parent}, not {parent_was}"
        ),
        "change_period": message(
            "{who} gave the plan the days {period}, not {period_was}"
        ),
        "change_tier": message(
            "{who} noted that the partner's tier is {tier}, not {tier_was}"
        ),
        "convert": message("{who} converted goal {id}"),
        "drop": message("{who} dropped {what} {id}"),
        "drop_goal": message("{who} dropped goal {id}"),
        "finish": message("{who} closed {what} {id}"),
        "merge_plans": message("{who} took plan {id} of {partner_was} over"),
        "name_successor": message("{who} named {id} as the plan that follows"),
        "person_leaves": message("{who} took {id} off the plan"),
        "refresh": message(
            "{who} brought the plan up to date with the figures of {as_of}"
        ),
        "reschedule": message("{who} moved {what} {id} from {due_was} to {due_on}"),
        "retarget": message("{who} aimed goal {id} at {target}"),
        "roll_forward": message("{who} rolled {id} forward, for {period}"),
        "share_out": message("{who} shared goal {id} out: {target} of {target_was}"),
        "split_plan": message("{who} split plan {id} of {partner_was} for {partner}"),
        "take_over": message("{who} took over {what} {id} of {from_plan}"),
        "transfer_plan": message(
            "{who} transferred plan {id} of {partner_was} to {partner}"
        ),
    }
)
# Translators: {told} is such as "Maria Lopez (Acme) carried on goal revenue"; say more.
_EXTRA: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "carry": (
            ("target", message("{told}, aiming at {target}")),
            ("base_amount", message("{told} on {base_amount}")),
            ("due_on", message("{told}, due on {due_on}")),
            ("carry_count", message("{told}, carried so often: {carry_count}")),
        ),
        "change_goal_period": (("target", message("{told}, aiming at {target}")),),
        "convert": (
            ("target_was", message("{told} from {target_was}")),
            ("target", message("{told} to {target}")),
        ),
        "person_leaves": (
            ("parts", message("{told}, who looked after {parts}")),
            ("takes_over", message("{told}; {takes_over} takes over")),
        ),
        "roll_forward": (
            ("base", message("{told} on its {base}")),
            ("uplift", message("{told}, uplifted by {uplift}")),
        ),
        "retarget": (("base_amount", message("{told}, built on {base_amount}")),),
    }
)
_KINDS: Final = {
    "actions": "action",
    "cadences": "review cadence",
    "commitments": "commitment",
    "goals": "goal",
    "initiatives": "initiative",
    "people": "person",
    "reviews": "review",
}
# Translators: in the place of something that was taken out of a record.
_GONE: Final = message("something")


def try_renewal_words(record: PlanRecord, who: str) -> Sentence | None:
    """Say what *record* is about; ``None`` if it is of no move of renewal.

    Args:
        record: The record.
        who: Who did it.

    Examples:
        >>> from datetime import UTC, datetime
        >>> record = PlanRecord(
        ...     id="r", move="change_tier", at=datetime(2026, 7, 1, tzinfo=UTC),
        ...     facts={"tier_was": "Silver", "tier": "Gold"},
        ... )
        >>> try_renewal_words(record, "Maria")
        "Maria noted that the partner's tier is Gold, not Silver"
    """
    words = _WORDS.get(record.move)
    if words is None:
        return None
    kind, _, subject_id = record.subject.partition(":")
    what = _KINDS.get(kind, kind.removesuffix("s"))
    facts: dict[str, object] = {name: Sentence(_GONE) for name in places(words)}
    facts |= {name: read_fact(text) for name, text in record.facts.items()}
    facts |= {
        "who": who,
        "id": subject_id,
        "what": Sentence.named("part of a plan", what),
    }
    told = Sentence(words, **facts)
    for name, text in _EXTRA.get(record.move, ()):
        if name in record.facts:
            told = Sentence(text, **{**facts, "told": told})
    return told
