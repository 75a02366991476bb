"""Each limit holds exactly: one less and all of it are taken, one more is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import attrs
import pytest
from tests.hostile.limits import LIMITS, Limit

from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.excel.limits import WorkbookLimits
from jbpcore.errors import Finding, JbpError

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "limits.md"


def is_refused(limit: Limit, size: int) -> bool:
    try:
        made = limit.make(size)
    except JbpError:
        return True
    return isinstance(made, tuple) and any(isinstance(one, Finding) for one in made)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.what)
def test_a_limit_holds_exactly(limit: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    most = limit.most
    if limit.lowered is not None:
        module, name, most = limit.lowered
        if module:
            monkeypatch.setattr(f"{module}.{name}", most)
    assert not is_refused(limit, most - 1)
    assert not is_refused(limit, most)
    assert is_refused(limit, most + 1)


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.lowered])
def test_a_limit_that_is_lowered_for_its_test_is_the_one_stated(limit: Limit) -> None:
    assert limit.lowered is not None
    module, name, _ = limit.lowered
    if not module:
        assert getattr(TableLayout(), name.removeprefix("TableLayout.")) == limit.most
        return
    source = ROOT / "src" / Path(*module.split(".")).with_suffix(".py")
    stated = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(source.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert stated[name] == limit.most


def test_the_page_lists_every_limit_and_no_other() -> None:
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| what")
    ]
    stated = [(limit.what, f"{limit.most:,}") for limit in LIMITS]
    workbook = WorkbookLimits()
    stated += [
        (f"`WorkbookLimits.{field.name}`", f"{getattr(workbook, field.name):,}")
        for field in attrs.fields(WorkbookLimits)
    ]
    assert [row[:2] for row in rows] == stated
