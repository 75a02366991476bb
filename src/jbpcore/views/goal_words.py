"""One goal in a few words, for a table, a card or a mail; never kinder than it is."""

from __future__ import annotations

from fractions import Fraction

from jbpcore.engine import formulas
from jbpcore.engine.amounts import as_integer_ratio, exact, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import never_kinder
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.decimals import half_even
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio
from jbpcore.views.once import Once
from jbpcore.views.voice import Voice, WritesAmount

__all__ = ["SHORT_OF_PACE", "GoalWords"]

SHORT_OF_PACE = frozenset({Health.OFF_TRACK, Health.AT_RISK})
"""The healths of goals that something has to be done about now."""

_PACE_DIGITS = range(2, 10)


class GoalWords:
    """The words about one result, in one language; empty text where there is none.

    Args:
        result: How the goal stands.
        voice: The language.

    Attributes:
        amount: Writes an amount with its unit; :meth:`.Voice.amount`.
        number: Writes the number of an amount; :meth:`.Voice.figure`.
        is_share: Whether a share of one is what counts, of checks or of all.
        is_ceiling: Whether it is a limit to stay below.
        is_way: Whether what counts is the way from a baseline, not the level itself.
    """

    def __init__(self, result: GoalResult, voice: Voice) -> None:
        """Take what the words are about, and the language."""
        self.result = result
        self.voice = voice
        self.amount: WritesAmount = voice.amount
        self.number: WritesAmount = voice.figure
        self.shape: GoalShape = result.shape
        self.is_share: bool = self.shape.is_share
        self.is_ceiling: bool = self.shape is GoalShape.CEILING
        self.is_way: bool = self.shape.has_baseline and result.goal.baseline is not None
        self.has_figures: bool = result.health is not Health.NO_DATA

    @Once
    def attained(self) -> str:
        """What is in, of what is wanted."""
        if self.is_share:
            return self._share()
        attained, target = self.result.attained, self.result.target
        if attained is None or not self.has_figures:
            if target is None:
                return ""
            return self.voice.text("none of {target}", target=self.amount(target))
        if target is None:
            return self.voice.text(
                "{attained}, no target", attained=self.amount(attained)
            )
        if not self.is_way:
            shown, whole = self.bare_attained, self.whole
        else:
            done = self.way(attained)
            shown = self.number(done) if isinstance(done, Ratio) else self.bare(done)
            whole = self.counted(self.way(target))
        return self.voice.text("{attained} of {target}", attained=shown, target=whole)

    @Once
    def bare_attained(self) -> str:
        """What is in, without a unit that stands elsewhere; never kinder than it is."""
        attained = self.result.attained
        if attained is None:
            return ""
        return self.bare(attained, upward=not self.result.higher_is_better)

    @Once
    def whole(self) -> str:
        """The target."""
        target = self.result.target
        return "" if target is None else self.amount(target)

    def _share(self) -> str:
        """Say what is done, or kept, as far as it is due."""
        if self.shape is GoalShape.MILESTONE:
            if self.result.attainment_ratio != 1:
                return self.voice.text("not done")
            return self.voice.text("done")
        checks = self.result.checks
        if not checks:
            return self.voice.text("none due yet")
        kept = self.voice.number(sum(check.is_kept for check in checks))
        due = self.voice.number(len(checks))
        return self.voice.text("{kept} of {due} kept", kept=kept, due=due)

    def way(self, level: Amount) -> Amount:
        """Return how far *level* is from the baseline, forward being positive."""
        baseline = self.result.goal.baseline
        if not self.is_way or baseline is None:
            return level
        way = exact(level) - exact(baseline)
        return like(way if self.result.higher_is_better else -way, level)

    def counted(self, way: Amount, *, upward: bool = False) -> str:
        """Write a way with what it is counted in: 3 more people, 1 point less."""
        falls = self.shape.falls
        if isinstance(way, Money | Ratio):
            if isinstance(way, Ratio):
                shown = self.points(way, upward=upward)
            else:
                shown = self.amount(way, upward=upward)
            if falls:
                return self.voice.text("{amount} less", amount=shown)
            return self.voice.text("{amount} more", amount=shown)
        number = self.number(way, upward=upward)
        if falls:
            return self.voice.text("{number} less {unit}", number=number, unit=way.unit)
        return self.voice.text("{number} more {unit}", number=number, unit=way.unit)

    def points(self, ratio: Ratio, *, upward: bool = False) -> str:
        """Write the difference of two percentages: 1 point, 0.4 points."""
        number = self.number(ratio, upward=upward)
        count = 1 if number == self.voice.number(1) else 2
        return self.voice.count(
            "{number} point", "{number} points", count, number=number
        )

    @Once
    def done(self) -> str:
        """The way done, in percent."""
        ratio = self.result.progress_ratio
        if ratio is None or not self.has_figures:
            return ""
        keeps_below = not self.is_ceiling
        if not keeps_below:
            ratio = never_kinder(ratio)
        return self.voice.percent(ratio, of_goal=keeps_below)

    @Once
    def due(self) -> str:
        """What should be in by now."""
        due = self.due_amount
        if due is None:
            return ""
        is_points = isinstance(due, Ratio) and self.is_way
        show = self.number if is_points else self.bare
        return show(due, upward=self.rounds_due_up)

    @Once
    def due_counted(self) -> str:
        """What should be in by now, with its unit."""
        due = self.due_amount
        if due is None:
            return ""
        show = self.counted if self.is_way else self.amount
        return show(due, upward=self.rounds_due_up)

    @Once
    def due_amount(self) -> Amount | None:
        """What should be in by now; ``None`` before the first day."""
        due = self.result.expected_to_date
        if self.is_share:
            return None
        return self.way(due) if due is not None and self.result.elapsed_days else None

    @property
    def rounds_due_up(self) -> bool:
        """Whether what is due is rounded up, so as not to look kinder."""
        return self.is_way or self.result.higher_is_better

    @Once
    def pace(self) -> str:
        """The pace index, with as many digits as show its band."""
        pace, result = self.result.pace_index, self.result
        if pace is None or not self.has_figures:
            return ""
        band = result.bands.of(pace)
        for digits in _PACE_DIGITS:
            scale = 10**digits
            units = half_even(pace.numerator * scale, pace.denominator)
            if result.bands.of(Fraction(units, scale)) is band:
                return self.voice.ratio(pace, digits=digits)
        return self.voice.ratio(pace, digits=_PACE_DIGITS.stop)

    @Once
    def needed_a_week(self) -> str:
        """What each week from here must bring; empty where that is not known."""
        required, gap = self.result.required_run_rate, self.result.gap_to_target
        if required is None or gap is None:
            return ""
        a_week = like(required.value * DAYS_PER_WEEK, gap)
        return self.amount(a_week, upward=True)

    @Once
    def days_left(self) -> str:
        """How many days of the period are left."""
        return self.voice.days(self.result.remaining_days)

    @Once
    def gap(self) -> str:
        """What is missing to the target, or what is left or over."""
        gap = self.result.gap_to_target
        if gap is None or self.is_share:
            return ""
        short_by = as_integer_ratio(gap)[0]
        missing = short_by >= 0
        size = gap if missing else like(-exact(gap), gap)
        if isinstance(size, Ratio):
            shown = self.points(size, upward=missing)
        else:
            shown = self.bare(size, upward=missing)
        if missing:
            if self.is_ceiling and short_by:
                return self.voice.text("{amount} over", amount=shown)
            return shown
        if self.is_ceiling:
            return self.voice.text("{amount} left", amount=shown)
        return self.voice.text("{amount} over", amount=shown)

    @Once
    def takes(self) -> str:
        """What it takes from here, in a few words, where that is something new."""
        result, health = self.result, self.result.health
        if health is Health.NO_DATA:
            return self.voice.text("ask for the numbers")
        if result.reason is Reason.NO_TARGET:
            return self.voice.text("agree on a target")
        if health not in SHORT_OF_PACE:
            return ""
        if not self.is_ceiling:
            return self._needs()
        finish = result.projected_finish
        if finish is None:
            return ""
        return self.voice.text("heads for {finish}", finish=self.amount(finish))

    def _needs(self) -> str:
        result, gap = self.result, self.result.gap_to_target
        required, current = result.required_run_rate, result.run_rate
        if required is None or gap is None or required.value.numerator <= 0:
            return ""
        if not isinstance(gap, Money):
            return self.missing(gap)
        needed = self.amount(like(required.value, gap), upward=True)
        if current is None or not current.value:
            return self.voice.text("{needed} a day", needed=needed)
        now = self.amount(like(current.value, gap))
        return self.voice.text("{needed} a day, not {now}", needed=needed, now=now)

    @Once
    def advice(self) -> str:
        """The same as a clause, with why."""
        health, due = self.result.health, self.due_counted
        if health is Health.NOT_APPLICABLE:
            return self._reason()
        if health is Health.NO_DATA:
            told = self.voice.text("nothing is in the ledger: ask for the numbers")
        elif health not in SHORT_OF_PACE:
            return ""
        else:
            told = self.heading_for() if self.is_ceiling else self.required()
        if not due:
            return told
        if not told:
            return self.voice.text("due {due}", due=due)
        return self.voice.text("due {due}; {advice}", due=due, advice=told)

    def required(self) -> str:
        """Say how fast it has to go from here."""
        result = self.result
        required, gap = result.required_run_rate, result.gap_to_target
        if required is None or gap is None or required.value.numerator <= 0:
            return ""
        if isinstance(gap, Money):
            rate = self.amount(like(required.value, gap), upward=True)
            if result.remaining_days >= DAYS_PER_WEEK:
                told = self.voice.text(
                    "takes {week} a week ({day} a day)",
                    week=self.needed_a_week,
                    day=rate,
                )
            else:
                days = self.days_left
                told = self.voice.text(
                    "takes {day} a day for {days}", day=rate, days=days
                )
        else:
            told = self.voice.text("takes {amount}", amount=self.missing(gap))
        if result.lift_needed is None:
            return told
        lift = self.voice.ratio(result.lift_needed, digits=2)
        return self.voice.text(
            "{takes}, {lift} times the rate so far", takes=told, lift=lift
        )

    def missing(self, gap: Amount) -> str:
        """Say how many more, or less, by when."""
        falls = self.shape.falls
        if isinstance(gap, Ratio):
            shown = self.points(gap, upward=True)
        else:
            shown = self.number(gap, upward=True)
        days = self.days_left
        if falls:
            return self.voice.text("{amount} less in {days}", amount=shown, days=days)
        return self.voice.text("{amount} more in {days}", amount=shown, days=days)

    def heading_for(self) -> str:
        """Say where a limit ends at this pace."""
        finish, target = self.result.projected_finish, self.result.target
        if finish is None or target is None:
            return ""
        shown = self.amount(finish)
        over = formulas.shortfall(exact(target), exact(finish), higher_is_better=False)
        if over <= 0:
            return self.voice.text("at this pace it ends at {finish}", finish=shown)
        return self.voice.text(
            "at this pace it ends at {finish}, {over} over the limit",
            finish=shown,
            over=self.amount(like(over, target)),
        )

    def _reason(self) -> str:
        """Return the reason why there is no verdict, without what was said before."""
        told = self.voice.explained(self.result).partition(": ")[2]
        return told.partition(". ")[0].removesuffix(".")

    def bare(self, amount: Amount, *, upward: bool = False) -> str:
        """Write an amount whose unit, if it is a noun, stands elsewhere in the row."""
        if isinstance(amount, Money | Ratio):
            return self.amount(amount, upward=upward)
        return self.number(amount, upward=upward)
