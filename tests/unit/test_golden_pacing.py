"""Cases that were worked by hand, in files that a channel manager can read.

Each is proved twice: its sums by a small reader of sums, which knows nothing of the
library, and its answers by the library, to the last digit.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.golden.proving import list_answer_problems, list_sum_problems
from tests.golden.reading import GoldenCase, ReadingError, read_cases, read_file
from tests.golden.sums import SumError, check_sum, evaluate, read_sides

import jbpcore as jbp
from jbpcore.engine.shape import GoalShape

CASES = read_cases()
for_each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@for_each_case
def test_the_sums_are_right(case: GoldenCase) -> None:
    assert not list_sum_problems(case), case.place


@for_each_case
def test_the_library_gives_the_answers(case: GoldenCase) -> None:
    assert not list_answer_problems(case), case.place


def test_there_are_enough_of_them_and_no_two_are_called_the_same() -> None:
    assert len(CASES) >= 70
    names = Counter(case.name for case in CASES)
    assert max(names.values()) == 1
    for case in CASES:
        assert len(case.pairs("The answer")) >= 1
        assert len(case.pairs("The sums")) >= 1
        once = Counter(name for name, _ in case.pairs("The answer"))
        assert max(once.values()) == 1, case.place


def stated(name: str) -> set[str]:
    """Return what the cases state as *name*, in the library's codes."""
    told = {text for case in CASES for key, text in case.pairs("The answer")
            if key == name}  # fmt: skip
    return {text.replace(" ", "_") for text in told}


def test_they_reach_every_health_every_shape_and_every_reason() -> None:
    assert stated("health") == {health.value for health in jbp.Health}
    assert stated("shape") | {"flow", "milestone"} == {s.value for s in GoalShape}
    assert stated("freshness") == {freshness.value for freshness in jbp.Freshness}
    told = {text for case in CASES for _, text in case.pairs("The answer")}
    named = {text.removeprefix("none: ").replace(" ", "_") for text in told}
    # A pipeline nobody gave says so; an amount beyond all amounts needs 10**24.
    silent = {"no_pipeline", "no_buckets", "out_of_range"}
    assert {reason.value for reason in jbp.Reason} - named <= silent


@pytest.mark.parametrize(
    "text",
    [
        "7,500 ÷ 25,000 = 30 %",
        "(30 + 15) ÷ 91 = 45 ÷ 91 = about 49.5 %",
        "25,000 × 45 ÷ 91 = about 12,362.64 < 12,363",
        "2 + 3 × 4 = 14 ≤ 14 ≥ 13.99 > −1",
        "100 − 250 = −150",
        "−1 ÷ 8 = about −0.12",
        "1 ÷ 8 = about 0.12",
        "3 ÷ 8 = about 0.38",
        "1200 ÷ 7 = about 171.4",
    ],
)
def test_a_right_sum_is_right(text: str) -> None:
    check_sum(text)


@pytest.mark.parametrize(
    "text",
    [
        "7,500 ÷ 25,000 = 31 %",
        "25,000 × 45 ÷ 91 = 12,362.64",
        "25,000 × 45 ÷ 91 = about 12,362.63",
        "25,000 × 45 ÷ 91 = about 12362.64 USD",
        "2 < 1",
        "1 < about 2",
        "1 ÷ 0 = 0",
        "12,34 + 1 = 1235",
        "1 + = 2",
        "(1 + 2 = 3",
        "1 + 2) = 3",
        "two + 2 = 4",
        "2 ** 3 = 8",
        "__import__ = 1",
        "5",
        "",
        "((((((((((((((((((((((1)))))))))))))))))))))) = 1",
    ],
)
def test_a_wrong_sum_is_found(text: str) -> None:
    with pytest.raises(SumError):
        check_sum(text)


def test_a_side_after_about_goes_on_unrounded() -> None:
    sides = read_sides("2 ÷ 3 = about 0.67 < 0.67")
    assert sides[1].value == evaluate("2 ÷ 3")
    with pytest.raises(SumError):
        read_sides("2 ÷ 3 = about 0.67 = 0.67")


GOOD = """# Page

Words.

## Case

A story.

### The plan

- counting: bookings add up
- period: 1 April 2026 to 30 June 2026
- target: 100 USD
- look on: 15 May 2026

### Bookings

| day | amount |
|---|---|
| 2 April 2026 | 30 USD |

### The sums

- Attainment: 30 ÷ 100 = 30 %

### The answer

- attainment: 30 %
"""


def spoilt(path: Path, old: str, new: str) -> Path:
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- attainment: 30 %", "- attainment 30 %"),
        ("- attainment: 30 %", "attainment: 30 %"),
        ("### The answer", "### The answers"),
        ("### The sums", "### The answer"),
        ("| 2 April 2026 | 30 USD |", "| 2 April 2026 | 30 USD | what |"),
        ("| 2 April 2026 | 30 USD |", "2 April 2026: 30 USD"),
        ("A story.", "- a story: no"),
        ("A story.", ""),
        ("# Page", "Page"),
    ],
)
def test_a_line_that_nobody_understands_is_refused(
    old: str, new: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadingError):
        read_file(spoilt(tmp_path / "page.md", old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- target: 100 USD", "- targets: 100 USD"),
        ("- target: 100 USD", "- target: 100"),
        ("- target: 100 USD", "- target: 100 USD\n- target: 100 USD"),
        ("bookings add up", "bookings add"),
        ("15 May 2026", "May 15 2026"),
        ("15 May 2026", "31 June 2026"),
        ("| day |", "| date |"),
        ("- attainment: 30 %", "- attainments: 30 %"),
        ("30 USD", "30 dollars, say"),
    ],
)
def test_a_word_that_nobody_knows_is_refused(
    old: str, new: str, tmp_path: Path
) -> None:
    (case,) = read_file(spoilt(tmp_path / "page.md", old, new))
    with pytest.raises((ReadingError, KeyError, ValueError)):
        list_answer_problems(case)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("- attainment: 30 %", "- attainment: 31 %", "no sum comes to 31 %"),
        ("= 30 %", "= 31 %", "does not hold"),
        ("- attainment: 30 %", "- attainment: about 30.0 %", "no sum comes to about"),
    ],
)
def test_a_wrong_figure_is_found_without_the_library(
    old: str, new: str, problem: str, tmp_path: Path
) -> None:
    (case,) = read_file(spoilt(tmp_path / "page.md", old, new))
    (found, *_) = list_sum_problems(case)
    assert problem in found


@pytest.mark.parametrize(
    "stated",
    ["31 %", "30 USD", "about 31 %", "none", "off track", "30 % = 31 %", "%"],
)
def test_a_wrong_answer_is_found_with_it(stated: str, tmp_path: Path) -> None:
    page = spoilt(tmp_path / "page.md", "- attainment: 30 %", f"- attainment: {stated}")
    (case,) = read_file(page)
    assert list_answer_problems(case)


def test_the_page_that_the_others_spoil_is_right(tmp_path: Path) -> None:
    (case,) = read_file(spoilt(tmp_path / "page.md", "A story.", "A story."))
    assert not list_sum_problems(case)
    assert not list_answer_problems(case)
