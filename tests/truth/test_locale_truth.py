"""Minor units, allocations and formatted numbers against tables that others made."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import babel
import pytest

from jbpcore.errors import UnknownCurrencyError
from jbpcore.formatting.numbers import DayStyle
from jbpcore.formatting.words import Words
from jbpcore.values.allocation import allocate_minor
from jbpcore.values.currency import minor_digits
from jbpcore.values.money import Money

# The lists write 0 for metals, bond units, units of account and test codes; in the
# standard itself their minor unit is "N.A.", and nothing can be rounded in them.
HAS_NO_MINOR_UNIT = {
    *("XAG", "XAU", "XPD", "XPT"),
    *("XBA", "XBB", "XBC", "XBD"),
    *("XDR", "XSU", "XUA", "XTS", "XXX"),
}


@pytest.fixture(scope="module")
def allocations(truth: Path) -> list[dict[str, Any]]:
    path = truth / "locale" / "allocation_open.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    assert len(rows) >= 20
    return rows


def exact(ratio: float | str) -> Fraction:
    """Read a ratio as it is written: 0.1 is a tenth."""
    return Fraction(str(ratio))


def test_minor_units_are_those_of_the_iso_lists(truth: Path) -> None:
    path = truth / "locale" / "iso4217_minor_units.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 170
    wrong = []
    for row in rows:
        listed = {
            row["iso_minor_unit_currency_codes_npm"],
            row["iso_minor_unit_moneyphp"],
        }
        try:
            ours = str(minor_digits(row["code"]))
        except UnknownCurrencyError:
            ours = "none"
        expected = {"none"} if row["code"] in HAS_NO_MINOR_UNIT else listed - {""}
        if {ours} != expected:
            wrong.append((row["code"], ours, expected))
    assert wrong == []


def test_parts_add_up_exactly(allocations: list[dict[str, Any]]) -> None:
    for row in allocations:
        weights = [exact(ratio) for ratio in row["ratios"]]
        assert sum(allocate_minor(row["amount_minor"], weights)) == row["amount_minor"]


def test_each_part_is_within_one_unit_of_its_share(
    allocations: list[dict[str, Any]],
) -> None:
    for row in allocations:
        weights = [exact(ratio) for ratio in row["ratios"]]
        parts = allocate_minor(row["amount_minor"], weights)
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - row["amount_minor"] * weight / sum(weights)) < 1, row


def test_the_sign_changes_nothing_but_the_sign(
    allocations: list[dict[str, Any]],
) -> None:
    for row in allocations:
        weights = [exact(ratio) for ratio in row["ratios"]]
        parts = allocate_minor(row["amount_minor"], weights)
        mirrored = allocate_minor(-row["amount_minor"], weights)
        assert mirrored == tuple(-part for part in parts), row


def test_parts_are_those_of_peers_where_these_share_out_by_largest_remainder(
    allocations: list[dict[str, Any]],
) -> None:
    agreeing = [row for row in allocations if row["largest_remainder_agrees"]]
    assert len(agreeing) >= 15
    for row in agreeing:
        weights = [exact(ratio) for ratio in row["ratios"]]
        parts = allocate_minor(row["amount_minor"], weights)
        expected = (
            row.get("expected") or row["expected_multiset"]
        )  # where none is first
        assert sorted(parts) == sorted(expected), row


def test_parts_are_those_worked_out_by_largest_remainder(
    allocations: list[dict[str, Any]],
) -> None:
    worked_out = [row for row in allocations if "largest_remainder" in row]
    assert len(worked_out) >= 10
    for row in worked_out:
        weights = [exact(ratio) for ratio in row["ratios"]]
        parts = allocate_minor(row["amount_minor"], weights)
        assert list(parts) == row["largest_remainder"], row


def test_money_is_shared_out_in_the_same_parts(
    allocations: list[dict[str, Any]],
) -> None:
    for row in allocations:
        weights = [exact(ratio) for ratio in row["ratios"]]
        parts = Money.from_minor(row["amount_minor"], "EUR").allocate(weights)
        minors = tuple(part.to_minor() for part in parts)
        assert minors == allocate_minor(row["amount_minor"], weights)


# --- what ICU writes ----------------------------------------------------------------

# What babel of this version and CLDR writes; an older one has older data.
SAME_DATA = tuple(map(int, babel.__version__.split(".")[:2])) >= (2, 18)
needs_same_data = pytest.mark.skipif(
    not SAME_DATA, reason="the table was made with the CLDR of babel 2.18"
)


@pytest.fixture(scope="module")
def intl(truth: Path) -> list[dict[str, str]]:
    path = truth / "locale" / "intl_open.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 600
    return rows


def ours(row: dict[str, str]) -> str:
    """Return what we write for a row of the table."""
    words, kind = Words.for_locale(row["locale"]), row["kind"]
    if kind.startswith("date_"):
        style = cast("DayStyle", kind.removeprefix("date_"))
        return words.day(date.fromisoformat(row["input"]), style=style)
    if kind in {"month_year", "month_abbr_year"}:
        day = date.fromisoformat(row["input"])
        return words.month(day, short=kind == "month_abbr_year")
    value = Decimal(row["input"])
    if kind == "currency":
        currency = json.loads(row["options"])["currency"]
        return words.amount(Money(value, currency))
    if kind.startswith("percent"):
        return words.percent(Fraction(value), digits=int(kind[-1]))
    if kind == "compact_short":
        return words.compact(value)
    assert kind == "decimal"
    return words.decimal(value)


@needs_same_data
def test_numbers_and_days_are_those_of_icu_where_babel_agrees(
    intl: list[dict[str, str]],
) -> None:
    agreeing = [row for row in intl if row["class"] == "agree"]
    assert len(agreeing) >= 500
    wrong = [
        (row["locale"], row["kind"], row["input"], ours(row), row["expected_intl"])
        for row in agreeing
        if ours(row) != row["expected_intl"]
    ]
    assert wrong == []


@needs_same_data
def test_a_code_stands_apart_from_the_digits_as_in_icu(
    intl: list[dict[str, str]],
) -> None:
    apart = [row for row in intl if row["class"] == "currency_spacing"]
    assert len(apart) >= 80
    # Half a minor unit is rounded to the even one here, and up in ICU.
    halves = {"0.005", "999999.995", "1234.5"}
    wrong = [
        (row["locale"], row["input"], ours(row), row["expected_intl"])
        for row in apart
        if row["input"] not in halves and ours(row) != row["expected_intl"]
    ]
    assert wrong == []


@needs_same_data
def test_halves_are_rounded_to_the_even_digit_as_babel_does(
    intl: list[dict[str, str]],
) -> None:
    halves = [row for row in intl if row["class"].startswith("rounding_half_up")]
    assert len(halves) >= 40
    wrong = [
        (row["locale"], row["input"], ours(row), row["babel"])
        for row in halves
        if ours(row).replace("\xa0", "") != row["babel"].replace("\xa0", "")
    ]
    assert wrong == []
