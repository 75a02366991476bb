"""Reads the worked cases, and understands every line of what is to be read.

A file is a page of prose with cases. A case begins with ``## its name`` and a story in
plain words; below it stand sections, each of its own kind: bullets ``- name: value`` or
a table. A line that fits nowhere is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

__all__ = ["GoldenCase", "ReadingError", "a_day", "an_instant", "read_cases", "words"]

FOLDER = Path(__file__).parent / "pacing"
_LISTS = {"The plan", "The sums", "The answer", "What if"}
_TABLES = {"Bookings", "Actions", "Goals"}
_BULLET = re.compile(r"- ([^:]+): (.+)")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_INSTANT = re.compile(r"(.+) (\d\d):(\d\d) UTC")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class ReadingError(ValueError):
    """A line that nobody can understand."""


@dataclass
class GoldenCase:
    """One worked case.

    Attributes:
        place: File and line where it begins.
        name: Its heading.
        story: What it is about, in words.
        lists: For each section of bullets, names and values in order.
        tables: For each table, its rows by column.
    """

    place: str
    name: str
    story: list[str] = field(default_factory=list)
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def pairs(self, section: str) -> list[tuple[str, str]]:
        return self.lists.get(section, [])


def read_cases(folder: Path = FOLDER) -> list[GoldenCase]:
    """Read every case of every file, in order."""
    cases: list[GoldenCase] = []
    for path in sorted(folder.glob("*.md")):
        cases += read_file(path)
    return cases


def read_file(path: Path) -> list[GoldenCase]:
    lines = path.read_text("utf-8").splitlines()
    if not lines or not lines[0].startswith("# "):
        message = f"{path.name} has no title"
        raise ReadingError(message)
    cases: list[GoldenCase] = []
    section = ""
    for number, line in enumerate(lines[1:], start=2):
        place = f"{path.name}:{number}"
        if line.startswith("## "):
            cases.append(GoldenCase(place, line[3:]))
            section = ""
        elif line.startswith("### "):
            section = line[4:]
            begin_section(cases, section, place)
        elif line and cases:
            read_line(cases[-1], section, line, place)
    for case in cases:
        missing = {"The sums", "The answer"} - case.lists.keys()
        if missing or not case.story:
            message = f"{case.place}: {case.name!r} lacks a story or {missing}"
            raise ReadingError(message)
    return cases


def begin_section(cases: list[GoldenCase], section: str, place: str) -> None:
    if not cases or section not in _LISTS | _TABLES:
        message = f"{place}: {section!r} is no section of a case"
        raise ReadingError(message)
    if section in cases[-1].lists.keys() | cases[-1].tables.keys():
        message = f"{place}: {section!r} comes twice"
        raise ReadingError(message)
    if section in _LISTS:
        cases[-1].lists[section] = []
    else:
        cases[-1].tables[section] = []


def read_line(case: GoldenCase, section: str, line: str, place: str) -> None:
    if not section:
        if line.startswith(("-", "|", "#")):
            message = f"{place}: {line!r} stands in no section"
            raise ReadingError(message)
        case.story.append(line)
    elif section in _LISTS:
        bullet = _BULLET.fullmatch(line)
        if bullet is None:
            message = f"{place}: {line!r} is no '- name: value'"
            raise ReadingError(message)
        case.lists[section].append((bullet[1], bullet[2]))
    else:
        read_row(case, section, line, place)


def read_row(case: GoldenCase, section: str, line: str, place: str) -> None:
    """Read a row of a table, whose first line names the columns."""
    rows = case.tables[section]
    if line == "Nothing is booked." and section == "Bookings" and not rows:
        return
    if rows and re.fullmatch(r"\|(?: ?-+ ?\|)+", line):
        if len(rows) > 1:
            message = f"{place}: a second rule in one table"
            raise ReadingError(message)
        return
    if not (line.startswith("|") and line.endswith("|")):
        message = f"{place}: {line!r} is no row of a table"
        raise ReadingError(message)
    cells = [cell.strip() for cell in line[1:-1].split("|")]
    if not rows:
        rows.append(dict.fromkeys(cells, ""))
        return
    names = list(rows[0])
    if len(cells) != len(names):
        message = f"{place}: {len(cells)} cells under {len(names)} headings"
        raise ReadingError(message)
    rows.append(dict(zip(names, cells, strict=True)))


def a_day(text: str) -> date:
    """Read ``15 May 2026``."""
    found = _DAY.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        message = f"{text!r} is no day such as 15 May 2026"
        raise ReadingError(message)
    return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))


def an_instant(text: str) -> datetime:
    """Read ``15 May 2026 09:30 UTC``."""
    found = _INSTANT.fullmatch(text)
    if found is None:
        message = f"{text!r} is no instant such as 15 May 2026 09:30 UTC"
        raise ReadingError(message)
    day = a_day(found[1])
    hour, minute = int(found[2]), int(found[3])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def words(code: str) -> str:
    """Return a code in words: ``off_track`` is off track."""
    return code.replace("_", " ")
