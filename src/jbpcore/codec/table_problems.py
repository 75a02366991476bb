"""A bounded list of what is wrong with a table."""

from __future__ import annotations

from jbpcore.errors import Finding, Severity
from jbpcore.wording import Sentence

__all__ = ["TableProblems"]


class TableProblems:
    """Collects findings about one table, each with its place, up to a bound.

    Args:
        name: What to call the table.
        most: Findings kept; further ones are only counted.

    Examples:
        >>> log = TableProblems("targets.csv", most=100)
        >>> log.report("jbp.amount", 12, "Give a number.", column="target")
        >>> print(log.findings[0])
        targets.csv:12:target: Give a number. [jbp.amount]
    """

    def __init__(self, name: str, *, most: int) -> None:
        """Start with nothing found."""
        self._name = name
        self._most = most
        self._kept: list[Finding] = []
        self._unlisted = 0

    def report(
        self,
        code: str,
        row: int | None,
        message: str,
        *,
        column: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Keep one finding."""
        if len(self._kept) >= self._most:
            self._unlisted += 1
            return
        place = [self._name]
        place += [] if row is None else [str(row)]
        place += [] if column is None else [column]
        self._kept.append(
            Finding(
                code=code,
                path=":".join(place),
                message=message,
                severity=severity,
                row=row,
                column=column,
            )
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found so far, in order; the last one counts those not kept."""
        if not self._unlisted:
            return tuple(self._kept)
        more = Finding(
            code="jbp.table.too_many_findings",
            path=self._name,
            message=Sentence(
                "{unlisted} more like these are not listed.",
                unlisted=f"{self._unlisted:,}",
            ),
        )
        return (*self._kept, more)
