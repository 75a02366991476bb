"""Drafts that the other side does not see yet."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import PersonId
from jbpcore.wording import Sentence

__all__ = ["hide", "reveal"]


def hide(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Keep a draft to the side of *by* until it is revealed or proposed.

    Raises:
        TransitionError: If it is no draft, is hidden already, or the other side has
            worked on it or seen a proposal of it.
        NotAllowedError: If *by* may not propose.
    """
    person = acting(plan, by, Right.PROPOSE, policy)
    require_state(plan, "hide")
    if plan.hidden_from is not None:
        problem = Sentence(
            "the {hidden_from} side does not see it as it is",
            hidden_from=plan.hidden_from,
        )
        way = Sentence("Reveal or propose it when it is ready.")
        raise TransitionError("hide", "already_hidden", problem, way)
    other = person.side.other
    if plan.proposals or any(record.side is other for record in plan.records):
        problem = Sentence("the {other} side knows it", other=other)
        way = Sentence("Draft a new plan, and hide that from the start.")
        raise TransitionError("hide", "already_seen", problem, way)
    new = attrs.evolve(plan, hidden_from=other)
    return recorded(plan, new, move="hide", by=person, at=at, why=why)


def reveal(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Show a hidden draft to the other side.

    Raises:
        TransitionError: If it is not hidden.
        NotAllowedError: If *by* may not propose.
        PlanNotFoundError: If *by* is of the side that does not see it.
    """
    person = acting(plan, by, Right.PROPOSE, policy)
    require_state(plan, "reveal")
    if plan.hidden_from is None:
        problem = Sentence("both sides see it")
        way = Sentence("Propose it when it is ready to be signed.")
        raise TransitionError("reveal", "not_hidden", problem, way)
    new = attrs.evolve(plan, hidden_from=None)
    return recorded(plan, new, move="reveal", by=person, at=at, why=why)
