from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.metrics import DEALS_WON, REVENUE
from jbpcore.model.party import Party
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.from_targets import goal_path, plans_from_targets
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

JULY = FiscalCalendar.months(start_month=7)
CALENDAR = FiscalCalendar.calendar_year()
ACME = Party(id="acme", name="Acme")


def month(year: int, number: int) -> DateRange:
    return CALENDAR.month(year, number)


def line(
    dates: DateRange, amount: str = "100", owner: str = "ann", row: int | None = None
) -> TargetLine:
    return TargetLine(
        partner_id=owner,
        dates=dates,
        amount=Money(amount, "USD"),
        source="t.csv",
        row=row,
    )


def entry(on: date, owner: str | None = "ann", metric: str = "revenue") -> ActualEntry:
    amount = Money("5", "USD")
    return ActualEntry(metric=metric, on=on, amount=amount, partner_id=owner)


def make(
    lines: Sequence[TargetLine],
    entries: Sequence[ActualEntry] = (),
    by: PeriodKind = PeriodKind.QUARTER,
    **more: Any,
) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    given: dict[str, Any] = {"calendar": CALENDAR, "metric": REVENUE, "vendor": ACME}
    return plans_from_targets(lines, entries, by=by, **(given | more))


def codes(findings: Sequence[Finding]) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.row) for finding in findings]


def test_months_make_a_quarter_and_shape_what_it_expects() -> None:
    # 20,000 + 30,000 + 50,000; on 15 May all of April and 15 of 31 days of May are due:
    # 20,000 + 30,000 × 15/31 = 34,516.129…
    months = [month(2026, number) for number in (4, 5, 6)]
    amounts = ("20000", "30000", "50000")
    plans, findings = make(
        [line(dates, amount) for dates, amount in zip(months, amounts, strict=True)]
    )
    assert findings == ()
    goal = plans[0].goals[0]
    assert goal.target == Money("100000", "USD")
    assert goal.period == CALENDAR.quarter(2026, 2)
    result = assess_plan(plans[0], [], as_of=date(2026, 5, 15)).results[0]
    assert result.expected_to_date == Money("34516.13", "USD")


def test_there_is_a_plan_for_each_owner_and_fiscal_year() -> None:
    lines = [
        line(month(2017, 7), owner="zoe"),
        line(month(2018, 6), owner="ann"),
        line(month(2018, 7), owner="ann"),
    ]
    names = {"zoe": "Abel", "ann": "Zora"}
    plans, _ = make(lines, calendar=JULY, names=names)
    assert [(plan.id, plan.name) for plan in plans] == [
        ("zoe-FY18", "Abel FY18"),
        ("ann-FY18", "Zora FY18"),
        ("ann-FY19", "Zora FY19"),
    ]
    assert plans[0].vendor is ACME
    assert plans[0].period == JULY.year(2018)
    assert [goal.id for goal in plans[1].goals] == ["revenue-FY18-Q4"]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        (PeriodKind.MONTH, ["P01", "P02", "P04"]),
        (PeriodKind.QUARTER, ["Q1", "Q2"]),
        (PeriodKind.HALF, ["H1"]),
        (PeriodKind.YEAR, ["FY18"]),
    ],
)
def test_goals_may_be_of_any_size(by: PeriodKind, labels: list[str]) -> None:
    lines = [line(month(2017, number)) for number in (10, 8, 7)]
    plans, _ = make(lines, calendar=JULY, by=by)
    names = [goal.name.split("-")[-1].split()[-1] for goal in plans[0].goals]
    assert names == labels


def test_bookings_without_a_target_get_a_goal_that_says_so() -> None:
    plans, findings = make(
        [line(month(2026, 4)), line(month(2026, 5)), line(month(2026, 6))],
        [
            entry(date(2026, 5, 1)),
            entry(date(2026, 7, 1)),
            entry(date(2026, 8, 1)),
            entry(date(2026, 5, 1), owner="bob"),
            entry(date(2026, 5, 1), owner="eve", metric="deals-won"),
            entry(date(2026, 5, 1), owner=None),
        ],
    )
    goals = [
        (plan.partner.id, goal.name, goal.target)
        for plan in plans
        for goal in plan.goals
    ]
    assert goals == [
        ("ann", "Revenue FY26-Q2", Money("300", "USD")),
        ("ann", "Revenue FY26-Q3", None),
        ("bob", "Revenue FY26-Q2", None),
    ]
    assert findings == ()


