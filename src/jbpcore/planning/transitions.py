"""Which move is possible in which state of a plan, and where to go where it is not.

=====================  =====  ========  ======  ======  =========
move                   draft  proposed  agreed  closed  cancelled
=====================  =====  ========  ======  ======  =========
edit (wording)         yes    yes       yes     —       —
edit (terms)           yes    —         —       —       —
comment                yes    yes       yes     yes     yes
hold a review          yes    yes       yes     —       —
correct minutes        yes    yes       yes     —       —
accept minutes ³       yes    yes       yes     yes     —
hide, reveal           yes    —         —       —       —
propose                yes    —         —       —       —
withdraw               —      yes       —       —       —
accept, decline        —      yes       —       —       —
counter-propose        —      yes       —       —       —
approve                yes    yes       ¹       —       —
sign                   —      yes       —       —       —
amendments             —      —         yes     —       —
cancel                 yes    yes       yes     —       —
close                  ²      —         yes     —       —
promote (lite plans)   yes    —         —       —       —
=====================  =====  ========  ======  ======  =========

¹ an amendment. ² a lite plan, which nobody signs. ³ not of a lite plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.plan import Plan
from jbpcore.wording import Sentence, message

__all__ = ["MOVES", "list_moves", "require_reason", "require_state"]

_DRAFT, _PROPOSED, _AGREED = PlanState.DRAFT, PlanState.PROPOSED, PlanState.AGREED
_ALIVE = frozenset({_DRAFT, _PROPOSED, _AGREED})

MOVES: Final[Mapping[str, frozenset[PlanState]]] = MappingProxyType(
    {
        "accept": frozenset({_PROPOSED}),
        "accept_minutes": _ALIVE | {PlanState.CLOSED},
        "approve": frozenset({_DRAFT, _PROPOSED}),
        "approve_amendment": frozenset({_AGREED}),
        "cancel": _ALIVE,
        "close": frozenset({_AGREED}),
        "comment": frozenset(PlanState),
        "correct_minutes": _ALIVE,
        "counter_propose": frozenset({_PROPOSED}),
        "decline": frozenset({_PROPOSED}),
        "decline_amendment": frozenset({_AGREED}),
        "edit": _ALIVE,
        "edit_terms": frozenset({_DRAFT}),
        "hide": frozenset({_DRAFT}),
        "hold_review": _ALIVE,
        "promote": frozenset({_DRAFT}),
        "propose": frozenset({_DRAFT}),
        "propose_amendment": frozenset({_AGREED}),
        "reveal": frozenset({_DRAFT}),
        "sign": frozenset({_PROPOSED}),
        "sign_amendment": frozenset({_AGREED}),
        "withdraw": frozenset({_PROPOSED}),
        "withdraw_amendment": frozenset({_AGREED}),
    }
)
"""For each move the states in which a joint plan allows it."""

_LITE: Final[Mapping[str, frozenset[PlanState]]] = MappingProxyType(
    {
        name: frozenset({_DRAFT})
        for name in (
            "cancel",
            "close",
            "correct_minutes",
            "edit",
            "edit_terms",
            "hide",
            "hold_review",
            "promote",
        )
    }
    | {"comment": frozenset(PlanState), "reveal": frozenset({_DRAFT})}
)
_WAYS: Final[Mapping[PlanState, str]] = MappingProxyType(
    {
        _DRAFT: message("Propose it first; both sides sign what was proposed."),
        _PROPOSED: message(
            "Sign it, decline it or counter-propose; the side that proposed it may "
            "withdraw it, and then it is a draft again."
        ),
        _AGREED: message(
            "Propose an amendment to change its terms, or close it when its period is "
            "over."
        ),
        PlanState.CLOSED: message("Roll it forward into the next plan."),
        PlanState.CANCELLED: message("Draft a new plan."),
    }
)


def list_moves(plan: Plan) -> tuple[str, ...]:
    """Return the moves that the state of *plan* allows, whoever makes them.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     state=PlanState.CLOSED,
        ... )
        >>> list_moves(plan)
        ('accept_minutes', 'comment')
    """
    table = _LITE if plan.kind is PlanKind.LITE else MOVES
    names = [name for name, states in table.items() if plan.state in states]
    if plan.kind is PlanKind.JOINT and "promote" in names:
        names.remove("promote")
    return tuple(sorted(names))


def require_state(plan: Plan, move: str) -> None:
    """Refuse *move* where the state of *plan* does not allow it.

    Args:
        plan: The plan.
        move: A name from ``MOVES``.

    Raises:
        TransitionError: If it is not possible now; it says what is.
    """
    if move in list_moves(plan):
        return
    if plan.kind is PlanKind.LITE and plan.state is _DRAFT:
        problem = Sentence("it is a lite plan, which nobody signs")
        way = Sentence("Promote it to a joint plan first.")
        raise TransitionError(move, "lite_plan", problem, way)
    if plan.kind is PlanKind.JOINT and move == "promote":
        problem = Sentence("it is a joint plan already")
        way = Sentence(_WAYS[plan.state])
        raise TransitionError(move, "joint_already", problem, way)
    problem = Sentence("the plan is {state}", state=plan.state)
    raise TransitionError(move, "wrong_state", problem, Sentence(_WAYS[plan.state]))


def require_reason(move: str, why: str) -> None:
    """Refuse a move that nobody would understand without its reason.

    Raises:
        TransitionError: If *why* is blank.
    """
    if not why.strip():
        problem = Sentence("no reason is given")
        way = Sentence("Say why; both sides will read it in the plan's history.")
        raise TransitionError(move, "no_reason", problem, way)
