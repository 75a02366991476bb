"""Plans of partners added up in one currency, with the rates kept."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.partner_plans import TENTH, assessed, booked, goal, plan

import jbpcore as jbp
from jbpcore.engine.constant_currency import compare_at_constant_rates
from jbpcore.engine.conversion import convert_total
from jbpcore.engine.grouping import GroupBy
from jbpcore.engine.partner_roll_up import roll_up_partners
from jbpcore.engine.reporting import Reporting
from jbpcore.engine.status import StatusRule
from jbpcore.errors import NoRateReason
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable

FX = FxTable(
    rates=[
        FxRate(base="EUR", quote="USD", rate="1.1", on=date(2026, 4, 9), source="ECB"),
        FxRate(
            base="EUR", quote="USD", rate="1.25", on=date(2026, 1, 1), source="Plan"
        ),
    ]
)


TWO_CURRENCIES = [
    plan("ann", goal("3000.01 USD"), region="EMEA"),
    plan("bob", goal("1000.03 EUR"), region="EMEA"),
]
IN_BOTH = (booked("ann", "600 USD"), booked("bob", "400.05 EUR"))


def test_one_currency_for_everything_with_the_rates_kept() -> None:
    """1,000.03 x 1.1 = 1,100.033 and 3,000.01; in 440.055 and 600; due 333.34 EUR."""
    portfolio = assessed(TWO_CURRENCIES, *IN_BOTH)
    reporting = Reporting(currency="USD", fx=FX)
    found = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=reporting)
    line = found.group("EMEA").line("revenue")
    assert line.unit == "USD"
    assert line.target == jbp.Money("4100.04", "USD")
    assert line.attained == jbp.Money("1040.06", "USD")  # 1,040.055, to the even cent
    # 1,000.00 + 366.674
    assert line.expected_to_date == jbp.Money("1366.67", "USD")
    assert line.gap_to_target == jbp.Money("3059.98", "USD")
    assert line.attainment_ratio == Fraction("1040.055") / Fraction("4100.043")
    euro, dollar = line.parts
    assert euro.attained == jbp.Money("400.05", "EUR")
    assert euro.rate is not None
    assert (euro.rate.stated_on, euro.rate.sources) == (date(2026, 4, 9), ("ECB",))
    assert dollar.rate is not None
    assert dollar.rate.value == 1
    assert found.rates is not None
    assert (found.rates.currency, found.rates.on) == ("USD", TENTH)
    planned = attrs.evolve(reporting, on=date(2026, 1, 1))
    at_plan = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=planned)
    # 1,000.03 x 1.25 = 1,250.0375
    assert at_plan.total.line("revenue").target == jbp.Money("4250.05", "USD")


def test_a_missing_rate_is_a_finding_and_the_total_says_it_is_partial() -> None:
    plans = [*TWO_CURRENCIES, plan("cy", goal("9 SEK"), goal("9 deals", "deals"))]
    portfolio = assessed(plans, *IN_BOTH, booked("cy", "1 SEK"))
    reporting = Reporting(currency="USD", fx=FX)
    found = roll_up_partners(portfolio, by=GroupBy.REGION, reporting=reporting)
    assert [(f.code, f.path) for f in found.findings] == [
        ("jbp.fx.no_rate", "plans[plan-cy].goals[sales]")
    ]
    assert "1 goals in SEK are in no total" in found.findings[0].message
    line = found.total.line("revenue")
    assert line.is_partial
    assert (line.target, line.attained, line.gap_to_pace) == (None, None, None)
    assert (line.attainment_ratio, line.pace_index) == (None, None)
    assert [(part.target, part.no_rate) for part in line.parts] == [
        (jbp.Money("1000.03", "EUR"), None),
        (jbp.Money(9, "SEK"), NoRateReason.NO_PAIR),
        (jbp.Money("3000.01", "USD"), None),
    ]
    # Elsewhere nothing is missing, and counts need no rate.
    assert found.group("EMEA").line("revenue").target == jbp.Money("4100.04", "USD")
    assert found.total.line("deals-won").target == jbp.Quantity(9, "deals")


def test_growth_of_a_group_at_constant_rates() -> None:
    """EUR 400.05 of January at 1.25 and again in April at 1.1 is no growth at all."""
    line = (
        roll_up_partners(assessed(TWO_CURRENCIES, *IN_BOTH), by=GroupBy.REGION)
        .group("EMEA")
        .line("revenue", "EUR")
    )
    january, april = date(2026, 1, 1), date(2026, 4, 10)
    then = convert_total(line.list_attained(), "USD", fx=FX, on=january)
    now = convert_total(line.list_attained(), "USD", fx=FX, on=april)
    found = compare_at_constant_rates(then, now, fx=FX)
    assert found.constant_change == jbp.Money(0, "USD")
    # 440.06 - 500.06
    assert found.currency_effect == found.reported_change == jbp.Money(-60, "USD")


def test_the_rule_of_the_status_is_the_callers() -> None:
    portfolio = assessed(TWO_CURRENCIES, *IN_BOTH)
    found = roll_up_partners(
        portfolio, by=GroupBy.REGION, status_rule=StatusRule.WEIGHTED
    )
    status = found.total.status
    assert (status.rule, status.applied) == (StatusRule.WEIGHTED, StatusRule.WEIGHTED)
    # 0.6 and 400.05 / 333.34 = 1.2001..., the mean is 0.9
    assert status.health is jbp.Health.AT_RISK


@pytest.mark.parametrize("bad", ["usd", "XAU", ""])
def test_a_currency_to_report_in_has_a_minor_unit(bad: str) -> None:
    with pytest.raises(jbp.JbpError):
        Reporting(currency=bad, fx=FX)