def test_a_line_over_the_edge_of_a_period_is_an_error_and_not_split() -> None:
    across = DateRange.inclusive(date(2026, 6, 15), date(2026, 7, 14))
    plans, findings = make([line(across, row=7)])
    assert plans == ()
    assert codes(findings) == [("jbp.targets.straddles", 7)]
    assert findings[0].path == "t.csv:7"
    assert findings[0].severity is Severity.ERROR


def test_targets_for_longer_periods_than_scored_are_errors() -> None:
    _, findings = make([line(CALENDAR.quarter(2026, 2))], by=PeriodKind.MONTH)
    assert [finding.code for finding in findings] == ["jbp.targets.straddles"]


def test_of_lines_for_the_same_days_the_first_counts() -> None:
    lines = [
        line(month(2026, 4), "100", row=2),
        line(month(2026, 4), "100.00", row=3),
        line(month(2026, 4), "120", row=4),
        line(CALENDAR.quarter(2026, 2), "900", row=5),
        line(DateRange(date(2026, 4, 30), date(2026, 5, 2)), "7", row=6),
        line(month(2026, 5), "50", row=7),
        line(month(2026, 6), "50", row=8),
        line(month(2026, 4), "1", owner="bob", row=9),
    ]
    plans, findings = make(lines)
    assert plans[0].goals[0].target == Money("200", "USD")
    assert codes(findings)[:4] == [
        ("jbp.targets.repeated", 3),
        ("jbp.targets.overlap", 4),
        ("jbp.targets.overlap", 5),
        ("jbp.targets.overlap", 6),
    ]
    severities = [finding.severity.value for finding in findings[:4]]
    assert severities == ["warning", "error", "error", "error"]
    assert "t.csv:2" in findings[0].message


def test_an_owner_who_starts_late_is_noted_and_scored() -> None:
    plans, findings = make([line(month(2026, 5)), line(month(2026, 6))])
    path = goal_path(plans[0].id, plans[0].goals[0].id)
    assert [(f.code, f.path, f.severity) for f in findings] == [
        ("jbp.targets.gap", path, Severity.WARNING)
    ]
    assert findings[0].message == (
        "Targets of ann cover 2 of 3 months of FY26-Q2; there is none for "
        "2026-04-01..2026-04-30."
    )
    result = assess_plan(plans[0], [], as_of=date(2026, 4, 30)).results[0]
    assert result.expected_to_date == Money("0", "USD")


def test_a_gap_of_days_is_counted_in_days() -> None:
    half = DateRange.inclusive(date(2026, 4, 16), date(2026, 6, 30))
    _, findings = make([line(half)])
    assert "cover 76 of 91 days" in findings[0].message


def yearly(*amounts: str) -> list[TargetLine]:
    return [
        line(month(2026, at), amount, row=at) for at, amount in enumerate(amounts, 1)
    ]


@pytest.mark.parametrize(
    ("amounts", "rows"),
    [
        (["2", "4", "3", "30", "2", "4", "3"], [4]),  # a digit too many
        (["20", "40", "30", "3", "20", "40", "30"], [4]),  # a digit too few
        (["50", "4", "3", "2", "4", "4", "3"], [1]),
        (["3", "4", "3", "2", "4", "4", "50"], [7]),
        (["10", "10", "10", "50", "10", "10", "10"], []),  # just 5 times
        # Per day: 5 times the 10 of February are 5 × 10/28 × 30 = 53.571 in April.
        (["10", "10", "10", "53.57", "10", "10", "10"], []),
        (["10", "10", "10", "53.58", "10", "10", "10"], [4]),
        (["10", "10", "10", "2", "10", "10", "10"], []),
        (["10", "10", "10", "90", "70", "10", "10"], []),  # a season
        (["1", "1", "1", "30", "0", "0", "0"], [4]),
        (["10", "10", "10", "0", "10", "10", "10"], []),  # zero is said on purpose
        (["0", "0", "0", "9", "0", "0", "0"], []),
        (["1", "90"], []),  # too few to say
        (["1", "90", "1"], []),
        (["1", "90", "1", "1"], [2]),
    ],
)
def test_a_target_far_from_all_its_neighbours_is_noted_and_used(
    amounts: list[str], rows: list[int]
) -> None:
    plans, findings = make(yearly(*amounts), by=PeriodKind.MONTH)
    assert codes(findings) == [("jbp.targets.outlier", row) for row in rows]
    targets = [goal.target for goal in plans[0].goals]
    assert targets == [Money(amount, "USD") for amount in amounts]
    for finding in findings:
        assert finding.severity is Severity.WARNING
        assert f"t.csv:{finding.row}" in finding.message


