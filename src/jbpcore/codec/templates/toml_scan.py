"""A first look at TOML: how large and deep it is, and on which line each key stands.

Python's own reader tells no lines, takes time that grows with the square of the parts
of a dotted key, and goes as deep as brackets stand. So every text is looked through
here first, once from its beginning to its end, and only what keeps to the limits is
read. What is not TOML is left to the reader to say, unless it would mislead this look.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

import attrs

from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE
from jbpcore.planning.templates.mistake import Steps

__all__ = ["MOST_KEYS", "MOST_TOML_DEPTH", "Scan", "TooMuchError", "scan_toml"]

MOST_TOML_DEPTH: Final = 8
"""Most parts of a dotted key, and most brackets inside each other."""

MOST_KEYS: Final = 10_000
"""Most keys, and most items of lists."""

# Each alternative is one loop at the most, and none can begin where another failed: a
# quote that is not closed ends the look.
_TOKEN = re.compile(
    r"""
      (?P<line>\n+|\#[^\n]*\n)
    | (?P<skip>[ \t]+|\#[^\n]*)
    | (?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"{3,5}|'''(?:[^']|'(?!''))*'{3,5})
    | (?P<open>\"\"\"|''')
    | (?P<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')
    | (?P<quote>["'])
    | (?P<mark>[\[\]{}=,.])
    | (?P<word>[^ \t\#"'\n\[\]{}=,.]+)
    """,
    re.VERBOSE | re.DOTALL,
)


# Ten for each key: the parts of its name, the signs between them, its value.
_MOST_PIECES: Final = 10 * MOST_KEYS


class TooMuchError(Exception):
    """The text goes beyond a limit, or cannot be looked through.

    Attributes:
        line: Where.
        code: The code of the finding.
        message: What to do about it.
    """

    def __init__(self, line: int, code: str, message: str) -> None:
        """Keep the facts."""
        super().__init__(line, code, message)
        self.line = line
        self.code = code
        self.message = message


class _Awaits(Enum):
    KEY = auto()
    VALUE = auto()
    END = auto()


@attrs.define
class _Container:
    """A table or a list that stands in the text as a value."""

    steps: Steps
    is_list: bool
    index: int = 0


@attrs.define
class Scan:
    """What a look through a text found.

    Attributes:
        lines: On which line each key and each item of a list begins.
        keys: How many there are.
    """

    lines: dict[Steps, int] = attrs.field(factory=dict)
    keys: int = 0
    _pieces: int = 0
    _line: int = 1
    _table: Steps = ()
    _last: dict[Steps, int] = attrs.field(factory=dict)
    _stack: list[_Container] = attrs.field(factory=list)
    _value_at: Steps = ()
    _parts: list[str] = attrs.field(factory=list)
    _has_dot: bool = False
    _header: int = 0
    _awaits: _Awaits = _Awaits.KEY

    # --- what a token does ------------------------------------------------------------

    def newline(self, count: int) -> None:
        """Go on by some lines."""
        self._line += count
        if not self._stack:
            self._parts.clear()
            self._header = 0
            self._awaits = _Awaits.KEY

    def mark(self, sign: str, *, is_twice: bool) -> None:
        """Take a bracket, a dot, a comma or an equals sign."""
        if not self._stack and self._awaits is _Awaits.KEY and sign in "[]":
            self._take_header(sign, is_twice=is_twice)
        elif sign == "." and self._awaits is _Awaits.KEY:
            self._has_dot = True
        elif sign == "=" and self._awaits is _Awaits.KEY:
            self._take_key()
        elif sign in "[{" and self._awaits is _Awaits.VALUE:
            self._open(is_list=sign == "[")
        elif sign in "]}" and self._stack:
            self._stack.pop()
            self._awaits = _Awaits.END
        elif sign == "," and self._stack:
            inner = self._stack[-1]
            inner.index += 1
            self._parts.clear()
            self._awaits = _Awaits.VALUE if inner.is_list else _Awaits.KEY

    def word(self, text: str) -> None:
        """Take a piece of a key or of a value."""
        if self._awaits is _Awaits.KEY:
            if self._parts and not self._has_dot:
                # No key, whatever it is: the reader says so.
                self._parts.clear()
                self._awaits = _Awaits.END
                return
            self._has_dot = False
            self._parts.append(text)
            if len(self._parts) > MOST_TOML_DEPTH:
                self._refuse("deep", f"a key of more than {MOST_TOML_DEPTH} parts")
        elif self._awaits is _Awaits.VALUE:
            if self._stack and self._stack[-1].is_list:
                self._note((*self._stack[-1].steps, self._stack[-1].index))
            self._awaits = _Awaits.END

    # --- what comes of it -------------------------------------------------------------

    def _take_header(self, sign: str, *, is_twice: bool) -> None:
        if sign == "[" and not self._header:
            self._header = 2 if is_twice else 1
            return
        if sign == "]" and self._header and self._parts:
            *outer, name = self._parts
            steps = self._resolved((), outer)
            if self._header == 2:  # noqa: PLR2004 - two brackets
                at = (*steps, name)
                self._last[at] = self._last.get(at, -1) + 1
                self._note(at)
                self._table = (*at, self._last[at])
            else:
                self._table = self._resolved(steps, [name])
            self._note(self._table)
            self._parts.clear()
            self._awaits = _Awaits.END

    def _resolved(self, steps: Steps, names: list[str]) -> Steps:
        """Go on from *steps*; in a list of tables the last one is meant."""
        for name in names:
            steps = (*steps, name)
            if steps in self._last:
                steps = (*steps, self._last[steps])
        return steps

    def _take_key(self) -> None:
        steps = self._stack[-1].steps if self._stack else self._table
        if len(steps) + len(self._parts) > MOST_TOML_DEPTH * 2:
            self._refuse("deep", f"a table more than {MOST_TOML_DEPTH} deep")
        for name in self._parts:
            steps = (*steps, name)
            self._note(steps)
        self._parts.clear()
        self._value_at = steps
        self._awaits = _Awaits.VALUE

    def _open(self, *, is_list: bool) -> None:
        if len(self._stack) >= MOST_TOML_DEPTH:
            self._refuse("deep", f"brackets more than {MOST_TOML_DEPTH} deep")
        steps = self._value_at
        if self._stack and self._stack[-1].is_list:
            steps = (*self._stack[-1].steps, self._stack[-1].index)
            self._note(steps)
        self._stack.append(_Container(steps, is_list))
        self._awaits = _Awaits.VALUE if is_list else _Awaits.KEY

    def _note(self, steps: Steps) -> None:
        self.lines.setdefault(steps, self._line)
        self.keys += 1
        if self.keys > MOST_KEYS:
            self._refuse("large", f"more than {MOST_KEYS:,} keys and items")

    def _refuse(self, code: str, what: str) -> None:
        message = f"Must be a template without {what}. Cut it down, or split it up."
        raise TooMuchError(self._line, f"jbp.template.too_{code}", message)

    def take(self, kind: str | None, text: str, *, is_twice: bool) -> None:
        """Take one token of the text.

        Args:
            kind: Which kind of token.
            text: The token.
            is_twice: Whether an opening bracket comes next.
        """
        self._pieces += 1
        if self._pieces > _MOST_PIECES:
            self._refuse("large", f"more than {_MOST_PIECES:,} words and signs")
        if kind == "mark":
            self.mark(text, is_twice=is_twice)
        elif kind == "word":
            self.word(text)
        elif kind == "text":
            self.word(text[1:-1])
        elif kind == "long":
            self.word("")
            self._line += text.count("\n")
        else:
            message = f"The text that begins here with {text} is not closed."
            raise TooMuchError(self._line, "jbp.template.syntax", message)


def scan_toml(text: str) -> Scan:
    r"""Look through *text*, and return where its keys stand.

    Args:
        text: A template in TOML.

    Raises:
        TooMuchError: If it goes beyond a limit, or a quote in it is not closed.

    Examples:
        >>> scan = scan_toml('key = "lite"\n[[goals]]\nid = "a"\nkeep.upper = "5%"\n')
        >>> scan.lines[("goals", 0, "keep", "upper")], scan.lines[("key",)]
        (4, 1)
    """
    if len(text) > LONGEST_TEMPLATE:
        message = f"Must be at most {LONGEST_TEMPLATE:,} characters; got {len(text):,}."
        raise TooMuchError(1, "jbp.template.too_large", message)
    scan = Scan()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "line":
            scan.newline(match[0].count("\n"))
        elif kind != "skip":
            is_twice = text.startswith("[", match.end())
            scan.take(kind, match[0], is_twice=is_twice)
    return scan
