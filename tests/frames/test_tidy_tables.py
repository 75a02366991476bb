"""Results and ledgers as columns of plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.errors import InvalidValueError, MissingExtraError
from jbpcore.frames import arrow
from jbpcore.frames.entry_table import tidy_entries
from jbpcore.frames.result_table import RESULT_COLUMNS, tidy_results
from jbpcore.frames.tidy import ColumnKind, TidyColumn, TidyTable
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient

Q2 = FiscalCalendar.calendar_year().quarter(2026, 2)
PLAN = Plan(
    id="northwind-q2",
    name="Northwind Q2",
    vendor=Party(id="acme", name="Acme"),
    partner=Partner(id="northwind", name="Northwind", tier="Gold", region="EMEA"),
    period=Q2,
    goals=[
        Goal(
            id="revenue",
            name="New revenue",
            metric=metrics.REVENUE,
            target=Money("25000", "USD"),
            period=Q2,
        ),
        Goal(
            id="wins",
            name="Win rate",
            metric=metrics.WIN_RATE,
            target=None,
            period=Q2,
        ),
    ],
)
BOOKED = [
    ActualEntry(
        metric="revenue",
        on=date(2026, 4, 20),
        amount=Money("7500", "USD"),
        partner_id="northwind",
        entry_id="so-1",
        credit_ratio="1/2",
        recorded_at=datetime(2026, 4, 21, 8, tzinfo=UTC),
        tags={"region": "EMEA"},
    ),
    ActualEntry(
        metric="win-rate",
        on=date(2026, 4, 30),
        amount=Quotient(Quantity(2, "deals"), Quantity(3, "deals")),
        entry_id="crm-1",
        partner_id="northwind",
    ),
]


def test_the_founding_case_is_a_row_with_every_figure() -> None:
    # 7,500 x 1/2 booked; 25,000 x 45/91 = 12,362.64 due; the rest follows by hand.
    result = assess_plan(PLAN, BOOKED, as_of=date(2026, 5, 15))
    row, second = tidy_results(result).iter_rows()
    assert (row["plan_id"], row["partner_id"], row["tier"], row["region"]) == (
        "northwind-q2",
        "northwind",
        "Gold",
        "EMEA",
    )
    assert row["unit"] == "USD"
    assert row["attained"] == Decimal(3750)
    assert row["expected_to_date"] == Decimal("12362.64")
    assert row["gap_to_target"] == Decimal(21250)
    assert row["gap_to_pace"] == Decimal("8612.64")
    assert row["attainment_ratio"] == 0.15
    assert row["pace_index"] == pytest.approx(3750 / 12362.64)
    assert row["run_rate"] == pytest.approx(3750 / 45)
    assert row["required_run_rate"] == pytest.approx(21250 / 46)
    assert row["projected_finish"] == Decimal("7583.33")
    assert (row["health"], row["reason"]) == ("off_track", "pace")
    assert (row["elapsed_days"], row["remaining_days"]) == (45, 46)
    assert row["last_entry_on"] == date(2026, 4, 20)
    assert second["target"] is None
    assert second["attained"] == Decimal("0.666666666667")
    assert second["unit"] == "ratio"


def test_portfolios_plans_and_goals_give_the_same_rows() -> None:
    as_of = date(2026, 5, 15)
    portfolio = assess_portfolio([PLAN], BOOKED, as_of=as_of)
    plan = assess_plan(PLAN, BOOKED, as_of=as_of)
    assert tidy_results(portfolio) == tidy_results(plan) == tidy_results([plan])
    alone = tidy_results(plan.results).to_dict()
    known = tidy_results(plan).to_dict()
    assert alone["plan_id"] == [None, None]
    assert alone["pace_index"] == known["pace_index"]


def test_a_ledger_is_a_table_with_its_tags() -> None:
    first, second = tidy_entries(BOOKED).iter_rows()
    assert first["amount"] == Decimal(7500)
    assert first["credit_ratio"] == 0.5
    assert first["recorded_at"] == datetime(2026, 4, 21, 8, tzinfo=UTC)
    assert first["tag:region"] == "EMEA"
    assert second["tag:region"] is None
    assert (second["amount"], second["numerator"], second["denominator"]) == (
        None,
        Decimal(2),
        Decimal(3),
    )


def test_nothing_is_a_table_with_columns_and_no_rows() -> None:
    empty = tidy_results([])
    assert len(empty) == 0
    assert empty.names == tuple(RESULT_COLUMNS)
    assert list(empty.iter_rows()) == []
    assert len(tidy_entries([])) == 0


def test_columns_that_do_not_fit_together_are_refused() -> None:
    one = TidyColumn("a", ColumnKind.COUNT, [1])
    with pytest.raises(InvalidValueError, match="once"):
        TidyTable([one, one])
    with pytest.raises(InvalidValueError, match="long"):
        TidyTable([one, TidyColumn("b", ColumnKind.COUNT, [])])


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(arrow, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"jbpcore\[arrow\]"):
        tidy_entries(BOOKED).__arrow_c_stream__()
