"""Proves a worked case: its sums by themselves, and its answers by the library."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.golden.asking import Asked, as_text, bare
from tests.golden.reading import GoldenCase
from tests.golden.sums import SumError, about_text, check_sum, evaluate, read_sides

__all__ = ["list_answer_problems", "list_sum_problems"]

_ABOUT = re.compile(r"about (−?)([\d,]*\d(?:\.\d+)?)( %)?")
_VALUE = re.compile(r"(.*[\d)%])(?: ([A-Za-z]+))?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SIGN = re.compile(r"[+−×÷]")
_COUNTED = {"entries counted", "says"}
_QUOTED = re.compile(r'"([^"]+)"')


def list_sum_problems(case: GoldenCase) -> list[str]:
    """Return the sums that are wrong, and the answers that no sum comes to."""
    problems, known, abouts = [], {Fraction(0)}, set()
    for name, text in case.pairs("The sums"):
        try:
            sides = check_sum(text)
        except SumError as error:
            problems.append(f"{name}: {error}")
            continue
        known |= {side.value for side in sides}
        abouts |= {side.text for side in sides if side.text.startswith("about ")}
        known |= {
            evaluate(side.text.removeprefix("about ")) for side in sides
            if side.text.startswith("about ")
        }  # fmt: skip
    told = [text for _, text in case.pairs("The plan") + case.pairs("What if")]
    told += [c for rows in case.tables.values() for row in rows for c in row.values()]
    for number in _NUMBER.findall(" ".join(told)):
        value = Fraction(number.rstrip(",").replace(",", ""))
        known |= {value, value / 100}
    for name, text in case.pairs("The answer"):
        problems += unfounded(name, text, known, abouts)
    return problems


def unfounded(
    name: str, text: str, known: set[Fraction], abouts: set[str]
) -> list[str]:
    """Return *name* if its number is neither given nor worked out."""
    found = _VALUE.fullmatch(text)
    if found is None or "of" in text or name in _COUNTED:
        return []
    if text.startswith("about "):
        return [] if found[1] in abouts else [f"{name}: no sum comes to {text}"]
    try:
        (value, *_), signs = read_sides(found[1]), _SIGN.findall(found[1])
    except SumError:
        return []
    if signs in ([], ["−"]) and abs(value.value) not in {abs(one) for one in known}:
        return [f"{name}: no sum comes to {text}"]
    return []


def list_answer_problems(case: GoldenCase, asked: Asked | None = None) -> list[str]:
    """Return the answers that the library does not give."""
    asked = Asked(case) if asked is None else asked
    problems = []
    for name, text in case.pairs("The answer"):
        found = asked.answer(name)
        if not agrees(name, found, text):
            shown = bare(found) or as_text(found)
            problems.append(f"{name}: {text!r} is stated, the library says {shown}")
    return problems


def agrees(name: str, found: object, text: str) -> bool:
    if name == "says":
        return all(part in str(found) for part in _QUOTED.findall(text))
    number = bare(found)
    if number is None:
        return as_text(found) == text
    value, unit = number
    stated = _VALUE.fullmatch(text)
    if stated is None or (stated[2] or "") != unit:
        return False
    about = _ABOUT.fullmatch(stated[1])
    if about is not None:
        return about_text(value, about) == stated[1]
    try:
        return read_sides(stated[1])[0].value == value
    except SumError:
        return False
