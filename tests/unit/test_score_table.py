from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import attrs
import pytest

from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.errors import Finding
from jbpcore.model.actual import ActualEntry
from jbpcore.model.metrics import REVENUE
from jbpcore.model.party import Party
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.from_targets import goal_path, plans_from_targets
from jbpcore.values.money import Money
from jbpcore.views.marks import ASCII_MARKS
from jbpcore.views.score_rows import SCORE_COLUMNS, ScoreRow, score_rows
from jbpcore.views.score_table import score_table
from jbpcore.views.text_layout import cells

CALENDAR = FiscalCalendar.calendar_year()
HALFWAY = date(2026, 5, 15)


def rows(
    targets: dict[str, str], booked: dict[str, str], *, as_of: date = HALFWAY
) -> tuple[ScoreRow, ...]:
    quarter = CALENDAR.quarter(2026, 2)
    lines = [
        TargetLine(partner_id=owner, dates=quarter, amount=Money(amount, "USD"))
        for owner, amount in targets.items()
    ]
    entries = [
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 20),
            amount=Money(amount, "USD"),
            partner_id=owner,
        )
        for owner, amount in booked.items()
    ]
    plans, _ = plans_from_targets(
        lines,
        entries,
        calendar=CALENDAR,
        by=PeriodKind.QUARTER,
        vendor=Party(id="acme", name="Acme"),
        metric=REVENUE,
    )
    path = goal_path("ann-FY26", "revenue-FY26-Q2")
    look = [Finding(code="x", path=path, message="Look.")]
    portfolio = assess_portfolio(plans, entries, as_of=as_of)
    return score_rows(portfolio, calendar=CALENDAR, findings=look)


def founding() -> ScoreRow:
    return rows({"ann": "25000"}, {"ann": "7500"})[0]


def test_a_row_has_the_figures_of_the_goal() -> None:
    # 25,000 over 91 days, 7,500 in on day 45: expected 12,362.64, pace 0.606667,
    # 17,500 short, 380.43 a day for 46 days, 2.282609 times the rate so far.
    told = dict(zip(SCORE_COLUMNS, founding().to_cells(), strict=True))
    assert told == {
        "owner": "ann",
        "name": "ann",
        "period": "FY26-Q2",
        "first_day": "2026-04-01",
        "last_day": "2026-06-30",
        "unit": "USD",
        "target": Decimal("25000.00"),
        "attained": Decimal("7500.00"),
        "attainment": Decimal("0.300000"),
        "variance": Decimal("-17500.00"),
        "expected_to_date": Decimal("12362.64"),
        "pace_index": Decimal("0.606667"),
        "gap_to_target": Decimal("17500.00"),
        "gap_to_pace": Decimal("4862.64"),
        "required_run_rate": Decimal("380.43"),
        "lift_needed": Decimal("2.282609"),
        "projected_finish": Decimal("15166.67"),
        "status": "off_track",
        "health": "off_track",
        "reason": "pace",
        "entries": 1,
        "findings": 1,
        "plan_id": "ann-FY26",
        "goal_id": "revenue-FY26-Q2",
        "required_per_week": Decimal("2663.04"),  # 17,500 / 46 x 7
        "required_per_workday": None,
        "original_target": None,
        "disputed": None,
        "pipeline": None,
        "coverage_of_target": None,
        "coverage_of_gap": None,
        "freshness": "not_stated",
        "last_entry_on": "2026-04-20",
    }


def test_a_row_as_plain_data_is_exact_and_needs_no_float() -> None:
    data = founding().to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["attainment"], data["attainment_exact"]) == ("0.300000", "3/10")
    assert data["target"] == "25000.00"
    assert not any(isinstance(value, float) for value in data.values())


def test_what_is_missing_is_empty_never_zero() -> None:
    row = rows({}, {"bob": "7"})[0]
    assert (row.status, row.health, row.reason) == (
        "no_target",
        "not_applicable",
        "no_target",
    )
    data = row.to_dict()
    missing = ["target", "attainment", "attainment_exact", "variance", "pace_index"]
    assert [data[name] for name in missing] == [None] * 5
    assert data["attained"] == "7.00"


def test_no_data_is_said_and_counts_nothing_as_zero_attained() -> None:
    row = rows({"ann": "100"}, {})[0]
    assert (row.status, row.attained) == ("no_data", Money("0", "USD"))


def test_the_table_lines_its_columns_up() -> None:
    targets, booked = {"ann": "25000", "bob": "3"}, {"ann": "7500", "bob": "4"}
    table = score_table(rows(targets, booked))
    heading, rule, ann, bob = table.lines
    assert {cells(rule)} == {cells(heading)}
    end = heading.index("Target") + len("Target")
    assert ann[:end].endswith("25,000")
    assert bob[:end].endswith("     3")
    assert "▼ Off track" in ann
    assert "✓ Met" in bob
    assert table.left_out == ()
    assert table.units == ("USD",)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 160])
def test_the_table_fits_the_screen_and_says_what_it_left_out(width: int) -> None:
    table = score_table(rows({"ann": "25000"}, {"ann": "7500"}), width=width)
    assert max(map(cells, table.lines)) <= width
    for heading in ("Owner", "Period", "Done", "Status"):
        assert heading in table.lines[0]
    for heading in table.left_out:
        assert heading not in table.lines[0]
    assert bool(table.left_out) is (width < 160)


def test_the_table_is_never_kinder_than_the_figures() -> None:
    table = score_table(rows({"ann": "100"}, {"ann": "99.99"}, as_of=date(2026, 6, 30)))
    line = table.lines[2].split()
    assert "99" in line  # attained, rounded down
    assert "99%" in line
    assert "-1" in line
    assert "Missed" in line


def test_a_name_cannot_break_the_table() -> None:
    name = "Evil\u202e drawkcab " + "x" * 150
    row = attrs.evolve(founding(), name=name)
    lines = score_table([row], width=100).lines
    assert len(lines) == 3
    assert "\u202e" not in lines[2]
    assert max(map(cells, lines)) <= 100


def test_owners_of_one_name_are_told_apart() -> None:
    one = attrs.evolve(founding(), name="Ann Lee", owner="1")
    other = attrs.evolve(one, owner="2")
    text = str(score_table([one, other, one]))
    assert text.count("Ann Lee (1)") == 2
    assert text.count("Ann Lee (2)") == 1


def test_units_are_a_column_only_where_there_are_several() -> None:
    one = founding()
    other = attrs.evolve(one, unit="EUR")
    assert "Unit" not in score_table([one]).lines[0]
    assert "Unit" in score_table([one, other]).lines[0]


def test_a_screen_without_unicode_gets_ascii() -> None:
    assert str(score_table([founding()], marks=ASCII_MARKS)).isascii()


def test_no_rows_are_a_heading_alone() -> None:
    assert len(score_table([]).lines) == 2
