"""Everything about a plan that is worth asking about before it is signed, and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from jbpcore.errors import Finding
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.check_codes import found
from jbpcore.planning.check_goals import check_goal, iter_double_counted
from jbpcore.planning.check_history import iter_against_history
from jbpcore.planning.check_promises import iter_promises
from jbpcore.planning.check_reviews import iter_reviews
from jbpcore.planning.check_work import iter_broken_references, iter_work
from jbpcore.wording import Sentence

__all__ = ["check"]

_GOOD_PRACTICE: Final = 5
_NEARLY: Final = Fraction(1, 5)
_ALIVE: Final = {PlanState.DRAFT, PlanState.PROPOSED, PlanState.AGREED}


def check(
    plan: Plan,
    *,
    previous: Iterable[Plan] = (),
    as_of: date | None = None,
    work_calendar: WorkCalendar | None = None,
) -> tuple[Finding, ...]:
    """Find everything questionable in *plan*.

    Findings are advice, and no move asks for them: errors are what cannot work as it
    is, warnings what is probably not meant or not wise, infos what may well be. Each
    has a path and a code from :data:`jbpcore.planning.check_codes.CHECKS`. What a
    viewer may not see has to be taken out of all these plans before.

    Args:
        plan: The plan, in any state.
        previous: Earlier plans with the same partner, in any order; what they were
            closed with tells how realistic the targets are.
        as_of: A day, to find also what is late on it.
        work_calendar: Which days are worked, to find also reviews on days off.

    Returns:
        The findings: about the plan as a whole, its goals in order, its work, and what
        came before.

    Examples:
        >>> import jbpcore as jbp
        >>> year = jbp.FiscalCalendar.calendar_year().year(2026)
        >>> plan = jbp.Plan(id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...                 partner=jbp.Partner(id="nw", name="Northwind"), period=year)
        >>> for one in check(plan):
        ...     print(one.severity.value, one.code, one.path)
        warning jbp.check.no_goals goals
        warning jbp.check.no_person people
        warning jbp.check.no_person people
        warning jbp.check.no_review cadences
    """
    return tuple(_iter_all(plan, tuple(previous), as_of, work_calendar))


def _iter_all(
    plan: Plan,
    previous: tuple[Plan, ...],
    as_of: date | None,
    work_calendar: WorkCalendar | None,
) -> Iterator[Finding]:
    yield from _iter_whole(plan, work_calendar)
    yield from _iter_weights(plan)
    if as_of is not None:
        yield from _iter_late(plan, as_of)
    for place, goal in enumerate(plan.goals):
        yield from check_goal(plan, goal, f"goals[{place}]")
    yield from iter_double_counted(plan)
    yield from iter_broken_references(plan)
    yield from iter_work(plan, as_of=as_of)
    yield from iter_promises(plan)
    yield from iter_against_history(plan, previous)


def _iter_whole(plan: Plan, work_calendar: WorkCalendar | None) -> Iterator[Finding]:
    joint = [goal for goal in plan.goals if goal.audience is Audience.JOINT]
    if not plan.goals:
        yield found(
            "no_goals", "goals", Sentence("There is no goal. Agree on three to five.")
        )
    if len(joint) > _GOOD_PRACTICE:
        message = Sentence(
            "There are {count} goals of both sides; three to five get "
            "attention. Keep the rest as measures beside the plan.",
            count=len(joint),
        )
        yield found("too_many_goals", "goals", message)
    sides = {person.side for person in plan.people}
    for side in Side:
        if side not in sides:
            message = Sentence(
                "Nobody of the {side} side is in the plan. Add who works on it.",
                side=side,
            )
            yield found("no_person", "people", message)
    yield from _iter_steps(plan)
    yield from iter_reviews(plan, work_calendar=work_calendar)
    currencies = sorted({goal.currency for goal in plan.goals if goal.currency})
    if len(currencies) > 1:
        message = Sentence(
            "Goals are in {currencies}. Convert them to one currency, or "
            "their sums cannot be shown.",
            currencies=", ".join(currencies),
        )
        yield found("currency_mix", "goals", message)


def _iter_steps(plan: Plan) -> Iterator[Finding]:
    if plan.state not in _ALIVE:
        return
    for place, step in enumerate(plan.approvers):
        may = [
            one.id
            for one in plan.people
            if (one.side, one.role) == (step.side, step.role)
            and step.person_id in {None, one.id}
        ]
        if not may:
            role = step.role.replace("_", " ")
            message = Sentence(
                "Nobody of the {side} side can approve as {role}, so it "
                "cannot sign. Add that person, or take the step out.",
                side=step.side,
                role=role,
            )
            yield found("no_approver", f"approvers[{place}]", message)


def _iter_weights(plan: Plan) -> Iterator[Finding]:
    weights = [goal.weight for goal in plan.goals]
    total = sum(weights, Fraction(0))
    if plan.goals and not total:
        message = Sentence(
            "All weights are zero, so the plan has no score. Give one a weight.",
        )
        yield found("weights_zero", "goals", message)
        return
    for place, goal in enumerate(plan.goals):
        if not goal.weight:
            message = Sentence(
                "{goal} does not count in the score. Leave it so if meant.",
                goal=goal.name,
            )
            yield found("weight_zero", f"goals[{place}].weight", message)
    if len(set(weights)) > 1:
        for whole in (1, 100):
            if total != whole and abs(total - whole) <= whole * _NEARLY:
                message = Sentence(
                    "The weights add up to {total}, not to {whole}. They are used "
                    "in proportion; correct them if they were meant as shares.",
                    total=total,
                    whole=whole,
                )
                yield found("weights_sum", "goals", message)


def _iter_late(plan: Plan, as_of: date) -> Iterator[Finding]:
    if plan.state not in _ALIVE:
        return
    if as_of > plan.period.last_day:
        message = Sentence(
            "The plan was over on {last_day}. Close it with an outcome "
            "for each goal, and roll it forward.",
            last_day=plan.period.last_day,
        )
        yield found("not_closed", "state", message)
    elif as_of >= plan.period.start:
        is_open = plan.state is not PlanState.AGREED
        if plan.kind is PlanKind.JOINT and is_open:
            message = Sentence(
                "The plan runs since {start} and is {state}. Propose and sign "
                "it, so that both sides are held to the same text.",
                start=plan.period.start,
                state=plan.state,
            )
            yield found("not_signed", "state", message)
