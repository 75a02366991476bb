"""The options of ``jbpcore score``, and what they mean to the library."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from jbpcore.adapters.delimited.layout import ENCODINGS, TableLayout
from jbpcore.adapters.tabular.actual_cells import read_instant
from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.actual import EntryStatus
from jbpcore.periods.days import check_day
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.year_layout import YearName
from jbpcore.values.currency import minor_digits

__all__ = [
    "OPTION_OF_ROLE",
    "amounts_of",
    "calendar_of",
    "days_of",
    "declare_options",
    "layout_of",
    "sheet_of",
]

OPTION_OF_ROLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "targets:owner": "--target-owner",
        "targets:period": "--target-period",
        "targets:start": "--target-start",
        "targets:end": "--target-end",
        "targets:target": "--target-amount",
        "targets:currency": "--target-currency",
        "actuals:owner": "--actual-owner",
        "actuals:date": "--actual-date",
        "actuals:amount": "--actual-amount",
        "actuals:id": "--actual-id",
        "actuals:credit": "--actual-credit",
        "actuals:currency": "--actual-currency",
        "actuals:tag": "--actual-tag",
        "actuals:status": "--actual-status",
        "actuals:credit_of": "--actual-credit-of",
        "actuals:reverses": "--actual-reverses",
        "actuals:recorded_at": "--actual-recorded-at",
        "owners:owner_id": "--owner-id",
        "owners:owner_key": "--owner-key",
        "owners:owner_name": "--owner-name",
    }
)
"""Which option states the column for a role, by file."""

_ISO_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "comma": ",",
        "semicolon": ";",
        "tab": "\t",
        "bar": "|",
        "point": ".",
        "space": " ",
        "apostrophe": "'",
    }
)
_PERIODS: Final = ("month", "quarter", "half", "year")
_FILES: Final = ("target", "actual", "owner")


def declare_options(parser: argparse.ArgumentParser) -> None:
    """Declare every option on *parser*."""
    add = parser.add_argument
    add(
        "--targets",
        metavar="FILE",
        type=Path,
        required=True,
        help="who, when, how much",
    )
    add("--actuals", metavar="FILE", type=Path, required=True, help="what was booked")
    add(
        "--as-of",
        metavar="DATE",
        type=_day,
        required=True,
        help="last day that counts, as YYYY-MM-DD",
    )
    add(
        "--known-at",
        metavar="INSTANT",
        type=_instant,
        help="figures as they were known then, such as 2026-05-16T00:00:00Z: bookings "
        "recorded later are left aside (default: all there are)",
    )
    add(
        "--data-through",
        metavar="DATE",
        type=_day,
        help="last day that the file of bookings covers; who has none then sold "
        "nothing, else there is no data",
    )
    add(
        "--fiscal-start",
        metavar="MONTH",
        type=int,
        choices=range(1, 13),
        default=1,
        help="month that the fiscal year begins with, 1 to 12 (default: 1)",
    )
    add(
        "--named-by",
        choices=[name.value for name in YearName],
        default=YearName.END.value,
        help="calendar year that names the fiscal year: where it ends or where it "
        "starts (default: end)",
    )
    add(
        "--by",
        choices=_PERIODS,
        default="quarter",
        help="period of a goal (default: quarter)",
    )
    add(
        "--currency",
        metavar="CODE",
        type=_currency,
        default="USD",
        help="currency of all amounts (default: USD)",
    )
    _declare_output(parser)
    _declare_columns(parser)
    _declare_layout(parser)


def _declare_output(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("output").add_argument
    add(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help="what to print (default: table)",
    )
    add(
        "--periods",
        choices=("all", "started", "current"),
        help="goals to print: of all periods, of those that have begun, or of the one "
        "that --as-of lies in (default: started for the table, else all)",
    )
    add(
        "--width",
        metavar="N",
        type=int,
        help="columns of the table (default: the screen's)",
    )
    add(
        "--errors",
        metavar="FILE",
        type=Path,
        help="write every finding to this CSV file",
    )
    add(
        "--strict",
        action="store_true",
        help="exit with status 1 if there is any error or warning",
    )
    add(
        "--store",
        metavar="FILE",
        type=Path,
        help="keep plans and bookings in this SQLite file; what is there already, and "
        "the same, is left as it is",
    )
    add(
        "--tenant",
        metavar="NAME",
        default="default",
        help="for whom to keep them (default: default)",
    )
    add("--vendor", metavar="NAME", default="Vendor", help="whose plans they are")


def _declare_columns(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "columns", "needed where the headings do not say what a column holds"
    )

    def add(option: str, text: str, **more: Any) -> None:  # noqa: ANN401 - for argparse
        group.add_argument(option, metavar="COLUMN", help=text, **more)

    add("--target-owner", "targets: whose")
    add("--target-period", "targets: month, fiscal label or first day")
    add("--target-start", "targets: first day")
    add("--target-end", "targets: last day")
    add("--target-amount", "targets: how much")
    add("--target-currency", "targets: currency")
    add("--actual-owner", "actuals: whose")
    add("--actual-date", "actuals: day")
    add("--actual-amount", "actuals: how much")
    add(
        "--actual-id",
        "actuals: what names a booking; may be given again",
        action="append",
    )
    add("--actual-credit", "actuals: part that counts, such as 50%%")
    add("--actual-currency", "actuals: currency")
    add("--actual-tag", "actuals: column to keep; may be given again", action="append")
    add("--actual-status", "actuals: booked, disputed or open pipeline")
    add("--actual-credit-of", "actuals: the order or deal whose credit is shared")
    add("--actual-reverses", "actuals: id of the booking that is taken back")
    add("--actual-recorded-at", "actuals: instant when it became known")
    group.add_argument(
        "--owners",
        metavar="FILE",
        type=Path,
        help="list of owners, for files that call them differently",
    )
    add("--owner-id", "owners: what targets call them")
    add("--owner-key", "owners: what actuals call them")
    add("--owner-name", "owners: what people call them")


def _declare_layout(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "layout",
        "how the files are written; put target-, actual- or owner- before a name, as "
        "in --actual-date-format, to state it for one file",
    )

    def add(name: str, text: str, **more: Any) -> None:  # noqa: ANN401 - for argparse
        group.add_argument(f"--{name}", help=text, **more)
        for file in _FILES:
            group.add_argument(f"--{file}-{name}", help=argparse.SUPPRESS, **more)

    add(
        "encoding",
        "default: UTF-8, or UTF-16 if marked; one of %(choices)s",
        choices=ENCODINGS,
        metavar="NAME",
    )
    add(
        "delimiter",
        "comma, semicolon, tab or bar (default: as the heading shows)",
        type=_sign,
        metavar="SIGN",
    )
    add(
        "date-format",
        "such as %%d.%%m.%%Y (default: YYYY-MM-DD)",
        type=_days,
        metavar="FORMAT",
    )
    add("decimal-mark", "point or comma (default: point)", type=_sign, metavar="SIGN")
    add(
        "group-mark",
        "comma, point, space or apostrophe between thousands (default: none)",
        type=_sign,
        metavar="SIGN",
    )
    add("sheet", "which sheet of a workbook (default: the first)", metavar="NAME")
    group.add_argument(
        "--accounting", action="store_true", help="read (5.00) as -5.00, in both files"
    )
    group.add_argument(
        "--status-word",
        metavar="WORD=STATUS",
        action="append",
        type=_status_word,
        default=[],
        help="what the file of bookings calls a status (booked, disputed, pipeline), "
        "such as Negotiation=pipeline; may be given again",
    )
    group.add_argument(
        "--recorded-utc",
        action="store_true",
        help="instants that state no offset are in UTC",
    )
    group.add_argument(
        "--target-each",
        choices=_PERIODS,
        help="how long a target lasts where its period is a first day",
    )


def calendar_of(arguments: argparse.Namespace) -> FiscalCalendar:
    """Return the fiscal calendar that *arguments* state."""
    return FiscalCalendar.months(
        start_month=arguments.fiscal_start, named_by=YearName(arguments.named_by)
    )


def layout_of(arguments: argparse.Namespace, file: str) -> TableLayout:
    """Return how *file* (``target``, ``actual`` or ``owner``) is written."""
    encoding = _stated(arguments, file, "encoding")
    return TableLayout(
        encoding=encoding, delimiter=_stated(arguments, file, "delimiter")
    )


def sheet_of(arguments: argparse.Namespace, file: str) -> str | None:
    """Return which sheet of *file*, if it is a workbook."""
    sheet: str | None = _stated(arguments, file, "sheet")
    return sheet


def days_of(arguments: argparse.Namespace, file: str) -> DayFormat:
    """Return how *file* writes days."""
    stated: DayFormat | None = _stated(arguments, file, "date_format")
    return stated or DayFormat()


def amounts_of(arguments: argparse.Namespace, file: str) -> AmountFormat:
    """Return how *file* writes amounts.

    Raises:
        InvalidValueError: If the marks are not two different ones.
    """
    return AmountFormat(
        decimal_mark=_stated(arguments, file, "decimal_mark") or ".",
        group_mark=_stated(arguments, file, "group_mark"),
        accounting=arguments.accounting,
    )


def _stated(options: argparse.Namespace, file: str, name: str) -> Any:  # noqa: ANN401 - argparse's
    own = getattr(options, f"{file}_{name}")
    return getattr(options, name) if own is None else own


def _day(text: str) -> date:
    try:
        if _ISO_DAY.fullmatch(text):
            return check_day(date.fromisoformat(text), "date")
    except ValueError:
        pass
    problem = f"no day written as YYYY-MM-DD: {text!r}"
    raise argparse.ArgumentTypeError(problem)


def _instant(text: str) -> datetime:
    try:
        return read_instant(text)
    except InvalidValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _status_word(text: str) -> tuple[str, EntryStatus]:
    word, sign, status = text.rpartition("=")
    if not sign or not word.strip() or status not in set(EntryStatus):
        known = ", ".join(EntryStatus)
        problem = f"no WORD=STATUS with a status of {known}: {text!r}"
        raise argparse.ArgumentTypeError(problem)
    return word, EntryStatus(status)


def _currency(text: str) -> str:
    try:
        minor_digits(text)
    except JbpError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _sign(text: str) -> str:
    return _SIGNS.get(text, text)


def _days(text: str) -> DayFormat:
    try:
        return DayFormat(text)
    except InvalidValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
