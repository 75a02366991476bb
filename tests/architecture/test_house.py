"""The picture of the house is drawn from its imports, and its counts are not old."""

from __future__ import annotations

import ast

import pytest
from scripts import house

COUNTS, IMPORTS = house.surveyed()
PAGE = house.PAGE.read_text("utf-8")
RENEW = "run python -m scripts.house"


def test_the_picture_is_that_of_the_imports() -> None:
    assert house.drawn(IMPORTS) in PAGE, RENEW


def test_the_table_says_what_each_floor_imports() -> None:
    drawn = PAGE.partition("| floor | files |")[2]
    written = {row.split("|")[1]: row.split("|")[5] for row in drawn.splitlines()
               if row.startswith("| `")}  # fmt: skip
    for row in house.table(COUNTS, IMPORTS).splitlines()[2:-1]:
        assert written[row.split("|")[1]] == row.split("|")[5], RENEW


def test_the_counts_are_true_to_a_tenth() -> None:
    written = house.read_counts(PAGE)
    assert set(written) == set(COUNTS), RENEW
    for floor, count in COUNTS.items():
        for real, said in zip(count, written[floor], strict=True):
            assert abs(real - said) <= max(real / 10, 3), f"{floor}: {RENEW}"


def test_each_floor_stands_above_what_it_imports() -> None:
    order = house.storeys(IMPORTS)
    level = {floor: at for at, storey in enumerate(order) for floor in storey}
    assert all(
        level[floor] < level[below] for floor in IMPORTS for below in IMPORTS[floor]
    )
    assert order[0] == ["cli"]
    assert order[-1] == ["wording"]


def test_a_circle_is_refused() -> None:
    circle = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a")}
    with pytest.raises(ValueError, match="a → b → c → a"):
        house.storeys(circle)


def test_what_stands_in_a_file_is_counted() -> None:
    tree = ast.parse("import jbpcore.model.plan\nclass A: ...\ndef _b(): ...\n")
    assert house.names_of(tree) == {"A"}
    assert house.imported(tree) == {"model"}
