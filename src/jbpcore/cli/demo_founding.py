"""The goal that the demo explains: where it stands, why, and what phasing changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from jbpcore.cli.demo_programme import monthly_phasing
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import Rate
from jbpcore.formatting.explain import HEALTH_WORDS, explain
from jbpcore.formatting.numbers import show_amount, show_day, show_percent, show_ratio
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.execution import ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.views.marks import Marks
from jbpcore.views.text_layout import cells, left, right, wrapped

__all__ = ["iter_founding_lines"]

_INDENT = "  "
_CLOSED = {ActionStatus.DONE, ActionStatus.DROPPED}
_EVEN, _MONTHLY = "Every day the same", "20/30/50 by month"


def iter_founding_lines(
    plan: Plan, entries: Iterable[ActualEntry], result: GoalResult, *, width: int, marks: Marks
) -> Iterator[str]:
    """Yield the lines that explain one goal, first as agreed and then phased by month.

    Args:
        plan: The plan that the goal is in.
        entries: The ledger.
        result: How the goal stands.
        width: Columns of the screen.
        marks: The signs to draw with.
    """
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
    title = (
        f"{plan.partner.name}, {goal.name}: the {_amount(goal.target)} that both sides "
        "agreed to"
    )
    yield from wrapped(title, width)
    yield marks.rule * min(cells(title), width)
    yield from wrapped(_bookings(counted, result), width, head=_INDENT)
    yield ""
    yield from _side_by_side(result, phased, width, marks)
    yield ""
    for told, words in ((_EVEN, explain(result)), (_MONTHLY, explain(phased))):
        yield from wrapped(f"{told}. {words}", width, head=_INDENT)
        yield ""
    yield from wrapped(_moral(result, phased), width, head=_INDENT)
    yield ""
    yield from _next_steps(plan, result, width)


def _bookings(entries: Sequence[ActualEntry], result: GoalResult) -> str:
    taken_back = {entry.reverses: entry.on for entry in entries if entry.reverses}
    told = []
    for entry in entries:
        if entry.on > result.as_of or entry.reverses:
            continue
        text = f"{_amount(entry.amount)} on {show_day(entry.on)}"
        back_on = taken_back.get(entry.entry_id)
        if back_on is not None and back_on <= result.as_of:
            text += f" (taken back on {show_day(back_on)})"
        told.append(text)
    listed = ", ".join(told) if told else "nothing yet"
    return (
        f"{result.elapsed_days} of {result.total_days} days are gone. Booked: {listed}."
    )


def _side_by_side(
    even: GoalResult, monthly: GoalResult, width: int, marks: Marks
) -> Iterator[str]:
    rows = [("", _EVEN, _MONTHLY)]
    rows += [
        (name, *(show(result) or marks.missing for result in (even, monthly)))
        for name, show in _FIGURES
    ]
    rows.append(
        ("Verdict", marks.status(even.health), marks.status(monthly.health)),
    )
    first, second, third = (max(map(cells, column)) for column in zip(*rows, strict=True))
    gap = "   " if first + second + third + 8 <= width else " "
    for name, one, other in rows:
        row = gap.join((left(name, first), right(one, second), right(other, third)))
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


def _next_steps(plan: Plan, result: GoalResult, width: int) -> Iterator[str]:
    names = {Side.VENDOR: plan.vendor.name, Side.PARTNER: plan.partner.name}
    for action in plan.actions:
        if action.status not in _CLOSED and action.goal_id == result.goal.id:
            day = show_day(action.due_on)
            late = ", overdue" if action.due_on < result.as_of else ""
            text = f"{action.name} (by {day}{late})"
            yield from wrapped(text, width, head=f"{_INDENT}{names[action.side]}: ")
    coming = [review for review in plan.reviews if review.on > result.as_of]
    if coming:
        review = min(coming, key=lambda review: review.on)
        text = f"{review.name} on {show_day(review.on)}"
        yield from wrapped(text, width, head=f"{_INDENT}Next review: ")


def _amount(amount: Amount | None) -> str:
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
    ("Gap to pace", lambda result: _amount(result.gap_to_pace)),
    ("Gap to target", lambda result: _amount(result.gap_to_target)),
    ("Rate so far", lambda result: _rate(result.run_rate)),
    ("Rate needed from here", lambda result: _rate(result.required_run_rate)),
    ("Faster than so far", _times),
    ("Ends at this pace", lambda result: _amount(result.projected_finish)),
)
