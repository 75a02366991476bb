"""Programs that others made show the reviews when and as we mean them.

They are first shown a calendar with 36 occurrences of known dates, so that it is known
that each is asked in the right way.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from tests.clients.case import Case
from tests.clients.cases import BUILDERS, cancellations
from tests.clients.programs import PROGRAMS, ROOT, Reading, list_problems, missing

NAMES = [build.__name__ for build in BUILDERS]
PAGE = ROOT / "docs" / "how-to" / "put-reviews-in-calendars.md"
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)

absent = missing()
must_be_there = bool(os.environ.get("JBPCORE_REQUIRE_CALENDAR_CLIENTS"))
pytestmark = pytest.mark.skipif(
    bool(absent) and not must_be_there,
    reason="calendar programs are missing; scripts/install-calendar-clients has them",
)

for_each_program = pytest.mark.parametrize("program", sorted(PROGRAMS))


def test_every_program_is_there() -> None:
    assert absent == []


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    return {build.__name__: build() for build in BUILDERS}


@pytest.fixture(scope="session")
def written(
    cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Path]]:
    folder = tmp_path_factory.mktemp("calendars")
    paths: dict[str, list[Path]] = {}
    for name, case in cases.items():
        for file in case.files:
            path = folder / f"{name}-{file.name}"
            path.write_bytes(file.content)
            paths.setdefault(name, []).append(path)
    return paths


@pytest.fixture(scope="session")
def readings(
    written: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Reading]:
    files = [path for paths in written.values() for path in paths]
    home = tmp_path_factory.mktemp("home")
    return {
        name: ask(files, FIRST, LAST, home / name) for name, ask in PROGRAMS.items()
    }


def uids(case: Case) -> set[str]:
    lines = b"".join(file.content for file in case.files).decode().splitlines()
    return {line.removeprefix("UID:") for line in lines if line.startswith("UID:")}


@for_each_program
@pytest.mark.parametrize("name", NAMES)
def test_a_program_shows_every_occurrence_and_no_other(
    cases: dict[str, Case], readings: dict[str, Reading], program: str, name: str
) -> None:
    case, reading = cases[name], readings[program]
    mine = uids(case)
    shown = [
        f"{one.start} {one.end} {one.summary}"
        for one in reading.events
        if one.uid in mine
    ]
    assert sorted(shown) == sorted(case.shown)
    if reading.tasks is not None:
        tasks = [f"{one.due} {one.summary}" for one in reading.tasks if one.uid in mine]
        assert sorted(tasks) == sorted(case.tasks)


@pytest.mark.parametrize("name", NAMES)
def test_a_series_is_a_rule_where_all_programs_know_it(
    cases: dict[str, Case], name: str
) -> None:
    ruled = [f for f in cases[name].files if b"\r\nRRULE:FREQ=WEEKLY" in f.content]
    ruled += [f for f in cases[name].files if b"\r\nRRULE:FREQ=MONTHLY" in f.content]
    assert len(ruled) == cases[name].rules


@for_each_program
def test_a_program_shows_nothing_of_anybody_else(
    cases: dict[str, Case], readings: dict[str, Reading], program: str
) -> None:
    expected = sum(len(case.shown) for case in cases.values())
    assert len(readings[program].events) == expected


@for_each_program
def test_the_page_tells_how_much_a_program_shows(
    readings: dict[str, Reading], program: str
) -> None:
    found = re.search(
        rf"\| {re.escape(program)}\b[^|]*\| (\d+) \|", PAGE.read_text("utf-8")
    )
    assert found is not None
    assert int(found[1]) == len(readings[program].events)


@pytest.mark.parametrize("name", NAMES)
def test_libical_finds_nothing_against_the_standard(
    written: dict[str, list[Path]], name: str
) -> None:
    assert list_problems(written[name]) == []


def test_libical_finds_nothing_in_a_cancellation(tmp_path: Path) -> None:
    files = list(cancellations())
    assert [file.method.value for file in files] == ["CANCEL"] * 6
    paths = []
    for number, file in enumerate(files):
        paths.append(tmp_path / f"{number}.ics")
        paths[-1].write_bytes(file.content)
    assert list_problems(paths) == []


def test_libical_would_find_something(tmp_path: Path) -> None:
    # Nobody may be invited by what is only published: RFC 5546, section 3.2.1.
    [file, *_] = BUILDERS[0]().files
    wrong = tmp_path / "wrong.ics"
    wrong.write_bytes(file.content.replace(b"METHOD:REQUEST", b"METHOD:PUBLISH"))
    assert list_problems([wrong]) != []


@for_each_program
def test_a_program_is_asked_in_the_right_way(
    truth: Path, tmp_path: Path, program: str
) -> None:
    folder = truth / "recurrence_ical"
    probe = folder / "client_probe.ics"
    answer = PROGRAMS[program](
        [probe], date(2025, 1, 1), date(2027, 12, 31), tmp_path / "home"
    )
    known = (folder / "client_probe_occurrences_utc.txt").read_text("utf-8")
    shown = sorted(f"{one.uid} {one.start}" for one in answer.events)
    assert shown == sorted(known.split("\n")[:-1])
    assert len(shown) == 36
