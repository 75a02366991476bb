"""The calendar programs that others made, and how each is asked what it reads.

``scripts/install-calendar-clients`` installs them. Every one answers for many files at
once, since starting them is what takes the time.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
FOLDER = Path(
    os.environ.get("JBPCORE_CALENDAR_CLIENTS", ROOT / ".cache" / "calendar-clients")
)
SECONDS = 120


class Shown(NamedTuple):
    """One occurrence as a program shows it: days, or instants in UTC."""

    uid: str
    start: str
    end: str
    summary: str


class Task(NamedTuple):
    """One thing to do as a program shows it."""

    uid: str
    due: str
    summary: str


class Reading(NamedTuple):
    """What a program reads in some files, in order."""

    events: list[Shown]
    tasks: list[Task] | None


def missing() -> list[str]:
    """Name what is not there."""
    parts = {
        "ical.js": FOLDER / "node_modules" / "ical.js",
        "node-ical": FOLDER / "node_modules" / "node-ical",
        "recurring-ical-events": FOLDER / "python" / "bin" / "python",
        "libical": FOLDER / "check_with_libical",
    }
    absent = [name for name, path in parts.items() if not path.exists()]
    absent += [name for name in ("khal", "node") if shutil.which(name) is None]
    return [] if (FOLDER / "installed").exists() and not absent else absent or ["all"]


def run(command: Sequence[object], **variables: str) -> str:
    """Run a program with a known zone and language, and return what it prints."""
    environment = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603 - the programs above
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment | variables,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:] or done.stdout}"
    return done.stdout


def _read(answer: str) -> Reading:
    files = json.loads(answer)
    return Reading(
        sorted(Shown(**event) for file in files for event in file["events"]),
        sorted(Task(**task) for file in files for task in file["todos"]),
    )


def ask_icaljs(files: Sequence[Path], first: date, last: date, _: Path) -> Reading:
    """Ask ical.js, which Thunderbird reads calendars with."""
    command = ("node", HERE / "list_with_icaljs.mjs", str(first), str(last), *files)
    return _read(run(command, NODE_CLIENTS=str(FOLDER)))


def ask_node_ical(files: Sequence[Path], first: date, last: date, _: Path) -> Reading:
    """Ask node-ical."""
    command = ("node", HERE / "list_with_node_ical.mjs", str(first), str(last), *files)
    return _read(run(command, NODE_CLIENTS=str(FOLDER)))


def ask_recurring_ical_events(
    files: Sequence[Path], first: date, last: date, _: Path
) -> Reading:
    """Ask recurring-ical-events, on top of icalendar."""
    script = HERE / "list_with_recurring_ical_events.py"
    python = FOLDER / "python" / "bin" / "python"
    return _read(run((python, "-I", script, str(first), str(last), *files)))


KHAL = """\
[calendars]
[[asked]]
path = {home}/calendar
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {home}/khal.db
[default]
default_calendar = asked
"""
FORMAT = "{uid}\t{start-date-long}\t{start-time}\t{end-date-long}\t{end-time}\t{title}"


def ask_khal(files: Sequence[Path], first: date, last: date, home: Path) -> Reading:
    """Ask khal, with an empty calendar of its own. It shows no tasks."""
    config = home / "config"
    (home / "calendar").mkdir(parents=True)
    config.write_text(KHAL.format(home=home), "utf-8")
    khal = ("khal", "-c", config)
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    run((*khal, "import", "--batch", *files), **own)
    days = f"{(last - first).days + 1}d"
    listing = ("list", "--format", FORMAT, "--day-format", "", str(first), days)
    lines = run((*khal, *listing), **own).splitlines()
    # It shows what lasts beyond midnight on each of its days.
    shown = {_khal_line(line) for line in lines if line.strip()}
    return Reading(sorted(shown), None)


def _khal_line(line: str) -> Shown:
    uid, start_on, start, end_on, end, title = line.split("\t")
    if not start:
        after = date.fromisoformat(end_on) + timedelta(days=1)
        return Shown(uid, start_on, str(after), title)
    return Shown(uid, f"{start_on}T{start}Z", f"{end_on}T{end}Z", title)


def list_problems(files: Sequence[Path]) -> list[str]:
    """Have libical check files against RFC 5545 and 5546; name those with problems."""
    command = [FOLDER / "check_with_libical", *files]
    done = subprocess.run(  # noqa: S603 - our own program
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        encoding="utf-8",
    )
    accepted = {f"{file}: OK" for file in files}
    return [line for line in done.stdout.splitlines() if line not in accepted] or [
        f"{file}: not looked at" for file in files if f"{file}: OK" not in done.stdout
    ]


PROGRAMS: Mapping[str, Callable[[Sequence[Path], date, date, Path], Reading]] = {
    "ical.js": ask_icaljs,
    "node-ical": ask_node_ical,
    "khal": ask_khal,
    "recurring-ical-events": ask_recurring_ical_events,
}
