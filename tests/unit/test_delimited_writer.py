from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.writer import restored, unarmed, write_table

ARMED = [
    f"{before}{sign}{after}"
    for before in ("", " ", "  \t", "'", '"', "\x00", "\u00a0")
    for sign in "=+-@\uff1d\uff0b\uff0d\uff20"
    for after in ("1+1", 'cmd|" /C calc"!A0', "HYPERLINK(1)", "")
] + ["\t=1", "\r=1", "\n=1", "\tx", "\rx", "\nx"]


@pytest.mark.parametrize("text", ARMED)
def test_what_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert unarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-2977415.34", "0.1", "Acme", "a=b", "", "5-"])
def test_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert unarmed(text) == text


@given(st.text(alphabet="'\" \t=+-@\uff1dx1", max_size=6) | st.text(max_size=20))
@example("'\t")
@example("'=1")
@example("''=1")
@example("'x")
def test_disarming_loses_nothing(text: str) -> None:
    assert restored(unarmed(text)) == text


def test_what_is_written_is_read_back_by_the_standard_library() -> None:
    stream = io.StringIO()
    rows: list[list[str | int | Decimal | None]] = [
        ["Zoë, Ltd", -5, Decimal("-1E+3")],
        ['a "b"\nc', None, Decimal("0.10")],
    ]
    write_table(stream, ["name", "n", "=amount"], rows)
    stream.seek(0)
    assert list(csv.reader(stream)) == [
        ["name", "n", "'=amount"],
        ["Zoë, Ltd", "-5", "-1000"],
        ['a "b"\nc', "", "0.10"],
    ]


def test_a_heading_like_a_line_that_states_the_delimiter_is_read_back() -> None:
    stream = io.StringIO(newline="")
    write_table(stream, ["Sep=;", "b"], [["1", "2"]])
    assert stream.getvalue() == '"Sep=;","b"\n1,2\n'
    table = DelimitedTable(io.BytesIO(stream.getvalue().encode()), name="t.csv")
    assert (table.header, [row.cells for row in table]) == (
        ("Sep=;", "b"),
        [["1", "2"]],
    )
