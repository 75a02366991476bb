"""Texts with placeholders, formulas, and texts for spreadsheets and calendars."""

from __future__ import annotations

from collections import UserDict
from typing import Final

from fuzz.harness import attempt, expect, text_of

from jbpcore.adapters.icalendar.parts import one_line
from jbpcore.formatting.spreadsheet_text import restored, unarmed
from jbpcore.model.formula_text import parse_operand
from jbpcore.model.placeholders import (
    filled,
    filled_line,
    iter_placeholders,
    placeholder_mistakes,
)
from jbpcore.wording import Sentence

__all__ = ["check"]

LONGEST: Final = 1_024
_MOST: Final = 500


class _Watched(UserDict[str, str]):
    """What is looked up, all of it."""

    def __init__(self, text: str) -> None:
        super().__init__({"partner.name": text, "vendor.name": "{partner.name}"})
        self.asked: list[str] = []

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override] # as asked
        self.asked.append(key)
        return super().get(key, default)


def check(data: bytes) -> None:
    """Fill a text in; only names in braces are looked up, and nothing else is done."""
    text = text_of(data)
    values = _Watched(text)
    put = filled(text, values, most=_MOST)
    expect(len(put) <= _MOST, "a text is longer than it may be", len(put))
    names = list(iter_placeholders(text))
    expect(values.asked == names[: len(values.asked)], "something else is looked up")
    line = filled_line(text, values)
    expect(len(line) <= 200 and "\n" not in line and line, "no line", line)
    mistakes = placeholder_mistakes(text)
    expect(all(len(one) < 500 for one in mistakes), "a mistake goes on", mistakes)
    doubled = text.replace("{", "{{").replace("}", "}}")
    expect(filled(doubled, {}, most=10_000) == text, "braces are lost", text)
    expect(not placeholder_mistakes(doubled), "a doubled brace is a mistake", text)
    operand = attempt(parse_operand, text)
    expect(operand is None or repr(operand), "an operand cannot be shown")
    expect(restored(unarmed(text)) == text, "a cell is not restored", text)
    attempt(one_line, text, "field")
    said = Sentence("{a}", a=text)
    expect(str(said) == text, "a fact is filled in again", text)
