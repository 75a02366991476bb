"""A list of targets, one to a row or one to a cell, as target lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from jbpcore.adapters.tabular.cells import AmountFormat, PeriodFormat
from jbpcore.adapters.tabular.columns import ColumnFinder
from jbpcore.adapters.tabular.owners import OwnerBook
from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.errors import InvalidValueError, JbpError, Severity
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PartyId
from jbpcore.values.money import Money
from jbpcore.wording import Sentence

__all__ = ["TargetColumns", "TargetFormat", "read_targets"]

_NO_TARGET: Final = frozenset({"", "-", "\u2013", "\u2014"})


@attrs.frozen(kw_only=True)
class TargetColumns:
    """Which columns of a list of targets hold what; ``None`` goes by the headings.

    A period is stated by one column, or by a first and a last day. Where there is
    neither, every column with a period for a heading (``2026-04``, ``FY26-Q2``) holds
    the targets of that period.

    Attributes:
        owner: Whose target it is.
        period: A month, a fiscal label, or a first day.
        start: First day.
        end: Last day, included.
        target: How much.
        currency: In which currency, where the list says so itself.
    """

    owner: str | None = None
    period: str | None = None
    start: str | None = None
    end: str | None = None
    target: str | None = None
    currency: str | None = None


@attrs.frozen(kw_only=True)
class TargetFormat:
    """How a list of targets writes its cells.

    Attributes:
        periods: How periods and days are written.
        amounts: How amounts are written.
        currency: The currency of amounts, unless a column states it.
    """

    periods: PeriodFormat
    amounts: AmountFormat = attrs.field(factory=AmountFormat)
    currency: str = "USD"


def read_targets(
    table: TextTable,
    *,
    form: TargetFormat,
    owners: OwnerBook,
    columns: TargetColumns | None = None,
) -> tuple[TargetLine, ...]:
    """Read target lines; what is wrong with the others is reported to *table*.

    An empty cell, or a dash, states no target: it gives no line, and is counted in one
    finding of severity ``info``.

    Args:
        table: The list.
        form: How its cells are written.
        owners: Who is who.
        columns: Which column holds what, where the headings do not say it.

    Raises:
        InvalidDataError: If a column is missing, or it is not clear which one it is.
    """
    reader = _TargetReader(table, form=form, owners=owners)
    reader.find_columns(columns or TargetColumns())
    return tuple(reader.iter_lines())


class _TargetReader:
    """The positions of the columns, and what was seen so far."""

    def __init__(
        self, table: TextTable, *, form: TargetFormat, owners: OwnerBook
    ) -> None:
        self._table = table
        self._form = form
        self._owners = owners
        self._seen: dict[str, DateRange] = {}
        self._wide: tuple[tuple[int, DateRange], ...] = ()

    def find_columns(self, columns: TargetColumns) -> None:
        finder = ColumnFinder(self._table, currency=self._form.currency)
        self._owner_at = finder.need("owner", columns.owner)
        self._currency_at = finder.may("currency", columns.currency)
        self._start_at = finder.may("start", columns.start)
        self._end_at = finder.may("end", columns.end)
        self._period_at = finder.may("period", columns.period)
        if None in {self._start_at, self._end_at} and self._period_at is None:
            periods = self._form.periods
            self._wide = tuple(
                (at, periods.read(heading))
                for at, heading in enumerate(self._table.header)
                if periods.is_label(heading)
            )
            if not self._wide:
                finder.need("period", columns.period)
        self._target_at = -1 if self._wide else finder.need("target", columns.target)
        finder.check()

    def iter_lines(self) -> Iterator[TargetLine]:
        without = 0
        for row, cells in self._table:
            owner = self._owner(row, cells)
            is_ours = self._is_in_currency(row, cells)
            for at, dates in self._targets(row, cells):
                text = cells[at].strip()
                if text in _NO_TARGET:
                    without += 1
                    continue
                amount = self._amount(row, at, text)
                if owner is None or dates is None or amount is None or not is_ours:
                    continue
                yield TargetLine(
                    partner_id=owner,
                    dates=dates,
                    amount=amount,
                    source=self._table.name,
                    row=row,
                )
        column = self._table.header[self._owner_at]
        self._owners.report_unlisted(self._table, column=column)
        if without:
            message = Sentence(
                "Cells that are empty or a dash state no target: {without}.",
                without=f"{without:,}",
            )
            severity = Severity.INFO
            self._table.report("jbp.targets.none", None, message, severity=severity)

    def _targets(
        self, row: int, cells: Sequence[str]
    ) -> Sequence[tuple[int, DateRange | None]]:
        return self._wide or ((self._target_at, self._dates(row, cells)),)

    def _owner(self, row: int, cells: Sequence[str]) -> PartyId | None:
        text = cells[self._owner_at]
        try:
            return self._owners.party(text)
        except InvalidValueError as error:
            self._problem("jbp.targets.owner", row, self._owner_at, error)
            return None

    def _is_in_currency(self, row: int, cells: Sequence[str]) -> bool:
        currency, at = self._form.currency, self._currency_at
        if at is None or cells[at].strip() == currency:
            return True
        expected = f"{currency}; convert the target to it first"
        error = InvalidValueError("currency", cells[at], expected)
        self._problem("jbp.targets.currency", row, at, error)
        return False

    def _dates(self, row: int, cells: Sequence[str]) -> DateRange | None:
        at = self._period_at
        key = [self._start_at, self._end_at] if at is None else [at]
        text = "\0".join(cells[at].strip() for at in key if at is not None)
        known = self._seen.get(text)
        if known is not None:
            return known
        form = self._form.periods
        try:
            if len(key) == 1:
                dates = form.read(text)
            else:
                first, last = text.split("\0")
                dates = DateRange.inclusive(form.days.read(first), form.days.read(last))
        except InvalidValueError as error:
            self._problem("jbp.targets.period", row, key[0] or 0, error)
            return None
        self._seen[text] = dates
        return dates

    def _amount(self, row: int, at: int, text: str) -> Money | None:
        try:
            amount = self._form.amounts.read(text, field="target")
            return Money(amount, self._form.currency)
        except JbpError as error:
            self._problem("jbp.targets.amount", row, at, error)
            return None

    def _problem(self, code: str, row: int, at: int, error: JbpError) -> None:
        column = self._table.header[at]
        self._table.report(code, row, error.sentence, column=column)
