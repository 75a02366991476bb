"""Conversions and roll-ups of real quotas, orders and rates, against given figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.constant_currency import compare_at_constant_rates
from jbpcore.engine.conversion import convert_entries, convert_total
from jbpcore.engine.grouping import ByTag, GroupBy
from jbpcore.engine.partner_roll_up import roll_up_partners, select_period
from jbpcore.model.fx_rows import read_fx_rates
from jbpcore.model.fx_table import FxTable
from jbpcore.values.decimals import half_even

JULY = jbp.FiscalCalendar.months(start_month=7)
RATES = {"average": "average_rate_usd", "end_of_day": "end_of_day_rate_usd"}
LAST = date(2013, 12, 28)


@pytest.fixture(scope="module")
def folder(truth: Path) -> Path:
    return truth / "quota_actuals"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rounded(value: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction(half_even(value.numerator * scale, value.denominator), scale)


@pytest.fixture(scope="module")
def fx(folder: Path) -> dict[str, FxTable]:
    """Dollars for one unit of each currency, by the kind of rate."""
    rows = table(folder / "aw_fx_rates.csv")
    return {
        kind: FxTable(
            rates=read_fx_rates(
                {
                    "base": row["currency"],
                    "quote": "USD",
                    "rate": row[column],
                    "on": row["rate_date"],
                    "source": kind,
                }
                for row in rows
                if row["currency"] != "USD"
            )
        )
        for kind, column in RATES.items()
    }


@pytest.fixture(scope="module")
def orders(folder: Path) -> list[jbp.ActualEntry]:
    return [
        jbp.ActualEntry(
            metric="revenue",
            on=date.fromisoformat(row["order_date"]),
            amount=jbp.Money(row["amount"], row["currency"]),
            partner_id=row["employee_key"],
            entry_id=row["order_no"],
        )
        for row in table(folder / "aw_orders.csv")
    ]


def windows(folder: Path) -> dict[date, date]:
    """Return the end of each quota window, by its start."""
    days = sorted({row["quota_date"] for row in table(folder / "aw_quota.csv")})
    starts = [date.fromisoformat(day) for day in days]
    return dict(zip(starts, [*starts[1:], LAST + timedelta(days=1)], strict=True))


def test_each_order_at_the_rate_of_its_day(
    folder: Path, fx: dict[str, FxTable], orders: list[jbp.ActualEntry]
) -> None:
    ends = windows(folder)
    expected = table(folder / "sample_truth_aw_fx_rollup_2011.csv")
    assert len(expected) == 32
    currencies = {order.entry_id: str(order.amount).split()[1] for order in orders}
    for kind, source in fx.items():
        done = convert_entries(orders, "USD", fx=source)
        assert not done.is_partial
        for row in expected:
            start = date.fromisoformat(row["window_start"])
            mine = [
                entry.amount
                for entry in done.entries
                if entry.partner_id == row["employee_key"]
                and currencies[entry.entry_id] == row["currency"]
                and start <= entry.on < ends[start]
            ]
            assert len(mine) == int(row["orders"])
            total = sum((Fraction(m.amount) for m in mine if isinstance(m, jbp.Money)),
                        Fraction(0))  # fmt: skip
            assert rounded(total, 4) == Fraction(row[f"usd_{kind}_rate"]), row


def test_a_conversion_keeps_the_rate_the_day_and_the_source(
    fx: dict[str, FxTable], orders: list[jbp.ActualEntry]
) -> None:
    done = convert_entries(orders, "USD", fx=fx["average"])
    days = {str(order.entry_id): order.on for order in orders}
    assert len(done.conversions) == sum(
        not str(order.amount).endswith("USD") for order in orders
    )
    for entry_id, converted in done.conversions:
        assert converted.rate.stated_on == days[entry_id]
        assert converted.rate.sources == ("average",)


def test_quotas_in_dollars_are_attained_by_orders_in_several_currencies(
    folder: Path, fx: dict[str, FxTable], orders: list[jbp.ActualEntry]
) -> None:
    ends = windows(folder)
    expected = table(folder / "sample_truth_aw_quota_window_2011.csv")
    assert len(expected) == 30
    plans = [
        jbp.Plan(
            id=f"quota-{row['quota_key']}",
            name="Quota",
            vendor=jbp.Party(id="vendor", name="Vendor"),
            partner=jbp.Partner(id=row["employee_key"], name=row["employee_key"]),
            period=period,
            goals=[
                jbp.Goal(
                    id="quota",
                    name="Quota",
                    metric=jbp.metrics.REVENUE,
                    target=jbp.Money(row["quota"], "USD"),
                    period=period,
                )
            ],
        )
        for row in expected
        for start in [date.fromisoformat(row["window_start"])]
        for period in [jbp.DateRange(start, ends[start])]
    ]
    entries = convert_entries(orders, "USD", fx=fx["average"]).entries
    portfolio = jbp.assess_portfolio(plans, entries, as_of=date(2011, 12, 31))
    for row, plan in zip(expected, portfolio.plans, strict=True):
        (result,) = plan.results
        assert str(result.goal.period.last_day) == row["window_end"]
        assert result.attainment_ratio is not None
        assert rounded(result.attainment_ratio, 6) == Fraction(row["attainment_usd"])
        assert isinstance(result.attained, jbp.Money)
        in_dollars = Fraction(result.attained.amount)
        assert rounded(in_dollars, 4) == Fraction(row["actual_usd_at_average_rate"])
    # And all windows of a person together, from the persons' own rows.
    found = roll_up_partners(portfolio, by=GroupBy.PARTNER)
    for group in found.groups:
        mine = [row for row in expected if row["employee_key"] == group.key]
        line = group.line("revenue")
        assert line.target == jbp.Money(
            sum(Decimal(row["quota"]) for row in mine), "USD"
        )
        usd = sum(Fraction(row["actual_usd_at_average_rate"]) for row in mine)
        assert isinstance(line.attained, jbp.Money)
        # Each row was rounded to four digits.
        assert abs(Fraction(line.attained.amount) - usd) <= len(mine) * Fraction(
            1, 20_000
        )


def test_the_same_orders_at_two_sets_of_rates_differ_by_the_currency_alone(
    folder: Path, fx: dict[str, FxTable]
) -> None:
    rows = table(folder / "sample_truth_aw_fx_rollup_2011.csv")
    local = [jbp.Money(row["local_amount"], row["currency"]) for row in rows]
    then, now = date(2011, 3, 31), date(2011, 9, 30)
    source = fx["end_of_day"]
    found = compare_at_constant_rates(
        convert_total(local, "USD", fx=source, on=then),
        convert_total(local, "USD", fx=source, on=now),
        fx=source,
    )
    stated = {
        (row["currency"], row["rate_date"]): Fraction(row["end_of_day_rate_usd"])
        for row in table(folder / "aw_fx_rates.csv")
    }
    cad = sum(Fraction(row["local_amount"]) for row in rows if row["currency"] == "CAD")
    moved = cad * (stated["CAD", str(now)] - stated["CAD", str(then)])
    assert found.constant_change == jbp.Money(0, "USD")
    assert found.currency_effect == found.reported_change
    assert found.reported_change is not None
    assert abs(Fraction(found.reported_change.amount) - moved) <= Fraction(1, 100)


def owner_portfolio(folder: Path) -> jbp.Portfolio:
    """Return salespeople as partners, each with the regions it covers as tags."""
    people = table(folder / "pl300_salespeople.csv")
    ids = {row["employee_key"]: row["employee_id"] for row in people}
    tags: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in table(folder / "pl300_salesperson_regions.csv"):
        tags[ids[row["employee_key"]]][row["region"]] = "covered"
    # Months without a target are no part of a goal, here as there.
    lines: defaultdict[str, defaultdict[int, dict[date, Decimal]]]
    lines = defaultdict(lambda: defaultdict(dict))
    for row in table(folder / "pl300_targets_monthly.csv"):
        if "2017-07" <= row["month"] <= "2018-06":
            day = date.fromisoformat(f"{row['month']}-01")
            months = lines[row["employee_id"]][JULY.of(day).quarter]
            months[day] = Decimal(row["target_usd"])
    plans = [
        jbp.Plan(
            id=owner,
            name=owner,
            vendor=jbp.Party(id="vendor", name="Vendor"),
            partner=jbp.Partner(id=owner, name=owner, tags=tags[owner]),
            period=JULY.year(2018),
            goals=[
                jbp.Goal(
                    id=f"q{quarter}",
                    name="Sales",
                    metric=jbp.metrics.REVENUE,
                    target=jbp.Money(sum(months.values()), "USD"),
                    period=jbp.DateRange(min(months), JULY.quarter(2018, quarter).end),
                )
                for quarter, months in quarters.items()
            ],
        )
        for owner, quarters in lines.items()
    ]
    sales: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in table(folder / "pl300_sales_lines_fy2018_fy2019.csv"):
        sales[ids[row["employee_key"]], row["order_date"]] += Decimal(row["amount_usd"])
    entries = [
        jbp.ActualEntry(
            metric="revenue",
            on=date.fromisoformat(day),
            amount=jbp.Money(amount, "USD"),
            partner_id=owner,
        )
        for (owner, day), amount in sales.items()
        if owner in lines
    ]
    return jbp.assess_portfolio(plans, entries, as_of=date(2018, 6, 30))


@pytest.fixture(scope="module")
def owners(folder: Path) -> jbp.Portfolio:
    return owner_portfolio(folder)


def test_by_owner_and_quarter(folder: Path, owners: jbp.Portfolio) -> None:
    expected = table(folder / "sample_truth_owner_quarter_fy2018.csv")
    assert len(expected) == 48
    for number in range(1, 5):
        quarter = JULY.quarter(2018, number)
        found = roll_up_partners(select_period(owners, quarter), by=GroupBy.PARTNER)
        rows = [r for r in expected if r["fiscal_quarter"] == f"FY2018 Q{number}"]
        assert [group.key for group in found.groups] == sorted(
            row["employee_id"] for row in rows
        )
        for row in rows:
            line = found.group(row["employee_id"]).line("revenue")
            assert line.target == jbp.Money(row["target"], "USD")
            assert line.attained == jbp.Money(row["actual"], "USD")
            # Theirs is actual minus target; a gap is what is short.
            assert line.gap_to_target == jbp.Money(-Decimal(row["variance"]), "USD")
            assert line.attainment_ratio is not None
            # A half goes up there.
            off = abs(line.attainment_ratio - Fraction(row["attainment"]))
            assert off <= Fraction(1, 2_000_000)


def test_by_region_a_person_counts_in_each_and_once_in_all(
    folder: Path, owners: jbp.Portfolio
) -> None:
    rows = table(folder / "sample_truth_owner_quarter_fy2018.csv")
    covers = defaultdict(set)
    for row in table(folder / "pl300_salesperson_regions.csv"):
        covers[row["region"]].add(row["employee_key"])
    found = roll_up_partners(owners, by=GroupBy.TAG)
    seen = 0
    for region, keys in covers.items():
        mine = [row for row in rows if row["employee_key"] in keys]
        if not mine:
            continue
        seen += 1
        line = found.group(f"{region}: covered").line("revenue")
        alone = roll_up_partners(owners, by=ByTag(region)).group("covered")
        assert alone.line("revenue") == line
        for name, column in (("target", "target"), ("attained", "actual")):
            total = sum(Decimal(row[column]) for row in mine)
            assert getattr(line, name) == jbp.Money(total, "USD"), (region, name)
    assert seen > 5
    everybody = found.total.line("revenue")
    actual = sum(Decimal(row["actual"]) for row in rows)
    assert everybody.attained == jbp.Money(actual, "USD")
    counted_again = sum(
        Fraction(line.attained.amount)
        for group in found.groups
        for line in group.lines
        if isinstance(line.attained, jbp.Money)
    )
    assert counted_again > Fraction(actual)


def test_the_order_of_people_changes_nothing(owners: jbp.Portfolio) -> None:
    backwards = attrs.evolve(owners, plans=owners.plans[::-1])
    for by in GroupBy:
        assert roll_up_partners(backwards, by=by) == roll_up_partners(owners, by=by)
