"""Looking at a plan again while it runs, as at the end of a quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.planning.moving import Happening, acting, seen_by
from jbpcore.planning.next_goals import ending_of
from jbpcore.planning.next_target import Aim, RollBase, next_target
from jbpcore.planning.next_work import new_due_on
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import exact_uplift, require_alive, settled_renewal
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import PersonId
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Sentence

__all__ = ["refresh"]

_OPEN: Final = {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}


def refresh(  # noqa: PLR0913 - each is a decision of its own
    plan: Plan,
    entries: Iterable[ActualEntry] = (),
    *,
    as_of: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    retarget: Mapping[str, RollBase] | None = None,
    uplifts: Mapping[str, Ratio | str] | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Bring a running plan up to date for the days that are left.

    Open actions that are overdue get the last of the next 30 days, and their carry
    count goes up; promises keep their day, for the other side relies on it. Of the
    goals that *retarget* names the target is set anew, counting from the day after
    *as_of*: to where it ends at its pace (``PROJECTED``) or to what is in (``ACTUAL``),
    with an uplift of its own. The original target stays and is reported beside. Of an
    agreed plan the new targets become an amendment, which both sides sign.

    Args:
        plan: A draft, or an agreed plan.
        entries: What was booked.
        as_of: The last day that counts; inside the plan, and not its last.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        retarget: By goal id, what the new target is built on.
        uplifts: By goal id, the step on that.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If *as_of* is not inside, a goal is named that the plan does
            not have, or there is nothing to build its target on.
        TransitionError: If the plan is neither a draft nor agreed, nothing is to be
            refreshed, another amendment is open, or no reason is given.
        NotAllowedError: If *by* may not renew plans, or amend them.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_alive(plan, "refresh")
    require_reason("refresh", why)
    if as_of not in plan.period or as_of == plan.period.last_day:
        expected = f"a day of {plan.period} before its last; roll forward at the end"
        raise InvalidValueError("as_of", as_of, expected)
    left = DateRange(add_days(as_of, 1), plan.period.end)
    actions, happenings = _moved(plan, left)
    aims = _aims(seen_by(plan, person), retarget or {}, uplifts or {})
    own = [one for one in entries if one.partner_id in {None, plan.partner.id}]
    goals, retargeted = _retargeted(plan, own, aims, as_of=as_of, why=why, at=at)
    new = attrs.evolve(plan, goals=goals, actions=actions)
    if new == plan:
        problem = Sentence("nothing is overdue, and no goal gets another target")
        way = Sentence("Leave the plan as it is, or name goals to retarget.")
        raise TransitionError("refresh", "no_change", problem, way)
    first = Happening(move="refresh", why=why, facts={"as_of": as_of})
    if plan.state is not PlanState.AGREED:
        told = [first, *happenings, *retargeted]
        return settled_renewal(plan, new, told, by=person, at=at, why=why)
    # What nobody signs holds at once; the rest waits for signatures.
    at_once = attrs.evolve(new, goals=_only_inside(plan.goals, goals))
    inside = [one for one in retargeted if one.audience is not Audience.JOINT]
    plan = settled_renewal(
        plan, at_once, [first, *happenings, *inside], by=person, at=at, why=why
    )
    if at_once.goals == new.goals:
        return plan
    return settled_renewal(
        plan,
        attrs.evolve(plan, goals=goals),
        [one for one in retargeted if one.audience is Audience.JOINT],
        by=person,
        at=at,
        why=why,
        effective_on=left.start,
        policy=policy,
    )


def _only_inside(old: Iterable[Goal], new: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(
        before if before.audience is Audience.JOINT else after
        for before, after in zip(old, new, strict=True)
    )


def _retargeted(
    plan: Plan,
    entries: Sequence[ActualEntry],
    aims: Mapping[str, Aim],
    *,
    as_of: date,
    why: str,
    at: datetime,
) -> tuple[tuple[Goal, ...], list[Happening]]:
    day = add_days(as_of, 1)
    goals, told = [], []
    for result in assess_plan(plan, entries, as_of=as_of).results:
        goal = result.goal
        aim = aims.get(goal.id)
        if aim is None:
            goals.append(goal)
            continue
        found = next_target(goal, ending_of(result, None, entries, as_of=as_of), aim)
        target = found.goal.target
        if target is None or day not in goal.period:
            why_not = found.note or f"its days are {goal.period}"
            expected = f"without {goal.id!r}: there is nothing to build on ({why_not})"
            raise InvalidValueError("retarget", goal.id, expected)
        is_signed = goal.audience is Audience.JOINT and plan.state is PlanState.AGREED
        version = TargetVersion(
            effective_on=day,
            target=target,
            reason=why,
            # Of signed terms it is known once the amendment is.
            recorded_at=None if is_signed else at,
        )
        if goal.target is None:
            goals.append(attrs.evolve(goal, target=target))
        else:
            versions = (*goal.target_versions, version)
            goals.append(attrs.evolve(goal, target_versions=versions))
        told.append(
            Happening(
                move="retarget",
                why=why,
                subject=f"goals:{goal.id}",
                audience=goal.audience,
                facts=found.facts(),
            )
        )
    return tuple(goals), told


def _moved(plan: Plan, left: DateRange) -> tuple[tuple[Action, ...], list[Happening]]:
    actions, told = [], []
    for action in plan.actions:
        if action.status not in _OPEN or action.due_on >= left.start:
            actions.append(action)
            continue
        due_on = new_due_on(action.due_on, left)
        count = action.carry_count + 1
        actions.append(attrs.evolve(action, due_on=due_on, carry_count=count))
        told.append(
            Happening(
                move="reschedule",
                subject=f"actions:{action.id}",
                audience=action.audience,
                facts={
                    "due_was": action.due_on,
                    "due_on": due_on,
                    "carry_count": count,
                },
            )
        )
    return tuple(actions), told


def _aims(
    plan: Plan, retarget: Mapping[str, RollBase], uplifts: Mapping[str, Ratio | str]
) -> dict[str, Aim]:
    strange = sorted(retarget.keys() - {goal.id for goal in plan.goals})
    if strange:
        raise InvalidValueError("retarget", strange, "ids of goals of the plan")
    alone = sorted(uplifts.keys() - retarget.keys())
    if alone:
        raise InvalidValueError("uplifts", alone, "of goals that are retargeted")
    return {
        key: Aim(
            base=base,
            uplift=exact_uplift(uplifts.get(key, "0%"), "uplifts"),
            length_ratio=Fraction(1),
            has_own_base=True,
            has_own_uplift=key in uplifts,
        )
        for key, base in retarget.items()
    }
