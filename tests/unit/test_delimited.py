from __future__ import annotations

import codecs
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.delimited.lines import LineSource
from jbpcore.adapters.delimited.reader import DelimitedTable, TableRow, open_text_table
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError, Severity


def table(content: str | bytes, **layout: object) -> DelimitedTable:
    data = content.encode() if isinstance(content, str) else content
    stated = TableLayout(**layout)  # type: ignore[arg-type]  # given by keyword in tests
    return DelimitedTable(io.BytesIO(data), name="t.csv", layout=stated)


def read(
    content: str | bytes, **layout: object
) -> tuple[list[TableRow], list[Finding]]:
    opened = table(content, **layout)
    rows = list(opened)
    return rows, list(opened.findings)


def cells(content: str | bytes, **layout: object) -> list[list[str]]:
    rows, findings = read(content, **layout)
    assert findings == []
    return [row.cells for row in rows]


def codes(findings: list[Finding]) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.row) for finding in findings]


def refusal(content: str | bytes, **layout: object) -> Finding:
    with pytest.raises(InvalidDataError) as caught:
        table(content, **layout)
    return caught.value.findings[-1]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_the_three_ways(end: str) -> None:
    content = end.join(["a,b", "1,2", "3,4"])
    assert cells(content) == [["1", "2"], ["3", "4"]]
    assert cells(content + end) == [["1", "2"], ["3", "4"]]


def test_line_ends_may_be_mixed_and_are_counted_as_an_editor_does() -> None:
    rows, findings = read("a,b\r\n1,2\r3,4\n\n5\n")
    assert [row.line for row in rows] == [2, 3]
    assert codes(findings) == [("jbp.table.ragged", 5)]


@pytest.mark.parametrize("character", ["\u2028", "\x0b", "\x0c", "\x85", "\x1c"])
def test_nothing_else_ends_a_line(character: str) -> None:
    assert cells(f"a,b\nx{character}y,2\n") == [[f"x{character}y", "2"]]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\nZoë,2\n".encode(),
        codecs.BOM_UTF8 + "a,b\nZoë,2\n".encode(),
        codecs.BOM_UTF16_LE + "a,b\nZoë,2\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "a,b\nZoë,2\n".encode("utf-16-be"),
    ],
)
def test_unicode_is_recognised_and_its_mark_is_no_part_of_the_heading(
    content: bytes,
) -> None:
    opened = table(content)
    assert opened.header == ("a", "b")
    assert [row.cells for row in opened] == [["Zoë", "2"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Zoë"),
        ("iso-8859-15", "Zoë"),
        ("utf-16-le", "Zoë"),
        ("cp1251", "Зоя"),
        ("shift_jis", "東京"),
    ],
)
def test_other_encodings_are_read_when_stated(encoding: str, text: str) -> None:
    content = f"a,b\n{text},2\n".encode(encoding)
    assert cells(content, encoding=encoding) == [[text, "2"]]


def test_bytes_that_are_no_utf8_cost_their_row_alone() -> None:
    rows, findings = read(b"a,b\n1,2\nZo\xeb,2\n3,4\n")
    assert [row.cells for row in rows] == [["1", "2"], ["3", "4"]]
    assert codes(findings) == [("jbp.table.encoding", 3)]
    assert "cp1252" in findings[0].message


