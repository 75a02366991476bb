"""What a real kernel hands to a notebook for each kind of result."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest
from tests.frames.libraries import lib

if not os.environ.get("JBPCORE_REQUIRE_FRAMES") and any(
    find_spec(name) is None for name in ("ipykernel", "nbclient")
):
    pytest.skip("not installed: ipykernel or nbclient", allow_module_level=True)

SETTING = """
from datetime import date
import jbpcore as jbp
goal = jbp.Goal(
    id="new", name="New revenue", metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
)
booked = [jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD"))]
result = jbp.assess_goal(goal, booked, as_of=date(2026, 5, 15))
"""

NO_PLANS = """
none = jbp.assess_portfolio([], [], as_of=date(2026, 5, 15))
jbp.portfolio_table(none)
"""


def test_a_chart_and_a_view_reach_the_notebook_in_every_form() -> None:
    nbclient, nbformat = lib("nbclient"), lib("nbformat")
    cells = [
        nbformat.v4.new_code_cell(code)
        for code in (SETTING, "jbp.pace_chart(result, booked)", NO_PLANS)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)

    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()

    chart = notebook.cells[1].outputs[0].data
    assert {"text/plain", "application/vnd.vegalite.v6+json"} <= set(chart)
    assert chart["application/vnd.vegalite.v6+json"]["$schema"].endswith("/v6.json")
    table = notebook.cells[2].outputs[0].data
    assert {"text/plain", "text/html"} <= set(table)
    assert "There are no plans." in table["text/html"]
    nbformat.validate(notebook)
