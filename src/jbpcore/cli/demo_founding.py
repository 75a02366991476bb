"""The goal that the demo explains: where it stands, why, and what phasing changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.cli.demo_programme import monthly_phasing
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.portfolio import PlanGoal
from jbpcore.engine.rate import Rate
from jbpcore.formatting.explain import HEALTH_WORDS, explain
from jbpcore.formatting.numbers import show_amount, show_day, show_percent, show_ratio
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import BookedAmount
from jbpcore.model.execution import ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.views.marks import Marks
from jbpcore.views.text_layout import cells, left, right, wrapped

__all__ = ["iter_founding_lines"]

_INDENT: Final = "  "
_EASY_TO_READ: Final = 88
_CLOSED: Final = {ActionStatus.DONE, ActionStatus.DROPPED}
_EVEN: Final = "Every day the same"
_MONTHLY: Final = "20/30/50 by month"


def iter_founding_lines(
    found: PlanGoal,
    entries: Iterable[ActualEntry],
    *,
    width: int,
    marks: Marks,
) -> Iterator[str]:
    """Yield the lines that explain one goal, first as agreed and then phased by month.

    Args:
        found: The goal's result, and the plan it is in.
        entries: The ledger.
        width: Columns of the screen.
        marks: The signs to draw with.
    """
    plan, result = found.plan, found.result
    goal, as_of = result.goal, result.as_of
    counted = [
        entry
        for entry in entries
        if entry.metric == goal.metric.key
        and entry.partner_id == plan.partner.id
        and entry.on in goal.period
    ]
    phased = assess_goal(
        attrs.evolve(goal, phasing=monthly_phasing()),
        counted,
        as_of=as_of,
        bands=plan.health_bands,
    )
    width = min(width, _EASY_TO_READ)
    title = (
        f"{plan.partner.name}, {goal.name}: the {_amount(goal.target)} that both sides "
        "agreed to"
    )
    yield from wrapped(title, width)
    yield marks.rule * min(cells(title), width)
    yield from wrapped(explain(result), width, head=_INDENT)
    yield ""
    yield from _bookings(counted, result)
    yield ""
    yield from _side_by_side(result, phased, width, marks)
    yield ""
    yield from wrapped(_moral(result, phased), width, head=_INDENT)
    steps = list(_next_steps(plan, result))
    if steps:
        yield ""
        yield f"{_INDENT}What happens next"
        widest = max(cells(head) for head, _ in steps)
        for head, text in steps:
            yield from wrapped(text, width, head=f"{_INDENT * 2}{left(head, widest)}  ")


def _bookings(entries: Sequence[ActualEntry], result: GoalResult) -> Iterator[str]:
    days = {entry.entry_id: entry.on for entry in entries}
    rows = []
    for entry in entries:
        if entry.on <= result.as_of:
            back_on = days.get(entry.reverses) if entry.reverses else None
            note = f"takes back {show_day(back_on)}" if back_on else entry.source
            rows.append((show_day(entry.on), _amount(entry.amount), note))
    if not rows:
        return
    rows.append(("", _amount(result.attained), f"of {_amount(result.goal.target)}"))
    first, second, _ = (max(map(cells, column)) for column in zip(*rows, strict=True))
    yield f"{_INDENT}What is in the ledger"
    for day, amount, note in rows:
        yield f"{_INDENT * 2}{left(day, first)}  {right(amount, second)}  {note}"


def _side_by_side(
    even: GoalResult, monthly: GoalResult, width: int, marks: Marks
) -> Iterator[str]:
    rows = [("", _EVEN, _MONTHLY)]
    rows += [
        (name, show(even) or marks.missing, show(monthly) or marks.missing)
        for name, show in _FIGURES
    ]
    rows.append(("Verdict", marks.status(even.health), marks.status(monthly.health)))
    first, second, third = (
        max(map(cells, column)) for column in zip(*rows, strict=True)
    )
    gutter = "   " if first + second + third + 8 <= width else " "
    for name, one, other in rows:
        row = gutter.join((left(name, first), right(one, second), right(other, third)))
        yield f"{_INDENT}{row}".rstrip()


def _moral(even: GoalResult, monthly: GoalResult) -> str:
    one, other = HEALTH_WORDS[even.health].lower(), HEALTH_WORDS[monthly.health].lower()
    if one == other:
        return f"On this day both phasings give the same verdict: {one}."
    return (
        f"Same target, same bookings: {one} if every day counts the same, {other} if "
        "half was always meant to come in the last month. So how a target spreads is "
        "part of what the two sides agree on."
    )


def _next_steps(plan: Plan, result: GoalResult) -> Iterator[tuple[str, str]]:
    """Yield when and what, in order of the days."""
    names = {Side.VENDOR: plan.vendor.name, Side.PARTNER: plan.partner.name}
    steps = [
        (action.due_on, "by", f"{action.name} ({names[action.side]})")
        for action in plan.actions
        if action.status not in _CLOSED and action.goal_id == result.goal.id
    ]
    steps += [
        (review.on, "on", f"{review.name} (both)")
        for review in plan.reviews
        if review.held_on is None
    ]
    for day, word, text in sorted(steps):
        late = "overdue: " if day < result.as_of else ""
        yield f"{word} {show_day(day)}", f"{late}{text}"


def _amount(amount: BookedAmount | None) -> str:
    return "" if amount is None else show_amount(amount)


def _ratio(ratio: Fraction | None, digits: int = 3) -> str:
    return "" if ratio is None else show_ratio(ratio, digits=digits)


def _rate(rate: Rate | None) -> str:
    return "" if rate is None else f"{show_amount(rate.rounded())} a day"


def _attained(result: GoalResult) -> str:
    ratio = result.attainment_ratio
    if ratio is None:
        return _amount(result.attained)
    return f"{_amount(result.attained)} ({show_percent(ratio, of_goal=True)})"


def _times(result: GoalResult) -> str:
    lift = result.lift_needed
    return "" if lift is None else f"{show_ratio(lift, digits=2)} times"


_FIGURES = (
    ("In so far", _attained),
    ("Due by now", lambda result: _amount(result.expected_to_date)),
    ("Pace index", lambda result: _ratio(result.pace_index)),
    ("Behind pace by", lambda result: _amount(result.gap_to_pace)),
    ("Missing to target", lambda result: _amount(result.gap_to_target)),
    ("Rate so far", lambda result: _rate(result.run_rate)),
    ("Rate needed from here", lambda result: _rate(result.required_run_rate)),
    ("Lift needed", _times),
    ("Ends at this pace", lambda result: _amount(result.projected_finish)),
)
