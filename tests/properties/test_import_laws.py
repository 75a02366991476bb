"""Laws of reading tables that hold whatever somebody put into them."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from jbpcore.adapters.delimited.layout import DELIMITERS, TableLayout
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.writer import restored, write_table
from jbpcore.adapters.tabular.actuals import ActualFormat, read_actuals
from jbpcore.adapters.tabular.cells import PeriodFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.adapters.tabular.owners import OwnerBook
from jbpcore.adapters.tabular.targets import TargetFormat, read_targets
from jbpcore.errors import InvalidDataError, InvalidValueError, Severity
from jbpcore.model.amount import Amount
from jbpcore.model.metrics import REVENUE
from jbpcore.model.party import Party
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.from_targets import plans_from_targets
from jbpcore.values.money import Money

CALENDAR = FiscalCalendar.months(start_month=7)
STRANGE = "ab1.,;\t|\"'=-\n\r\0\ufeff\u2028é\ud800 "
printable = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0\ufffd"),
    max_size=8,
)


def opened(data: bytes, delimiter: str | None = None) -> DelimitedTable:
    layout = TableLayout(delimiter=delimiter)
    return DelimitedTable(io.BytesIO(data), name="t.csv", layout=layout)


@given(st.binary(max_size=200) | st.text(STRANGE, max_size=80).map(
    lambda text: text.encode("utf-8", "surrogatepass")
))  # fmt: skip
@example(b"a")
@example(b'a,b\n"\n"')
@example(b"\xff\xfea")
def test_no_bytes_at_all_can_break_the_reader(data: bytes) -> None:
    """Anything is rows and findings, or one refusal; nothing else comes out."""
    try:
        table = opened(data)
    except InvalidDataError:
        return
    for row in table:
        assert len(row.cells) == len(table.header)
        assert 1 < row.line <= data.count(b"\n") + data.count(b"\r") + 1
    assert all(finding.path.startswith("t.csv") for finding in table.findings)


@given(
    st.lists(st.lists(printable, min_size=3, max_size=3).filter(any), max_size=6),
    st.sampled_from(DELIMITERS),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_the_standard_library_writes_is_read_back(
    rows: list[list[str]], delimiter: str, quoting: int, end: str
) -> None:
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        quoting=quoting,  # type: ignore[arg-type]  # one of its own constants
        lineterminator=end,
    )
    writer.writerows([["one", "two", "three"], *rows])
    table = opened(stream.getvalue().encode(), delimiter)
    assert [row.cells for row in table] == rows
    assert table.findings == ()


@given(st.lists(st.lists(printable, min_size=2, max_size=2).filter(any), max_size=6))
def test_what_we_write_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    write_table(stream, ["one", "two"], rows)
    table = opened(stream.getvalue().encode())
    assert [list(map(restored, row.cells)) for row in table] == rows


@given(
    st.lists(st.lists(st.text('a",x ', max_size=5), min_size=2, max_size=4), max_size=8)
)
def test_a_line_that_is_a_row_by_itself_is_never_swallowed(
    lines: list[list[str]],
) -> None:
    """Whatever quotes the lines hold: a plain row among them is read as one."""
    texts = [",".join(line) for line in lines]
    after = ["7,8", "9,10"]
    table = opened("\n".join(["one,two", *texts, *after]).encode())
    assert [row.cells for row in table][-2:] == [["7", "8"], ["9", "10"]]


def table_of(rows: list[tuple[str, str, str]]) -> DelimitedTable:
    stream = io.StringIO()
    csv.writer(stream).writerows([("owner", "date", "amount"), *rows])
    return opened(stream.getvalue().encode())


good_cell = st.tuples(
    st.sampled_from(["ann", "bob", "Zoë Lee"]),
    st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str),
    st.decimals("-1e9", "1e9", places=2).map(lambda amount: format(amount, "f")),
)
any_cell = st.tuples(printable, printable, printable)


@given(st.lists(good_cell | any_cell, max_size=12))
def test_every_row_of_bookings_is_an_entry_or_has_a_finding(
    rows: list[tuple[str, str, str]],
) -> None:
    table = table_of(rows)
    entries = read_actuals(table, form=ActualFormat(), owners=OwnerBook())
    bad = {f.row for f in table.findings if f.severity is Severity.ERROR}
    blank = sum(not any(cell.strip() for cell in row) for row in rows)
    assert len(entries) + len(bad) in range(len(rows) - blank, len(rows) + 1)


@given(st.lists(good_cell, max_size=8), st.randoms(use_true_random=False))
def test_made_ids_do_not_depend_on_the_order_of_rows(
    rows: list[tuple[str, str, str]], random: object
) -> None:
    def ids(given_rows: list[tuple[str, str, str]]) -> list[str]:
        found = read_actuals(
            table_of(given_rows), form=ActualFormat(), owners=OwnerBook()
        )
        return sorted(entry.entry_id for entry in found)

    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert ids(rows) == ids(shuffled)
    assert len(set(ids(rows))) == len(rows)


target_rows = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.integers(0, 17).map(lambda at: f"{2025 + at // 12}-{at % 12 + 1:02}"),
        st.sampled_from(["-", "0", "1", "100", "1000", "-5", "0.001", "x"]),
    ),
    max_size=24,
)


@given(target_rows, st.sampled_from(["month", "quarter", "half", "year"]))
def test_no_target_vanishes(rows: list[tuple[str, str, str]], by: str) -> None:
    """Each row is part of a goal, or said to be none, or in a finding of its own."""
    stream = io.StringIO()
    csv.writer(stream).writerows([("owner", "month", "target"), *rows])
    table = opened(stream.getvalue().encode())
    form = TargetFormat(periods=PeriodFormat(calendar=CALENDAR))
    lines = read_targets(table, form=form, owners=OwnerBook())
    plans, findings = plans_from_targets(
        lines,
        calendar=CALENDAR,
        by=PeriodKind(by),
        vendor=Party(id="acme", name="Acme"),
        metric=REVENUE,
        currency="USD",
    )
    refused = {f.row for f in table.findings if f.severity is Severity.ERROR}
    dropped = {f.row for f in findings if f.code != "jbp.targets.outlier"} - {None}
    without = sum(amount == "-" for _, _, amount in rows)
    kept = [line for line in lines if line.row not in dropped]
    assert len(refused) + without + len(dropped) + len(kept) == len(rows)
    goals = [goal for plan in plans for goal in plan.goals]
    assert sum(minor(goal.target) for goal in goals) == sum(
        minor(line.amount) for line in kept
    )


def minor(amount: Amount | None) -> int:
    assert isinstance(amount, Money)
    return amount.to_minor()


@given(st.text("%YymdbBHMS./- ", max_size=10), st.text("0123456789./- ", max_size=12))
def test_a_day_format_reads_days_or_refuses(stated: str, text: str) -> None:
    try:
        day = DayFormat(stated).read(text)
    except InvalidValueError:
        return
    assert date(1900, 1, 1) <= day <= date(2200, 12, 31)


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%d %B %Y", "%b %d, %y"]
    ),
)
def test_what_strftime_writes_is_read_back(day: date, stated: str) -> None:
    # Names of months in English, which strftime writes in the language of the machine.
    name = MONTHS[day.month - 1]
    english = stated.replace("%B", name).replace("%b", name[:3])
    assert DayFormat(stated).read(day.strftime(english)) == day
