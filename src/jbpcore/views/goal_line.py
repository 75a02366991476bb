"""One goal as the cells of a table: short, and never kinder than the figures."""

from __future__ import annotations

from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain import explain
from jbpcore.formatting.explain_amounts import never_kinder
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
        gap: What is missing to the target, or what is left or over.
        takes: What it takes from here, in a few words; empty if nothing special.
        advice: The same as a clause, with why.
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
    advice: str
    notes: tuple[str, ...]


def goal_line(result: GoalResult, *, locale: str, marks: Marks) -> GoalLine:
    """Return the cells for *result*.

    Args:
        result: The goal's figures.
        locale: How numbers are written; the words beside them are English.
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
        advice=writer.advice(),
        notes=tuple(finding.message for finding in result.findings),
    )


class _Writer:
    """The words about one result, in one locale."""

    def __init__(self, result: GoalResult, locale: str) -> None:
        self.result = result
        self.locale = locale
        self.has_figures = result.health is not Health.NO_DATA

    def attained(self) -> str:
        if self.result.shape.is_share:
            return self.share()
        attained, target = self.result.attained, self.result.target
        if attained is None or not self.has_figures:
            return "" if target is None else f"none of {self.amount(target)}"
        if target is None:
            return f"{self.amount(attained)}, no target"
        if not self.is_way:
            upward = not self.result.higher_is_better
            return f"{self.bare(attained, upward=upward)} of {self.amount(target)}"
        done, whole = self.way(attained), self.way(target)
        shown = self.number(done) if isinstance(done, Ratio) else self.bare(done)
        return f"{shown} of {self.counted(whole)}"

    def share(self) -> str:
        """Say what is done, or kept, as far as it is due."""
        if self.result.shape is GoalShape.MILESTONE:
            return "not done" if self.result.attainment_ratio != 1 else "done"
        checks = self.result.checks
        if not checks:
            return "none due yet"
        good = show_number(sum(check.is_kept for check in checks), locale=self.locale)
        return f"{good} of {show_number(len(checks), locale=self.locale)} kept"

    @property
    def is_way(self) -> bool:
        """Whether what counts is the way from a baseline, not the level itself."""
        return self.result.shape.has_baseline and self.result.goal.baseline is not None

    @property
    def more(self) -> str:
        return "less" if self.result.shape.falls else "more"

    def way(self, level: Amount) -> Amount:
        """Return how far *level* is from the baseline, forward being positive."""
        baseline = self.result.goal.baseline
        if not self.is_way or baseline is None:
            return level
        way = exact(level) - exact(baseline)
        return like(way if self.result.higher_is_better else -way, level)

    def counted(self, way: Amount, *, upward: bool = False) -> str:
        """Write a way with what it is counted in: 3 more people, 1 point less."""
        if isinstance(way, Money):
            return f"{self.amount(way, upward=upward)} {self.more}"
        if isinstance(way, Ratio):
            return f"{self.points(way, upward=upward)} {self.more}"
        return f"{self.number(way, upward=upward)} {self.more} {way.unit}"

    def points(self, ratio: Ratio, *, upward: bool = False) -> str:
        """Write the difference of two percentages: 1 point, 0.4 points."""
        number = self.number(ratio, upward=upward)
        return f"{number} point{'s' * (number != '1')}"

    def done(self) -> str:
        ratio = self.result.progress_ratio
        if ratio is None or not self.has_figures:
            return ""
        keeps_below = self.result.shape is not GoalShape.CEILING
        if not keeps_below:
            ratio = never_kinder(ratio)
        return show_percent(ratio, locale=self.locale, of_goal=keeps_below)

    def due(self) -> str:
        due = self.due_amount()
        if due is None:
            return ""
        is_points = isinstance(due, Ratio) and self.is_way
        show = self.number if is_points else self.bare
        return show(due, upward=self.rounds_due_up)

    def due_amount(self) -> Amount | None:
        due = self.result.expected_to_date
        if self.result.shape.is_share:
            return None
        return self.way(due) if due is not None and self.result.elapsed_days else None

    @property
    def rounds_due_up(self) -> bool:
        return self.is_way or self.result.higher_is_better

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
        if gap is None or self.result.shape.is_share:
            return ""
        missing = exact(gap) >= 0
        size = like(abs(exact(gap)), gap)
        if isinstance(size, Ratio):
            shown = self.points(size, upward=missing)
        else:
            shown = self.bare(size, upward=missing)
        if missing:
            return f"{shown} over" if self.is_ceiling and exact(gap) else shown
        return f"{shown} left" if self.is_ceiling else f"{shown} over"

    def takes(self) -> str:
        result, health = self.result, self.result.health
        if health is Health.NO_DATA:
            return "ask for the numbers"
        if result.reason is Reason.NO_TARGET:
            return "agree on a target"
        if health not in _SHORT_OF_PACE:
            return ""
        if self.is_ceiling:
            finish = result.projected_finish
            return "" if finish is None else f"heads for {self.amount(finish)}"
        required, current = result.required_run_rate, result.run_rate
        gap = result.gap_to_target
        if required is None or gap is None or required.value <= 0:
            return ""
        if not isinstance(gap, Money):
            return self.missing(gap)
        told = f"{self.amount(like(required.value, gap), upward=True)} a day"
        if current is None or not current.value:
            return told
        return f"{told}, not {self.amount(like(current.value, gap))}"

    def advice(self) -> str:
        health, due = self.result.health, self.due_amount()
        if health is Health.NOT_APPLICABLE:
            return self.reason()
        if health is Health.NO_DATA:
            told = "nothing is in the ledger: ask for the numbers"
        elif health not in _SHORT_OF_PACE:
            return ""
        else:
            told = self.heading_for() if self.is_ceiling else self.required()
        if due is None:
            return told
        show = self.counted if self.is_way else self.amount
        shown = show(due, upward=self.rounds_due_up)
        return f"due {shown}; {told}" if told else f"due {shown}"

    def required(self) -> str:
        result = self.result
        required, gap = result.required_run_rate, result.gap_to_target
        if required is None or gap is None or required.value <= 0:
            return ""
        if isinstance(gap, Money):
            rate = self.amount(like(required.value, gap), upward=True)
            told = f"takes {rate} a day for {self.days(result.remaining_days)}"
            if result.remaining_days >= DAYS_PER_WEEK:
                a_week = like(required.per_week().value, gap)
                shown = self.amount(a_week, upward=True)
                told = f"takes {shown} a week ({rate} a day)"
        else:
            told = f"takes {self.missing(gap)}"
        if result.lift_needed is None:
            return told
        lift = show_ratio(result.lift_needed, locale=self.locale, digits=2)
        return f"{told}, {lift} times the rate so far"

    def missing(self, gap: Amount) -> str:
        """Say how many more, or less, by when."""
        if isinstance(gap, Ratio):
            shown = self.points(gap, upward=True)
        else:
            shown = self.number(gap, upward=True)
        return f"{shown} {self.more} in {self.days(self.result.remaining_days)}"

    def heading_for(self) -> str:
        finish, target = self.result.projected_finish, self.result.target
        if finish is None or target is None:
            return ""
        over = formulas.shortfall(exact(target), exact(finish), higher_is_better=False)
        ends = f"at this pace it ends at {self.amount(finish)}"
        if over <= 0:
            return ends
        return f"{ends}, {self.amount(like(over, target))} over the limit"

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
