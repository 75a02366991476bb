"""The page on tests says how many laws there are, and there are as many."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "tests-that-bite.md"
FOLDERS = ("tests", "packages", "src/jbpcore/testing")
LAWS = {"given", "invariant", "rule"}
PROMISED = 300


def iter_laws() -> Iterator[str]:
    """Yield the place of every test that Hypothesis draws examples for."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef) and LAWS & set(marks(node)):
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.name}"


def marks(node: ast.FunctionDef) -> Iterator[str]:
    for mark in node.decorator_list:
        called = mark.func if isinstance(mark, ast.Call) else mark
        if isinstance(called, ast.Name | ast.Attribute):
            yield called.id if isinstance(called, ast.Name) else called.attr


def test_there_are_as_many_laws_as_the_page_says() -> None:
    laws = list(iter_laws())
    assert len(set(laws)) == len(laws)
    (stated,) = re.findall(r"at least ([0-9]+) laws", PAGE.read_text("utf-8"))
    # Those that were added since need not be counted at once.
    assert PROMISED <= int(stated) <= len(laws)
