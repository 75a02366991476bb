from __future__ import annotations

from datetime import date

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.reasons import Reason
from jbpcore.errors import UnsupportedLocaleError
from jbpcore.formatting.numbers import show_amount, show_percent
from jbpcore.model.health import Health

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    period=APRIL,
)


def told(goal: jbp.Goal, amount: jbp.Amount | None, day: int = 10) -> str:
    entries = []
    if amount is not None:
        entries = [
            jbp.ActualEntry(metric=goal.metric.key, on=date(2026, 4, 1), amount=amount)
        ]
    return jbp.explain(jbp.assess_goal(goal, entries, as_of=date(2026, 4, day)))


def test_each_verdict_has_its_sentences() -> None:
    usd = {n: jbp.Money(n, "USD") for n in (900, 3000, 3100)}
    assert told(GOAL, None) == (
        "No data: the ledger holds no entry of revenue up to Apr 10, 2026. $1,000.00 "
        "of $3,000.00 was due by then."
    )
    assert told(GOAL, usd[900], 30) == (
        "Missed: $900.00 of $3,000.00 was in when the period ended on Apr 30, 2026 "
        "(30%), $2,100.00 short."
    )
    assert told(GOAL, usd[3100]) == (
        "Met: $3,100.00 of $3,000.00 was in by Apr 10, 2026 (103%), with 20 days left, "
        "$100.00 better than the target."
    )
    assert told(attrs.evolve(GOAL, target=None), usd[900]) == (
        "No verdict: no target is agreed; agree on one to see the pace. $900.00 is in "
        "so far."
    )
    assert told(GOAL, usd[900]) == (
        "At risk: $900.00 of $3,000.00 is in by Apr 10, 2026 (30%), where $1,000.00 "
        "was due after 10 of 30 days: a pace index of 0.900 ($900.00 ÷ $1,000.00; at "
        "risk is 0.80 to 0.95). To close the gap of $2,100.00 in the 20 days left "
        "takes $105.00 a day ($735.00 a week), 1.17 times the $90.00 a day "
        "so far. At this pace it ends at $2,700.00, $300.00 short."
    )


def test_a_ceiling_is_told_as_what_may_be_spent() -> None:
    spend = attrs.evolve(GOAL, metric=jbp.metrics.MARKETING_SPEND)
    assert told(spend, jbp.Money(1250, "USD")) == (
        "At risk: $1,250.00 of the $3,000.00 allowed is used by Apr 10, 2026 (42%), "
        "where $1,000.00 was planned after 10 of 30 days: a pace index of 0.800 "
        "($1,000.00 ÷ $1,250.00; at risk is 0.80 to 0.95). At this pace it ends at "
        "$3,750.00, $750.00 over the limit."
    )


def test_a_level_is_told_as_a_way() -> None:
    level = attrs.evolve(
        GOAL,
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        baseline=jbp.Quantity(4, "people"),
        target=jbp.Quantity(10, "people"),
    )
    text = told(level, jbp.Quantity(5, "people"))
    assert text.startswith(
        "Off track: Certified people at 5 people on the way from 4 people to 10"
    )


def test_a_pace_just_under_a_bound_does_not_read_as_the_bound() -> None:
    """799.99 of 1,000 due is 0.79999: three digits would read 0.800, off track."""
    text = told(GOAL, jbp.Money("799.99", "USD"))
    assert "Off track" in text
    assert "pace index of 0.79999 " in text


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_that_can_forbid_a_verdict_has_words(reason: Reason) -> None:
    forbidding = {
        Reason.NO_TARGET,
        Reason.ZERO_TARGET,
        Reason.NEGATIVE_TARGET,
        Reason.NO_BASELINE,
        Reason.TARGET_IS_BASELINE,
        Reason.PHASING_EMPTY,
        Reason.NO_KEEP_BAND,
    }
    if reason not in forbidding:
        return
    result = attrs.evolve(
        jbp.assess_goal(GOAL, [], as_of=date(2026, 4, 10)),
        health=Health.NOT_APPLICABLE,
        reason=reason,
    )
    assert jbp.explain(result).startswith("No verdict: ")


@pytest.mark.parametrize(
    "locale", ["xx", "", "en_US/../../etc", "en" * 500_000, "en_US\n", "C"]
)
def test_what_is_no_locale_is_refused(locale: str) -> None:
    result = jbp.assess_goal(GOAL, [], as_of=date(2026, 4, 10))
    with pytest.raises(UnsupportedLocaleError, match="en_US"):
        jbp.explain(result, locale=locale)


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        ("0.996", "99%"),
        ("1", "100%"),
        ("0.3", "30%"),
        ("1.004", "100%"),
        ("-0.1", "-10%"),
    ],
)
def test_a_goal_that_is_not_met_never_shows_as_a_hundred_percent(
    ratio: str, shown: str
) -> None:
    assert show_percent(jbp.Ratio(ratio).value, of_goal=True) == shown


def test_percent_with_digits_keeps_the_promise_too() -> None:
    nearly = jbp.Ratio("0.99996").value
    assert show_percent(nearly, digits=1, of_goal=True) == "99.9%"
    assert show_percent(nearly, digits=1, locale="de_DE") == "100,0\u00a0%"


@pytest.mark.parametrize(
    ("amount", "locale", "shown"),
    [
        (jbp.Money("1234567.5", "EUR"), "de_DE", "1.234.567,50\u00a0€"),
        (jbp.Money("1234567.5", "INR"), "en_IN", "₹12,34,567.50"),
        (jbp.Money("1234.5", "KWD"), "en_US", "KWD\u00a01,234.500"),
        (jbp.Quantity("12.50", "deals"), "en_US", "12.5 deals"),
        (jbp.Ratio("1/3"), "en_US", "33.33%"),
    ],
)
def test_amounts_are_written_as_the_locale_does(
    amount: jbp.Amount, locale: str, shown: str
) -> None:
    assert show_amount(amount, locale=locale) == shown
