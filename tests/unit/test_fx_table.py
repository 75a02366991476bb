from __future__ import annotations

import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.errors import (
    InvalidDataError,
    InvalidValueError,
    NoRateError,
    NoRateReason,
)
from jbpcore.model import fx_table
from jbpcore.model.fx_rate import AppliedRate, FxLeg, FxPath, FxRate
from jbpcore.model.fx_rows import read_fx_rates
from jbpcore.model.fx_table import FxTable

MONDAY = date(2026, 3, 30)
TUESDAY = date(2026, 3, 31)
WEDNESDAY = date(2026, 4, 1)


def stated(base: str, quote: str, rate: Any, on: date = MONDAY) -> FxRate:
    return FxRate(base=base, quote=quote, rate=rate, on=on, source="desk")


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("rate", 1.08),
        ("rate", 0),
        ("rate", "-1"),
        ("rate", "1e3"),
        ("rate", True),
        ("rate", Fraction(1, 10**41)),
        ("rate", Decimal("Infinity")),
        ("base", "usd"),
        ("quote", "US"),
        ("quote", "EUR"),  # the base
        ("on", datetime(2026, 3, 30, tzinfo=UTC)),
        ("on", "2026-03-30"),
        ("source", None),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused(field: str, bad: Any) -> None:
    fields = {"base": "EUR", "quote": "USD", "rate": "1.08", "on": MONDAY}
    with pytest.raises(InvalidValueError):
        FxRate(**{**fields, field: bad})


def test_a_rate_keeps_every_digit() -> None:
    assert stated("EUR", "USD", "0.64553611774578801").rate == Fraction(
        64553611774578801, 10**17
    )
    assert stated("EUR", "USD", Fraction(1, 3)).rate == Fraction(1, 3)


def test_the_latest_day_counts_whichever_way_round_it_was_stated() -> None:
    table = FxTable(
        rates=[stated("EUR", "USD", "1.25"), stated("USD", "EUR", "0.5", TUESDAY)]
    )
    found = table.rate("EUR", "USD", on=MONDAY)
    assert (found.value, found.path) == (Fraction(5, 4), FxPath.DIRECT)
    found = table.rate("EUR", "USD", on=WEDNESDAY)
    assert (found.value, found.path) == (Fraction(2), FxPath.INVERSE)
    assert (found.stated_on, found.age_days) == (TUESDAY, 1)


def test_of_one_day_the_way_round_that_was_asked_for_counts() -> None:
    table = FxTable(rates=[stated("EUR", "USD", "1.25"), stated("USD", "EUR", "0.79")])
    assert table.rate("EUR", "USD", on=MONDAY).value == Fraction(5, 4)
    assert table.rate("USD", "EUR", on=MONDAY).value == Fraction(79, 100)


def test_nothing_is_turned_round_or_crossed_unless_the_table_says_so() -> None:
    rates = [stated("EUR", "USD", "1.25"), stated("GBP", "USD", "1.5")]
    plain = FxTable(rates=rates, inverse=False)
    for pair in (("USD", "EUR"), ("EUR", "GBP")):
        with pytest.raises(NoRateError):
            plain.rate(*pair, on=MONDAY)
    with pytest.raises(NoRateError):
        FxTable(rates=rates, pivot="USD", inverse=False).rate("EUR", "GBP", on=MONDAY)
    found = FxTable(rates=rates, pivot="USD").rate("EUR", "GBP", on=MONDAY)
    # 1.25 / 1.5
    assert (found.value, found.path) == (Fraction(5, 6), FxPath.CROSS)
    assert found.currencies == ("EUR", "USD", "GBP")
    assert found.sources == ("desk", "desk")


def test_a_cross_is_as_old_as_its_older_half() -> None:
    rates = [stated("EUR", "USD", "1.25", TUESDAY), stated("GBP", "USD", "1.5")]
    table = FxTable(rates=rates, pivot="USD", max_age_days=1)
    assert table.rate("EUR", "GBP", on=TUESDAY).age_days == 1
    with pytest.raises(NoRateError) as caught:
        table.rate("EUR", "GBP", on=WEDNESDAY)
    assert caught.value.reason is NoRateReason.TOO_OLD


def test_an_old_rate_gives_way_to_a_fresh_cross() -> None:
    rates = [
        stated("EUR", "GBP", "9"),
        stated("EUR", "USD", "1.25", TUESDAY),
        stated("GBP", "USD", "1.25", TUESDAY),
    ]
    table = FxTable(rates=rates, pivot="USD", max_age_days=0)
    assert table.rate("EUR", "GBP", on=MONDAY).value == 9
    assert table.rate("EUR", "GBP", on=TUESDAY).value == 1


