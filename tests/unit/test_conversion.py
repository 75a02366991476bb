from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.constant_currency import compare_at_constant_rates
from jbpcore.engine.conversion import (
    Converted,
    convert_entries,
    convert_money,
    convert_total,
)
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, NoRateError
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
FX = FxTable(
    rates=[
        FxRate(base="EUR", quote="USD", rate="1.10", on=APRIL, source="ECB"),
        FxRate(base="EUR", quote="USD", rate="1.20", on=MAY, source="ECB"),
        FxRate(base="USD", quote="JPY", rate="150", on=APRIL, source="BoJ"),
    ]
)


def entry(entry_id: str, amount: Any, on: date, **fields: Any) -> jbp.ActualEntry:
    base = jbp.ActualEntry(
        metric="revenue", on=on, amount=jbp.Money(1, "USD"), entry_id=entry_id
    )
    return attrs.evolve(base, amount=amount, **fields)


def test_a_converted_amount_keeps_where_it_comes_from() -> None:
    done = convert_money(jbp.Money("100.05", "EUR"), "USD", fx=FX, on=date(2026, 4, 30))
    # 100.05 x 1.10 = 110.055, a half that goes to the even cent, 110.06
    assert (done.value, done.amount) == (
        Fraction("110.055"),
        jbp.Money("110.06", "USD"),
    )
    assert done.original == jbp.Money("100.05", "EUR")
    assert (done.rate.stated_on, done.rate.sources) == (APRIL, ("ECB",))


def test_rounding_goes_by_the_new_currency() -> None:
    assert convert_money(
        jbp.Money("0.11", "USD"), "JPY", fx=FX, on=MAY
    ).amount == jbp.Money("16", "JPY")  # 16.5, a half, to the even yen


def test_a_conversion_without_a_rate_raises() -> None:
    with pytest.raises(NoRateError):
        convert_money(jbp.Money(1, "SEK"), "USD", fx=FX, on=MAY)
    with pytest.raises(InvalidValueError, match="the currency of the amount"):
        Converted(original=jbp.Money(1, "SEK"), rate=FX.rate("EUR", "USD", on=MAY))


def test_a_total_is_rounded_once() -> None:
    # Three times 0.005: each alone would be rounded to 0.00, together they are 0.015.
    fx = FxTable(rates=[FxRate(base="EUR", quote="USD", rate="0.5", on=APRIL)])
    cents = [jbp.Money("0.01", "EUR")] * 3
    total = convert_total(cents, "USD", fx=fx, on=APRIL)
    assert total.total == jbp.Money("0.02", "USD")
    assert [part.original for part in total.parts] == [jbp.Money("0.03", "EUR")]


def test_a_total_without_a_rate_is_none_and_says_why() -> None:
    amounts = [jbp.Money(10, "EUR"), jbp.Money(5, "SEK"), jbp.Money(2, "USD")]
    found = convert_total(amounts, "USD", fx=FX, on=APRIL)
    assert (found.total, found.is_partial) == (None, True)
    assert found.known == jbp.Money("13", "USD")
    assert found.missing == (jbp.Money(5, "SEK"),)
    assert [(f.code, f.path) for f in found.findings] == [("jbp.fx.no_rate", "SEK")]
    assert convert_total([], "USD", fx=FX, on=APRIL).total == jbp.Money(0, "USD")


def test_entries_go_at_the_rate_of_their_own_day() -> None:
    entries = [
        entry("a", jbp.Money(10, "EUR"), APRIL),
        entry("b", jbp.Money(10, "EUR"), MAY),
        entry("c", jbp.Money(10, "USD"), MAY),
        entry("d", jbp.Quantity(3, "deals"), MAY),
        entry("e", jbp.Ratio("1/3"), MAY),
        entry("f", jbp.Quotient.of(1, 2, "deals"), MAY),
        entry("g", jbp.Quotient(jbp.Money(1, "EUR"), jbp.Money(4, "EUR")), MAY),
    ]
    found = convert_entries(entries, "USD", fx=FX)
    assert [str(e.amount) for e in found.entries[:4]] == [
        "11 USD",
        "12 USD",
        "10 USD",
        "3 deals",
    ]
    assert found.entries[4:6] == tuple(entries[4:6])
    assert found.entries[6].amount == jbp.Quotient(
        jbp.Money("1.2", "USD"), jbp.Money("4.8", "USD")
    )
    assert [key for key, _ in found.conversions] == ["a", "b", "g"]
    assert found.findings == ()


