"""Asking somebody at a terminal, or reading the answers that are piped in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, TypeVar

from jbpcore.cli.screen import writable
from jbpcore.errors import JbpError

__all__ = ["NoMoreAnswersError", "ask", "ask_line", "say"]

_MOST_TRIES: Final = 5
T = TypeVar("T")


class NoMoreAnswersError(Exception):
    """The input ended before everything was answered."""


def say(*lines: str) -> None:
    """Print some lines, as far as the terminal can show them."""
    print(writable("\n".join(lines), sys.stdout))


def ask_line(prompt: str) -> str:
    """Ask for one line, and return it without blanks at its ends.

    Args:
        prompt: What is asked.

    Raises:
        NoMoreAnswersError: If the input is at its end.
    """
    print(writable(prompt, sys.stdout), end=" ", flush=True)
    line = sys.stdin.readline()
    if not line:
        print()
        raise NoMoreAnswersError(prompt)
    if not sys.stdin.isatty():
        # Whoever reads the output later sees what was answered.
        print(writable(line.rstrip("\n"), sys.stdout))
    return line.strip()


def ask(prompt: str, read: Callable[[str], T]) -> T:
    """Ask until *read* takes the answer, and return what it makes of it.

    Args:
        prompt: What is asked.
        read: Makes something of a line, or refuses it.

    Raises:
        NoMoreAnswersError: If the input is at its end.
        JbpError: If the fifth answer is refused as well.
    """
    for left in reversed(range(_MOST_TRIES)):
        try:
            return read(ask_line(prompt))
        except JbpError as error:
            if not left:
                raise
            expected = getattr(error, "expected", str(error))
            say(f"  That is no answer: it must be {expected}.")
    raise AssertionError  # not reached: the last try returns or raises
