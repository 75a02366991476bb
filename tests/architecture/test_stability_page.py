"""What is said of stability is what the code has."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from jbpcore.adapters.json_files import envelopes
from jbpcore.adapters.sqlalchemy import upgrading
from jbpcore.adapters.sqlite import schema
from jbpcore.codec.documents import FORMATS
from jbpcore.codec.templates.reading import TEMPLATE_FORMAT
from jbpcore.plugins.groups import API_VERSION
from jbpcore.views import view_data

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
STABILITY = (REFERENCE / "stability.md").read_text("utf-8")
DEPRECATIONS = (REFERENCE / "deprecations.md").read_text("utf-8")
ROW = re.compile(r"^\| `([^`]+)` \|((?: [^|]+ \|){5})$", re.MULTILINE)
WARNINGS = {"DeprecationWarning", "PendingDeprecationWarning", "FutureWarning"}


def written(name: str) -> int:
    found = re.search(rf"^\| {name} \| (\d+) \|", STABILITY, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_the_versions_of_formats_are_those_of_the_code() -> None:
    assert written("documents as JSON") == max(one.version for one in FORMATS)
    assert written("views as JSON") == view_data._VERSION  # noqa: SLF001 - it is promised nowhere else
    assert written("templates") == TEMPLATE_FORMAT
    assert written("SQLite store") == schema._VERSION  # noqa: SLF001 - it is promised nowhere else
    assert written("tables on SQLAlchemy") == upgrading.TABLES_VERSION
    assert written("folder of JSON files") == envelopes._VERSION  # noqa: SLF001 - it is promised nowhere else
    assert f"| plugin API | | {API_VERSION} |" in STABILITY


def test_the_lowest_python_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = project["requires-python"].removeprefix(">=")
    assert f"Python {lowest} and newer" in STABILITY
    assert f"Programming Language :: Python :: {lowest}" in project["classifiers"]


def warned_of(source: str) -> list[str]:
    """Return the text of each warning of a deprecation in *source*."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and WARNINGS & {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    ]


def test_each_warning_of_a_deprecation_is_on_the_list() -> None:
    listed = [name for name, _ in ROW.findall(DEPRECATIONS)]
    warned = [
        warning
        for path in sorted((ROOT / "src").rglob("*.py"))
        for warning in warned_of(path.read_text("utf-8"))
    ]
    missing = [one for one in warned if not any(name in one for name in listed)]
    assert missing == [], "write it down in docs/reference/deprecations.md"
    assert ("Nothing is deprecated." in DEPRECATIONS) == (listed == [])


@pytest.mark.parametrize(
    "line",
    [
        "warnings.warn('old', DeprecationWarning, stacklevel=2)",
        "warn('old', category=PendingDeprecationWarning)",
    ],
)
def test_a_warning_is_noticed(line: str) -> None:
    assert warned_of(line) == [line]


def test_a_row_of_the_list_is_read() -> None:
    row = "| `jbp.old` | 1.1 | 2027-01-04 | 1.3 | 2027-07-04 | `jbp.new` |"
    assert [name for name, _ in ROW.findall(row)] == ["jbp.old"]
