from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

import pytest

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.tabular.actuals import (
    ActualColumns,
    ActualFormat,
    read_actuals,
)
from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.adapters.tabular.owners import Owner, OwnerBook
from jbpcore.errors import Finding, InvalidDataError, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.values.money import Money

HEADING = "owner,date,amount\n"


def read(
    content: str,
    *,
    form: ActualFormat | None = None,
    owners: OwnerBook | None = None,
    columns: ActualColumns | None = None,
) -> tuple[tuple[ActualEntry, ...], tuple[Finding, ...]]:
    table = DelimitedTable(io.BytesIO(content.encode()), name="sales.csv")
    entries = read_actuals(
        table,
        form=form or ActualFormat(),
        owners=owners or OwnerBook(),
        columns=columns,
    )
    return entries, table.findings


def ids(content: str, **given: object) -> list[str]:
    entries, _ = read(content, **given)  # type: ignore[arg-type]  # passed on
    return [entry.entry_id for entry in entries]


def test_a_row_becomes_an_entry() -> None:
    entries, findings = read(HEADING + "ann,2026-04-20,-7500.50\n")
    entry = entries[0]
    assert (entry.partner_id, entry.on) == ("ann", date(2026, 4, 20))
    assert (entry.amount, entry.metric) == (Money("-7500.50", "USD"), "revenue")
    assert entry.credit_ratio == Fraction(1)
    assert (entry.source, list(entry.tags)) == ("", [])
    assert findings == ()


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (",2026-04-20,5", ["owner"]),
        ("  ,2026-04-20,5", ["owner"]),
        ("ann,20.04.2026,5", ["date"]),
        ("ann,04/05/2026,5", ["date"]),
        ("ann,2026-4-20,5", ["date"]),
        ("ann,2026-02-29,5", ["date"]),
        ("ann,20260420,5", ["date"]),
        ("ann,2026-W16-1,5", ["date"]),
        ("ann,2026-04-20 00:00:00,5", ["date"]),
        ("ann,43210,5", ["date"]),
        ("ann,0001-01-01,5", ["date"]),
        ("ann,9999-12-31,5", ["date"]),
        ("ann,2026-04-20,", ["amount"]),
        ("ann,2026-04-20,-", ["amount"]),
        ("ann,2026-04-20,NaN", ["amount"]),
        ("ann,2026-04-20,5-", ["amount"]),
        ("ann,2026-04-20,1e9", ["amount"]),
        (f"ann,2026-04-20,{'9' * 25}", ["amount"]),
        (",today,lots", ["owner", "date", "amount"]),
    ],
)
def test_every_bad_cell_is_reported_and_the_good_rows_are_kept(
    row: str, parts: list[str]
) -> None:
    entries, findings = read(f"{HEADING}bob,2026-01-01,1\n{row}\nbob,2026-01-02,2\n")
    assert [str(entry.amount) for entry in entries] == ["1 USD", "2 USD"]
    assert [(f.code, f.row, f.column) for f in findings] == [
        (f"jbp.actuals.{part}", 3, part) for part in parts
    ]
    assert {f.severity for f in findings} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("%d.%m.%Y", "5.4.2026"),
        ("%d.%m.%Y", "05.04.2026"),
        ("%m/%d/%Y", "4/5/2026"),
        ("%d/%m/%y", "05/04/26"),
        ("%Y%m%d", "20260405"),
        ("%d %B %Y", "5 APRIL 2026"),
        ("%d-%b-%Y", "05-Apr-2026"),
        ("%Y-%m-%d %H:%M:%S", "2026-04-05 23:59:59"),
        ("%Y-%m-%dT%H:%MZ", "2026-04-05T00:00Z"),
        ("%d%% %m %Y", "05% 04 2026"),
    ],
)
def test_days_are_read_in_the_stated_format(stated: str, text: str) -> None:
    entries, findings = read(
        f"owner;date;amount\nann;{text};5\n", form=ActualFormat(days=DayFormat(stated))
    )
    assert [entry.on for entry in entries] == [date(2026, 4, 5)]
    assert findings == ()


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        ("%d.%m.%Y", "2026-04-05"),
        ("%d.%m.%Y", "5.13.2026"),
        ("%d.%m.%Y", "31.4.2026"),
        ("%d.%m.%Y", "5.4.26"),
        ("%d.%m.%Y", "5.4.2026 "),
        ("%d.%m.%Y", "\uff15.4.2026"),
        ("%m/%d/%Y", "25/4/2026"),
        ("%Y%m%d", "2026405"),
        ("%d %B %Y", "5 Apr 2026"),
        ("%Y-%m-%d %H:%M", "2026-04-05 24:00"),
    ],
)
def test_days_in_another_format_are_not_guessed(stated: str, text: str) -> None:
    with pytest.raises(ValueError, match="written as"):
        DayFormat(stated).read(text)


@pytest.mark.parametrize("stated", ["", "%d.%m", "%Y", "%x", "%d.%d.%m.%Y", "%Y-%m-%b"])
def test_a_format_has_to_state_year_and_month_once(stated: str) -> None:
    with pytest.raises(ValueError, match="date_format"):
        DayFormat(stated)


def test_accounting_negatives_are_read_when_stated() -> None:
    form = ActualFormat(amounts=AmountFormat(accounting=True))
    entries, _ = read(HEADING + "ann,2026-04-20,(5.00)\n", form=form)
    assert entries[0].amount == Money("-5.00", "USD")


