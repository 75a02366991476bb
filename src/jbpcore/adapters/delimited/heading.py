"""The heading of a text table: its delimiter and the names of its columns."""

from __future__ import annotations

from collections import Counter
from typing import Final

from jbpcore.adapters.delimited.decoding import undecoded
from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.delimited.lines import LineSource
from jbpcore.adapters.delimited.splitting import (
    QuoteProblem,
    recognised_delimiter,
    split_quoted,
)
from jbpcore.codec.table_problems import TableProblems
from jbpcore.errors import Severity
from jbpcore.wording import Sentence

__all__ = ["try_heading"]

_SAMPLE_LINES: Final = 20
_MOST_LINES: Final = 10
_SEPARATOR_LINE: Final = "sep="  # as spreadsheets write it above the heading


def try_heading(
    lines: LineSource, *, layout: TableLayout, encoding: str, log: TableProblems
) -> tuple[str, tuple[str, ...]] | None:
    """Take the heading off *lines*.

    Blank lines above it are passed over; a line ``sep=;`` above it states the
    delimiter. Empty headings at the end are dropped.

    Returns:
        The delimiter and the names; ``None``, with the reason in *log*, if there is no
        usable heading.
    """
    first = _first_line(lines)
    stated = layout.delimiter
    if first and first[1].lower().startswith(_SEPARATOR_LINE):
        stated = stated or first[1][len(_SEPARATOR_LINE) :] or None
        first = _first_line(lines)
    if first is None:
        log.report(
            "jbp.table.empty", None, Sentence("The file is empty: there is no heading.")
        )
        return None
    number, text = first
    for _ in range(_MOST_LINES):  # a heading may have line breaks inside quotes
        if text.count('"') % 2 == 0 or not (following := lines.take()):
            break
        text = f"{text}\n{following[1]}"
    sample = [text, *(line for _, line in _sample(lines))]
    delimiter = stated or recognised_delimiter(sample)
    if delimiter is None or len(delimiter) != 1 or delimiter in {'"', "\0"}:
        message = Sentence(
            "More than one delimiter would fit the heading and the rows, "
            "or the one stated is none. State which it is: a comma, a "
            "semicolon, a tab or a bar.",
        )
        log.report("jbp.table.delimiter", number, message)
        return None
    split = split_quoted(text, delimiter)
    if isinstance(split, QuoteProblem) or undecoded(text) or "\0" in text:
        message = Sentence(
            "The heading is not {encoding} text with balanced quotes. "
            "State the encoding that the file is in, such as cp1252, or "
            "mend the line.",
            encoding=encoding,
        )
        log.report("jbp.table.heading", number, message)
        return None
    names = _checked(split.texts, number, log=log, most=layout.max_columns)
    return (delimiter, names) if names else None


def _first_line(lines: LineSource) -> tuple[int, str] | None:
    while line := lines.take():
        if line[1].strip():
            return line
    return None


def _sample(lines: LineSource) -> list[tuple[int, str]]:
    taken: list[tuple[int, str]] = []
    while len(taken) < _SAMPLE_LINES and (line := lines.take()):
        taken.append(line)
    lines.put_back(taken)
    return taken


def _checked(
    cells: list[str], line: int, *, log: TableProblems, most: int
) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not 1 <= len(names) <= most:
        message = Sentence(
            "The heading has {count} columns; 1 to {most} are read.",
            count=len(names),
            most=most,
        )
        log.report("jbp.table.heading", line, message)
        return ()
    for name, count in Counter(names).items():
        if not name:
            code = "jbp.table.heading_empty"
            message = Sentence(
                "{count} of the columns have no heading and cannot be used.",
                count=count,
            )
        elif count > 1:
            code = "jbp.table.heading_twice"
            message = Sentence(
                "{count} columns are called {name}; none of them can be used.",
                count=count,
                name=repr(name),
            )
        else:
            continue
        log.report(code, line, message, severity=Severity.WARNING)
    return tuple(names)
