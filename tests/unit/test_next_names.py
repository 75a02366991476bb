"""The next plan is called what people would call it, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

import jbpcore as jbp
from jbpcore.planning.naming import next_id, next_name

YEARS = jbp.FiscalCalendar.calendar_year()
RETAIL = jbp.FiscalCalendar.nrf_retail()
APRIL = [jbp.DateRange(date(year, 4, 1), date(year + 1, 4, 1)) for year in (2025, 2026)]
NINE_MONTHS = jbp.DateRange(date(2026, 4, 1), date(2027, 1, 1))
IN_QUARTERS = [YEARS.quarter(2026, 4), YEARS.quarter(2027, 1)]


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        ("NW 2026", YEARS.year(2026), YEARS.year(2027), "NW 2027"),
        # Fiscal 2022 of the retailers ends in January 2023, and is called 2022.
        ("NW 2022", RETAIL.year(2022), RETAIL.year(2023), "NW 2023"),
        ("NW 2025/2026", *APRIL, "NW 2026/2027"),
        ("NW 2025/26", *APRIL, "NW 2026/27"),
        ("NW FY26", *APRIL, "NW FY27"),
        ("NW 2026", *APRIL, "NW 2027"),
        ("NW 2026", NINE_MONTHS, YEARS.year(2027), "NW 2027"),
        ("NW Q4 2026", *IN_QUARTERS, "NW Q1 2027"),
        ("NW Q2 2026", YEARS.quarter(2026, 2), YEARS.quarter(2026, 3), "NW Q3 2026"),
        ("NW FY09 Q4", YEARS.quarter(2009, 4), YEARS.quarter(2010, 1), "NW FY10 Q1"),
        ("Growth 2026", *IN_QUARTERS, "Growth 2026"),
        ("2026 for 2026", YEARS.year(2026), YEARS.year(2027), "2026 for 2026"),
        ("Room 1999", YEARS.year(2026), YEARS.year(2027), "Room 1999"),
    ],
)
def test_the_next_name_is_the_one_people_would_give(
    name: str, old: jbp.DateRange, new: jbp.DateRange, wanted: str
) -> None:
    assert next_name(name, old, new) == wanted


@pytest.mark.parametrize(
    ("key", "old", "new", "wanted"),
    [
        ("nw-2022", RETAIL.year(2022), RETAIL.year(2023), "nw-2023"),
        ("nw-Q4-2026", *IN_QUARTERS, "nw-Q1-2027"),
        ("nw-2026-q4", *IN_QUARTERS, "nw-2027-q1"),
        ("nw-q2", YEARS.quarter(2026, 2), YEARS.quarter(2026, 3), "nw-q3"),
        ("seq2", YEARS.quarter(2026, 2), YEARS.quarter(2026, 3), "seq2+2026-07-01"),
        ("nw", *IN_QUARTERS, "nw+2027-01-01"),
        ("nw-2026", *IN_QUARTERS, "nw-2026+2027-01-01"),
        ("nw+2026-10-01", *IN_QUARTERS, "nw+2027-01-01"),
    ],
)
def test_the_next_id_is_another_one_that_reads_like_it(
    key: str, old: jbp.DateRange, new: jbp.DateRange, wanted: str
) -> None:
    assert next_id(key, old, new) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Revenue with Northwind, 2026-Q2", "Revenue with Northwind, 2026-Q3"),
        ("Revenue", "Revenue"),
    ],
)
def test_a_goal_that_names_its_quarter_goes_on_to_the_next(
    name: str, wanted: str
) -> None:
    quarter = YEARS.quarter(2026, 2)
    goal = jbp.Goal(
        id="revenue",
        name=name,
        metric=jbp.metrics.REVENUE,
        target=jbp.Money("25000", "USD"),
        period=quarter,
    )
    plan = jbp.Plan(
        id="nw",
        name="NW",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="NW"),
        period=quarter,
        goals=[goal],
    )
    after = jbp.roll_forward(plan, [], as_of=quarter.last_day)
    assert after.goal("revenue").name == wanted
    assert plan.goal("revenue").name == name
