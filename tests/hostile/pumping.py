"""Texts that a pattern takes long over, if it takes long over any.

What makes a pattern slow is something repeated without end that can be matched in more
than one way, and then does not match. So each such repeat is pumped: what comes before
it once, its body many times, and a sign that nothing goes on with.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from typing import Any

PALETTE = "a0 Z9._-:=+@#{}[]\"'\\,;/%<>()&\t\n\r\0ä\u0301\u00a0٣"
SUFFIXES = ("", "\x01", "!", "\n", "a", "0")
LONG = 100  # a repeat bounded by more than this is treated as one without end
MOST_BODIES = 4

_parser: Any = importlib.import_module("re._parser")


def tree(pattern: re.Pattern[Any]) -> Any:
    text = pattern.pattern
    return _parser.parse(text, pattern.flags & ~re.UNICODE if _is_bytes(text) else 0)


def _is_bytes(text: object) -> bool:
    return isinstance(text, bytes)


class Pump:
    """Makes the texts for one pattern."""

    def __init__(self, flags: int) -> None:
        self.flags = flags & (re.IGNORECASE | re.ASCII | re.DOTALL)
        self.groups: dict[int, str] = {}

    def chars(self, name: str, argument: Any) -> list[str]:
        """Signs of the palette, and the literal ones, that one item matches."""
        if name == "LITERAL":
            return [chr(argument)]
        if name == "ANY":
            return ["a"]
        if name == "NOT_LITERAL":
            return [sign for sign in PALETTE if ord(sign) != argument]
        negated = any(str(kind) == "NEGATE" for kind, _ in argument)
        own = {
            chr(value if str(kind) == "LITERAL" else value[0])
            for kind, value in argument
            if str(kind) in {"LITERAL", "RANGE"}
        }
        found = [
            sign
            for sign in (*PALETTE, *sorted(own))
            if any(self._is_in(kind, value, sign) for kind, value in argument)
            is not negated
        ]
        assert found, argument
        return found

    def _is_in(self, kind: Any, value: Any, sign: str) -> bool:
        if str(kind) == "LITERAL":
            return bool(ord(sign) == value)
        if str(kind) == "RANGE":
            return bool(value[0] <= ord(sign) <= value[1])
        if str(kind) == "CATEGORY":
            letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[
                str(value).split("_")[-1]
            ]
            if "NOT" in str(value):
                letter = letter.upper()
            return bool(re.fullmatch(rf"\{letter}", sign))
        return False

    def sample(self, items: Any) -> str:
        """A short text that the items match, but for what they look around at."""
        return "".join(self._sample(str(name), argument) for name, argument in items)

    def _sample(self, name: str, argument: Any) -> str:
        if name in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}:
            return self.chars(name, argument)[0]
        if name == "SUBPATTERN":
            text = self.sample(argument[-1])
            if argument[0] is not None:
                self.groups[argument[0]] = text
            return text
        if name == "BRANCH":
            return self.sample(argument[1][0])
        if name == "GROUPREF":
            return self.groups.get(argument, "")
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, item = argument
            count: int = max(least, min(1, int(most)))
            return self.sample(item) * count
        return self.sample(argument) if name == "ATOMIC_GROUP" else ""

    def iter_pumps(self, items: Any, before: str = "") -> Iterator[tuple[str, str]]:
        """Yield what comes before each repeat without end, and what it repeats."""
        for name, argument in items:
            yield from self._pumps(str(name), argument, before)
            before += self._sample(str(name), argument)

    def _pumps(
        self, name: str, argument: Any, before: str
    ) -> Iterator[tuple[str, str]]:
        if name == "SUBPATTERN":
            yield from self.iter_pumps(argument[-1], before)
        elif name == "ATOMIC_GROUP":
            yield from self.iter_pumps(argument, before)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from self.iter_pumps(branch, before)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, item = argument
            yield from self.iter_pumps(item, before)
            if int(most) > LONG:
                yield from ((before, body) for body in self._bodies(item))

    def _bodies(self, item: Any) -> list[str]:
        if len(item) == 1:
            name, argument = item[0]
            if str(name) in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}:
                return self.chars(str(name), argument)[:MOST_BODIES]
            if str(name) == "BRANCH":
                return [self.sample(branch) for branch in argument[1]]
            if str(name) == "SUBPATTERN":
                return self._bodies(argument[-1])
        return [self.sample(item)]


def iter_attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, bodies and ends of texts that may take long."""
    pump = Pump(pattern.flags)
    seen = set()
    for before, body in pump.iter_pumps(tree(pattern)):
        for start in (before, ""):
            for end in SUFFIXES:
                attack = (start, body, end)
                if body and attack not in seen:
                    seen.add(attack)
                    yield attack


def seconds(pattern: re.Pattern[Any], method: str, text: str) -> float:
    subject: Any = text.encode() if _is_bytes(pattern.pattern) else text
    ask = getattr(pattern, method)
    start = time.process_time()
    ask(subject)
    return time.process_time() - start


def slowest(
    pattern: re.Pattern[Any], method: str, *, length: int, most: float
) -> tuple[float, tuple[str, str, str]] | None:
    """Return the first attack that takes longer than *most* seconds, if one does.

    It grows in steps, so that what explodes is noticed while it is small.
    """
    for attack in iter_attacks(pattern):
        before, body, end = attack
        for size in (*range(16, 44, 4), 60, 100, 400, length):
            text = before + body * (size // len(body)) + end
            if seconds(pattern, method, text) > most:
                again = min(seconds(pattern, method, text) for _ in range(2))
                if again > most:  # not the machine's other work
                    return again, attack
    return None
