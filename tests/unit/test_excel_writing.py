"""A workbook in which numbers are numbers, texts are texts, and nothing is run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from jbpcore.adapters.excel.writing import CellValue, write_workbook
from jbpcore.errors import InvalidValueError

ARMED = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "\uff1d1+1",
    ' "=cmd|x!A1',
    "=HYPERLINK(1)",
    "http://example.com/",
    "mailto:ann@example.com",
    "{=1}",
)


def written(*rows: Sequence[CellValue]) -> BytesIO:
    stream = BytesIO()
    write_workbook(stream, {"Sheet": (["a", "b"], rows)})
    stream.seek(0)
    return stream


def test_numbers_days_and_texts_keep_their_kind() -> None:
    stream = written(["Northwind", Decimal("7500.25")], [date(2026, 4, 20), -3])
    sheet = load_workbook(stream)["Sheet"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert values[0] == ["Northwind", 7500.25]
    assert values[1][0] == datetime(2026, 4, 20)  # noqa: DTZ001 - a sheet has no zones
    assert values[1][1] == -3
    assert sheet["B2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ARMED)
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    sheet = load_workbook(written([text, None]))["Sheet"]
    assert sheet["A2"].data_type in {"s", "inlineStr"}
    assert sheet["A2"].hyperlink is None


def test_a_number_that_a_spreadsheet_would_round_stays_as_it_is() -> None:
    # 2 to the power of 53 and 1 more is the first whole number no double holds.
    sheet = load_workbook(written([Decimal(9007199254740993), 10**20]))["Sheet"]
    assert sheet["A2"].value == "9007199254740993"
    assert sheet["B2"].value == 10**20  # one digit and zeros, which a double holds


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a:b", "[a]", "'a", "a'"])
def test_a_name_that_no_sheet_may_have_is_refused(name: str) -> None:
    with pytest.raises(InvalidValueError, match="sheets"):
        write_workbook(BytesIO(), {name: (["a"], [])})


def test_two_names_that_differ_in_capitals_alone_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="capitals"):
        write_workbook(BytesIO(), {"Goals": (["a"], []), "goals": (["a"], [])})


def test_no_sheets_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="at least one"):
        write_workbook(BytesIO(), {})


def test_a_text_longer_than_a_cell_is_refused_and_not_cut() -> None:
    written(["x" * 32_766, None])
    with pytest.raises(InvalidValueError, match="shorter"):
        written(["x" * 32_767, None])
