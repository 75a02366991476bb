"""A result in one to three sentences, with the arithmetic in them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like
from jbpcore.engine.explaining import explanation
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_notes import gap_clause, list_notes
from jbpcore.formatting.locales import parse_worded_locale
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
    Reason.TARGET_IS_BASELINE: "target and baseline are equal: nothing is to move",
    Reason.PHASING_EMPTY: "the phasing puts nothing on the days of the goal; mend it",
    Reason.NO_KEEP_BAND: "nobody said within which bounds it is to stay; give a band",
}
_MOST_DIGITS = 9


def explain(result: GoalResult, *, locale: str = "en_US") -> str:
    """Say how a goal stands, by which rule, and what it takes.

    Args:
        result: What :func:`~jbpcore.engine.attainment.assess_goal` found.
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
    parse_worded_locale(locale)
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
        if self.result.attained is not None:
            told.append(f"{self.attained()} so far.")
        return told

    def not_started(self) -> list[str]:
        period = self.result.goal.period
        told = [f"the period begins on {self.day(period.first_day)}"]
        required = self.result.required_run_rate
        if required is not None and required.value > 0:
            target, a_day = self.result.target, required.rounded()
            days = self.number(self.result.remaining_days)
            whole = self.amount(target)
            rates = f"{self.amount(a_day)} a day{self.other_rates()}"
            told.append(f"{whole} in {days} days is {rates}.")
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
            told.append(f"{due} of {self.amount(whole)} was due by then.")
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
            left = f", with {self.number(result.remaining_days)} days left"
        else:
            when, left = f"when the period ended on {self.day(last_day)}", ""
        gap = self.gap(result.gap_to_target)
        return [f"{self.attained('was')} {when}{self.percent()}{left}{gap}"]

    def under_way(self) -> list[str]:
        result = self.result
        due = self.amount(result.expected_to_date)
        gone = f"{self.number(result.elapsed_days)} of {self.number(result.total_days)}"
        first = (
            f"{self.attained()} by {self.day(result.as_of)}{self.percent()}, where "
            f"{due} was due after {gone} days{self.verdict()}"
        )
        return [first, *filter(None, (self.what_it_takes(), self.finish()))]

    def verdict(self) -> str:
        result = self.result
        step = self.told.step("pace_index")
        if step.value is None:
            return "" if result.expected_to_date is None else ", so nothing is late"
        if result.shape.has_baseline:
            shown = "way done ÷ way due"
        elif result.shape is GoalShape.KEEP:
            counts = self.told.step("attained").inputs
            shown = " ÷ ".join(self.number(int(count.value)) for count in counts)
        else:
            shown = " ÷ ".join(self.amount(part.amount) for part in step.inputs)
        return f": a pace index of {self.pace(step.value)} ({shown}; {self.band()})"

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
        gap = self.amount(self.told.step("gap_to_target").amount)
        told = (
            f"To close the gap of {gap} in the "
            f"{self.number(result.remaining_days)} days left takes "
            f"{self.amount(required.amount)} a day{self.other_rates()}"
        )
        if lift.value is None:
            return f"{told}."
        times = show_ratio(lift.value, locale=self.locale, digits=2)
        current = self.amount(self.told.step("run_rate").amount)
        return f"{told}, {times} times the {current} a day so far."

    def other_rates(self) -> str:
        """Say the same speed by the week, if one is left, and by the working day."""
        result, told = self.result, []
        if result.remaining_days >= DAYS_PER_WEEK:
            a_week = self.told.step("required_run_rate_per_week").amount
            told.append(f"{self.amount(a_week)} a week")
        workday = self.told.step("required_run_rate_per_workday").amount
        if workday is not None:
            told.append(f"{self.amount(workday)} a working day")
        return f" ({' or '.join(told)})" if told else ""

    def finish(self) -> str:
        result = self.result
        finish, target = self.told.step("projected_finish").amount, result.target
        if finish is None or target is None:
            return ""
        short = formulas.shortfall(
            exact(target), exact(finish), higher_is_better=result.higher_is_better
        )
        gap = self.gap(like(short, target))
        return f"At this pace it ends at {self.amount(finish)}{gap}."

    def attained(self, verb: str = "is") -> str:
        result = self.result
        attained, target = self.amount(result.attained), result.target
        if target is None:
            return f"{attained} {verb} in"
        if result.shape is GoalShape.CEILING:
            return f"{attained} of the {self.amount(target)} allowed {verb} used"
        if result.shape.has_baseline:
            name, start = result.goal.metric.name, ""
            if result.goal.baseline is not None:
                start = f" from {self.amount(result.goal.baseline)}"
            way = f"on the way{start} to {self.amount(target)}"
            return f"{name} {verb} at {attained} {way}"
        return f"{attained} of {self.amount(target)} {verb} in"

    def percent(self) -> str:
        result = self.result
        ratio = self.told.step("progress_ratio").value
        if ratio is None:
            return ""
        keeps_below = result.higher_is_better or result.shape.has_baseline
        shown = show_percent(ratio, locale=self.locale, of_goal=keeps_below)
        return f" ({shown})"

    def gap(self, gap: Amount | None) -> str:
        return gap_clause(gap, self.result.shape, locale=self.locale)

    def amount(self, amount: Amount | None) -> str:
        return "—" if amount is None else show_amount(amount, locale=self.locale)

    def number(self, value: int) -> str:
        return show_number(value, locale=self.locale)

    def day(self, day: date) -> str:
        return show_day(day, locale=self.locale)
