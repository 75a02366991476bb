"""Workbooks are read as text tables are, and harmful ones harm nobody."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from jbpcore.adapters.excel import child, reading
from jbpcore.adapters.excel.limits import WorkbookLimits
from jbpcore.adapters.excel.writing import write_workbook
from jbpcore.adapters.open_table import open_table
from jbpcore.adapters.tabular.actual_form import ActualFormat
from jbpcore.adapters.tabular.actual_rows import actual_rows
from jbpcore.adapters.tabular.actuals import read_actuals
from jbpcore.cli.main import main
from jbpcore.errors import InvalidDataError, InvalidValueError, MissingExtraError
from jbpcore.model.actual import ActualEntry
from jbpcore.values.money import Money

Rows = list[tuple[int, list[str]]]


def read(path: Path, **options: object) -> tuple[tuple[str, ...], Rows]:
    with open_table(path, **options) as table:  # type: ignore[arg-type]
        return table.header, [(row.line, row.cells) for row in table]


def problem(path: Path, **options: object) -> str:
    with pytest.raises(InvalidDataError) as caught:
        read(path, **options)
    # Beyond a bound, or only found to be bad while it is read.
    codes = {"jbp.table.workbook", "jbp.table.unreadable"}
    assert {one.code for one in caught.value.findings} <= codes
    return str(caught.value)


def made(path: Path, sheets: Mapping[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_rows_numbers_and_days_as_a_spreadsheet_made_them(tmp_path: Path) -> None:
    naive = datetime(2026, 4, 20, 9, 30)  # noqa: DTZ001 - a sheet knows no zones
    path = made(
        tmp_path / "book.xlsx",
        {
            "Bookings": [
                ["partner", "amount", "date"],
                ["Zoë, Ltd.", 7500, date(2026, 4, 20)],
                [],
                ["two\nlines", 0.1 + 0.2, naive],
                [True, 1e21, None],
            ]
        },
    )
    header, rows = read(path)
    assert header == ("partner", "amount", "date")
    assert rows == [
        (2, ["Zoë, Ltd.", "7500", "2026-04-20"]),
        (4, ["two lines", "0.3", "2026-04-20T09:30:00"]),
        (5, ["true", "1000000000000000000000", ""]),
    ]


def test_what_a_formula_last_came_to_is_read_and_nothing_is_computed(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "book.xlsx", {"S": [["a", "b"], ["=1+1", "x"]]})
    assert read(path)[1] == [(2, ["", "x"])]  # never opened by a spreadsheet: no value


def test_the_sheet_that_is_asked_for(tmp_path: Path) -> None:
    path = made(tmp_path / "b.xlsx", {"One": [["a"], ["1"]], "Two": [["a"], ["2"]]})
    assert read(path)[1] == [(2, ["1"])]
    assert read(path, sheet="Two")[1] == [(2, ["2"])]
    told = problem(path, sheet="Three")
    assert "no sheet 'Three'" in told
    assert "'One', 'Two'" in told


def test_a_ledger_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    entries = (
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 20),
            amount=Money("7500.25", "EUR"),
            entry_id="so-1",
            partner_id="northwind",
            credit_ratio="1/3",
            tags={"region": "=EMEA"},
            recorded_at=datetime(2026, 4, 21, 8, tzinfo=UTC),
        ),
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 21),
            amount=Money(Decimal("-12345678901234567.89"), "EUR"),
            entry_id="so-2",
        ),
    )
    path = tmp_path / "ledger.xlsx"
    with path.open("wb") as stream:
        write_workbook(stream, {"Ledger": actual_rows(entries)})
    with open_table(path) as table:
        form = ActualFormat(currency=None, needs_owner=False)
        assert read_actuals(table, form=form) == entries
        assert table.findings == ()


def test_bounds_hold_at_the_bound_and_one_beyond(tmp_path: Path) -> None:
    path = made(tmp_path / "b.xlsx", {"S": [["a", "b"], ["1", "2"], ["3", "4"]]})
    assert len(read(path, limits=WorkbookLimits(max_rows=3))[1]) == 2
    with pytest.raises(InvalidDataError) as caught:
        read(path, limits=WorkbookLimits(max_file_bytes=1))
    assert [one.code for one in caught.value.findings] == ["jbp.table.workbook"]
    assert "more than 2 rows" in problem(path, limits=WorkbookLimits(max_rows=2))
    assert len(read(path, limits=WorkbookLimits(max_columns=2))[1]) == 2
    assert "1 columns" in problem(path, limits=WorkbookLimits(max_columns=1))
    size = path.stat().st_size
    assert read(path, limits=WorkbookLimits(max_file_bytes=size))
    assert "bytes" in problem(path, limits=WorkbookLimits(max_file_bytes=size - 1))
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    inflated = sum(part.file_size for part in parts)
    assert read(path, limits=WorkbookLimits(max_inflated_bytes=inflated))
    told = problem(path, limits=WorkbookLimits(max_inflated_bytes=inflated - 1))
    assert "Unpacked" in told
    assert read(path, limits=WorkbookLimits(max_parts=len(parts)))
    assert "parts" in problem(path, limits=WorkbookLimits(max_parts=len(parts) - 1))
    with pytest.raises(InvalidValueError, match="max_rows"):
        WorkbookLimits(max_rows=0)


def replaced(path: Path, part: str, old: str, new: str) -> Path:
    """Write a copy of a workbook with one part changed."""
    changed = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(name, text, zipfile.ZIP_DEFLATED)
    return changed


SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return made(tmp_path / "book.xlsx", {"S": [["a", "b"], ["x", 2]]})


def test_a_cell_in_the_last_corner_costs_nothing(book: Path) -> None:
    # Readers that believe it walk over 17 billion cells, or end the interpreter.
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = replaced(book, SHEET, "</sheetData>", far)
    started = time.monotonic()
    told = problem(path)
    assert "more than" in told
    assert time.monotonic() - started < 30


def test_a_small_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(110):
                part.write(b" " * 1024 * 1024)
    assert path.stat().st_size < 1024 * 1024
    assert "Unpacked" in problem(path)


def test_entities_are_not_expanded(book: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret", "utf-8")
    head = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">'
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
    )
    path = replaced(book, SHEET, "<worksheet ", head)
    assert "damaged" in problem(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "no workbook" in problem(path)
    path.write_bytes(path.read_bytes()[:-30])
    assert "damaged" in problem(path)


def test_what_is_broken_inside_is_told_and_breaks_nothing(book: Path) -> None:
    path = replaced(book, SHEET, "<sheetData>", "<sheetData><<<")
    assert "damaged" in problem(path)


def test_a_reader_that_takes_too_long_is_stopped(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)", "utf-8")
    monkeypatch.setattr(child, "__file__", str(slow))
    started = time.monotonic()
    assert "more than 1 s" in problem(book, limits=WorkbookLimits(max_seconds=1))
    assert time.monotonic() - started < 20


def test_a_reader_that_dies_is_told(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dying = tmp_path / "dying.py"
    dying.write_text("import os; os.abort()", "utf-8")
    monkeypatch.setattr(child, "__file__", str(dying))
    assert "stopped with status" in problem(book)


def test_a_table_that_is_closed_early_leaves_no_process(book: Path) -> None:
    with open_table(book) as table:
        next(iter(table))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_without_the_extra_it_says_what_to_install(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"jbpcore\[excel\]"):
        open_table(book)


def test_a_workbook_is_scored_like_a_text_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # 7,500 of 25,000 after 45 of 91 days: 12,362.64 was due, a pace of 0.607.
    targets: list[list[object]] = [
        ["owner", "period", "target"],
        ["ann", "FY26-Q2", 25000],
    ]
    booked: list[list[object]] = [
        ["owner", "date", "amount"],
        ["ann", date(2026, 4, 20), 7500],
    ]
    path = made(tmp_path / "b.xlsx", {"Targets": targets, "Bookings": booked})
    options = ["--targets", str(path), "--actuals", str(path)]
    options += ["--actual-sheet", "Bookings", "--as-of", "2026-05-15"]
    assert main(["score", *options, "--format", "csv"]) == 0
    assert "12362.64" in capsys.readouterr().out
