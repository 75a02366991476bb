from __future__ import annotations

import io
from datetime import date

import pytest

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.tabular.cells import AmountFormat, PeriodFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.adapters.tabular.owners import Owner, OwnerBook
from jbpcore.adapters.tabular.targets import (
    TargetColumns,
    TargetFormat,
    read_targets,
)
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError, Severity
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.money import Money

JULY = FiscalCalendar.months(start_month=7)
PLAIN = TargetFormat(periods=PeriodFormat(calendar=JULY))


def read(
    content: str,
    *,
    form: TargetFormat = PLAIN,
    owners: OwnerBook | None = None,
    columns: TargetColumns | None = None,
) -> tuple[tuple[TargetLine, ...], tuple[Finding, ...]]:
    table = DelimitedTable(io.BytesIO(content.encode()), name="targets.csv")
    lines = read_targets(
        table, form=form, owners=owners or OwnerBook(), columns=columns
    )
    return lines, table.findings


def refusal(content: str, columns: TargetColumns | None = None) -> list[str | None]:
    with pytest.raises(InvalidDataError) as caught:
        read(content, columns=columns)
    assert {finding.code for finding in caught.value.findings} == {"jbp.table.column"}
    return [finding.column for finding in caught.value.findings]


def test_a_row_becomes_a_line_with_its_place() -> None:
    lines, findings = read("owner,month,target\nann,2017-07,200000\n")
    assert lines == (
        TargetLine(
            partner_id="ann",
            dates=DateRange(date(2017, 7, 1), date(2017, 8, 1)),
            amount=Money("200000", "USD"),
            source="targets.csv",
            row=2,
        ),
    )
    assert findings == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2017-07", "2017-07-01..2017-07-31"),
        (" 2020-02 ", "2020-02-01..2020-02-29"),
        ("FY18", "2017-07-01..2018-06-30"),
        ("FY18-H2", "2018-01-01..2018-06-30"),
        ("FY18-Q1", "2017-07-01..2017-09-30"),
        ("FY2018-P01", "2017-07-01..2017-07-31"),
    ],
)
def test_a_period_is_a_month_or_a_fiscal_label(text: str, days: str) -> None:
    lines, findings = read(f"owner,period,quota\nann,{text},5\n")
    assert [str(line.dates) for line in lines] == [days]
    assert findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2017-13",
        "2017-7",
        "201707",
        "07/2017",
        "Jul 2017",
        "FY18-Q5",
        "FY18 Q1",
        "Q1",
        "2017-07-01",
        "1899-12",
        "\uff12\uff10\uff11\uff17-07",
    ],
)
def test_a_period_written_otherwise_is_a_finding(text: str) -> None:
    lines, findings = read(f"owner,period,quota\nann,{text},5\nbob,2017-07,6\n")
    assert [line.partner_id for line in lines] == ["bob"]
    assert [(f.code, f.row, f.column) for f in findings] == [
        ("jbp.targets.period", 2, "period")
    ]
    assert findings[0].path == "targets.csv:2:period"


def test_a_first_day_is_enough_where_its_length_is_stated() -> None:
    periods = PeriodFormat(calendar=JULY, each=PeriodKind.QUARTER)
    content = "owner,period,quota\nann,2017-07-01,5\nann,2017-08-01,6\n"
    lines, findings = read(content, form=TargetFormat(periods=periods))
    assert [str(line.dates) for line in lines] == ["2017-07-01..2017-09-30"]
    assert findings[0].row == 3
    assert "first day of a fiscal quarter, as 2017-07-01 is" in findings[0].message


def test_months_may_be_written_in_a_stated_format() -> None:
    periods = PeriodFormat(calendar=JULY, days=DayFormat("%b %Y"))
    lines, _ = read(
        "owner,month,quota\nann,Jul 2017,5\n", form=TargetFormat(periods=periods)
    )
    assert str(lines[0].dates) == "2017-07-01..2017-07-31"


def test_a_period_may_be_a_first_and_a_last_day() -> None:
    periods = PeriodFormat(calendar=JULY, days=DayFormat("%d.%m.%Y"))
    form = TargetFormat(periods=periods)
    content = "owner,start,end,quota\nann,1.7.2017,15.7.2017,5\nann,2.8.2017,1.8.2017,6"
    lines, findings = read(content, form=form)
    assert [str(line.dates) for line in lines] == ["2017-07-01..2017-07-15"]
    assert [finding.row for finding in findings] == [3]


def test_columns_may_be_periods() -> None:
    content = "owner,2017-07,note,FY18-P02\nann,5,x,-\nbob,,y,7\n"
    lines, findings = read(content)
    assert [(line.partner_id, str(line.amount), line.row) for line in lines] == [
        ("ann", "5 USD", 2),
        ("bob", "7 USD", 3),
    ]
    assert [(f.code, f.severity) for f in findings] == [
        ("jbp.targets.none", Severity.INFO)
    ]