def test_neighbours_of_other_owners_do_not_matter() -> None:
    lines = [*yearly("1", "1", "1", "1"), line(month(2026, 2), "900", owner="bob")]
    assert make(lines, by=PeriodKind.MONTH)[1] == ()


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money("-5", "USD"), "jbp.targets.negative"),
        (Money("5", "CAD"), "jbp.targets.currency"),
        (Money("5.001", "USD"), "jbp.targets.minor_unit"),
        (Quantity(5, "deals"), "jbp.targets.unit"),
    ],
)
def test_amounts_that_no_goal_can_have_are_errors(
    amount: Money | Quantity, code: str
) -> None:
    bad = TargetLine(partner_id="ann", dates=month(2026, 4), amount=amount, row=3)
    plans, findings = make([bad], currency="USD")
    assert plans == ()
    assert codes(findings) == [(code, 3)]
    assert findings[0].path == "targets:3"


def test_targets_of_zero_are_a_goal_of_zero() -> None:
    plans, _ = make([line(CALENDAR.quarter(2026, 2), "0")])
    goal = plans[0].goals[0]
    assert goal.target == Money("0", "USD")
    assert goal.phasing == LinearPhasing()


def test_counts_work_as_money_does() -> None:
    deals = [
        TargetLine(
            partner_id="ann", dates=month(2026, at), amount=Quantity(at, "deals")
        )
        for at in (4, 5, 6)
    ]
    plans, findings = make(deals, metric=DEALS_WON)
    goal = plans[0].goals[0]
    assert goal.target == Quantity(15, "deals")
    assert isinstance(goal.phasing, WeightedPhasing)
    assert [bucket.weight for bucket in goal.phasing.buckets] == [4, 5, Fraction(6)]
    assert findings == ()


def test_ids_and_names_that_are_long_still_fit() -> None:
    owner = "x" * 128
    plans, _ = make(
        [line(CALENDAR.quarter(2026, 2), owner=owner)], names={owner: "n" * 200}
    )
    assert len(plans[0].id) <= 128
    assert plans[0].partner.id == owner
    assert plans[0].name.endswith("n FY26")


def test_a_goal_runs_over_the_days_that_targets_are_for() -> None:
    # Ann starts in May: what was booked in April is not hers to be measured by, and is
    # seen in a goal of its own. What she books in July, after the last, is too.
    plans, _ = make(
        [line(month(2026, 5)), line(month(2026, 6))],
        [entry(date(2026, 4, 7)), entry(date(2026, 4, 9)), entry(date(2026, 7, 1))],
    )
    goals = [(str(goal.period), goal.target) for goal in plans[0].goals]
    assert goals == [
        ("2026-04-01..2026-04-30", None),
        ("2026-05-01..2026-06-30", Money("200", "USD")),
        ("2026-07-01..2026-09-30", None),
    ]
    booked = [entry(date(2026, 4, 7)), entry(date(2026, 5, 7))]
    results = assess_plan(plans[0], booked, as_of=date(2026, 6, 30)).results
    assert [str(result.attained) for result in results] == ["5 USD", "5 USD", "0 USD"]
    assert results[0].reason.value == "no_target"


def test_a_month_left_out_in_the_middle_is_noted_and_expects_nothing() -> None:
    plans, findings = make([line(month(2026, 4)), line(month(2026, 6))])
    assert [str(goal.period) for goal in plans[0].goals] == ["2026-04-01..2026-06-30"]
    assert "cover 2 of 3 months" in findings[0].message
    for as_of in (date(2026, 4, 30), date(2026, 5, 31)):
        result = assess_plan(plans[0], [], as_of=as_of).results[0]
        assert result.expected_to_date == Money("100", "USD")


@pytest.mark.parametrize("first", [1, 2, 3])
def test_every_booking_falls_in_exactly_one_goal(first: int) -> None:
    months = [month(2026, number) for number in range(first, 13, 2)]
    entries = [entry(day) for day in CALENDAR.year(2026).iter_days()]
    plans, _ = make([line(dates) for dates in months], entries)
    results = assess_plan(plans[0], entries, as_of=date(2026, 12, 31)).results
    assert sum(result.entry_count for result in results) == len(entries)
