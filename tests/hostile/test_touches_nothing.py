"""The library opens no socket, starts nothing, and runs nothing that it reads.

One exception is stated: a workbook is parsed by a process of its own.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"

# What runs text, objects out of bytes, or another program. By full name where it is an
# attribute of a module.
_RUNS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "shelve",
    "marshal",
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "xmlrpc",
    "asyncio.subprocess",
    "subprocess",
    "multiprocessing",
    "ctypes",
    "code",
    "codeop",
    "runpy",
    "xml",
    "webbrowser",
}
_CALLS = {
    "os.system",
    "os.popen",
    "os.startfile",
    "yaml.load",
    "yaml.load_all",
    "yaml.full_load",
    "yaml.unsafe_load",
    "yaml.Loader",
    "yaml.UnsafeLoader",
    "yaml.FullLoader",
    "tempfile.mktemp",
}
_STATED = {
    "jbpcore/adapters/excel/reading.py: subprocess": "a workbook is parsed apart",
    "jbpcore/cli/new.py: input()": "the command line asks a person",
    "jbpcore/cli/asking.py: input()": "the command line asks a person",
}


def iter_breaches(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _module(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield from _module(f"{node.module}.{alias.name}")
        else:
            yield from _runs(node)


def _runs(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in _RUNS:
            yield f"{node.func.id}()"
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        name = f"{node.value.id}.{node.attr}"
        if name in _CALLS or name.startswith(("os.exec", "os.spawn", "os.posix_")):
            yield name


def _module(name: str) -> Iterator[str]:
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        if ".".join(parts[:end]) in _MODULES:
            yield ".".join(parts[:end])


def test_nothing_in_the_source_can_run_what_it_reads() -> None:
    found = {
        f"{path.relative_to(SRC).as_posix()}: {breach}"
        for path in (SRC / "jbpcore").rglob("*.py")
        for breach in iter_breaches(path)
    }
    assert found <= set(_STATED)
    assert "jbpcore/adapters/excel/reading.py: subprocess" in found


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import loads",
        "import urllib.request",
        "from urllib import request",
        "import http.client",
        "eval(text)",
        "os.system(text)",
        "os.execv(text)",
        "yaml.load(text)",
        "import socket as plug",
        "from xml.etree import ElementTree",
    ],
)
def test_a_line_that_could_is_noticed(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.py"
    path.write_text(line, "utf-8")
    assert list(iter_breaches(path))


# Done with all of that forbidden, in a fresh interpreter.
JOBS = r"""
import sys
allowed = False

def hook(event, arguments):
    if event.split(".")[0] in {"socket", "subprocess", "ftplib", "smtplib",
                               "urllib", "webbrowser", "telnetlib", "poplib"}:
        raise RuntimeError(f"forbidden: {event} {arguments!r}")
    if event in {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
                 "os.forkpty", "pty.spawn", "os.startfile"}:
        raise RuntimeError(f"forbidden: {event}")

sys.addaudithook(hook)

import json
import tempfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import jbpcore as jbp
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.testing.sample_records import full_plan, small_entry

jobs = []
at = datetime(2026, 1, 7, tzinfo=UTC)
as_of = date(2026, 5, 15)
plan = full_plan()
entries = [small_entry()]

def did(name):
    jobs.append(name)

jbp.loads(jbp.dumps(plan), jbp.Plan); did("json")
jbp.json_schema(jbp.Plan); jbp.template_schema(); did("schema")
results = jbp.assess_plan(plan, entries, as_of=as_of)
jbp.explain(results.results[0], locale="de_DE"); did("assess")
jbp.plan_card(plan, entries, as_of=as_of).to_html(locale="fr_FR"); did("card")
jbp.scorecard_page(results).to_text(locale="en_US"); did("scorecard")
portfolio = jbp.assess_portfolio([plan], entries, as_of=as_of)
jbp.portfolio_table(portfolio); did("portfolio")
jbp.check(plan); jbp.diff(plan, plan); jbp.merge(plan, plan, plan); did("planning")
table = DelimitedTable(BytesIO(b"owner,date,amount\nann,2026-04-20,5\n"), name="t.csv")
jbp.read_actuals(table); did("import")
jbp.write_table(StringIO(), ["a"], [["=1"]]); did("export")
with tempfile.TemporaryDirectory() as folder:
    for url in (f"sqlite:///{folder}/p.db", f"json:///{folder}/j", "memory://",
                f"sqlite+pysqlite:///{folder}/s.db"):
        with jbp.open_store(url, tenant="acme") as store:
            store.save(plan, expected_revision=0, by="maria", at=at, note="")
            store.append(entries)
            list(store.query()), list(store.iter_ids())
    did("stores")
growth = jbp.default_template_catalogue().get("growth")
jbp.check_template(growth.template); did("templates")
jbp.list_plugins(); did("plugins")
person = jbp.Person(id="m", name="Maria", side=jbp.Side.VENDOR, email="m@acme.example")
tom = jbp.Person(id="t", name="Tom", side=jbp.Side.PARTNER, email="t@north.example")
jbp.calendar_invitations(plan, organizer=person, domain="acme.example", stamped_at=at,
                         options=jbp.InvitationOptions(to=[person, tom]))
did("calendar")
print(json.dumps(jobs))
"""
_WHERE = f"import sys; sys.path.insert(0, {str(SRC)!r})\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-I", "-W", "ignore", "-c", _WHERE + code],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_every_main_job_is_done_without_a_socket_or_a_process() -> None:
    done = run(JOBS)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout.splitlines()[-1])) == 13


@pytest.mark.parametrize(
    "line",
    [
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_the_watch_stops_what_it_is_for(line: str) -> None:
    done = run(JOBS.partition("import json")[0] + line)
    assert "forbidden" in done.stderr


def test_the_core_never_loads_what_makes_objects_of_bytes() -> None:
    code = "import jbpcore, sys; jbpcore.loads; jbpcore.Plan; jbpcore.assess_plan\n"
    code += "print(json.dumps(sorted(sys.modules)))".replace(
        "json", "__import__('json')"
    )
    loaded = set(json.loads(run(code).stdout))
    assert "jbpcore.codec.json_text" in loaded
    assert not loaded & {"socket", "ssl", "subprocess", "pickle", "http", "ctypes"}