def test_a_return_goes_at_the_rate_of_what_it_takes_back() -> None:
    entries = [
        entry("a", jbp.Money(10, "EUR"), APRIL),
        entry("b", jbp.Money(-10, "EUR"), MAY, reverses="a"),
        entry("c", jbp.Money(-10, "EUR"), MAY, reverses="elsewhere"),
    ]
    found = convert_entries(entries, "USD", fx=FX).entries
    assert [str(e.amount) for e in found] == ["11 USD", "-11 USD", "-12 USD"]
    assert [e.on for e in found] == [APRIL, MAY, MAY]


def test_an_entry_without_a_rate_stays_and_is_reported_once_a_day() -> None:
    entries = [entry(f"{n}", jbp.Money(n, "SEK"), MAY) for n in (1, 2)]
    found = convert_entries(entries, "USD", fx=FX)
    assert found.entries == tuple(entries)
    assert found.is_partial
    assert [f.path for f in found.findings] == ["entries[0].amount"]


def test_an_amount_that_never_ends_is_rounded_to_the_minor_unit() -> None:
    fx = FxTable(rates=[FxRate(base="USD", quote="EUR", rate=3, on=APRIL)])
    found = convert_entries([entry("a", jbp.Money(10, "EUR"), MAY)], "USD", fx=fx)
    assert found.entries[0].amount == jbp.Money("3.33", "USD")


def test_bookings_in_another_currency_count_once_they_are_converted() -> None:
    goal = jbp.Goal(
        id="sales",
        name="Sales",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(100, "USD"),
        period=jbp.DateRange(APRIL, MAY),
    )
    booked = [entry("a", jbp.Money(50, "EUR"), APRIL)]
    assert jbp.assess_goal(goal, booked, as_of=APRIL).attained == jbp.Money(0, "USD")
    entries = convert_entries(booked, "USD", fx=FX).entries
    assert jbp.assess_goal(goal, entries, as_of=APRIL).attained == jbp.Money(55, "USD")


def test_growth_and_currency_add_up_to_what_was_reported() -> None:
    """EUR 1,000.01 at 1.10 became EUR 1,100.03 at 1.20, beside USD 500 and 400.

    Reported: 1,100.011 + 500 = 1,600.01 and 1,320.036 + 400 = 1,720.04, so +120.03. At
    1.10 the later figure is 1,210.033 + 400 = 1,610.03, so +10.02; the euro's rise
    brought 110.01.
    """
    before = convert_total(
        [jbp.Money("1000.01", "EUR"), jbp.Money(500, "USD")], "USD", fx=FX, on=APRIL
    )
    after = convert_total(
        [jbp.Money("1100.03", "EUR"), jbp.Money(400, "USD")], "USD", fx=FX, on=MAY
    )
    found = compare_at_constant_rates(before, after, fx=FX)
    assert found.constant_on == APRIL
    assert found.reported_change == jbp.Money("120.03", "USD")
    assert found.constant_change == jbp.Money("10.02", "USD")
    assert found.currency_effect == jbp.Money("110.01", "USD")
    assert found.reported_growth == Fraction(12003, 160001)
    assert found.constant_growth == Fraction(1002, 160001)
    at_may = compare_at_constant_rates(before, after, fx=FX, constant_on=MAY)
    # 1,000.01 x 1.20 + 500 = 1,700.01
    assert at_may.constant_change == jbp.Money("20.03", "USD")
    assert at_may.currency_effect == jbp.Money("100", "USD")


def test_a_comparison_without_a_rate_has_no_change() -> None:
    before = convert_total([jbp.Money(1, "SEK")], "USD", fx=FX, on=APRIL)
    after = convert_total([jbp.Money(1, "EUR")], "USD", fx=FX, on=MAY)
    found = compare_at_constant_rates(before, after, fx=FX)
    assert found.reported_change is None
    assert found.currency_effect is None
    assert found.constant_growth is None
    assert [finding.path for finding in found.findings] == ["SEK"]
    yen = convert_total([], "JPY", fx=FX, on=APRIL)
    with pytest.raises(CurrencyMismatchError):
        compare_at_constant_rates(before, yen, fx=FX)
