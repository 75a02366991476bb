"""The shape of the package is a promise to its readers, so it is tested."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "jbpcore"
MODULES = sorted(PACKAGE.rglob("*.py"))
BESIDE = ("benchmarks", "docs", "fuzz", "packages", "scripts", "tests")
PROGRAMS = sorted(ROOT.glob("*.py")) + [
    path
    for folder in BESIDE
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"_build", "build"} & set(path.relative_to(ROOT).parts)
]
MAX_LINES = 400
MAX_PUBLIC_NAMES = 8
MAY_HAVE_MORE_NAMES = {"formulas.py"}  # all of the arithmetic is read in one place
SAYS_NOTHING = {"common", "helper", "helpers", "misc", "util", "utils"}
FRONT_DOOR = PACKAGE / "__init__.py"  # a list, which grows with what is promised
EXACT_FLOORS = ("values", "periods", "model", "engine", "planning")

for_each_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(SRC).as_posix()
)


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def public_definitions(tree: ast.Module) -> set[str]:
    definitions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name
        for node in tree.body
        if isinstance(node, definitions) and not node.name.startswith("_")
    }


def declared_names(tree: ast.Module) -> set[str] | None:
    """Return what __all__ lists, or None where there is no __all__."""
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        if any(isinstance(name, ast.Name) and name.id == "__all__" for name in targets):
            literal = isinstance(value, ast.List | ast.Tuple)
            return set(ast.literal_eval(value)) if literal else {"computed"}
    return None


def holds_code(tree: ast.Module) -> bool:
    """Return whether there is more in it than a docstring and __future__ imports."""
    return any(
        not isinstance(node, ast.Expr)
        and not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
        for node in tree.body
    )


@for_each_module
def test_a_module_fits_in_one_sitting(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), "say what lives here"
    if path != FRONT_DOOR:
        assert lines_of(path) <= MAX_LINES
    if path.name not in MAY_HAVE_MORE_NAMES:
        assert len(public_definitions(tree)) <= MAX_PUBLIC_NAMES


def test_what_stands_beside_the_package_fits_in_one_sitting_too() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in PROGRAMS} >= set(BESIDE)
    too_long = [path for path in PROGRAMS if lines_of(path) > MAX_LINES]
    assert not too_long, "split them by what they are about"


@for_each_module
def test_a_module_lists_what_it_offers(path: Path) -> None:
    tree = parsed(path)
    if path.name == "__main__.py" or not holds_code(tree):
        return
    declared = declared_names(tree)
    assert declared is not None, "add __all__"
    if path != FRONT_DOOR:
        assert public_definitions(tree) <= declared


@for_each_module
def test_a_module_is_named_for_what_it_holds(path: Path) -> None:
    words = {word for part in path.relative_to(SRC).with_suffix("").parts
             for word in part.split("_")}  # fmt: skip
    assert not words & SAYS_NOTHING


@for_each_module
def test_nothing_that_counts_is_a_float(path: Path) -> None:
    parts = path.relative_to(PACKAGE).parts
    # Logarithms and quantiles of a projection have no exact value to keep.
    if parts[0] not in EXACT_FLOORS or parts[:2] == ("engine", "projection"):
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float | complex), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "float", f"line {node.lineno}"


def test_tests_are_no_package() -> None:
    tests = Path(__file__).resolve().parents[1]
    assert not list(tests.rglob("__init__.py"))


LEFT_OUT = re.compile(r"# pragma: no (?:cover|branch)(?P<why> - \S.*)?$")


@for_each_module
def test_a_line_that_no_test_runs_says_why(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if "pragma:" in line]
    found = [LEFT_OUT.search(line) for line in lines]
    assert all(one is not None and one["why"] for one in found)
