"""The project speaks of itself alone: a reader has none of its makers' folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    ".ci",
    "benchmarks",
    "changelog.d",
    "docs",
    "packages",
    "scripts",
    "src",
    "tests",
)
KINDS = {".cfg", ".css", ".html", ".md", ".py", ".sh", ".toml", ".txt", ".yml", ""}

# The parts are put together here, so that this file does not find itself.
PLACES = re.compile("|".join(("/wor" + "k/", "/far" + "m/", "shar" + "ed/")))
HOSTS = re.compile("|".join(("pypi\\.o" + "rg", "pythonhos" + "ted", "npmj" + "s\\.")))
NUMBERS = re.compile(r"\b(?:issue|ticket)s? #?\d", re.IGNORECASE)
# The two that have to know where the expected values made by others lie.
MAY_NAME_PLACES = {"tests/conftest.py", ".ci/run"}


def iter_files() -> Iterator[Path]:
    files = (path for path in ROOT.iterdir() if path.is_file())
    yield from (path for path in files if path.name != ".git")  # of a work tree
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            within = path.relative_to(ROOT / folder).parts
            made = any(part.startswith((".", "_build", "__pyc")) for part in within)
            if path.is_file() and not made:
                yield path


FILES = sorted(path for path in iter_files() if path.suffix in KINDS)
for_each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@for_each_file
def test_no_file_names_a_place_or_a_number_of_its_makers(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.relative_to(ROOT).as_posix() not in MAY_NAME_PLACES:
        assert not PLACES.search(text)
    assert not HOSTS.search(text)
    assert not NUMBERS.search(text)
