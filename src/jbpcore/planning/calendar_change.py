"""The vendor's fiscal year changes, and a plan with it: cut short, or made longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.curve import due_share
from jbpcore.engine.cut_phasing import cut_phasing
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.party import Person
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.moving import Happening, acting
from jbpcore.planning.next_period import length_ratio
from jbpcore.planning.next_target import exact_text, rounded_target
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import require_alive, settled_renewal
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import PersonId

__all__ = ["change_period"]

_ADDED_UP: Final = {GoalShape.FLOW, GoalShape.CEILING}
_ONE_DAY: Final = timedelta(days=1)


def change_period(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    period: DateRange,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    effective_on: date | None = None,
    calendar: FiscalCalendar | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Give a plan other days, as when the vendor's fiscal year changes.

    A goal for all of the old days is for all of the new ones; others keep their days,
    or what of them is inside. What adds up changes with its days: on those that stay it
    keeps what its phasing puts there, and each day that is new brings as much as the
    old ones on average, by whole months or weeks where it can be counted so. The result
    is rounded once, and its record has it exactly. Levels, ratios, milestones and what
    is to be kept aim at what they did. Of an agreed plan the terms become an amendment.

    Args:
        plan: A draft, or an agreed plan.
        period: The new days; some of the old ones have to be among them.
        by: Who does it.
        at: When, in UTC.
        why: The reason.
        effective_on: The first day that the amendment counts; the day of *at* if
            ``None``.
        calendar: The new fiscal calendar, whose months are what is to be kept is
            looked at by on days that are new; calendar months if ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the days are the same, or all others; roll forward then.
        TransitionError: If the plan is neither a draft nor agreed, another amendment is
            open, or no reason is given.
        NotAllowedError: If *by* may not renew plans, or amend them.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_alive(plan, "change_period")
    require_reason("change_period", why)
    if period == plan.period or not period.overlaps(plan.period):
        expected = f"other days than {plan.period}, with some of them"
        raise InvalidValueError("period", str(period), expected)
    goals, happenings = [], []
    months = FiscalCalendar.calendar_year() if calendar is None else calendar
    revised = None
    if plan.state is PlanState.AGREED:
        revised = at.date() if effective_on is None else effective_on
    for goal in plan.goals:
        days = _days(goal, plan.period, period)
        is_signed = goal.audience is Audience.JOINT
        made, facts = _changed(goal, days, months, revised if is_signed else None)
        goals.append(made)
        if made != goal:
            happenings.append(
                Happening(
                    move="change_goal_period",
                    subject=f"goals:{goal.id}",
                    audience=goal.audience,
                    facts=facts,
                )
            )
    new = attrs.evolve(plan, period=period, goals=goals)
    first = Happening(
        move="change_period",
        why=why,
        facts={"period_was": plan.period, "period": period},
    )
    return settled_renewal(
        plan,
        new,
        [first, *happenings],
        by=person,
        at=at,
        why=why,
        effective_on=effective_on,
        policy=policy,
    )


def _days(goal: Goal, old: DateRange, new: DateRange) -> DateRange:
    if goal.period == old:
        return new
    # Days that are all outside stay; the checks find them.
    return goal.period.intersection(new) or goal.period


@attrs.frozen(kw_only=True)
class _Stretch:
    """How one goal's days change: the part that stays, and how much comes to it."""

    stays: DateRange
    new: DateRange
    share: Fraction
    before: Fraction
    after: Fraction

    @classmethod
    def of(cls, goal: Goal, new: DateRange) -> _Stretch | None:
        old = goal.period
        stays = old.intersection(new)
        if new == old or stays is None:
            return None
        nothing = Fraction(0)
        before, after = nothing, nothing
        if new.start < old.start:
            before = length_ratio(DateRange(new.start, old.start), old)
        if new.end > old.end:
            after = length_ratio(DateRange(old.end, new.end), old)
        share = _due(goal, stays.last_day) - _due(goal, stays.start - _ONE_DAY)
        return cls(stays=stays, new=new, share=share, before=before, after=after)

    @property
    def factor(self) -> Fraction:
        """What the target is multiplied by."""
        return self.before + self.share + self.after

    @property
    def is_longer(self) -> bool:
        """Whether days come to it."""
        return self.new != self.stays


def _due(goal: Goal, day: date) -> Fraction:
    share = due_share(goal.phasing, goal.period, as_of=day)
    if share is None:  # the phasing puts nothing on these days: as the calendar does
        share = due_share(LinearPhasing(), goal.period, as_of=day)
    return share or Fraction(0)


