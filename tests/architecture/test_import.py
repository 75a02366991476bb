"""Importing jbpcore costs little and touches nothing but its own code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import jbpcore

PACKAGE = Path(jbpcore.__file__).parent
HEAVY = (
    "alembic",
    "babel",
    "dateutil",
    "hypothesis",
    "icalendar",
    "importlib.metadata",
    "openpyxl",
    "pytest",
    "sqlalchemy",
    "sqlite3",
    "xlsxwriter",
)

# Floors that may be imported anywhere, at any time. Not formatting: babel looks up the
# machine's time zone when it is imported, which is why it is imported on first use.
QUIET_FLOORS = (
    "errors",
    "values",
    "periods",
    "model",
    "engine",
    "ports",
    "planning",
    "codec",
    "plugins",
)
QUIET = [
    "jbpcore",
    *sorted(
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).with_suffix("").parts[0] in QUIET_FLOORS
        and path.stem != "__init__"
    ),
]

# Run in a fresh interpreter. Reading modules from the folders of sys.path is what an
# import is; everything else that leaves the interpreter is recorded.
WATCH = r"""
import importlib, json, os, sys, threading

touched, watching = [], False
folders = tuple(os.path.realpath(folder) + os.sep for folder in sys.path if folder)
CODE = (".py", ".pyc", ".so", ".pyd")
WATCHED = ("ctypes", "ftplib", "glob", "os", "pty", "shutil", "signal", "socket",
           "sqlite3", "subprocess", "tempfile", "urllib", "webbrowser", "winreg",
           "_winapi")

def is_code(path):
    path = os.fsdecode(path) if isinstance(path, (str, bytes)) else ""
    real = os.path.realpath(path)
    return real.endswith(CODE) and real.startswith(folders)

def is_folder_of_code(path):
    real = os.path.realpath(os.fsdecode(path)) + os.sep
    return real.startswith(folders)

def hook(event, arguments):
    global watching
    if not watching:
        return
    watching = False
    try:
        if event == "open":
            path, mode, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            if writes or not is_code(path):
                touched.append(f"open {path!r}")
        elif event in ("os.listdir", "os.scandir"):
            if not is_folder_of_code(arguments[0]):
                touched.append(f"{event} {arguments[0]!r}")
        elif event.split(".")[0] in WATCHED:
            touched.append(f"{event} {arguments!r}")
    finally:
        watching = True

class Environment(type(os.environ)):
    def __getitem__(self, key):
        if watching:
            touched.append(f"environment {key!r}")
        return super().__getitem__(key)

start = threading.Thread.start

def watched_start(thread):
    if watching:
        touched.append(f"thread {thread.name!r}")
    start(thread)

threading.Thread.start = watched_start
os.environ.__class__ = Environment
sys.addaudithook(hook)
report = {}
for module in sys.argv[1:]:
    watching = True
    importlib.import_module(module)
    watching = False
    report[module], touched = touched, []
print(json.dumps(report))
"""


# With -I nothing of the caller's environment tells where to import from.
WHERE = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n"


def run(code: str, *arguments: str, options: tuple[str, ...] = ()) -> str:
    done = subprocess.run(  # noqa: S603  (our own interpreter and our own text)
        [sys.executable, "-I", *options, "-c", WHERE + code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def watch(*modules: str, bootstrap: str = "") -> dict[str, list[str]]:
    """Return what importing each module touched outside of the interpreter."""
    report: dict[str, list[str]]
    report = json.loads(run(bootstrap + WATCH, *modules, options=("-B",)))
    return report


def test_importing_touches_nothing_outside() -> None:
    assert watch(*QUIET) == {module: [] for module in QUIET}


@pytest.mark.parametrize(
    ("line", "noticed"),
    [
        ("open(__file__ + '.txt', 'w').close()", "open"),
        ("open('/etc/hostname').close()", "open"),
        ("import os; os.environ.get('HOME')", "environment 'HOME'"),
        ("import os; os.getenv('HOME')", "environment 'HOME'"),
        ("import socket; socket.socket().close()", "socket.__new__"),
        ("import subprocess, sys; subprocess.run([sys.executable, '-c', ''])", "subp"),
        ("import os; os.listdir('/')", "os.listdir"),
        ("import threading; threading.Thread(target=int).start()", "thread"),
    ],
)
def test_the_watch_notices_what_it_is_for(
    tmp_path: Path, line: str, noticed: str
) -> None:
    (tmp_path / "touches.py").write_text(line, "utf-8")
    bootstrap = f"sys.path.insert(0, {str(tmp_path)!r})\n"
    touched = watch("touches", bootstrap=bootstrap)["touches"]
    assert any(entry.startswith(noticed) for entry in touched)


def test_importing_loads_nothing_heavy() -> None:
    command = "import sys, jbpcore; print('\\n'.join(sys.modules))"
    loaded = set(run(command).splitlines())
    assert "jbpcore" in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("options", [("-W", "error"), ("-O",), ("-OO",)])
def test_everything_promised_can_be_had(options: tuple[str, ...]) -> None:
    command = "import jbpcore; [getattr(jbpcore, name) for name in jbpcore.__all__]"
    run(command, options=options)


def test_the_type_marker_is_shipped() -> None:
    assert (PACKAGE / "py.typed").is_file()