def test_half_a_pair_in_utf16_costs_its_row_alone() -> None:
    data = codecs.BOM_UTF16_LE + "a,b\n".encode("utf-16-le") + b"\x00\xd8"
    data += ",2\n3,4\n".encode("utf-16-le")
    rows, findings = read(data)
    assert [row.cells for row in rows] == [["3", "4"]]
    assert codes(findings) == [("jbp.table.encoding", 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "jbp.table.empty"),
        (b"\n\n \n", "jbp.table.empty"),
        (codecs.BOM_UTF8, "jbp.table.empty"),
        (b"Zo\xeb,b\n1,2\n", "jbp.table.heading"),
        (b"a\0,b\n1,2\n", "jbp.table.heading"),
        (b'"a,b\n1,2\n', "jbp.table.heading"),
        (b",,\n1,2,3\n", "jbp.table.heading"),
        ("a,b\n".encode("utf-16-le"), "jbp.table.encoding"),
        ("a,b\n".encode("utf-16-be"), "jbp.table.encoding"),
        (codecs.BOM_UTF32_LE + "a,b".encode("utf-32-le"), "jbp.table.encoding"),
        (b"PK\x03\x04 a workbook", "jbp.table.not_text"),
        (b"\x1f\x8b\x08", "jbp.table.not_text"),
        (b"%PDF-1.7", "jbp.table.not_text"),
        (b"a,b;c\n1,2;3\n", "jbp.table.delimiter"),
        (b"sep=xx\na,b\n", "jbp.table.delimiter"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_a_stated_encoding_must_agree_with_the_mark() -> None:
    marked = codecs.BOM_UTF16_LE + "a,b\n".encode("utf-16-le")
    assert table(marked, encoding="utf-16").header == ("a", "b")
    assert refusal(marked, encoding="cp1252").code == "jbp.table.encoding"
    assert refusal(b"a,b\n", encoding="utf-16").code == "jbp.table.encoding"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_by_the_heading(sign: str) -> None:
    opened = table(f"a{sign}b\n1{sign}2\n")
    assert (opened.delimiter, opened.header) == (sign, ("a", "b"))


def test_decimal_commas_do_not_make_the_comma_a_delimiter() -> None:
    assert cells("owner;target\nann;1.234,50\n") == [["ann", "1.234,50"]]


def test_a_delimiter_inside_quotes_is_no_delimiter() -> None:
    assert table('"a;b",c\n1,2\n').header == ("a;b", "c")


def test_the_rows_decide_where_the_heading_has_two_delimiters() -> None:
    assert table("owner;target, USD\nann;5\nbob;6\n").delimiter == ";"


def test_a_stated_delimiter_is_taken_as_it_is() -> None:
    assert table("a,b;c\n1,2;3\n", delimiter=";").header == ("a,b", "c")
    with pytest.raises(InvalidValueError, match="delimiter"):
        TableLayout(delimiter="x")


def test_a_line_above_the_heading_may_state_the_delimiter() -> None:
    assert cells("sep=;\n\na;b,c\n1;2\n") == [["1", "2"]]


def test_quoted_cells_may_hold_delimiters_quotes_and_line_breaks() -> None:
    content = 'a,b\n"x, y","say ""hi"""\n"two\nlines",2\n3,4\n'
    rows, findings = read(content)
    assert findings == []
    assert rows == [
        (2, ["x, y", 'say "hi"']),
        (3, ["two\nlines", "2"]),
        (5, ["3", "4"]),
    ]


def test_a_heading_may_have_line_breaks_inside_quotes() -> None:
    assert table('"Target\n(USD)",b\n1,2\n').header == ("Target (USD)", "b")


def test_an_open_quote_does_not_swallow_the_rows_after_it() -> None:
    lines = ["a,b,c", '1,"two,3', *(f"{n},x,y" for n in range(1000)), '7,"ok",8']
    rows, findings = read("\n".join(lines))
    assert len(rows) == 1001
    assert codes(findings) == [("jbp.table.quote", 2)]


def test_two_open_quotes_do_not_swallow_the_rows_between_them() -> None:
    # Taken as one cell, the lines from the first quote to the second fit the heading.
    rows, findings = read('a,b,c\n1,"two\n3,4,5\n6",7\n8,9,10\n')
    assert [row.cells for row in rows] == [["3", "4", "5"], ["8", "9", "10"]]
    assert codes(findings) == [("jbp.table.quote", 2), ("jbp.table.ragged", 4)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('1,"two"x,3', "jbp.table.quote"),
        ('1,"two" ,3', "jbp.table.quote"),
        ('"1,2,3', "jbp.table.quote"),
        ('1,2,"', "jbp.table.quote"),
        ('1,2,"""', "jbp.table.quote"),
        ("1,2", "jbp.table.ragged"),
        ("1", "jbp.table.ragged"),
        ("1,2,3,4", "jbp.table.ragged"),
        ("1,2,3,,,x", "jbp.table.ragged"),
        ("1;2;3", "jbp.table.ragged"),
        ("1,\0,3", "jbp.table.nul"),
        ('1,"\0",3', "jbp.table.nul"),
        (f"1,{'x' * 10_001},3", "jbp.table.cell_too_long"),
        (f'1,"{"x" * 10_001}",3', "jbp.table.cell_too_long"),
    ],
)
@pytest.mark.parametrize("is_last", [False, True])
def test_a_bad_row_is_reported_and_the_good_ones_are_kept(
    line: str, code: str, *, is_last: bool
) -> None:
    after = "" if is_last else "\n4,5,6\n7,8,9\n"
    rows, findings = read(f"a,b,c\n0,0,0\n{line}{after}")
    assert [row.cells[0] for row in rows] == (["0"] if is_last else ["0", "4", "7"])
    assert codes(findings) == [(code, 3)]
    assert findings[0].path == "t.csv:3"
    assert findings[0].severity is Severity.ERROR


def test_a_quote_in_the_middle_of_a_cell_is_kept_with_a_warning() -> None:
    rows, findings = read('a,b\n5" disk,2\n')
    assert rows[0].cells == ['5" disk', "2"]
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert findings[0].code == "jbp.table.loose_quote"


def test_empty_columns_after_the_last_heading_are_dropped() -> None:
    assert cells("a,b,,\n1,2,,\n3,4\n5,6, \n") == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_rows_without_anything_in_them_are_passed_over() -> None:
    assert cells("\n\na,b\n\n,\n1,2\n , \n,,,\n") == [["1", "2"], [" ", " "]]


def test_headings_that_are_empty_or_come_twice_are_reported() -> None:
    opened = table("a,,b,a\n1,2,3,4\n")
    assert [row.cells for row in opened] == [["1", "2", "3", "4"]]
    found = {finding.code for finding in opened.findings}
    assert found == {"jbp.table.heading_twice", "jbp.table.heading_empty"}
    assert {f.severity for f in opened.findings} == {Severity.WARNING}


def test_a_line_beyond_the_bound_is_passed_over_without_losing_count() -> None:
    content = f"a,b\n{'x' * 5000}\n1,2\n{'y' * 101},2\n{'z' * 98},3\n"
    rows, findings = read(content, max_line_chars=100)
    assert [row.line for row in rows] == [3, 5]
    assert codes(findings) == [
        ("jbp.table.line_too_long", 2),
        ("jbp.table.line_too_long", 4),
    ]


@pytest.mark.parametrize(("rows", "is_cut"), [(9, False), (10, False), (11, True)])
def test_rows_beyond_the_bound_are_reported_not_read(
    *, rows: int, is_cut: bool
) -> None:
    got, findings = read("a,b\n" + "1,2\n" * rows, max_rows=10)
    assert len(got) == min(rows, 10)
    assert [f.code for f in findings] == ["jbp.table.too_many_rows"] * is_cut


def test_too_many_columns_are_refused() -> None:
    assert len(table(",".join(map(str, range(256)))).header) == 256
    assert refusal(",".join(map(str, range(257)))).code == "jbp.table.heading"


def test_findings_beyond_the_bound_are_counted() -> None:
    rows, findings = read("a,b\n" + "1\n" * 25 + "1,2\n", max_findings=10)
    assert len(rows) == 1
    assert len(findings) == 11
    assert findings[-1].message.startswith("15 more")


def test_a_bad_layout_is_refused() -> None:
    for bad in ({"encoding": "utf-7"}, {"max_rows": 0}, {"max_rows": True}):
        with pytest.raises(InvalidValueError):
            TableLayout(**bad)


class LongFile(io.RawIOBase):
    """A file that is never whole in memory: *rows* rows, one in a hundred bad."""

    def __init__(self, rows: int) -> None:
        good, bad = b"2026-01-05,ann,5\n", b"2026,ann\n"
        self._lines = (good if number % 100 else bad for number in range(rows))
        self._buffer = b"date,owner,amount\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._buffer) < len(buffer):
            line = next(self._lines, None)
            if line is None:
                break
            self._buffer += line
        taken = self._buffer[: len(buffer)]
        self._buffer = self._buffer[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_long_table_is_read_in_bounded_memory() -> None:
    stream = io.BufferedReader(LongFile(100_000))
    tracemalloc.start()
    try:
        with DelimitedTable(stream, name="long.csv") as opened:
            good = sum(1 for _ in opened)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (good, len(opened.findings)) == (99_000, 1_000)
    assert peak < 5_000_000


def test_open_quotes_are_looked_past_a_fixed_number_of_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = 0
    take = LineSource.take

    def counting(source: LineSource) -> tuple[int, str] | None:
        nonlocal taken
        taken += 1
        return take(source)

    monkeypatch.setattr(LineSource, "take", counting)
    rows, findings = read("a,b\n" + '1,"x\n' * 5_000)
    assert (rows, len(findings)) == ([], 5_000)
    assert taken < 3 * 5_000


def test_somebody_may_watch_how_far_it_is() -> None:
    watched: list[int] = []
    content = io.BytesIO(b"a,b\n" + b"1,2\n" * 9_000)
    opened = DelimitedTable(content, name="t.csv", watch=watched.append)
    assert sum(1 for _ in opened) == 9_000
    assert watched == [4096, 8192]


def test_a_file_is_opened_by_its_path_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("a,b\n1,2\n3\n", "utf-8")
    with open_text_table(path) as opened:
        assert [row.cells for row in opened] == [["1", "2"]]
    assert opened.findings[0].path == "targets.csv:3"
    assert opened.row_count == 2


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InvalidDataError, match="cannot be read") as caught:
            open_text_table(path)
        assert isinstance(caught.value.__cause__, OSError)
        assert caught.value.findings[0].code == "jbp.table.unreadable"