def _changed(
    goal: Goal, new: DateRange, calendar: FiscalCalendar, revised: date | None
) -> tuple[Goal, dict[str, object]]:
    """Return the goal with its new days; *revised* is when both sides change them."""
    stretch = _Stretch.of(goal, new)
    if stretch is None:
        return goal, {}
    facts: dict[str, object] = {"period_was": goal.period, "period": new}
    target = goal.target_on(goal.period.last_day)
    made = attrs.evolve(
        goal,
        period=new,
        phasing=_phasing(goal, stretch),
        keep=_kept(goal.keep, stretch, calendar),
        target=target if revised is None else goal.target,
        target_versions=() if revised is None else goal.target_versions,
    )
    if type(made.phasing) is not type(goal.phasing):
        facts["phasing"] = type(made.phasing).__name__
    if shape_of(goal, target=target) not in _ADDED_UP or target is None:
        return made, facts
    wanted = exact(target) * stretch.factor
    found = rounded_target(wanted, target)
    facts |= {
        "target_was": target,
        "factor": exact_text(stretch.factor),
        "exact_target": exact_text(wanted),
        "target": found,
    }
    levels: dict[str, Any] = {
        name: rounded_target(exact(level) * stretch.factor, level)
        for name, level in (("commit", goal.commit), ("stretch", goal.stretch))
        if level is not None
    }
    made = attrs.evolve(made, **levels)
    if revised is None or not goal.target_versions:
        return attrs.evolve(made, target=found), facts
    version = TargetVersion(effective_on=revised, target=found)
    versions = (*goal.target_versions, version)
    return attrs.evolve(made, target_versions=versions), facts


def _phasing(goal: Goal, stretch: _Stretch) -> Phasing:
    """Return the phasing with the part that stays as it was, and the rest even."""
    phasing = goal.phasing
    if isinstance(phasing, LinearPhasing):
        return phasing
    if isinstance(phasing, WorkdayPhasing):
        knows = phasing.calendar.span.contains(stretch.new)
        return phasing if knows else LinearPhasing()
    cut = cut_phasing(phasing, goal.period, stretch.stays)
    if not stretch.is_longer or not stretch.share:
        return cut
    if isinstance(cut, WeightedPhasing):
        return _with_buckets(cut, stretch)
    if isinstance(cut, CumulativePhasing):
        return _with_points(cut, stretch)
    return LinearPhasing()


def _with_buckets(phasing: WeightedPhasing, stretch: _Stretch) -> Phasing:
    inside = []
    for bucket in phasing.buckets:
        dates = bucket.dates.intersection(stretch.stays)
        if dates is not None:
            part = Fraction(dates.length_days, bucket.dates.length_days)
            inside.append(Bucket(dates, bucket.weight * part))
    total = sum((bucket.weight for bucket in inside), Fraction(0))
    if not total:
        return LinearPhasing()
    rate = total / stretch.share
    new, stays = stretch.new, stretch.stays
    if new.start < stays.start:
        first = Bucket(DateRange(new.start, stays.start), stretch.before * rate)
        inside.insert(0, first)
    if new.end > stays.end:
        inside.append(Bucket(DateRange(stays.end, new.end), stretch.after * rate))
    return WeightedPhasing(inside)


def _with_points(phasing: CumulativePhasing, stretch: _Stretch) -> Phasing:
    new, stays, whole = stretch.new, stretch.stays, stretch.factor
    points = []
    if new.start < stays.start:
        points.append(CumulativePoint(stays.start - _ONE_DAY, stretch.before / whole))
    points += [
        CumulativePoint(
            point.on, (stretch.before + point.share * stretch.share) / whole
        )
        for point in phasing.points
    ]
    if new.end > stays.end and points[-1].on < stays.last_day:
        due = (stretch.before + stretch.share) / whole
        points.append(CumulativePoint(stays.last_day, due))
    return CumulativePhasing(points)


def _kept(
    keep: KeepBand | None, stretch: _Stretch, calendar: FiscalCalendar
) -> KeepBand | None:
    if keep is None:
        return None
    clipped = [check.intersection(stretch.new) for check in keep.checks]
    checks = [check for check in clipped if check is not None]
    for days in stretch.new.gaps([stretch.stays]):
        checks += [tile.dates for tile in calendar.tiles(PeriodKind.MONTH, days)]
    return attrs.evolve(keep, checks=sorted(checks) or [stretch.new])
