"""What fuzzing, pumping and marking found, each as a case that says what was wrong."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.adapters.excel.container import container_problem
from jbpcore.adapters.excel.limits import WorkbookLimits
from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.testing.sample_records import small_plan


def misplaced_archive() -> bytes:
    """Return an archive whose one part begins ten bytes before the file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    content = bytearray(made.getvalue())
    at = content.rindex(b"PK\x05\x06") + 16  # where the directory is said to begin
    start = int.from_bytes(content[at : at + 4], "little")
    content[at : at + 4] = (start + 10).to_bytes(4, "little")
    return bytes(content)


def test_a_part_before_the_file_is_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(misplaced_archive())
    problem = container_problem(path, WorkbookLimits())
    assert problem == "It is damaged, or no workbook. Save it again as .xlsx."
    with pytest.raises(InvalidDataError, match="damaged"):
        jbp.open_table(path)


@pytest.mark.parametrize("key", ["\ud800", "a\x00"])
def test_a_key_that_cannot_be_written_is_not_kept(key: str) -> None:
    document: dict[str, Any] = jbp.to_data(small_plan())
    document["data"][key] = 1
    with pytest.raises(InvalidDataError) as caught:
        jbp.loads(json.dumps(document), jbp.Plan, extra="keep")
    assert [finding.code for finding in caught.value.findings] == ["jbp.data.text"]


@pytest.mark.parametrize("unit", ["days", "workdays", "weeks", "months"])
def test_none_before_a_day_is_that_day(unit: str) -> None:
    day = jbp.RelativeDay.parse(f"0 {unit} before start")
    assert day == jbp.RelativeDay.parse("start") == jbp.RelativeDay.parse(str(day))


def test_a_calendar_takes_no_list_of_days_for_its_span() -> None:
    with pytest.raises(InvalidValueError, match="a DateRange; got \\[2026-01-01\\]"):
        jbp.WorkCalendar(span=[date(2026, 1, 1)], non_working_days=[])  # type: ignore[arg-type] # as tested
