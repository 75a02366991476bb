"""What becomes of actions, commitments and initiatives in the next plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.planning.references import without_references

__all__ = [
    "Fate",
    "NextWork",
    "Rolled",
    "check_reasons",
    "new_due_on",
    "next_work",
]

_FIRST_WINDOW_DAYS: Final = 30
# Not which one: it may be a goal that only one side sees.
_GOAL_ENDS: Final = "Its goal is not carried on"
_OPEN: Final = {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}
_Work = TypeVar("_Work", Action, Commitment)


class Fate(StrEnum):
    """What became of a part of a plan when the next one was made from it.

    Attributes:
        CARRIED: It goes on in the next plan.
        CLOSED: It came to its end: done, kept, missed.
        DROPPED: It was given up, for the reason stated.
    """

    CARRIED = "carried"
    CLOSED = "closed"
    DROPPED = "dropped"


@attrs.frozen(kw_only=True)
class Rolled:
    """What became of one part.

    Attributes:
        subject: Which, such as ``"actions:a1"``.
        fate: What became of it.
        why: The reason; always there unless it was carried.
        audience: Who sees the part.
        facts: What else is to be told.
    """

    subject: str
    fate: Fate
    why: str = ""
    audience: Audience = Audience.JOINT
    facts: tuple[tuple[str, str], ...] = ()


@attrs.frozen(kw_only=True)
class NextWork:
    """The work in the next plan, and what became of each part of the old one.

    Attributes:
        actions: Those carried.
        commitments: Those carried.
        initiatives: Those carried.
        fates: What became of each.
    """

    actions: tuple[Action, ...]
    commitments: tuple[Commitment, ...]
    initiatives: tuple[Initiative, ...]
    fates: tuple[Rolled, ...]


def check_reasons(given: Mapping[str, str], known: set[str], name: str) -> None:
    """Refuse reasons for what is not there, and blank ones.

    Raises:
        InvalidValueError: If there is one.
    """
    strange = sorted(given.keys() - known)
    if strange:
        raise InvalidValueError(name, strange, "ids of the plan")
    mute = sorted(key for key, why in given.items() if not why.strip())
    if mute:
        raise InvalidValueError(name, mute, "given with a reason that is not blank")


def new_due_on(due_on: date, period: DateRange) -> date:
    """Return when something that was due *due_on* is due in *period*.

    That day, if it lies in it or after it; else the last of its first 30 days.

    Examples:
        >>> year = DateRange(date(2027, 1, 1), date(2028, 1, 1))
        >>> print(new_due_on(date(2026, 11, 20), year))
        2027-01-30
    """
    if due_on >= period.start:
        return due_on
    return min(add_days(period.start, _FIRST_WINDOW_DAYS - 1), period.last_day)


def next_work(
    plan: Plan,
    period: DateRange,
    *,
    carried_goals: set[str],
    dropped_actions: Mapping[str, str],
    dropped_commitments: Mapping[str, str],
) -> NextWork:
    """Carry what is open into the next plan, and say of the rest what became of it.

    An open action of a goal that ends is dropped with it; a commitment is owed all the
    same, and goes on without the goal.

    Args:
        plan: The plan that ends.
        period: The next plan's days.
        carried_goals: The goals that go on.
        dropped_actions: Actions given up, and why.
        dropped_commitments: Commitments given up, and why.
    """
    initiatives, fates = _initiatives(plan, carried_goals)
    ends = [
        _fate_of_action(action, carried_goals, dropped_actions)
        for action in plan.actions
    ]
    there: dict[str, set[str]] = {
        "goals": set(carried_goals),
        "initiatives": {str(initiative.id) for initiative in initiatives},
        # What is done or given up is nothing to wait for any more.
        "actions": {
            str(action.id)
            for action, (fate, _) in zip(plan.actions, ends, strict=True)
            if fate is Fate.CARRIED
        },
        "reviews": _booked(plan, period),
    }
    actions, fates_of_actions = _actions(plan, ends, period, there)
    commitments, fates_of_commitments = _commitments(
        plan, dropped_commitments, period, there
    )
    return NextWork(
        actions=actions,
        commitments=commitments,
        initiatives=initiatives,
        fates=(*fates, *fates_of_actions, *fates_of_commitments),
    )


def _initiatives(
    plan: Plan, carried_goals: set[str]
) -> tuple[tuple[Initiative, ...], list[Rolled]]:
    initiatives, fates = [], []
    for initiative in plan.initiatives:
        goal_id = initiative.goal_id
        is_carried = goal_id is None or goal_id in carried_goals
        if is_carried:
            initiatives.append(initiative)
        fates.append(
            Rolled(
                subject=f"initiatives:{initiative.id}",
                fate=Fate.CARRIED if is_carried else Fate.DROPPED,
                why="" if is_carried else _GOAL_ENDS,
                audience=initiative.audience,
            )
        )
    return tuple(initiatives), fates


def _actions(
    plan: Plan,
    ends: list[tuple[Fate, str]],
    period: DateRange,
    there: dict[str, set[str]],
) -> tuple[tuple[Action, ...], list[Rolled]]:
    actions, fates = [], []
    for action, (fate, why) in zip(plan.actions, ends, strict=True):
        task = without_references(_carried(action, period), there)
        is_carried = fate is Fate.CARRIED
        if is_carried:
            actions.append(task)
        fates.append(
            Rolled(
                subject=f"actions:{action.id}",
                fate=fate,
                why=why,
                audience=action.audience,
                facts=_told(action, task) if is_carried else (),
            )
        )
    return tuple(actions), fates


def _commitments(
    plan: Plan,
    dropped: Mapping[str, str],
    period: DateRange,
    there: dict[str, set[str]],
) -> tuple[tuple[Commitment, ...], list[Rolled]]:
    commitments, fates = [], []
    for commitment in plan.commitments:
        fate, why = _fate_of_commitment(commitment, dropped)
        promise = without_references(_carried(commitment, period), there)
        is_carried = fate is Fate.CARRIED
        if is_carried:
            commitments.append(promise)
        fates.append(
            Rolled(
                subject=f"commitments:{commitment.id}",
                fate=fate,
                why=why,
                facts=_told(commitment, promise) if is_carried else (),
            )
        )
    return tuple(commitments), fates


def _fate_of_action(
    action: Action, carried_goals: set[str], dropped: Mapping[str, str]
) -> tuple[Fate, str]:
    if action.status is ActionStatus.DONE:
        return Fate.CLOSED, "Done"
    if action.status not in _OPEN:
        return Fate.DROPPED, "Dropped in the plan before"
    if action.id in dropped:
        return Fate.DROPPED, dropped[action.id]
    if action.goal_id is not None and action.goal_id not in carried_goals:
        return Fate.DROPPED, _GOAL_ENDS
    return Fate.CARRIED, ""


def _fate_of_commitment(
    commitment: Commitment, dropped: Mapping[str, str]
) -> tuple[Fate, str]:
    if commitment.status is CommitmentStatus.KEPT:
        return Fate.CLOSED, "Kept"
    if commitment.status is CommitmentStatus.MISSED:
        return Fate.CLOSED, "Missed in the plan before"
    if commitment.status is CommitmentStatus.WITHDRAWN:
        return Fate.DROPPED, "Withdrawn in the plan before"
    if commitment.id in dropped:
        return Fate.DROPPED, dropped[commitment.id]
    return Fate.CARRIED, ""


def _carried(work: _Work, period: DateRange) -> _Work:
    carried = attrs.evolve(
        work,
        due_on=new_due_on(work.due_on, period),
        carry_count=work.carry_count + 1,
        # The review it was agreed in stays behind, in the minutes of its plan.
        review_id=None,
    )
    # What the next plan promises is promised anew: both sides sign it. In this plan it
    # was not kept, and counts as such; counting it in both would count it twice.
    return attrs.evolve(carried, slips=()) if isinstance(work, Commitment) else carried


def _told(old: _Work, new: _Work) -> tuple[tuple[str, str], ...]:
    facts = [("carry_count", str(new.carry_count)), ("due_on", str(new.due_on))]
    if old.due_on != new.due_on:
        facts.append(("due_was", str(old.due_on)))
    if old.goal_id != new.goal_id:
        facts.append(("note", "its goal is not carried on"))
    return tuple(facts)


def _booked(plan: Plan, period: DateRange) -> set[str]:
    """Return the ids of the reviews that are booked in *period* already."""
    return {
        str(review.id)
        for review in plan.reviews
        if review.held_on is None and review.on in period
    }
