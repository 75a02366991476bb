"""Reading the files that ``jbpcore score`` is given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import attrs

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.open_table import open_table
from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.actuals import read_actuals
from jbpcore.adapters.tabular.cells import PeriodFormat
from jbpcore.adapters.tabular.owners import Owner, OwnerBook, read_owners
from jbpcore.adapters.tabular.targets import TargetColumns, TargetFormat, read_targets
from jbpcore.cli.progress import Progress
from jbpcore.cli.score_options import (
    OPTION_OF_ROLE,
    amounts_of,
    calendar_of,
    days_of,
    layout_of,
    sheet_of,
)
from jbpcore.errors import Finding, InvalidDataError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.ids import PartyId

__all__ = ["Reading", "read_files"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Reading:
    """What the files say.

    Attributes:
        lines: The targets.
        entries: What was booked.
        names: What people call the owners.
        target_rows: Rows of the file of targets, good and bad.
        actual_rows: Rows of the file of bookings, good and bad.
        findings: What is wrong with any of them.
    """

    lines: tuple[TargetLine, ...]
    entries: tuple[ActualEntry, ...]
    names: Mapping[PartyId, str]
    target_rows: int
    actual_rows: int
    findings: tuple[Finding, ...]


def read_files(arguments: argparse.Namespace, progress: Progress) -> Reading:
    """Read owners, targets and bookings, as *arguments* state them.

    Raises:
        InvalidDataError: If a file cannot be used: it is missing, is no text table, a
            column is missing, or it has rows and not one of them is good.
        InvalidValueError: If options contradict each other.
    """
    files = _Files(arguments, progress)
    owners = None
    if arguments.owners is not None:
        owners = files.read("owner", arguments.owners, files.owners)[0]
    book = OwnerBook(owners)
    lines, target_rows = files.read(
        "target", arguments.targets, lambda table: files.targets(table, book)
    )
    entries, actual_rows = files.read(
        "actual", arguments.actuals, lambda table: files.actuals(table, book)
    )
    return Reading(
        lines=lines,
        entries=entries,
        names=dict(book.names),
        target_rows=target_rows,
        actual_rows=actual_rows,
        findings=tuple(files.findings),
    )


class _Files:
    """Reads one file after the other, and collects what is wrong with them."""

    def __init__(self, arguments: argparse.Namespace, progress: Progress) -> None:
        self.findings: list[Finding] = []
        self._arguments = arguments
        self._progress = progress

    def read(
        self, file: str, path: Path, take: Callable[[DelimitedTable], tuple[T, ...]]
    ) -> tuple[tuple[T, ...], int]:
        """Return what *take* takes from the table at *path*, and its number of rows."""
        layout = layout_of(self._arguments, file)
        watch = self._progress.watch(path.name)
        sheet = sheet_of(self._arguments, file)
        with open_table(path, layout=layout, sheet=sheet, watch=watch) as table:
            try:
                taken = take(table)
            except InvalidDataError as error:
                raise _with_options(error, file) from error
            finally:
                self._progress.clear()
            bad = (f.severity is Severity.ERROR for f in table.findings)
            if not taken and any(bad):
                raise InvalidDataError(path.name, table.findings)
            self.findings += table.findings
            return taken, table.row_count

    def owners(self, table: DelimitedTable) -> tuple[Owner, ...]:
        stated = self._arguments
        return read_owners(
            table,
            id_column=stated.owner_id,
            key_column=stated.owner_key,
            name_column=stated.owner_name,
        )

    def targets(self, table: DelimitedTable, book: OwnerBook) -> tuple[TargetLine, ...]:
        stated = self._arguments
        each = stated.target_each
        periods = PeriodFormat(
            calendar=calendar_of(stated),
            days=days_of(stated, "target"),
            each=None if each is None else PeriodKind(each),
        )
        form = TargetFormat(
            periods=periods,
            amounts=amounts_of(stated, "target"),
            currency=stated.currency,
        )
        columns = TargetColumns(
            owner=stated.target_owner,
            period=stated.target_period,
            start=stated.target_start,
            end=stated.target_end,
            target=stated.target_amount,
            currency=stated.target_currency,
        )
        return read_targets(table, form=form, owners=book, columns=columns)

    def actuals(
        self, table: DelimitedTable, book: OwnerBook
    ) -> tuple[ActualEntry, ...]:
        stated = self._arguments
        form = ActualFormat(
            days=days_of(stated, "actual"),
            amounts=amounts_of(stated, "actual"),
            currency=stated.currency,
            owners_by_key=stated.owners is not None,
            status_words=dict(stated.status_word),
            naive_is_utc=stated.recorded_utc,
        )
        columns = ActualColumns(
            owner=stated.actual_owner,
            on=stated.actual_date,
            amount=stated.actual_amount,
            ids=tuple(stated.actual_id or ()),
            credit=stated.actual_credit,
            currency=stated.actual_currency,
            tags=tuple(stated.actual_tag or ()),
            status=stated.actual_status,
            credit_of=stated.actual_credit_of,
            reverses=stated.actual_reverses,
            recorded_at=stated.actual_recorded_at,
        )
        return read_actuals(table, form=form, owners=book, columns=columns)


def _with_options(error: InvalidDataError, file: str) -> InvalidDataError:
    """Say in findings about columns which option states them."""
    told = []
    for finding in error.findings:
        option = OPTION_OF_ROLE.get(f"{file}s:{finding.column}")
        if finding.code == "jbp.table.column" and option is not None:
            message = f"{finding.message} Use {option}."
            finding = attrs.evolve(finding, message=message)  # noqa: PLW2901 - the same, with advice
        told.append(finding)
    return InvalidDataError(error.subject, tuple(told))
