"""What the records of renewal and restructuring say, as parts of sentences."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.model.plan_record import PlanRecord

__all__ = ["try_renewal_words"]

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "add_up": "added {id} of {from_plan} to it",
        "carry": "carried on {what} {id}",
        "change_currency": (
            "put the plan from {currency_was} into {currency} at {rate} "
            "({rate_source}, {rate_on})"
        ),
        "change_goal_period": "gave goal {id} the days {period}, not {period_was}",
        "change_parent": "noted that the parent is {parent}, not {parent_was}",
        "change_period": "gave the plan the days {period}, not {period_was}",
        "change_tier": "noted that the partner's tier is {tier}, not {tier_was}",
        "convert": "converted goal {id}",
        "drop": "dropped {what} {id}",
        "drop_goal": "dropped goal {id}",
        "finish": "closed {what} {id}",
        "merge_plans": "took plan {id} of {partner_was} over",
        "name_successor": "named {id} as the plan that follows",
        "person_leaves": "took {id} off the plan",
        "refresh": "brought the plan up to date with the figures of {as_of}",
        "reschedule": "moved {what} {id} from {due_was} to {due_on}",
        "retarget": "aimed goal {id} at {target}",
        "roll_forward": "rolled {id} forward, for {period}",
        "share_out": "shared goal {id} out: {target} of {target_was}",
        "split_plan": "split plan {id} of {partner_was} for {partner}",
        "take_over": "took over {what} {id} of {from_plan}",
        "transfer_plan": "transferred plan {id} of {partner_was} to {partner}",
    }
)
_EXTRA: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "carry": (
            ("target", ", aiming at {}"),
            ("base_amount", " on {}"),
            ("due_on", ", due on {}"),
            ("carry_count", ", carried so often: {}"),
        ),
        "change_goal_period": (("target", ", aiming at {}"),),
        "convert": (("target_was", " from {}"), ("target", " to {}")),
        "person_leaves": (
            ("parts", ", who looked after {}"),
            ("takes_over", "; {} takes over"),
        ),
        "roll_forward": (("base", " on its {}"), ("uplift", ", uplifted by {}")),
        "retarget": (("base_amount", ", built on {}"),),
    }
)


class _Facts(dict[str, str]):
    """Facts of a record; one that was taken out reads as something."""

    def __missing__(self, key: str) -> str:
        return "something"


def try_renewal_words(record: PlanRecord) -> str | None:
    """Say what *record* is about; ``None`` if it is of no move of renewal.

    Examples:
        >>> from datetime import UTC, datetime
        >>> record = PlanRecord(
        ...     id="r", move="change_tier", at=datetime(2026, 7, 1, tzinfo=UTC),
        ...     facts={"tier_was": "Silver", "tier": "Gold"},
        ... )
        >>> try_renewal_words(record)
        "noted that the partner's tier is Gold, not Silver"
    """
    words = _WORDS.get(record.move)
    if words is None:
        return None
    kind, _, subject_id = record.subject.partition(":")
    facts = _Facts(record.facts)
    told = words.format_map(
        _Facts({**facts, "id": subject_id, "what": kind.removesuffix("s")})
    )
    extra = _EXTRA.get(record.move, ())
    return told + "".join(
        text.format(facts[name]) for name, text in extra if name in facts
    )
