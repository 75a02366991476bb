"""Status, shared credit, reversals, parts of a ratio and instants in a table."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.tabular.actual_cells import read_instant, read_status
from jbpcore.adapters.tabular.actual_rows import ACTUAL_COLUMNS
from jbpcore.errors import InvalidDataError, InvalidValueError, Severity

HEADING = "id,owner,date,amount"


def read(
    content: str,
    *,
    form: jbp.ActualFormat | None = None,
    columns: jbp.ActualColumns | None = None,
) -> tuple[tuple[jbp.ActualEntry, ...], tuple[jbp.Finding, ...]]:
    table = DelimitedTable(io.BytesIO(content.encode()), name="sales.csv")
    return jbp.read_actuals(table, form=form, columns=columns), table.findings


def test_every_part_of_a_fact_has_its_column() -> None:
    entries, findings = read(
        "entry_id,owner,date,amount,status,credit,credit_of,reverses,recorded_at,"
        "source,metric,tag:region\n"
        "so-2,ann,2026-04-20,-50,disputed,25%,so-9,so-1,2026-04-21T08:00:00+02:00,"
        "crm,revenue,EMEA\n"
    )
    assert findings == ()
    assert entries == (
        jbp.ActualEntry(
            entry_id="so-2",
            metric="revenue",
            on=date(2026, 4, 20),
            amount=jbp.Money(-50, "USD"),
            partner_id="ann",
            credit_ratio=Fraction(1, 4),
            credit_of="so-9",
            status=jbp.EntryStatus.DISPUTED,
            reverses="so-1",
            recorded_at=datetime(2026, 4, 21, 6, tzinfo=UTC),
            source="crm",
            tags={"region": "EMEA"},
        ),
    )


def test_optional_columns_may_be_missing_and_their_cells_empty() -> None:
    plain, _ = read("entry_id,owner,date,amount\nx,ann,2026-04-20,5\n")
    empty, findings = read(
        "entry_id,owner,date,amount,status,credit_of,reverses,recorded_at,source\n"
        "x,ann,2026-04-20,5,,,,,\n"
    )
    assert (plain, findings) == (empty, ())
    assert empty[0].status is jbp.EntryStatus.BOOKED
    assert empty[0].recorded_at is None


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("status", "lost"),
        ("status", "Closed Lost"),
        ("recorded_at", "2026-05-15"),
        ("recorded_at", "2026-05-15 09:30:00"),
        ("recorded_at", "2026-02-30T09:30:00Z"),
        ("recorded_at", "2026-05-15T09:30:00+02:75"),
        ("recorded_at", "2026-05-15T09:30:00+24:00"),
        ("credit", "1.5"),
        ("credit", "half"),
        ("metric", "net revenue"),
        ("source", "a\x07b"),
    ],
)
def test_a_bad_cell_is_a_finding_with_its_place(column: str, cell: str) -> None:
    good = "1" if column == "credit" else ""
    entries, findings = read(
        f"owner,date,amount,{column}\n"
        f"ann,2026-04-20,5,{cell}\n"
        f"ann,2026-04-21,6,{good}\n"
    )
    assert [str(entry.amount) for entry in entries] == ["6 USD"]
    assert [(f.code, f.row, f.column) for f in findings] == [
        (f"jbp.actuals.{column}", 2, column)
    ]
    assert findings[0].path == f"sales.csv:2:{column}"
    assert findings[0].severity is Severity.ERROR


def test_several_bad_cells_of_a_row_are_told_at_once() -> None:
    _, findings = read(
        "owner,date,amount,status,recorded_at\nann,20 April,lots,perhaps,soon\n"
    )
    assert [finding.column for finding in findings] == [
        "date",
        "amount",
        "status",
        "recorded_at",
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Booked", "booked"),
        ("CLOSED_WON", "booked"),
        ("In dispute", "disputed"),
        ("open", "pipeline"),
        ("Stage 3 - Negotiation", "pipeline"),
    ],
)
def test_a_status_is_read_in_the_words_of_the_house(text: str, status: str) -> None:
    words = {"stage 3 negotiation": jbp.EntryStatus.PIPELINE}
    assert read_status(text, words) is jbp.EntryStatus(status)


def test_a_heading_that_means_something_else_can_be_put_aside() -> None:
    """A shipping system has a status too, and it says nothing about who is right."""
    content = "owner,date,amount,status\nann,2026-04-20,5,shipped\n"
    assert read(content)[0] == ()
    entries, findings = read(content, columns=jbp.ActualColumns(status=""))
    assert (len(entries), findings) == (1, ())


@pytest.mark.parametrize(
    ("text", "hour", "microsecond"),
    [
        ("2026-05-15T09:30:00Z", 9, 0),
        ("2026-05-15T09:30Z", 9, 0),
        ("2026-05-15 09:30:00+00:00", 9, 0),
        ("2026-05-15T11:30:00.000+0200", 9, 0),
        ("2026-05-14T23:30:00.25-10:00", 9, 250_000),
        ("2026-05-15T09:30:00.1234560Z", 9, 123_456),
    ],
)
def test_an_instant_is_read_with_its_offset(
    text: str, hour: int, microsecond: int
) -> None:
    wanted = datetime(2026, 5, 15, hour, 30, 0, microsecond, tzinfo=UTC)
    assert read_instant(text) == wanted


def test_an_instant_without_an_offset_is_read_where_that_is_stated() -> None:
    form = jbp.ActualFormat(naive_is_utc=True)
    entries, _ = read(
        "owner,date,amount,recorded_at\nann,2026-04-20,5,2026-04-21 08:00:00\n",
        form=form,
    )
    assert entries[0].recorded_at == datetime(2026, 4, 21, 8, tzinfo=UTC)


def test_a_ratio_is_read_in_its_two_parts() -> None:
    entries, findings = read(
        "owner,date,numerator,denominator\nann,2026-04-20,3,10\nann,2026-04-27,0,0\n",
        form=jbp.ActualFormat(unit="deals", metric=jbp.metrics.WIN_RATE.key),
    )
    assert findings == ()
    assert [entry.amount for entry in entries] == [
        jbp.Quotient.of(3, 10, "deals"),
        jbp.Quotient.of(0, 0, "deals"),
    ]
    goal = jbp.Goal(
        id="w",
        name="Win rate",
        metric=jbp.metrics.WIN_RATE,
        target=jbp.Ratio("1/4"),
        period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
    )
    result = jbp.assess_goal(goal, entries, as_of=date(2026, 5, 15))
    assert result.attained == jbp.Ratio("3/10")


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("5,3,10", ["amount"]),  # which of the two counts?
        (",3,", ["amount"]),  # of how many?
        (",,", ["amount"]),
        (",x,10", ["amount"]),
    ],
)
def test_half_a_ratio_or_both_is_a_finding(row: str, columns: list[str]) -> None:
    entries, findings = read(
        f"owner,date,amount,numerator,denominator\nann,2026-04-20,{row}\n"
    )
    assert entries == ()
    assert [finding.column for finding in findings] == columns


def test_a_level_is_read_as_a_share_or_a_count() -> None:
    content = (
        "owner,date,amount,amount_unit\n"
        "ann,2026-04-20,2.5%,ratio\nann,2026-04-20,12,people\n"
    )
    entries, _ = read(content)
    assert [entry.amount for entry in entries] == [
        jbp.Ratio("1/40"),
        jbp.Quantity(12, "people"),
    ]


def test_a_link_is_written_as_the_id_it_names() -> None:
    """Ids that are none by shape are made into one, and so are links to them."""
    entries, _ = read(
        "order no,owner,date,amount,reverses\n"
        "SO 1/26,ann,2026-04-20,5,\nSO 2/26,ann,2026-04-21,-5,SO 1/26\n",
        columns=jbp.ActualColumns(ids=("order no",)),
    )
    assert entries[1].reverses == entries[0].entry_id
    assert jbp.check_ledger(entries) == ()


def test_made_ids_stay_what_they_were_and_tell_facts_apart() -> None:
    before, _ = read("owner,date,amount\nann,2026-04-20,5\n")
    after, _ = read(
        "owner,date,amount,status\nann,2026-04-20,5,booked\nann,2026-04-20,5,open\n"
    )
    assert after[0].entry_id == before[0].entry_id
    assert after[1].entry_id.removesuffix("-1") != before[0].entry_id.removesuffix("-1")


def test_a_currency_of_its_own_is_taken_only_where_any_is() -> None:
    content = "owner,date,amount,currency\nann,2026-04-20,5,EUR\n"
    assert read(content)[0] == ()
    entries, _ = read(content, form=jbp.ActualFormat(currency=None))
    assert entries[0].amount == jbp.Money(5, "EUR")
    _, findings = read(content.replace("EUR", ""), form=jbp.ActualFormat(currency=None))
    assert findings[0].column == "currency"


def test_a_ledger_has_its_columns_in_order() -> None:
    heading, rows = jbp.actual_rows([])
    assert (heading, rows) == (ACTUAL_COLUMNS, ())


def test_what_no_table_can_hold_is_refused_not_lost() -> None:
    def entry(**more: object) -> jbp.ActualEntry:
        given: dict[str, object] = {"amount": jbp.Money(1, "USD"), **more}
        return jbp.ActualEntry(metric="m", on=date(2026, 4, 20), **given)  # type: ignore[arg-type]  # fields by name

    with pytest.raises(InvalidValueError, match="to be a heading"):
        jbp.actual_rows([entry(tags={"a  b": "x"})])
    with pytest.raises(InvalidValueError, match="another noun"):
        jbp.actual_rows([entry(amount=jbp.Quantity(1, "ratio"))])


def test_a_stated_column_that_is_not_there_is_asked_for() -> None:
    with pytest.raises(InvalidDataError) as caught:
        read(f"{HEADING}\n", columns=jbp.ActualColumns(status="stage"))
    assert [finding.column for finding in caught.value.findings] == ["status"]
