"""What the parts of a review pack are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.engine.closing import ActionsToClose, RequiredRates
from jbpcore.engine.conversion import Converted
from jbpcore.engine.follow_through import Promise
from jbpcore.engine.goal_result import GoalResult
from jbpcore.errors import NoRateReason
from jbpcore.model.amount import Amount
from jbpcore.model.figures import GoalFigures
from jbpcore.model.party import Side
from jbpcore.values.ids import GoalId, PersonId
from jbpcore.values.money import Money

__all__ = [
    "GoalMovement",
    "PromiseLine",
    "StuckKind",
    "StuckLine",
    "StuckOrder",
    "WayThrough",
    "WinKind",
    "WinLine",
]


@attrs.frozen(kw_only=True)
class PromiseLine:
    """What became of one commitment or action since the last review.

    Attributes:
        subject: Which, such as ``"commitments:mdf"`` or ``"actions:event"``.
        name: What was promised.
        side: Who promised it.
        owner_id: The person who sees to it.
        promised_on: The last day for it, as it was first promised.
        due_on: The last day for it now.
        outcome: What became of it.
        is_open: Whether it can still be done.
        came_on: The day on which it was kept or done, if somebody wrote that down.
        why: What was said about it last: why it is late, blocked, put off or missed.
        slip_count: How many times it was put off.
        is_from_last: Whether it was agreed on in the last review.
    """

    subject: str
    name: str
    side: Side
    promised_on: date
    due_on: date
    outcome: Promise
    is_open: bool
    owner_id: PersonId | None = None
    came_on: date | None = None
    why: str = ""
    slip_count: int = 0
    is_from_last: bool = False


class WinKind(StrEnum):
    """What a win is.

    Attributes:
        GOAL_MET: A goal was met since the last review.
        GOAL_AHEAD: A goal is ahead of its pace.
        PROMISE_KEPT: A commitment was kept in time.
        ACTION_DONE: An action was done, if late.
        SAID: Somebody wrote it down.
    """

    GOAL_MET = "goal_met"
    GOAL_AHEAD = "goal_ahead"
    PROMISE_KEPT = "promise_kept"
    ACTION_DONE = "action_done"
    SAID = "said"


@attrs.frozen(kw_only=True)
class WinLine:
    """One win.

    Attributes:
        kind: What it is.
        name: What is well: the name of a goal, a commitment or an action, or what
            somebody wrote.
        subject: Which, such as ``"goals:new-revenue"``; empty for what somebody wrote.
        side: Whose it is; ``None`` for both.
        on: When it came about, if that is known.
        figures: How the goal stands.
    """

    kind: WinKind
    name: str
    subject: str = ""
    side: Side | None = None
    on: date | None = None
    figures: GoalFigures | None = None


class StuckKind(StrEnum):
    """What is stuck.

    Attributes:
        GOAL_BEHIND: A goal is behind its pace, or was missed.
        ACTION_BLOCKED: An action cannot go on.
        ACTION_OVERDUE: An action is open after its day.
        ACTION_SLIPPING: An action was put off again and again.
        SAID: Somebody wrote it down.
    """

    GOAL_BEHIND = "goal_behind"
    ACTION_BLOCKED = "action_blocked"
    ACTION_OVERDUE = "action_overdue"
    ACTION_SLIPPING = "action_slipping"
    SAID = "said"


class StuckOrder(StrEnum):
    """What put a line in its place, in the order in which these come.

    Attributes:
        MONEY: The money at stake, the most first.
        PACE: The pace index, the lowest first, for goals that are not about money.
        AGE: How long it has been stuck, the longest first, for actions of which nobody
            said what money they should bring.
        SAID: As somebody wrote them down.
    """

    MONEY = "money"
    PACE = "pace"
    AGE = "age"
    SAID = "said"


@attrs.frozen(kw_only=True)
class StuckLine:
    """Something that is stuck, and its place among all that is.

    Attributes:
        rank: Its place in the whole list, from 1.
        kind: What it is.
        order: What put it in its place.
        name: What is stuck.
        subject: Which, such as ``"goals:new-revenue"``; empty for what somebody wrote.
        side: Whose it is; ``None`` for both.
        at_stake: A goal's gap to pace; what an action should bring.
        converted: The same in the reporting currency, with the rate, where the two
            currencies differ.
        no_rate: Why not, if it should have been.
        pace_index: The pace of a goal.
        since: The day from which on an action is stuck.
        why: What is in the way, or why it was put off.
        cleared_by: The side that can clear it.
        cleared_by_id: The person who can clear it.
        slip_count: How many times an action was put off.
    """

    rank: int
    kind: StuckKind
    order: StuckOrder
    name: str
    subject: str = ""
    side: Side | None = None
    at_stake: Amount | None = None
    converted: Converted | None = None
    no_rate: NoRateReason | None = None
    pace_index: Fraction | None = None
    since: date | None = None
    why: str = ""
    cleared_by: Side | None = None
    cleared_by_id: PersonId | None = None
    slip_count: int = 0

    @property
    def currency(self) -> str | None:
        """The currency of the list that it stands in; ``None`` if it is no money."""
        if self.converted is not None:
            return str(self.converted.rate.quote)
        return self.at_stake.currency if isinstance(self.at_stake, Money) else None


@attrs.frozen(kw_only=True)
class WayThrough:
    """What it takes to bring one goal back.

    Attributes:
        result: How the goal stands.
        rates: What each day, working day and week that is left must bring.
        closing: The fewest open actions that would close the gap, and what they should
            bring.
    """

    result: GoalResult
    rates: RequiredRates
    closing: ActionsToClose


@attrs.frozen(kw_only=True)
class GoalMovement:
    """How a goal stands, and how it stood at the last review.

    Attributes:
        goal_id: The goal.
        name: What it is called.
        then: The figures that the last review kept; ``None`` if it kept none.
        now: The figures now.
    """

    goal_id: GoalId
    name: str
    then: GoalFigures | None
    now: GoalFigures
