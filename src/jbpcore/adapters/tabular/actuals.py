"""A list of bookings as ledger entries."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Context
from fractions import Fraction
from typing import Final

from jbpcore.adapters.tabular.actual_cells import (
    RATIO_UNIT,
    amount_in,
    read_credit,
    read_instant,
    read_status,
    stated_id,
    unit_of,
)
from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.columns import ColumnFinder
from jbpcore.adapters.tabular.owners import OwnerBook
from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.errors import InvalidValueError, JbpError, Severity
from jbpcore.formatting.spreadsheet_text import restored
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.amount import BookedAmount
from jbpcore.model.tags import Tags
from jbpcore.values.currency import minor_digits
from jbpcore.values.ids import EntryId, MetricKey, PartyId, check_id
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio
from jbpcore.values.text import check_text
from jbpcore.wording import Sentence

__all__ = ["ActualColumns", "ActualFormat", "read_actuals"]

_REMEMBERED: Final = 50_000
_SEPARATOR: Final = "\x1f"
_DIGEST_CHARS: Final = 32
_WHOLE: Final = Fraction(1)
_NO_TAGS: Final = Tags()
_EXACT: Final = Context(prec=40)
_TAG_PREFIX: Final = "tag:"


def read_actuals(
    table: TextTable,
    *,
    form: ActualFormat | None = None,
    owners: OwnerBook | None = None,
    columns: ActualColumns | None = None,
) -> tuple[ActualEntry, ...]:
    """Read ledger entries; what is wrong with the others is reported to *table*.

    An id that comes again counts once: the first row stays. Where the list has no ids,
    one is made from what the row says (metric, owner, day, amount, credit, tags, and
    status and links where it has them) and from how many equal ones came before, so
    that reading the same list again, or a longer one that begins the same, gives the
    same ids.

    A row states an amount, or a numerator and a denominator. Ids in ``reverses`` and
    ``credit_of`` are written as in the column of ids, several parts joined by ``:``.

    Args:
        table: The list.
        form: How its cells are written; plainly if ``None``.
        owners: Who is who; whoever the list names if ``None``.
        columns: Which column holds what, where the headings do not say it.

    Raises:
        InvalidDataError: If a column is missing, or it is not clear which one it is.
    """
    reader = _ActualReader(
        table, form=form or ActualFormat(), owners=owners or OwnerBook()
    )
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
        self._at: dict[str, int] = {}

    def find_columns(self, columns: ActualColumns) -> None:
        finder = ColumnFinder(self._table, currency=self._form.currency or "")
        optional = {role: getattr(columns, role) for role in _OPTIONAL}
        found = {role: finder.may(role, stated) for role, stated in optional.items()}
        has_parts = None not in {found["numerator"], found["denominator"]}
        needed = {"owner": columns.owner, "date": columns.on, "amount": columns.amount}
        for role, stated in needed.items():
            is_optional = role == "amount" and has_parts
            if role == "owner" and not self._form.needs_owner:
                is_optional = True
            find = finder.may if is_optional else finder.need
            found[role] = find(role, stated)
        self._at = {role: at for role, at in found.items() if at is not None}
        ids = [finder.may("id", name) for name in columns.ids or (None,)]
        self._id_at = [at for at in ids if at is not None]
        tags = [(name, finder.may("tag", name)) for name in columns.tags]
        self._tags_at = [(name, at) for name, at in tags if at is not None]
        self._own_tags_at = finder.list_prefixed(_TAG_PREFIX)
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
        if "owner" in self._at:
            column = self._table.header[self._at["owner"]]
            self._owners.report_unlisted(self._table, column=column)

    def _cell(self, role: str, cells: Sequence[str]) -> str:
        """Return what the row says about *role*; nothing if there is no column."""
        at = self._at.get(role)
        return "" if at is None else cells[at].strip()

    def _entry(self, cells: Sequence[str]) -> ActualEntry:
        form = self._form
        owner = self._owner(self._cell("owner", cells))
        on = self._day(self._cell("date", cells))
        amount = self._amount(cells)
        credit = _WHOLE
        if "credit" in self._at:
            credit = read_credit(self._cell("credit", cells), form.amounts)
        status = self._status(self._cell("status", cells))
        credit_of = self._link("credit_of", self._cell("credit_of", cells))
        reverses = self._link("reverses", self._cell("reverses", cells))
        tags = self._tags(cells)
        metric = self._metric(self._cell("metric", cells))
        if self._id_at:
            entry_id = stated_id([cells[at].strip() for at in self._id_at])
        else:
            parts = [metric, owner or "", on.isoformat(), *_amount_parts(amount)]
            parts.append(str(credit))
            parts += [text for pair in tags.items() for text in pair]
            links = (("status", status), ("of", credit_of), ("reverses", reverses))
            parts += [
                f"{name}={text}"
                for name, text in links
                if text not in {None, EntryStatus.BOOKED}
            ]
            entry_id = self._made_id(parts)
        return ActualEntry(
            metric=metric,
            on=on,
            amount=amount,
            partner_id=owner,
            credit_ratio=credit,
            credit_of=credit_of,
            status=status,
            source=self._source(self._cell("source", cells)),
            entry_id=entry_id,
            reverses=reverses,
            recorded_at=self._recorded(self._cell("recorded_at", cells)),
            tags=tags,
        )

    def _owner(self, text: str) -> PartyId | None:
        if not text and not self._form.needs_owner:
            return None
        return self._owners.party(text, by_key=self._form.owners_by_key)

    def _day(self, text: str) -> date:
        day = self._days.get(text)
        if day is None:
            day = self._form.days.read(text)
            if len(self._days) < _REMEMBERED:
                self._days[text] = day
        return day

    def _status(self, text: str) -> EntryStatus:
        if not text:
            return EntryStatus.BOOKED
        return read_status(text, self._form.status_words)

    def _link(self, role: str, text: str) -> EntryId | None:
        return stated_id([text], field=role) if text else None

    def _metric(self, text: str) -> MetricKey:
        return MetricKey(check_id(text, "metric")) if text else self._form.metric

    def _source(self, text: str) -> str:
        source = restored(text) or self._form.source
        return check_text(source, "source", allow_empty=True)

    def _recorded(self, text: str) -> datetime | None:
        if not text:
            return None
        return read_instant(text, naive_is_utc=self._form.naive_is_utc)

    def _tags(self, cells: Sequence[str]) -> Tags:
        if not self._tags_at and not self._own_tags_at:
            return _NO_TAGS
        texts = [(name, restored(cells[at].strip())) for name, at in self._tags_at]
        texts += [(name, restored(cells[at])) for name, at in self._own_tags_at]
        return Tags((name, text) for name, text in texts if text.strip())

    def _amount(self, cells: Sequence[str]) -> BookedAmount:
        unit = self._unit(cells)
        text = self._cell("amount", cells)
        parts = [self._cell(role, cells) for role in ("numerator", "denominator")]
        if any(parts) and text:
            raise InvalidValueError("amount", text, "empty where it is in two parts")
        if not any(parts):
            return self._single(unit, text)
        return Quotient(
            self._part(unit, parts[0], "numerator"),
            self._part(self._unit_below(unit, cells), parts[1], "denominator"),
        )

    def _unit(self, cells: Sequence[str]) -> str:
        currency = self._cell("currency", cells)
        if "currency" in self._at and (currency or "unit" not in self._at):
            if currency != self._form.currency:
                minor_digits(currency)
            return unit_of(currency, self._form)
        return unit_of(restored(self._cell("unit", cells)), self._form)

    def _unit_below(self, unit: str, cells: Sequence[str]) -> str:
        below = restored(self._cell("denominator_unit", cells))
        return unit_of(below, self._form) if below else unit

    def _single(self, unit: str, text: str) -> Money | Quantity | Ratio:
        return amount_in(unit, restored(text), self._form.amounts)

    def _part(self, unit: str, text: str, role: str) -> Money | Quantity:
        part = None
        if unit != RATIO_UNIT:
            part = amount_in(unit, text, self._form.amounts, field=role)
        if part is None or isinstance(part, Ratio):
            raise InvalidValueError(role, text, "money or a count, not a ratio")
        return part

    def _explain(self, row: int, cells: Sequence[str], error: JbpError) -> None:
        """Report every cell that cannot be read, or else what the row as one says."""
        amounts = self._form.amounts
        readers: list[tuple[str, Callable[[str], object]]] = [
            ("owner", self._owner),
            ("date", self._day),
            ("currency", lambda _: self._unit(cells)),
            ("unit", lambda _: self._unit(cells)),
            ("amount", lambda _: self._amount(cells)),
            ("numerator", lambda _: self._amount(cells)),
            ("credit", lambda text: read_credit(text, amounts)),
            ("status", self._status),
            ("credit_of", lambda text: self._link("credit_of", text)),
            ("reverses", lambda text: self._link("reverses", text)),
            ("recorded_at", self._recorded),
            ("metric", self._metric),
            ("source", self._source),
        ]
        told: set[str] = set()
        for role, read in readers:
            if role not in self._at:
                continue
            try:
                read(self._cell(role, cells))
            except JbpError as problem:
                if problem.sentence not in told:
                    told.add(problem.sentence)
                    column = self._table.header[self._at[role]]
                    code = f"jbp.actuals.{role}"
                    self._table.report(code, row, problem.sentence, column=column)
        if not told:
            self._table.report("jbp.actuals.row", row, error.sentence)

    def _made_id(self, parts: Sequence[str]) -> EntryId:
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
            message = Sentence(
                "The same booking stands in line {line}; it counts once.",
                line=first[0],
            )
            code, severity = "jbp.actuals.twice", Severity.WARNING
        else:
            message = Sentence(
                "Line {line} has the same id and says something else. That "
                "line counts, this one is left out.",
                line=first[0],
            )
            code, severity = "jbp.actuals.conflict", Severity.ERROR
        self._table.report(code, row, message, column=column, severity=severity)
        return False


def _amount_parts(amount: BookedAmount) -> list[str]:
    """Return what an id is made from, of an amount."""
    if isinstance(amount, Quotient):
        upper, lower = amount.numerator, amount.denominator
        return [*_amount_parts(upper), *_amount_parts(lower)]
    if isinstance(amount, Ratio):
        return [RATIO_UNIT, str(amount.value)]
    unit = amount.currency if isinstance(amount, Money) else amount.unit
    return [unit, format(amount.amount.normalize(_EXACT), "f")]


_OPTIONAL: Final = (
    "credit",
    "currency",
    "status",
    "credit_of",
    "reverses",
    "numerator",
    "denominator",
    "unit",
    "denominator_unit",
    "recorded_at",
    "metric",
    "source",
)
