"""A ledger written as a table and read again is the same ledger."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jbpcore.adapters.delimited.layout import DELIMITERS, TableLayout
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.writer import write_table
from jbpcore.adapters.tabular.actual_rows import actual_rows
from jbpcore.adapters.tabular.actuals import ActualFormat, read_actuals
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

ANY = ActualFormat(currency=None, needs_owner=False)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:@+-]{0,12}", fullmatch=True)
# What spreadsheets, quoting and delimiters stumble over.
texts = st.text("abZ é=+-@'\"|;,1%/", min_size=1, max_size=8).filter(str.strip)
numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False)
money = st.builds(Money, numbers, st.sampled_from(["USD", "JPY", "KWD", "EUR"]))
counts = st.builds(Quantity, numbers, st.sampled_from(["deals", "CPU", "Büro-Plätze"]))
shares = st.fractions(min_value=0, max_value=1, max_denominator=1000)
entries = st.builds(
    ActualEntry,
    metric=ids,
    on=st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    amount=money
    | counts
    | st.builds(Ratio, st.fractions(-9, 9, max_denominator=1000))
    | st.builds(Quotient, counts, counts)
    | st.builds(
        lambda a, b: Quotient(Money(a, "CHF"), Money(b, "CHF")), numbers, numbers
    ),
    partner_id=st.none() | ids,
    credit_ratio=shares,
    credit_of=st.none() | ids,
    status=st.sampled_from(EntryStatus),
    source=st.just("") | texts.map(str.strip),
    entry_id=ids,
    reverses=st.none() | ids,
    recorded_at=st.none()
    | st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bare bounds and adds the zone
    tags=st.dictionaries(texts.map(lambda t: " ".join(t.split())), texts, max_size=3),
)


@settings(max_examples=examples(300))
@given(
    st.lists(entries, max_size=6, unique_by=lambda entry: entry.entry_id),
    st.sampled_from(DELIMITERS),
)
def test_a_ledger_survives_a_table(ledger: list[ActualEntry], delimiter: str) -> None:
    stream = io.StringIO()
    write_table(stream, *actual_rows(ledger), delimiter=delimiter)
    data = io.BytesIO(stream.getvalue().encode())
    layout = TableLayout(delimiter=delimiter)  # a tag may hold any of them
    table = DelimitedTable(data, name="ledger.csv", layout=layout)
    assert list(read_actuals(table, form=ANY)) == ledger
    assert table.findings == ()
