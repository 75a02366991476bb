"""A list of bookings as ledger entries."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.columns import ColumnFinder
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.adapters.tabular.owners import OwnerBook
from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.errors import InvalidValueError, JbpError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.metrics import REVENUE
from jbpcore.model.tags import Tags
from jbpcore.values.ids import EntryId, MetricKey, PartyId, check_id
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["ActualColumns", "ActualFormat", "read_actuals"]

_REMEMBERED: Final = 50_000
_SEPARATOR: Final = "\x1f"
_DIGEST_CHARS: Final = 32
_WHOLE: Final = Fraction(1)
_NO_TAGS: Final = Tags()
_EXACT: Final = Context(prec=40)


@attrs.frozen(kw_only=True)
class ActualColumns:
    """Which columns of a list of bookings hold what; ``None`` goes by the headings.

    Attributes:
        owner: Whose booking it is.
        on: The day it counts on.
        amount: How much.
        ids: What names the booking in its source: one column, or several together.
            None of them if empty, and no heading says it.
        credit: The part that counts, such as ``0.5`` or ``50%``.
        currency: In which currency, where the list says so itself.
        tags: Columns to keep as tags.
    """

    owner: str | None = None
    on: str | None = None
    amount: str | None = None
    ids: tuple[str, ...] = ()
    credit: str | None = None
    currency: str | None = None
    tags: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ActualFormat:
    """How a list of bookings writes its cells.

    Attributes:
        days: How days are written.
        amounts: How amounts are written.
        currency: The currency of amounts, unless a column states it.
        metric: What the bookings count for.
        source: The system they come from.
        owners_by_key: Whether owners are called by key, not by id.
    """

    days: DayFormat = attrs.field(factory=DayFormat)
    amounts: AmountFormat = attrs.field(factory=AmountFormat)
    currency: str = "USD"
    metric: MetricKey = REVENUE.key
    source: str = ""
    owners_by_key: bool = False


def read_actuals(
    table: TextTable,
    *,
    form: ActualFormat,
    owners: OwnerBook,
    columns: ActualColumns | None = None,
) -> tuple[ActualEntry, ...]:
    """Read ledger entries; what is wrong with the others is reported to *table*.

    An id that comes again counts once: the first row stays. Where the list has no ids,
    one is made from what the row says (metric, owner, day, amount, credit, tags) and
    from how many equal ones came before, so that reading the same list again, or a
    longer one that begins the same, gives the same ids.

    Args:
        table: The list.
        form: How its cells are written.
        owners: Who is who.
        columns: Which column holds what, where the headings do not say it.

    Raises:
        InvalidDataError: If a column is missing, or it is not clear which one it is.
    """
    reader = _ActualReader(table, form=form, owners=owners)
    reader.find_columns(columns or ActualColumns())
    return tuple(reader.iter_entries())


class _ActualReader:
    """The positions of the columns, and what was seen so far."""

    def __init__(
        self, table: TextTable, *, form: ActualFormat, owners: OwnerBook
    ) -> None:
        self._table = table
        self._form = form
        self._owners = owners
        self._days: dict[str, date] = {}
        self._alike: Counter[str] = Counter()
        self._seen: dict[str, tuple[int, ActualEntry]] = {}

    def find_columns(self, columns: ActualColumns) -> None:
        finder = ColumnFinder(self._table, currency=self._form.currency)
        self._owner_at = finder.need("owner", columns.owner)
        self._on_at = finder.need("date", columns.on)
        self._amount_at = finder.need("amount", columns.amount)
        ids = [finder.may("id", name) for name in columns.ids or (None,)]
        self._id_at = [at for at in ids if at is not None]
        self._credit_at = finder.may("credit", columns.credit)
        self._currency_at = finder.may("currency", columns.currency)
        tags = [(name, finder.may("tag", name)) for name in columns.tags]
        self._tags_at = [(name, at) for name, at in tags if at is not None]
        finder.check()

    def iter_entries(self) -> Iterator[ActualEntry]:
        for row, cells in self._table:
            try:
                entry = self._entry(cells)
            except JbpError as error:
                self._explain(row, cells, error)
            else:
                if not self._id_at or self._is_new(row, entry):
                    yield entry
        column = self._table.header[self._owner_at]
        self._owners.report_unlisted(self._table, column=column)

    def _entry(self, cells: Sequence[str]) -> ActualEntry:
        owner = self._owner(cells[self._owner_at])
        on = self._day(cells[self._on_at])
        currency = self._form.currency
        if self._currency_at is not None:
            self._check_currency(cells[self._currency_at])
        amount = Money(self._number(cells[self._amount_at]), currency)
        credit = _WHOLE
        if self._credit_at is not None:
            credit = self._credit(cells[self._credit_at])
        tags = _NO_TAGS
        if self._tags_at:
            texts = ((name, cells[at].strip()) for name, at in self._tags_at)
            tags = Tags((name, text) for name, text in texts if text)
        if self._id_at:
            entry_id = _stated_id([cells[at].strip() for at in self._id_at])
        else:
            entry_id = self._made_id(owner, on, amount, credit, tags)
        return ActualEntry(
            metric=self._form.metric,
            on=on,
            amount=amount,
            partner_id=owner,
            credit_ratio=credit,
            source=self._form.source,
            entry_id=entry_id,
            tags=tags,
        )

    def _owner(self, text: str) -> PartyId:
        return self._owners.party(text, by_key=self._form.owners_by_key)

    def _day(self, text: str) -> date:
        day = self._days.get(text)
        if day is None:
            day = self._form.days.read(text.strip())
            if len(self._days) < _REMEMBERED:
                self._days[text] = day
        return day

    def _number(self, text: str) -> Decimal:
        return self._form.amounts.read(text.strip())

    def _credit(self, text: str) -> Fraction:
        share = Ratio(text.strip()).value
        if not 0 <= share <= 1:
            raise InvalidValueError("credit", text, "from 0 to 1, or from 0% to 100%")
        return share

    def _check_currency(self, text: str) -> None:
        if text.strip() != self._form.currency:
            expected = f"{self._form.currency}; convert the amount to it first"
            raise InvalidValueError("currency", text, expected)

    def _explain(self, row: int, cells: Sequence[str], error: JbpError) -> None:
        """Report every cell that cannot be read, or else what the row as one says."""
        readers: list[tuple[str, int | None, Callable[[str], object]]] = [
            ("owner", self._owner_at, self._owner),
            ("date", self._on_at, self._day),
            ("amount", self._amount_at, self._number),
            ("currency", self._currency_at, self._check_currency),
            ("credit", self._credit_at, self._credit),
        ]
        is_told = False
        for part, at, read in readers:
            if at is not None:
                try:
                    read(cells[at])
                except JbpError as problem:
                    column = self._table.header[at]
                    code = f"jbp.actuals.{part}"
                    self._table.report(code, row, str(problem), column=column)
                    is_told = True
        if not is_told:
            self._table.report("jbp.actuals.row", row, str(error))

    def _made_id(
        self, owner: PartyId, on: date, amount: Money, credit: Fraction, tags: Tags
    ) -> EntryId:
        parts = [self._form.metric, owner, on.isoformat(), amount.currency]
        parts += [format(amount.amount.normalize(_EXACT), "f"), str(credit)]
        parts += [text for pair in tags.items() for text in pair]
        digest = hashlib.sha256(_SEPARATOR.join(parts).encode()).hexdigest()
        digest = digest[:_DIGEST_CHARS]
        self._alike[digest] += 1
        return EntryId(f"row-{digest}-{self._alike[digest]}")

    def _is_new(self, row: int, entry: ActualEntry) -> bool:
        """Remember *entry*; report and refuse one whose id came before."""
        first = self._seen.setdefault(entry.entry_id, (row, entry))
        if first[1] is entry:
            return True
        column = ", ".join(self._table.header[at] for at in self._id_at)
        if first[1] == entry:
            message = f"The same booking stands in line {first[0]}; it counts once."
            code, severity = "jbp.actuals.twice", Severity.WARNING
        else:
            message = (
                f"Line {first[0]} has the same id and says something else. That line "
                "counts, this one is left out."
            )
            code, severity = "jbp.actuals.conflict", Severity.ERROR
        self._table.report(code, row, message, column=column, severity=severity)
        return False


def _stated_id(parts: Sequence[str]) -> EntryId:
    text = ":".join(parts)
    if not all(parts):
        expected = "given in every row; a cell of it is empty"
        raise InvalidValueError("booking_id", text, expected)
    try:
        return EntryId(check_id(text, "booking_id"))
    except InvalidValueError:
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARS]
        return EntryId(f"id-{digest}")
