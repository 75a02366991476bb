"""The words of the trade that stand alone: states, roles, fields, moves.

They are not said from here but by :meth:`~jbpcore.formatting.words.Words.member` and
:meth:`~jbpcore.formatting.words.Words.say`, under a context and the English word; here
the catalogues find them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.wording import named

__all__ = ["MEMBER_WORDS"]

MEMBER_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # Translators: how bookings come to a figure.
        "Accumulation": (
            named("Accumulation", "flow"),
            named("Accumulation", "level"),
            named("Accumulation", "ratio"),
            named("Accumulation", "milestone"),
        ),
        "ActionStatus": (
            named("ActionStatus", "open"),
            named("ActionStatus", "in progress"),
            named("ActionStatus", "blocked"),
            named("ActionStatus", "done"),
            named("ActionStatus", "dropped"),
        ),
        "AmendmentStatus": (
            named("AmendmentStatus", "open"),
            named("AmendmentStatus", "agreed"),
            named("AmendmentStatus", "declined"),
            named("AmendmentStatus", "withdrawn"),
        ),
        # Translators: who sees a part of a plan.
        "Audience": (
            named("Audience", "joint"),
            named("Audience", "vendor"),
            named("Audience", "partner"),
        ),
        "CommitmentStatus": (
            named("CommitmentStatus", "open"),
            named("CommitmentStatus", "kept"),
            named("CommitmentStatus", "missed"),
            named("CommitmentStatus", "withdrawn"),
        ),
        # Translators: which way is better.
        "Direction": (
            named("Direction", "up"),
            named("Direction", "down"),
            named("Direction", "keep"),
        ),
        # Translators: a booking.
        "EntryStatus": (
            named("EntryStatus", "booked"),
            named("EntryStatus", "disputed"),
            named("EntryStatus", "pipeline"),
        ),
        # Translators: how often something comes round.
        "Frequency": (
            named("Frequency", "weekly"),
            named("Frequency", "monthly"),
            named("Frequency", "quarterly"),
            named("Frequency", "yearly"),
            named("Frequency", "once"),
        ),
        # Translators: how a goal is doing, within a sentence.
        "Health": (
            named("Health", "met"),
            named("Health", "ahead"),
            named("Health", "on track"),
            named("Health", "at risk"),
            named("Health", "off track"),
            named("Health", "missed"),
            named("Health", "not started"),
            named("Health", "no data"),
            named("Health", "not applicable"),
        ),
        # Translators: a goal at the end of a plan.
        "Outcome": (
            named("Outcome", "met"),
            named("Outcome", "missed"),
            named("Outcome", "dropped"),
            named("Outcome", "carried"),
        ),
        "PartnerKind": (
            named("PartnerKind", "reseller"),
            named("PartnerKind", "distributor"),
            named("PartnerKind", "msp"),
            named("PartnerKind", "integrator"),
            named("PartnerKind", "referral"),
            named("PartnerKind", "isv"),
            named("PartnerKind", "other"),
        ),
        "PersonRole": (
            named("PersonRole", "vendor admin"),
            named("PersonRole", "partner manager"),
            named("PersonRole", "partner admin"),
            named("PersonRole", "partner rep"),
            named("PersonRole", "distributor"),
            named("PersonRole", "executive sponsor"),
            named("PersonRole", "auditor"),
        ),
        # Translators: a lite plan is one that nobody signs.
        "PlanKind": (named("PlanKind", "joint"), named("PlanKind", "lite")),
        "PlanState": (
            named("PlanState", "draft"),
            named("PlanState", "proposed"),
            named("PlanState", "agreed"),
            named("PlanState", "closed"),
            named("PlanState", "cancelled"),
        ),
        "ProposalAnswer": (
            named("ProposalAnswer", "accepted"),
            named("ProposalAnswer", "declined"),
            named("ProposalAnswer", "countered"),
            named("ProposalAnswer", "withdrawn"),
        ),
        # Translators: where a review goes that falls on a day off.
        "Shift": (
            named("Shift", "none"),
            named("Shift", "next"),
            named("Shift", "previous"),
            named("Shift", "nearest"),
            named("Shift", "next in month"),
            named("Shift", "skip"),
        ),
        # Translators: one of the two firms of a plan.
        "Side": (named("Side", "vendor"), named("Side", "partner")),
    }
)
"""The English words of each enumeration whose members people see, by its name."""