@pytest.mark.parametrize(
    ("base", "quote", "on", "reason"),
    [
        ("EUR", "USD", date(2026, 3, 29), NoRateReason.NOT_YET),
        ("USD", "EUR", date(2026, 3, 29), NoRateReason.NOT_YET),
        ("EUR", "USD", date(2026, 4, 2), NoRateReason.TOO_OLD),
        ("EUR", "SEK", MONDAY, NoRateReason.NO_PAIR),
        ("SEK", "NOK", MONDAY, NoRateReason.NO_PAIR),
        ("EUR", "JPY", date(2026, 3, 29), NoRateReason.NOT_YET),
        ("EUR", "JPY", date(2026, 4, 2), NoRateReason.TOO_OLD),
    ],
)
def test_a_missing_rate_has_its_reason(
    base: str, quote: str, on: date, reason: NoRateReason
) -> None:
    rates = [stated("EUR", "USD", "1.25"), stated("USD", "JPY", 150)]
    table = FxTable(rates=rates, pivot="USD", max_age_days=2)
    with pytest.raises(NoRateError) as caught:
        table.rate(base, quote, on=on)
    assert caught.value.reason is reason
    assert caught.value.code == "jbp.fx.no_rate"
    assert str(on) in str(caught.value)
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (repr(copy), str(copy)) == (repr(caught.value), str(caught.value))
    assert isinstance(caught.value, LookupError)


def test_the_order_of_rates_does_not_matter() -> None:
    rates = [
        stated("EUR", "USD", "1.25", TUESDAY),
        stated("GBP", "USD", "1.5"),
        stated("EUR", "USD", "1.24"),
    ]
    table = FxTable(rates=rates)
    assert table == FxTable(rates=reversed(rates))
    assert hash(table) == hash(FxTable(rates=reversed(rates)))
    copy = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own
    assert copy.rate("EUR", "USD", on=TUESDAY) == table.rate("EUR", "USD", on=TUESDAY)


def test_every_rate_stated_twice_is_named() -> None:
    rates = [stated("EUR", "USD", "1.25"), stated("EUR", "USD", "1.26")] * 2
    with pytest.raises(InvalidDataError) as caught:
        FxTable(rates=rates)
    assert [finding.path for finding in caught.value.findings] == [
        "rates[1]",
        "rates[2]",
        "rates[3]",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        {"rates": ["EUR"]},
        {"pivot": "usd"},
        {"max_age_days": -1},
        {"max_age_days": True},
        {"inverse": 1},
    ],
)
def test_a_bad_table_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        FxTable(**{"rates": [], **bad})


def test_a_table_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fx_table, "MOST_RATES", 1)
    FxTable(rates=[stated("EUR", "USD", 1)])
    with pytest.raises(InvalidValueError, match="at most 1 rates"):
        FxTable(rates=[stated("EUR", "USD", 1), stated("GBP", "USD", 1)])


def test_rows_say_all_that_is_wrong_at_once() -> None:
    rows: list[Any] = [
        {"base": "EUR", "quote": "USD", "rate": "1.25", "on": "2026-03-30"},
        {"base": "eur", "quote": "USD", "rate": "1,25", "on": "30.03.2026"},
        {"base": "EUR", "quote": "", "rate": None, "on": "2026-W14-1"},
        {"base": "EUR", "quote": "EUR", "rate": 1, "on": MONDAY},
        ["EUR"],
        {"base": "EUR", "quote": "USD", "rate": 1.3, "on": "20260330"},
        {"base": "EUR", "quote": "USD", "rate": "1.3", "on": MONDAY, "source": "x"},
    ]
    with pytest.raises(InvalidDataError) as caught:
        read_fx_rates(rows)
    assert [(finding.path, finding.code) for finding in caught.value.findings] == [
        ("rates[1].base", "jbp.value.invalid"),
        ("rates[1].rate", "jbp.value.invalid"),
        ("rates[1].on", "jbp.value.invalid"),
        ("rates[2].quote", "jbp.data.missing"),
        ("rates[2].rate", "jbp.data.missing"),
        ("rates[2].on", "jbp.value.invalid"),
        ("rates[3].quote", "jbp.value.invalid"),
        ("rates[4]", "jbp.data.type"),
        ("rates[5].rate", "jbp.value.invalid"),
        ("rates[5].on", "jbp.value.invalid"),
        ("rates[6]", "jbp.fx.repeated"),
    ]


def test_sound_rows_are_rates() -> None:
    rows: list[Mapping[str, Any]] = [
        {"base": "EUR", "quote": "USD", "rate": "1.25", "on": "2026-03-30", "id": "7"},
        {"base": "GBP", "quote": "USD", "rate": Decimal("1.5"), "on": MONDAY,
         "source": "desk"},
    ]  # fmt: skip
    found = read_fx_rates(rows)
    assert found[0] == FxRate(base="EUR", quote="USD", rate="1.25", on=MONDAY)
    assert found[1] == stated("GBP", "USD", "1.5")


def test_a_rate_in_itself_needs_no_table() -> None:
    found = FxTable(rates=[]).rate("USD", "USD", on=MONDAY)
    assert found == AppliedRate(base="USD", quote="USD", on=MONDAY)
    assert (found.value, found.age_days, found.sources) == (Fraction(1), 0, ())


def test_a_leg_knows_which_way_it_goes() -> None:
    leg = FxLeg(stated("EUR", "USD", "1.25"), is_inverted=True)
    assert (leg.base, leg.quote, leg.rate) == ("USD", "EUR", Fraction(4, 5))
