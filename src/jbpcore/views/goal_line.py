"""One goal as the cells of a table: short, and never kinder than the figures."""

from __future__ import annotations

from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain import explain
from jbpcore.formatting.numbers import show_number, show_percent, show_ratio
from jbpcore.formatting.short_amounts import show_short_amount, show_short_number
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio
from jbpcore.views.marks import Marks

__all__ = ["GoalLine", "goal_line"]

_SHORT_OF_PACE = {Health.OFF_TRACK, Health.AT_RISK}
_PACE_DIGITS = range(2, 10)


@attrs.frozen(kw_only=True)
class GoalLine:
    """What a table says about one goal.

    Attributes:
        goal: Its name.
        attained: What is in, of what is wanted.
        done: The way done, in percent.
        due: What should be in by now.
        pace: The pace index.
        status: The shape and the word of its health.
        gap: What is missing to the target; with a plus, what is more than it.
        takes: What it takes from here; empty if nothing special.
        notes: What else has to be said, such as entries left out.
    """

    goal: str
    attained: str
    done: str
    due: str
    pace: str
    status: str
    gap: str
    takes: str
    notes: tuple[str, ...]


def goal_line(result: GoalResult, *, locale: str, marks: Marks) -> GoalLine:
    """Return the cells for *result*.

    Args:
        result: The goal's figures.
        locale: How numbers are written; its language must be English.
        marks: The signs to draw with.
    """
    writer = _Writer(result, locale)
    return GoalLine(
        goal=result.goal.name,
        attained=writer.attained() or marks.missing,
        done=writer.done() or marks.missing,
        due=writer.due() or marks.missing,
        pace=writer.pace() or marks.missing,
        status=marks.status(result.health),
        gap=writer.gap() or marks.missing,
        takes=writer.takes(),
        notes=tuple(finding.message for finding in result.findings),
    )


class _Writer:
    """The words about one result, in one locale."""

    def __init__(self, result: GoalResult, locale: str) -> None:
        self.result = result
        self.locale = locale
        self.has_figures = result.health is not Health.NO_DATA

    def attained(self) -> str:
        attained, target = self.result.attained, self.result.goal.target
        if attained is None or not self.has_figures:
            return "" if target is None else f"none of {self.amount(target)}"
        if target is None:
            return f"{self.amount(attained)}, no target"
        upward = not self.result.higher_is_better
        baseline = self.result.goal.baseline
        if self.result.shape.has_baseline and baseline is not None:
            return self.way_done(attained, baseline, target)
        return f"{self.bare(attained, upward=upward)} of {self.amount(target)}"

    def way_done(self, attained: Amount, baseline: Amount, target: Amount) -> str:
        falls = self.result.shape is GoalShape.LEVEL_DOWN
        sign = -1 if falls else 1
        done = like((exact(attained) - exact(baseline)) * sign, target)
        whole = like((exact(target) - exact(baseline)) * sign, target)
        more = "less" if falls else "more"
        if isinstance(target, Ratio):
            return f"{self.number(done)} of {self.number(whole)} points {more}"
        if isinstance(target, Money):
            return f"{self.amount(done)} of {self.amount(whole)} {more}"
        return f"{self.number(done)} of {self.number(whole)} {more} {target.unit}"

    def done(self) -> str:
        ratio = self.result.progress_ratio
        if ratio is None or not self.has_figures:
            return ""
        keeps_below = self.result.shape is not GoalShape.CEILING
        return show_percent(ratio, locale=self.locale, of_goal=keeps_below)

    def due(self) -> str:
        result = self.result
        due = result.expected_to_date
        if due is None or result.goal.target is None or not result.elapsed_days:
            return ""
        return self.amount(due, upward=result.higher_is_better)

    def pace(self) -> str:
        pace, result = self.result.pace_index, self.result
        if pace is None or not self.has_figures:
            return ""
        for digits in _PACE_DIGITS:
            shown = Fraction(round(pace * 10**digits), 10**digits)
            if result.bands.of(shown) is result.bands.of(pace):
                return show_ratio(pace, locale=self.locale, digits=digits)
        return show_ratio(pace, locale=self.locale, digits=_PACE_DIGITS.stop)

    def gap(self) -> str:
        gap = self.result.gap_to_target
        if gap is None:
            return ""
        if exact(gap) < 0:
            return f"+{self.bare(abs(gap))}"
        return self.bare(gap, upward=True)

    def takes(self) -> str:
        health = self.result.health
        if health is Health.NOT_APPLICABLE:
            return self.reason()
        if health is Health.NO_DATA:
            return "ask for the numbers: nothing is in the ledger"
        if health is Health.MISSED:
            gap = self.result.gap_to_target
            end = "over the limit" if self.is_ceiling else "short"
            return "" if gap is None else f"ended {self.amount(gap, upward=True)} {end}"
        if health not in _SHORT_OF_PACE:
            return ""
        return self.heading_for() if self.is_ceiling else self.required()

    def required(self) -> str:
        result = self.result
        required, gap = result.required_run_rate, result.gap_to_target
        if required is None or gap is None or required.value <= 0:
            return ""
        days = self.days(result.remaining_days)
        if isinstance(gap, Money):
            rate = self.amount(like(required.value, gap), upward=True)
            told = f"{rate} a day for {days}"
        else:
            way = "less" if result.shape is GoalShape.LEVEL_DOWN else "more"
            told = f"{self.number(gap, upward=True)} {way} in {days}"
        if result.lift_needed is None:
            return told
        lift = show_ratio(result.lift_needed, locale=self.locale, digits=2)
        return f"{told}, {lift} times the rate so far"

    def heading_for(self) -> str:
        finish, target = self.result.projected_finish, self.result.goal.target
        if finish is None or target is None:
            return ""
        over = formulas.shortfall(exact(target), exact(finish), higher_is_better=False)
        ends = f"at this pace it ends at {self.amount(finish, upward=True)}"
        if over <= 0:
            return ends
        return f"{ends}, {self.amount(like(over, target), upward=True)} over"

    def reason(self) -> str:
        """Return the reason why there is no verdict, without what was said before."""
        told = explain(self.result, locale=self.locale).partition(": ")[2]
        return told.partition(". ")[0].removesuffix(".")

    @property
    def is_ceiling(self) -> bool:
        return self.result.shape is GoalShape.CEILING

    def days(self, count: int) -> str:
        return f"{show_number(count, locale=self.locale)} day{'s' * (count != 1)}"

    def amount(self, amount: Amount, *, upward: bool = False) -> str:
        return show_short_amount(amount, locale=self.locale, upward=upward)

    def number(self, amount: Amount, *, upward: bool = False) -> str:
        return show_short_number(amount, locale=self.locale, upward=upward)

    def bare(self, amount: Amount, *, upward: bool = False) -> str:
        """Write an amount whose unit, if it is a noun, stands elsewhere in the row."""
        if isinstance(amount, Money | Ratio):
            return self.amount(amount, upward=upward)
        return self.number(amount, upward=upward)
