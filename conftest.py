"""Run the code in README.md and docs/ as tests."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from importlib.util import find_spec

import pytest
from sybil import Region, Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser, lexers

# The asserts of what tests share count as theirs do, and so under -O too.
pytest.register_assert_rewrite("tests")

# The examples are programs, which the tests of the browser start.
collect_ignore = ["docs/conf.py", "docs/examples"]


def without_options(lexed: Region) -> None:
    """Leave out the YAML above a cell, which only the page that is shown needs."""
    lexed.lexemes.pop("yaml_options", None)


if find_spec("yaml") is None:  # as in Pyodide
    lexers.parse_yaml_options = without_options

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()
