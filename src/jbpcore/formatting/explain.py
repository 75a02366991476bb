"""A result in one to three sentences, with the arithmetic in them."""

from __future__ import annotations

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
from jbpcore.formatting.explain_amounts import show_difference
from jbpcore.formatting.explain_notes import gap_clause, list_notes
from jbpcore.formatting.explain_projection import explain_projection
from jbpcore.formatting.explain_standing import attained_words, due_words, share_of
from jbpcore.formatting.explain_verdict import HEALTH_WORDS, with_verdict
from jbpcore.formatting.share_words import (
    kept_words,
    milestone_words,
    missed_words,
)
from jbpcore.formatting.words import Words, words_for
from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.values.ratio import Ratio
from jbpcore.wording import message

__all__ = ["HEALTH_WORDS", "explain"]

_NO_VERDICT: Final = {
    Reason.NO_TARGET: message("no target is agreed; agree on one to see the pace"),
    Reason.ZERO_TARGET: message(
        "the target is zero, so there is no share of it to measure"
    ),
    Reason.NEGATIVE_TARGET: message(
        "the target is below zero, where pace has no meaning"
    ),
    Reason.NO_BASELINE: message(
        "nobody said where the level starts; give the goal a baseline"
    ),
    Reason.TARGET_IS_BASELINE: message(
        "target and baseline are equal, so nothing is to move"
    ),
    Reason.PHASING_EMPTY: message(
        "the phasing puts nothing on the days of the goal; change one of them"
    ),
    Reason.NO_KEEP_BAND: message(
        "nobody said within which bounds it is to stay; give a band"
    ),
}
_HARDLY: Final = Fraction(1, 10)


