"""Every code of an error or a finding is on a page, and some test provokes it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from jbpcore import errors
from jbpcore.errors import JbpError

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGE = (DOCS / "reference" / "codes.md").read_text("utf-8")
# These two read the lists; they provoke nothing.
LISTS = {"test_codes_page.py", "test_codes_provoked.py"}
CODE = r"(jbp\.[a-z_]+\.[a-z_]+)"


def joined(*folders: str, kind: str = "*.py") -> str:
    return "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob(kind))
        if path.name not in LISTS and "_build" not in path.parts
    )


SOURCE = joined("src")
TESTS = joined("tests", "packages")
KINDS = {
    kind.code: name
    for name in errors.__all__
    if inspect.isclass(kind := getattr(errors, name)) and issubclass(kind, JbpError)
}
CODES = sorted(
    {*re.findall(rf'"{CODE}"', SOURCE), *re.findall(rf"`{CODE}`", PAGE)} - {*KINDS}
)


def is_named(code: str, tests: str) -> bool:
    """Tell whether *tests* name a code: in full, by its end, or as a member."""
    end = code.rpartition(".")[2]
    forms = (re.escape(code), rf"""["'.]{end}["']""", rf"\.{end.upper()}\b")
    return any(re.search(form, tests) for form in forms)


def test_each_error_is_on_the_page_of_codes() -> None:
    rows = re.findall(
        r"^\| `(jbp[a-z_.]*)` \| `([A-Za-z]+Error)` \|", PAGE, re.MULTILINE
    )
    bases = {"jbp": "JbpError", "jbp.storage": "StorageError"}
    assert {**dict(rows), **bases} == KINDS
    assert len(rows) == len(dict(rows))


def test_each_code_is_explained_on_some_page() -> None:
    pages = joined("docs", kind="*.md")
    assert [code for code in CODES if f"`{code}`" not in pages] == []


def test_there_are_many_codes() -> None:
    assert len(CODES) > 140


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_provoked_by_some_test(code: str) -> None:
    assert is_named(code, TESTS), "provoke it in a test that reads its code"


def test_a_code_that_no_test_names_is_noticed() -> None:
    assert not is_named("jbp.demo.nobody", "assert code == 'somebody'")
    assert is_named("jbp.demo.nobody", "assert code is Code.NOBODY")
    assert is_named("jbp.demo.nobody", "assert code == 'nobody'")
