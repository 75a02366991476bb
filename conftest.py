"""Run the code in README.md and docs/ as tests."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

# The asserts of what tests share count as theirs do, and so under -O too.
pytest.register_assert_rewrite("tests")

# The examples are programs, which the tests of the browser start.
collect_ignore = ["docs/conf.py", "docs/examples"]

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()