def explain(result: GoalResult | Projection, *, locale: str | Words = "en_US") -> str:
    """Say how a goal stands, by which rule, and what it takes; or where it finishes.

    Args:
        result: What :func:`~jbpcore.engine.attainment.assess_goal` found, or
            :func:`~jbpcore.engine.projection.project.project_goal`.
        locale: For whom; or words with the catalogues of the host.

    Returns:
        One to three sentences, and one more for entries that were left out.

    Raises:
        UnsupportedLocaleError: If no locale is known by that name.

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
    return _Story(result, words_for(locale)).text()


class _Story:
    """The sentences about one result, in one locale."""

    def __init__(self, result: GoalResult, words: Words) -> None:
        self.result = result
        self.told = explanation(result)
        self.words = words

    def text(self) -> str:
        result = self.result
        under_way, settled = self.under_way, self.settled
        if result.shape is GoalShape.KEEP:
            under_way = settled = self.kept
        elif result.shape is GoalShape.MILESTONE:
            under_way = settled = self.milestone
        first, *others = {
            Health.NOT_APPLICABLE: self.no_verdict,
            Health.NOT_STARTED: self.not_started,
            Health.NO_DATA: self.no_data,
            Health.MET: settled,
            Health.MISSED: settled,
        }.get(result.health, under_way)()
        health = self.words.name("health", HEALTH_WORDS[result.health])
        told = [
            # Translators: {health} is a status such as "At risk", and {told} a clause
            # that says why: "the period begins on Apr 1, 2026".
            self.words.text("{health}: {told}.", health=health, told=first),
            *filter(None, others),
            *list_notes(result, self.words),
            *(self.words.say(finding.message) for finding in result.findings),
        ]
        return " ".join(told)

    def no_verdict(self) -> list[str]:
        told = [self.words.text(_NO_VERDICT[self.result.reason])]
        if self.result.attained is not None and not self.result.shape.is_share:
            told.append(
                self.words.text(
                    # Translators: {standing} is such as "$5.00 is in".
                    "{standing} so far.",
                    standing=attained_words(self.result, self.words),
                )
            )
        return told

    def not_started(self) -> list[str]:
        result = self.result
        first_day = result.goal.period.first_day
        told = [self.words.text("the period begins on {day}", day=first_day)]
        required = result.required_run_rate
        if required is not None and required.value > 0:
            whole = self.amount(result.target)
            if result.shape.has_baseline:
                whole = self.difference(result.gap_to_target)
            told.append(
                self.words.count(
                    # Translators: what is wanted in so many days is so much a day;
                    # {speed} is such as "$274.73 a day ($1,923.08 a week)".
                    "{amount} in {n} day is {speed}.",
                    "{amount} in {n} days is {speed}.",
                    result.remaining_days,
                    amount=whole,
                    speed=self.speed(required.rounded()),
                )
            )
        return told

    def no_data(self) -> list[str]:
        result = self.result
        metric, as_of = result.goal.metric.key, result.as_of
        if result.reason is Reason.NOTHING_TO_DIVIDE_BY:
            sentence = message(
                "the entries of {metric} up to {day} leave nothing to divide by"
            )
        else:
            sentence = message("the ledger holds no entry of {metric} up to {day}")
        told = [self.words.text(sentence, metric=metric, day=as_of)]
        if result.shape is not GoalShape.KEEP and result.expected_to_date is not None:
            told.append(due_words(result, self.words))
        return told

    def kept(self) -> list[str]:
        result, words = self.result, self.words
        told, share = kept_words(result, words), share_of(result, words)
        if share:
            # Translators: {told} is a clause such as "Seats at 250 or more in 2 of 3
            # periods due", {share} a percentage.
            told = words.text("{told} ({share})", told=told, share=share)
        if result.reason is Reason.PERIOD_ENDED:
            last_day = result.goal.period.last_day
            # Translators: {told} is as in "{told} ({share})".
            sentence = message("{told} when the period ended on {day}")
            told = words.text(sentence, told=told, day=last_day)
        elif result.checks:
            # Translators: {told} is as in "{told} ({share})".
            told = words.text("{told} by {day}", told=told, day=result.as_of)
            told = with_verdict(told, result, self.told, words)
        return [told, missed_words(result, words)]

    def milestone(self) -> list[str]:
        return [milestone_words(self.result, self.words)]

    def settled(self) -> list[str]:
        result, words = self.result, self.words
        facts: dict[str, object] = {
            "standing": attained_words(result, words, is_over=True),
            "share": share_of(result, words),
            "day": result.goal.period.last_day,
        }
        if result.reason is Reason.TARGET_REACHED:
            told = words.count(
                # Translators: {standing} is such as "$7,500.00 of $5,000.00 was in".
                "{standing} by {day} ({share}), with {n} day left",
                "{standing} by {day} ({share}), with {n} days left",
                result.remaining_days,
                **{**facts, "day": result.as_of},
            )
        elif facts["share"]:
            # Translators: {standing} is such as "$7,500.00 of $5,000.00 was in".
            told = words.text(
                "{standing} when the period ended on {day} ({share})", **facts
            )
        else:
            # Translators: {standing} is such as "$7,500.00 of $5,000.00 was in".
            told = words.text("{standing} when the period ended on {day}", **facts)
        gap = gap_clause(result.gap_to_target, result.shape, words)
        if not gap:
            return [told]
        # Translators: {gap} is such as "$500.00 short"; only the comma is to translate.
        return [words.text("{told}, {gap}", told=told, gap=gap)]

    def under_way(self) -> list[str]:
        told = due_words(self.result, self.words, is_under_way=True)
        first = with_verdict(told, self.result, self.told, self.words)
        return [first, self.what_it_takes(), self.finish()]

    def what_it_takes(self) -> str:
        result, words = self.result, self.words
        required, lift = (
            self.told.step(code) for code in ("required_run_rate", "lift_needed")
        )
        if result.shape is GoalShape.CEILING or not required.value:
            return ""
        days = result.remaining_days
        facts: dict[str, object] = {
            "gap": self.difference(self.told.step("gap_to_target").amount),
            "speed": self.speed(required.amount),
        }
        if lift.value is None:
            return words.count(
                "To close the gap of {gap} in the {n} day left takes {speed}.",
                "To close the gap of {gap} in the {n} days left takes {speed}.",
                days,
                **facts,
            )
        facts["current"] = self.difference(self.told.step("run_rate").amount)
        if lift.value < _HARDLY:
            return words.count(
                "To close the gap of {gap} in the {n} day left takes {speed}, less "
                "than a tenth of the {current} a day so far.",
                "To close the gap of {gap} in the {n} days left takes {speed}, less "
                "than a tenth of the {current} a day so far.",
                days,
                **facts,
            )
        return words.count(
            "To close the gap of {gap} in the {n} day left takes {speed}, {times} "
            "times the {current} a day so far.",
            "To close the gap of {gap} in the {n} days left takes {speed}, {times} "
            "times the {current} a day so far.",
            days,
            **facts,
            times=words.ratio(lift.value),
        )

    def speed(self, a_day: Amount | None) -> str:
        """Say a speed by the day, by the week if one is left, by the working day."""
        rates = {
            "day": a_day,
            "workday": self.told.step("required_run_rate_per_workday").amount,
        }
        if self.result.remaining_days >= DAYS_PER_WEEK:
            rates["week"] = self.told.step("required_run_rate_per_week").amount
        shown = {
            name: self.difference(rate)
            for name, rate in rates.items()
            if rate is not None
        }
        return self.words.text(_SPEEDS["week" in shown, "workday" in shown], **shown)

    def finish(self) -> str:
        result, words = self.result, self.words
        finish, target = self.told.step("projected_finish").amount, result.target
        if finish is None or target is None or self.cannot_be(finish):
            return ""
        short = formulas.shortfall(
            exact(target), exact(finish), higher_is_better=result.higher_is_better
        )
        gap = gap_clause(like(short, target), result.shape, words)
        if not gap:
            return words.text("At this pace it ends at {finish}.", finish=finish)
        # Translators: {gap} is such as "$500.00 short".
        sentence = message("At this pace it ends at {finish}, {gap}.")
        return words.text(sentence, finish=finish, gap=gap)

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

    def amount(self, amount: Amount | None) -> str:
        return "—" if amount is None else self.words.amount(amount)

    def difference(self, amount: Amount | None) -> str:
        return "—" if amount is None else show_difference(amount, self.words)


# By whether the week, and the working day, are told as well.
_SPEEDS: Final = {
    (False, False): message("{day} a day"),
    (True, False): message("{day} a day ({week} a week)"),
    (False, True): message("{day} a day ({workday} a working day)"),
    (True, True): message("{day} a day ({week} a week or {workday} a working day)"),
}
