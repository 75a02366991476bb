"""A result in one to three sentences, with the arithmetic in them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like
from jbpcore.engine.explaining import explanation
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.projection.projection import Projection
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import (
    count_days,
    is_or_are,
    never_kinder,
    show_beside,
    show_difference,
    was_or_were,
)
from jbpcore.formatting.explain_notes import gap_clause, list_notes
from jbpcore.formatting.explain_projection import explain_projection
from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.numbers import (
    show_amount,
    show_day,
    show_number,
    show_percent,
    show_ratio,
)
from jbpcore.formatting.share_words import (
    kept_words,
    milestone_words,
    missed_words,
)
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.ratio import Ratio

__all__ = ["HEALTH_WORDS", "explain"]

HEALTH_WORDS: Final = {
    Health.MET: "Met",
    Health.AHEAD: "Ahead",
    Health.ON_TRACK: "On track",
    Health.AT_RISK: "At risk",
    Health.OFF_TRACK: "Off track",
    Health.MISSED: "Missed",
    Health.NOT_STARTED: "Not started",
    Health.NO_DATA: "No data",
    Health.NOT_APPLICABLE: "No verdict",
}
"""Each health in English."""

_NO_VERDICT: Final = {
    Reason.NO_TARGET: "no target is agreed; agree on one to see the pace",
    Reason.ZERO_TARGET: "the target is zero, so there is no share of it to measure",
    Reason.NEGATIVE_TARGET: "the target is below zero, where pace has no meaning",
    Reason.NO_BASELINE: "nobody said where the level starts; give the goal a baseline",
    Reason.TARGET_IS_BASELINE: "target and baseline are equal, so nothing is to move",
    Reason.PHASING_EMPTY: (
        "the phasing puts nothing on the days of the goal; change one of them"
    ),
    Reason.NO_KEEP_BAND: "nobody said within which bounds it is to stay; give a band",
}
_MOST_DIGITS = 9
_HARDLY: Final = Fraction(1, 10)


def explain(result: GoalResult | Projection, *, locale: str = "en_US") -> str:
    """Say how a goal stands, by which rule, and what it takes; or where it finishes.

    Args:
        result: What :func:`~jbpcore.engine.attainment.assess_goal` found, or
            :func:`~jbpcore.engine.projection.project.project_goal`.
        locale: How numbers and days are written; its language must be English.

    Returns:
        One to three sentences, and one more for entries that were left out.

    Raises:
        UnsupportedLocaleError: If there is no wording in the locale's language.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> print(explain(assess_goal(goal, booked, as_of=date(2026, 7, 1))))
        Missed: $7,500.00 of $25,000.00 was in when the period ended on Jun 30, 2026
        (30%), $17,500.00 short.
    """
    if isinstance(result, Projection):
        return explain_projection(result, locale=locale)
    parse_locale(locale)
    return _Story(result, locale).text()


class _Story:
    """The sentences about one result, in one locale."""

    def __init__(self, result: GoalResult, locale: str) -> None:
        self.result = result
        self.told = explanation(result)
        self.locale = locale

    def text(self) -> str:
        result = self.result
        under_way, settled = self.under_way, self.settled
        if result.shape is GoalShape.KEEP:
            under_way = settled = self.kept
        elif result.shape is GoalShape.MILESTONE:
            under_way = settled = self.milestone
        sentences = {
            Health.NOT_APPLICABLE: self.no_verdict,
            Health.NOT_STARTED: self.not_started,
            Health.NO_DATA: self.no_data,
            Health.MET: settled,
            Health.MISSED: settled,
        }.get(result.health, under_way)()
        told = [f"{HEALTH_WORDS[result.health]}: {sentences[0]}.", *sentences[1:]]
        told += list_notes(result, locale=self.locale)
        told += [finding.message for finding in result.findings]
        return " ".join(told)

    def no_verdict(self) -> list[str]:
        told = [_NO_VERDICT[self.result.reason]]
        if self.result.attained is not None and not self.result.shape.is_share:
            told.append(f"{self.attained()} so far.")
        return told

    def not_started(self) -> list[str]:
        period = self.result.goal.period
        told = [f"the period begins on {self.day(period.first_day)}"]
        required = self.result.required_run_rate
        if required is not None and required.value > 0:
            target, a_day = self.result.target, required.rounded()
            days = count_days(self.result.remaining_days, locale=self.locale)
            whole = self.amount(target)
            if self.result.shape.has_baseline:
                whole = self.difference(self.result.gap_to_target)
            rates = f"{self.difference(a_day)} a day{self.other_rates()}"
            told.append(f"{whole} in {days} is {rates}.")
        return told

    def no_data(self) -> list[str]:
        result = self.result
        metric, as_of = result.goal.metric.key, self.day(result.as_of)
        told = [f"the ledger holds no entry of {metric} up to {as_of}"]
        if result.reason is Reason.NOTHING_TO_DIVIDE_BY:
            told = [f"the entries of {metric} up to {as_of} leave nothing to divide by"]
        if result.shape is GoalShape.KEEP:
            return told
        if result.expected_to_date is not None:
            due, whole = self.amount(result.expected_to_date), result.target
            told.append(f"{due} of {self.amount(whole)} {self.due()} by then.")
        return told

    def kept(self) -> list[str]:
        result = self.result
        told = kept_words(result, locale=self.locale) + self.percent()
        if result.reason is Reason.PERIOD_ENDED:
            last_day = self.day(result.goal.period.last_day)
            told += f" when the period ended on {last_day}"
        elif result.checks:
            told += f" by {self.day(result.as_of)}{self.verdict()}"
        return [told, *filter(None, [missed_words(result, locale=self.locale)])]

    def milestone(self) -> list[str]:
        return [milestone_words(self.result, locale=self.locale)]

    def settled(self) -> list[str]:
        result = self.result
        last_day = result.goal.period.last_day
        if result.reason is Reason.TARGET_REACHED:
            when = f"by {self.day(result.as_of)}"
            left = (
                f", with {count_days(result.remaining_days, locale=self.locale)} left"
            )
        else:
            when, left = f"when the period ended on {self.day(last_day)}", ""
        gap = self.gap(result.gap_to_target)
        return [f"{self.attained(is_over=True)} {when}{self.percent()}{left}{gap}"]

    def under_way(self) -> list[str]:
        result = self.result
        due = self.amount(result.expected_to_date)
        percent, verdict = self.percent(), self.verdict()
        gone = f"{self.number(result.elapsed_days)} of {self.number(result.total_days)}"
        first = (
            f"{self.attained()} by {self.day(result.as_of)}{percent}, where "
            f"{due} {self.due()} after {gone} days{verdict}"
        )
        return [first, *filter(None, (self.what_it_takes(), self.finish()))]

    def verdict(self) -> str:
        result = self.result
        step = self.told.step("pace_index")
        if step.value is None:
            return self.without_pace()
        if result.shape.has_baseline:
            shown = "way done ÷ way due"
        elif result.shape is GoalShape.KEEP:
            counts = self.told.step("attained").inputs
            shown = " ÷ ".join(self.number(int(count.value)) for count in counts)
        else:
            shown = " ÷ ".join(self.amount(part.amount) for part in step.inputs)
        return f": a pace index of {self.pace(step.value)} ({shown}; {self.band()})"

    def without_pace(self) -> str:
        """Say what there is to say where the pace has nothing to compare with."""
        result = self.result
        if result.expected_to_date is None:
            return ""
        if result.shape is GoalShape.CEILING:
            is_spent = result.health is Health.OFF_TRACK
            return ", so it was not to be" if is_spent else ", so there is room"
        is_behind = result.health is Health.OFF_TRACK
        return ", and what is in is less" if is_behind else ", so nothing is late"

    def due(self) -> str:
        """Return the verb of what should be in by now, or may be spent by now."""
        verb = was_or_were(self.result.expected_to_date)
        is_ceiling = self.result.shape is GoalShape.CEILING
        return f"{verb} {'planned' if is_ceiling else 'due'}"

    def pace(self, pace: Fraction) -> str:
        """Write the pace with as many digits as keep it in its band."""
        result, digits = self.result, 3
        while digits < _MOST_DIGITS:
            scale = 10**digits
            if result.bands.of(Fraction(round(pace * scale), scale)) is result.health:
                break
            digits += 1
        return show_ratio(pace, locale=self.locale, digits=digits)

    def band(self) -> str:
        lowest, next_one = (
            "" if bound is None else show_ratio(bound, locale=self.locale, digits=2)
            for bound in (self.told.band_from, self.told.band_to)
        )
        reach = f"{lowest} to {next_one}"
        if not lowest:
            reach = f"below {next_one}"
        elif not next_one:
            reach = f"{lowest} or more"
        return f"{HEALTH_WORDS[self.told.health].lower()} is {reach}"

    def what_it_takes(self) -> str:
        result = self.result
        required, lift = (
            self.told.step(code) for code in ("required_run_rate", "lift_needed")
        )
        if result.shape is GoalShape.CEILING or not required.value:
            return ""
        gap = self.difference(self.told.step("gap_to_target").amount)
        days = count_days(result.remaining_days, locale=self.locale)
        told = (
            f"To close the gap of {gap} in the {days} left takes "
            f"{self.difference(required.amount)} a day{self.other_rates()}"
        )
        if lift.value is None:
            return f"{told}."
        times = f"{show_ratio(lift.value, locale=self.locale, digits=2)} times"
        if lift.value < _HARDLY:
            times = "less than a tenth of"
        current = self.difference(self.told.step("run_rate").amount)
        return f"{told}, {times} the {current} a day so far."

    def other_rates(self) -> str:
        """Say the same speed by the week, if one is left, and by the working day."""
        result, told = self.result, []
        if result.remaining_days >= DAYS_PER_WEEK:
            a_week = self.told.step("required_run_rate_per_week").amount
            told.append(f"{self.difference(a_week)} a week")
        workday = self.told.step("required_run_rate_per_workday").amount
        if workday is not None:
            told.append(f"{self.difference(workday)} a working day")
        return f" ({' or '.join(told)})" if told else ""

    def finish(self) -> str:
        result = self.result
        finish, target = self.told.step("projected_finish").amount, result.target
        if finish is None or target is None or self.cannot_be(finish):
            return ""
        short = formulas.shortfall(
            exact(target), exact(finish), higher_is_better=result.higher_is_better
        )
        gap = self.gap(like(short, target))
        return f"At this pace it ends at {self.amount(finish)}{gap}."

    def cannot_be(self, finish: Amount) -> bool:
        """Whether a straight line has left what a level or a share can be."""
        result = self.result
        if not result.shape.has_baseline:
            return False
        stated = (result.target, result.goal.baseline, result.attained)
        known = [exact(amount) for amount in stated if amount is not None]
        end = exact(finish)
        if end < 0 <= min(known):
            return True
        return isinstance(finish, Ratio) and end > 1 >= max(known)

    def attained(self, *, is_over: bool = False) -> str:
        result = self.result
        target = result.target
        verb = (was_or_were if is_over else is_or_are)(result.attained)
        attained = self.amount(result.attained)
        if result.attained is not None:
            attained = show_beside(result.attained, target, locale=self.locale)
        if result.health is Health.NOT_APPLICABLE:
            is_level = result.shape.has_baseline
            name = result.goal.metric.name
            return f"{name} at {attained}" if is_level else f"{attained} {verb} in"
        if target is None:
            return f"{attained} {verb} in"
        if result.shape is GoalShape.CEILING:
            return f"{attained} of the {self.amount(target)} allowed {verb} used"
        if result.shape.has_baseline:
            name, start = result.goal.metric.name, ""
            if result.goal.baseline is not None:
                start = f" from {self.amount(result.goal.baseline)}"
            way = f"on the way{start} to {self.amount(target)}"
            return f"{name} at {attained} {way}"
        return f"{attained} of {self.amount(target)} {verb} in"

    def percent(self) -> str:
        result = self.result
        ratio = self.told.step("progress_ratio").value
        if ratio is None:
            return ""
        keeps_below = result.shape is not GoalShape.CEILING
        if not keeps_below:
            ratio = never_kinder(ratio)
        shown = show_percent(ratio, locale=self.locale, of_goal=keeps_below)
        return f" ({shown})"

    def gap(self, gap: Amount | None) -> str:
        return gap_clause(gap, self.result.shape, locale=self.locale)

    def amount(self, amount: Amount | None) -> str:
        return "—" if amount is None else show_amount(amount, locale=self.locale)

    def difference(self, amount: Amount | None) -> str:
        return "—" if amount is None else show_difference(amount, locale=self.locale)

    def number(self, value: int) -> str:
        return show_number(value, locale=self.locale)

    def day(self, day: date) -> str:
        return show_day(day, locale=self.locale)
