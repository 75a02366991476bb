"""What ``jbpcore score`` says beside its result: what is wrong, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from jbpcore.adapters.delimited.writer import write_table
from jbpcore.errors import Finding, InvalidDataError, Severity
from jbpcore.views.score_rows import ScoreRow

__all__ = ["count_of", "finding_lines", "listed", "status_counts", "write_findings"]

_SHOWN_EACH: Final = 20
_NAMED: Final = 10
_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_ERROR_COLUMNS: Final = ("severity", "code", "path", "row", "column", "message")


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the findings, errors first, and how many there are of each severity.

    Of each severity the first 20 are shown.
    """
    by_severity = {
        severity: [finding for finding in findings if finding.severity is severity]
        for severity in _ORDER
    }
    for severity, found in by_severity.items():
        yield from (f"{severity}: {finding}" for finding in found[:_SHOWN_EACH])
        if len(found) > _SHOWN_EACH:
            more = len(found) - _SHOWN_EACH
            yield f"{severity}: … and {more:,} more; --errors FILE lists them all"
    counts = (
        count_of(len(found), severity)
        for severity, found in by_severity.items()
        if severity is not Severity.INFO
    )
    yield f"Found {' and '.join(counts)}."


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Write *findings* to a new CSV file.

    Raises:
        InvalidDataError: If it cannot be written.
    """
    rows = (
        (f.severity.value, f.code, f.path, f.row, f.column, f.message) for f in findings
    )
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_table(stream, _ERROR_COLUMNS, rows)
    except OSError as error:
        message = f"It cannot be written: {error.strerror or error}."
        finding = Finding(code="jbp.table.unwritable", path=path.name, message=message)
        raise InvalidDataError(path.name, (finding,)) from error


def status_counts(rows: Iterable[ScoreRow]) -> str:
    """Return how many rows have each status, in words.

    Examples:
        >>> status_counts([])
        'none'
    """
    counts = Counter(row.status for row in rows)
    told = (
        f"{count:,} {status.replace('_', ' ')}"
        for status, count in sorted(counts.items())
    )
    return ", ".join(told) or "none"


def listed(names: Iterable[str]) -> str:
    """Return names in order, the first ten of them.

    Examples:
        >>> listed(["Zoë", "Ann"])
        'Ann, Zoë'
    """
    ordered = sorted(names)
    told = ", ".join(ordered[:_NAMED])
    more = len(ordered) - _NAMED
    return f"{told} and {more:,} more" if more > 0 else told


def count_of(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples:
        >>> count_of(1, "row"), count_of(1200, "row")
        ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