@pytest.mark.parametrize("text", ["", "-", " - ", "\u2013", "\u2014"])
def test_a_dash_or_nothing_is_no_target_and_no_error(text: str) -> None:
    lines, findings = read(f"owner,month,target\nann,2017-07,{text}\nann,2017-08,0\n")
    assert [line.amount for line in lines] == [Money(0, "USD")]  # zero is a target
    assert [finding.severity for finding in findings] == [Severity.INFO]
    assert findings[0].message.endswith("1.")


@pytest.mark.parametrize(
    "text",
    ["1,000", "$5", "5 USD", "1e5", "NaN", "#N/A", "n/a", "5%", "(5)", "--", "1 000"],
)
def test_an_amount_written_otherwise_is_a_finding(text: str) -> None:
    lines, findings = read(f"owner;month;target\nann;2017-07;{text}\nbob;2017-07;6\n")
    assert [line.partner_id for line in lines] == ["bob"]
    assert [(f.code, f.row, f.column) for f in findings] == [
        ("jbp.targets.amount", 2, "target")
    ]


@pytest.mark.parametrize(
    ("marks", "text"),
    [
        (AmountFormat(group_mark=","), "1,234,567.50"),
        (AmountFormat(decimal_mark=",", group_mark="."), "1.234.567,50"),
        (AmountFormat(decimal_mark=",", group_mark=" "), "1\u202f234\u202f567,50"),
        (AmountFormat(group_mark="'"), "1'234'567.50"),
    ],
)
def test_marks_are_read_as_stated(marks: AmountFormat, text: str) -> None:
    form = TargetFormat(periods=PeriodFormat(calendar=JULY), amounts=marks)
    lines, _ = read(f"owner;month;target\nann;2017-07;{text}\n", form=form)
    assert lines[0].amount == Money("1234567.50", "USD")


def test_marks_that_contradict_are_refused_at_once() -> None:
    with pytest.raises(InvalidValueError, match="group_mark"):
        AmountFormat(decimal_mark=",", group_mark=",")


def test_every_bad_cell_of_a_row_is_reported() -> None:
    lines, findings = read("owner,month,target\n,July,many\n")
    assert lines == ()
    assert [f.code for f in findings] == [
        "jbp.targets.owner",
        "jbp.targets.period",
        "jbp.targets.amount",
    ]


def test_another_currency_is_not_converted() -> None:
    content = "owner,month,target,currency\nann,2017-07,5,USD\nbob,2017-07,6,CAD\n"
    lines, findings = read(content)
    assert [line.partner_id for line in lines] == ["ann"]
    assert [(f.code, f.column) for f in findings] == [
        ("jbp.targets.currency", "currency")
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "employee_id,month,target_usd",
        "Partner,Fiscal Quarter,Quota (USD)",
        "Rep,Period,GOAL",
    ],
)
def test_headings_that_say_it_need_no_mapping(heading: str) -> None:
    assert len(read(f"{heading}\nann,FY18-Q1,5\n")[0]) == 1


def test_what_no_heading_says_has_to_be_stated() -> None:
    content = "who,2017,how much\nann,2017-07,5\n"
    assert refusal(content) == ["owner", "period", "target"]
    columns = TargetColumns(owner="who", period="2017", target="how much")
    assert len(read(content, columns=columns)[0]) == 1


def test_two_headings_that_say_it_leave_it_open() -> None:
    assert refusal("owner,partner,month,target\nann,x,2017-07,5\n") == ["owner"]


def test_a_stated_column_has_to_be_there_once() -> None:
    content = "owner,month,target,target\nann,2017-07,5,6\n"
    assert refusal(content, TargetColumns(target="target")) == ["target"]
    assert refusal(content, TargetColumns(target="Target")) == ["target"]


def test_a_heading_in_another_currency_does_not_say_it() -> None:
    assert refusal("owner,month,target_eur\nann,2017-07,5\n") == ["target"]


def test_owners_on_a_list_are_found_by_their_id() -> None:
    book = OwnerBook([Owner(id="5020", key="272", name="Stephen Jiang")])
    content = "owner,month,target\n5020,2017-07,5\n272,2017-07,6\n272,2017-08,6\n"
    lines, findings = read(content, owners=book)
    assert [line.partner_id for line in lines] == [
        "5020",
        "unlisted-id:272",
        "unlisted-id:272",
    ]
    assert [(f.code, f.severity) for f in findings] == [
        ("jbp.owners.unlisted", Severity.WARNING)
    ]
    assert "'272'" in findings[0].message
    assert "2" in findings[0].message
