"""What views say of goals and nudges as data: figures, without what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import attrs

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.freshness import Freshness
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import Rate
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.values.ids import GoalId, PersonId

__all__ = ["GLANCES", "GoalGlance", "NudgeGlance"]


@attrs.frozen(kw_only=True)
class GoalGlance:
    """How one goal stands.

    Attributes:
        goal_id: The goal.
        name: What people call it.
        shape: How it moves.
        health: How it is doing.
        reason: The rule that decided *health*.
        first_day: Its first day.
        last_day: Its last day.
        elapsed_days: Days gone.
        remaining_days: Days left.
        target: What is wanted.
        attained: What is in.
        attainment_ratio: Attained ÷ target; 1 is 100 %.
        progress_ratio: Way done ÷ whole way.
        expected_ratio: The share of the target that is due.
        expected_to_date: What should be in by now.
        pace_index: Progress ÷ progress expected; above 1 is good.
        gap_to_target: What is missing to the target; positive is short.
        gap_to_pace: What is missing to where it should be by now; positive is short.
        required_per_day: What each day left must bring.
        required_per_week: The same by the week of seven days.
        lift_needed: How many times faster it must go from here.
        projected_finish: Where it ends at this pace.
        freshness: Whether the data are recent enough.
        last_entry_on: The day of the last booking.
        finding_count: How many things are worth a look.
    """

    goal_id: GoalId
    name: str
    shape: GoalShape
    health: Health
    reason: Reason
    first_day: date
    last_day: date
    elapsed_days: int
    remaining_days: int
    target: Amount | None
    attained: Amount | None
    attainment_ratio: Fraction | None
    progress_ratio: Fraction | None
    expected_ratio: Fraction | None
    expected_to_date: Amount | None
    pace_index: Fraction | None
    gap_to_target: Amount | None
    gap_to_pace: Amount | None
    required_per_day: Amount | None
    required_per_week: Amount | None
    lift_needed: Fraction | None
    projected_finish: Amount | None
    freshness: Freshness
    last_entry_on: date | None
    finding_count: int

    @classmethod
    def of(cls, result: GoalResult) -> GoalGlance:
        """Return what *result* says, rates rounded to the minor unit."""
        per_day = result.required_run_rate
        return cls(
            goal_id=result.goal.id,
            name=result.goal.name,
            shape=result.shape,
            health=result.health,
            reason=result.reason,
            first_day=result.goal.period.first_day,
            last_day=result.goal.period.last_day,
            elapsed_days=result.elapsed_days,
            remaining_days=result.remaining_days,
            target=result.target,
            attained=result.attained,
            attainment_ratio=result.attainment_ratio,
            progress_ratio=result.progress_ratio,
            expected_ratio=result.expected_ratio,
            expected_to_date=result.expected_to_date,
            pace_index=result.pace_index,
            gap_to_target=result.gap_to_target,
            gap_to_pace=result.gap_to_pace,
            required_per_day=_rounded(per_day),
            required_per_week=_rounded(per_day and per_day.per_week()),
            lift_needed=result.lift_needed,
            projected_finish=result.projected_finish,
            freshness=result.freshness,
            last_entry_on=result.last_entry_on,
            finding_count=len(result.findings),
        )


def _rounded(rate: Rate | None) -> Amount | None:
    return None if rate is None else rate.rounded()


@attrs.frozen(kw_only=True)
class NudgeGlance:
    """One thing that needs attention.

    Attributes:
        key: An id that stays the same as long as the nudge does.
        code: What it is about.
        urgency: The class it belongs to, from 1, the most urgent.
        subject: The part of the plan, such as ``"goals:g1"``; empty for the whole.
        name: What people call that part.
        sides: The sides that can act.
        step: The one thing to do.
        person_id: Who can act, where that is one person.
        since: The first day on which it was so.
        at_stake: What may be lost.
    """

    key: str
    code: NudgeCode
    urgency: int
    subject: str
    name: str
    sides: tuple[Side, ...]
    step: NudgeStep
    person_id: PersonId | None
    since: date | None
    at_stake: Amount | None

    @classmethod
    def of(cls, nudge: Nudge) -> NudgeGlance:
        """Return what *nudge* says."""
        return cls(
            key=nudge.key,
            code=nudge.code,
            urgency=nudge.urgency,
            subject=nudge.subject,
            name=nudge.name,
            sides=nudge.sides,
            step=nudge.step,
            person_id=nudge.person_id,
            since=nudge.since,
            at_stake=nudge.at_stake,
        )


GLANCES: Final[Mapping[type, tuple[type, Callable[[Any], object]]]] = MappingProxyType(
    {
        GoalResult: (GoalGlance, GoalGlance.of),
        Nudge: (NudgeGlance, NudgeGlance.of),
    }
)
"""What stands in the data of a view for what it holds itself."""