def test_credit_currency_and_tags_are_read_from_their_columns() -> None:
    content = (
        "owner,date,amount,credit,currency,Region\nann,2026-04-20,5,50%,USD,EMEA\n"
    )
    entries, _ = read(content, columns=ActualColumns(tags=("Region",)))
    assert entries[0].credit_ratio == Fraction(1, 2)
    assert dict(entries[0].tags) == {"Region": "EMEA"}


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ("1.5,USD", "credit"),
        ("half,USD", "credit"),
        ("1,CAD", "currency"),
        ("1,", "currency"),
    ],
)
def test_bad_credit_and_another_currency_are_findings(cells: str, part: str) -> None:
    content = f"owner,date,amount,credit,currency\nann,2026-04-20,5,{cells}\n"
    entries, findings = read(content)
    assert entries == ()
    assert [f.column for f in findings] == [part]


def test_an_id_of_the_file_is_kept_and_may_be_made_of_several_columns() -> None:
    content = "owner,date,amount,entry_id,line\nann,2026-04-20,5,SO1,7\n"
    assert ids(content) == ["SO1"]
    both = ActualColumns(ids=("entry_id", "line"))
    assert ids(content, columns=both) == ["SO1:7"]


def test_an_id_of_another_shape_becomes_one_of_ours_always_the_same() -> None:
    content = "owner,date,amount,entry_id\nann,2026-04-20,5,SO 1/7 é\n"
    first, again = ids(content), ids(content)
    assert first == again
    assert first[0].startswith("id-")


def test_an_empty_id_is_a_finding() -> None:
    entries, findings = read("owner,date,amount,entry_id\nann,2026-04-20,5,\n")
    assert entries == ()
    assert [(f.code, f.row) for f in findings] == [("jbp.actuals.row", 2)]


def test_an_id_that_comes_again_counts_once() -> None:
    content = (
        "owner,date,amount,entry_id\nann,2026-04-20,5,a\nann,2026-04-20,5,a\n"
        "ann,2026-04-20,6,a\n"
    )
    entries, findings = read(content)
    assert [str(entry.amount) for entry in entries] == ["5 USD"]
    assert [(f.code, f.row, f.severity) for f in findings] == [
        ("jbp.actuals.twice", 3, Severity.WARNING),
        ("jbp.actuals.conflict", 4, Severity.ERROR),
    ]
    assert "ine 2" in findings[0].message


def test_made_ids_are_the_same_when_the_file_is_read_again() -> None:
    content = HEADING + "ann,2026-04-20,5\nann,2026-04-20,5\nbob,2026-04-20,5\n"
    first = ids(content)
    assert len(set(first)) == 3  # equal rows are two bookings, not one
    assert ids(content) == first
    assert ids(content + "ann,2026-04-20,5\n")[:3] == first


def test_made_ids_go_by_what_a_row_says_not_by_how_it_is_written() -> None:
    form = ActualFormat(amounts=AmountFormat(group_mark=","))
    plain = ids(HEADING + "ann,2026-04-20,1000\n")
    other = ids('date;owner;amount;x\n2026-04-20; ann ;"1,000.00";y\n', form=form)
    assert plain == other


@pytest.mark.parametrize(
    "row", ["bob,2026-04-20,5", "ann,2026-04-21,5", "ann,2026-04-20,5.01"]
)
def test_made_ids_differ_where_rows_differ(row: str) -> None:
    assert ids(f"{HEADING}ann,2026-04-20,5\n") != ids(f"{HEADING}{row}\n")


def test_owners_on_a_list_are_found_by_their_key() -> None:
    book = OwnerBook([Owner(id="5020", key="272", name="Stephen Jiang")])
    content = HEADING + "272,2026-04-20,5\n280,2026-04-20,6\n280,2026-04-21,6\n"
    entries, findings = read(
        content, form=ActualFormat(owners_by_key=True), owners=book
    )
    assert [entry.partner_id for entry in entries] == [
        "5020",
        "unlisted-key:280",
        "unlisted-key:280",
    ]
    assert [f.code for f in findings] == ["jbp.owners.unlisted"]
    assert book.names["unlisted-key:280"] == "280"  # type: ignore[index]  # an id is text


def test_names_serve_as_owners_in_any_normal_form() -> None:
    book = OwnerBook()
    content = HEADING + "Jose\u0301 Saraiva,2026-04-20,5\nJosé Saraiva,2026-04-21,6\n"
    entries, _ = read(content, owners=book)
    owners = {entry.partner_id for entry in entries}
    assert len(owners) == 1
    assert list(book.names.values()) == ["José Saraiva"]
    assert str(owners.pop()).startswith("jose-saraiva-")


def test_names_that_fold_alike_stay_apart() -> None:
    entries, _ = read(HEADING + "A & B,2026-04-20,5\nA + B,2026-04-20,5\n")
    assert entries[0].partner_id != entries[1].partner_id


def test_what_no_heading_says_is_asked_for_all_at_once() -> None:
    with pytest.raises(InvalidDataError) as caught:
        read("order_date,booked_on,reseller_key,employee_key,x\n1,2,3,4,5\n")
    assert [f.column for f in caught.value.findings] == ["owner", "date", "amount"]
    assert "'reseller_key' and 'employee_key'" in caught.value.findings[0].message
