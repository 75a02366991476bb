from __future__ import annotations

from datetime import date

import attrs
import pytest

from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.engine.portfolio import Portfolio
from jbpcore.errors import Finding, UnsupportedLocaleError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, Unit
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.party import Partner, PartnerKind, Party
from jbpcore.model.phasing import LinearPhasing, Phasing, WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.views.marks import ASCII_MARKS, UNICODE_MARKS, Marks
from jbpcore.views.portfolio_table import portfolio_table
from jbpcore.views.text_layout import cells

CALENDAR = FiscalCalendar.calendar_year()
QUARTER = CALENDAR.quarter(2026, 2)  # 91 days
AS_OF = date(2026, 5, 15)  # the 45th of them
BOOKED_ON = date(2026, 4, 20)
ACME = Party(id="acme", name="Acme")
SEATS = Metric(
    key="seats", name="Seats", unit=Unit.count("seats"), accumulation=Accumulation.LEVEL
)


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def goal(
    name: str,
    target: Amount | None,
    *,
    metric: Metric = metrics.REVENUE,
    baseline: Amount | None = None,
    phasing: Phasing | None = None,
) -> Goal:
    return Goal(
        id=key_of(name),
        name=name,
        metric=metric,
        target=target,
        baseline=baseline,
        period=QUARTER,
        phasing=phasing or LinearPhasing(),
    )


def key_of(name: str) -> str:
    return f"id-{name.encode().hex()}"


def assessed(
    name: str,
    *goals: tuple[Goal, Amount | None],
    as_of: date = AS_OF,
    plan_id: str | None = None,
    kind: PartnerKind = PartnerKind.RESELLER,
    tier: str = "",
    region: str = "",
) -> PlanResult:
    """Measure a plan of goals, each with what was booked for it."""
    key = key_of(name)
    own = [
        (attrs.evolve(goal, metric=attrs.evolve(goal.metric, key=goal.id)), amount)
        for goal, amount in goals
    ]
    plan = Plan(
        id=plan_id or key,
        name=f"{name} {plan_id or 'plan'}",
        vendor=ACME,
        partner=Partner(id=key, name=name, kind=kind, tier=tier, region=region),
        period=QUARTER,
        goals=tuple(goal for goal, _ in own),
    )
    entries = [
        ActualEntry(metric=goal.metric.key, on=BOOKED_ON, amount=amount)
        for goal, amount in own
        if amount is not None
    ]
    return assess_plan(plan, entries, as_of=as_of)


def lines_of(
    *plans: PlanResult,
    width: int = 80,
    marks: Marks = UNICODE_MARKS,
    locale: str = "en_US",
) -> list[str]:
    text = text_of(*plans, width=width, marks=marks, locale=locale)
    return text.splitlines()


def text_of(
    *plans: PlanResult,
    width: int = 80,
    marks: Marks = UNICODE_MARKS,
    locale: str = "en_US",
    findings: tuple[Finding, ...] = (),
) -> str:
    as_of = plans[0].as_of if plans else AS_OF
    portfolio = Portfolio(as_of=as_of, plans=plans, findings=findings)
    table = portfolio_table(portfolio)
    return table.to_text(width=width, marks=marks, locale=locale)


def line_with(text: str, lines: list[str]) -> str:
    (found,) = (line for line in lines if text in line)
    return " ".join(found.split())


FOUNDING = (goal("Subscriptions", usd("25000")), usd("7500"))


def test_the_founding_case_fits_eighty_columns() -> None:
    # Due: 25,000 x 45 / 91 = 12,362.64. Needed: 17,500 / 46 = 380.43 a day against
    # 7,500 / 45 = 166.67, which is 2.28 times as much.
    plan = assessed("Northwind", FOUNDING, tier="Gold", region="North America")
    assert lines_of(plan) == [
        "Acme on May 15, 2026: 1 partner, 1 goal",
        "",
        "  ▼ Off track  1  Northwind",
        "",
        "  Goal           Attained of target  Done  Pace  Status           Gap",
        "─────────────────────────────────────────────────────────────────────",
        "Northwind (Gold reseller, North America)",
        "  Subscriptions  $7,500 of $25,000    30%  0.61  ▼ Off track  $17,500",
        "    due $12,363; takes $2,664 a week ($381 a day), 2.28 times the rate so far",
    ]


def test_with_room_for_it_what_it_takes_is_a_column() -> None:
    lines = lines_of(assessed("Northwind", FOUNDING), width=120)
    assert line_with("Subscriptions", lines) == (
        "Subscriptions $7,500 of $25,000 30% $12,363 0.61 ▼ Off track $17,500 "
        "$381 a day, not $166"
    )
    assert lines[-1].lstrip().startswith("Subscriptions")


def test_the_worst_partner_comes_first_and_in_it_the_worst_goal() -> None:
    plans = (
        assessed("Fine", (goal("A", usd("100000")), usd("50000"))),
        assessed("Slow", (goal("A", usd("100000")), usd("20000"))),
        assessed(
            "Mixed",
            (goal("A", usd("100000")), usd("50000")),
            (goal("B", usd("100000")), usd("10000")),
        ),
        assessed("Late", (goal("A", usd("100000")), usd("42000"))),
        assessed("Silent", (goal("A", usd("100000")), None)),
    )
    lines = lines_of(*plans)
    partners = [line for line in lines if line.endswith("(reseller)")]
    assert [name.split()[0] for name in partners] == [
        "Mixed",  # off track, pace 0.20
        "Slow",  # off track, pace 0.40
        "Late",  # at risk
        "Silent",  # no data
        "Fine",  # on track
    ]
    mixed = lines.index("Mixed (reseller)")
    assert lines[mixed + 1].startswith("  B")


def test_the_summary_counts_goals_and_names_who_has_to_act() -> None:
    goals = [(goal(name, usd("100000")), usd("20000")) for name in ("A", "B")]
    plans = (
        assessed("Slow", *goals),
        assessed("Fine", (goal("A", usd("100000")), usd("50000"))),
    )
    lines = lines_of(*plans)
    assert lines[0] == "Acme on May 15, 2026: 2 partners, 3 goals"
    assert lines[2:4] == ["  ▼ Off track  2  Slow (2)", "  ● On track   1"]


def test_no_two_healths_look_alike_without_colour() -> None:
    for marks in (UNICODE_MARKS, ASCII_MARKS):
        stati = {marks.status(health) for health in Health}
        assert len({status[0] for status in stati}) == len(Health)
        assert len({status[2:] for status in stati}) == len(Health)
        assert all(cells(status[0]) == 1 for status in stati)


def test_ascii_marks_leave_nothing_but_ascii() -> None:
    lines = lines_of(assessed("Northwind", FOUNDING), marks=ASCII_MARKS)
    assert all(line.isascii() for line in lines)
    assert "v Off track" in lines[-2]


def test_no_data_is_not_zero() -> None:
    plan = assessed("Northwind", (goal("New", usd("25000")), None))
    lines = lines_of(plan, width=70)
    assert line_with("$25,000", lines) == "New none of $25,000 — — ○ No data $25,000"
    assert lines[-1] == (
        "    due $12,363; nothing is in the ledger: ask for the numbers"
    )


def test_a_booked_zero_is_a_figure() -> None:
    plan = assessed("Northwind", (goal("New", usd("25000")), usd("0")))
    lines = lines_of(plan, width=70)
    assert line_with("$25,000 ", lines) == (
        "New $0 of $25,000 0% 0.00 ▼ Off track $25,000"
    )
    assert lines[-1] == "    due $12,363; takes $3,805 a week ($544 a day)"  # 543.48


def test_a_goal_without_a_target_says_so() -> None:
    plan = assessed("Northwind", (goal("Co-sell", None), usd("12300")))
    lines = lines_of(plan, width=70)
    assert line_with("$12,300", lines) == (
        "Co-sell $12,300, no target — — □ No verdict —"
    )
    assert lines[-1] == "    no target is agreed; agree on one to see the pace"
    wide = lines_of(assessed("N", (goal("Co-sell", None), usd("9"))), width=120)
    assert wide[-1].endswith("agree on a target")


def test_a_zero_target_says_so_in_any_width() -> None:
    plan = assessed("Northwind", (goal("New", usd("0")), usd("5")))
    for width in (50, 80, 120):
        assert "the target is zero" in " ".join(text_of(plan, width=width).split())


def test_money_that_must_not_be_overspent() -> None:
    spend = goal("Funds", usd("20000"), metric=metrics.MARKETING_SPEND)
    # At 11,600 after 45 of 91 days it ends at 11,600 x 91 / 45 = 23,457.78.
    lines = lines_of(assessed("Northwind", (spend, usd("11600"))))
    assert line_with("$11,600", lines) == (
        "Funds $11,600 of $20,000 58% 0.85 ◆ At risk $8,400 left"
    )
    assert lines[-1] == (
        "    due $9,890; at this pace it ends at $23,457, $3,457 over the limit"
    )
    over = lines_of(assessed("Northwind", (spend, usd("20500.50"))))
    # What was spent rounds up, so that no one is over the limit and does not see it.
    assert "$20,501 of $20,000 103% 0.48 ▼ Off track $501 over" in line_with(
        "$20,501", over
    )


def test_a_level_shows_the_way_from_its_baseline() -> None:
    seats = goal("Seats", Quantity(800, "seats"), metric=SEATS,
                 baseline=Quantity(600, "seats"))  # fmt: skip
    # Due: 200 x 45 / 91 = 98.90. 70 / 98.90 = 0.708. 130 are missing.
    lines = lines_of(assessed("Northwind", (seats, Quantity(670, "seats"))), width=79)
    assert line_with("more seats  ", lines) == (
        "Seats 70 of 200 more seats 35% 0.71 ▼ Off track 130"
    )
    # 130 / 46 = 2.826 a day against 70 / 45 = 1.556: 1.82 times.
    assert lines[-1] == (
        "    due 98.9 more seats; takes 130 more in 46 days, 1.82 times the rate so far"
    )


def test_a_ratio_moves_in_points() -> None:
    churn = goal("Churn", Ratio("0.03"), metric=metrics.CHURN_RATE,
                 baseline=Ratio("0.04"))  # fmt: skip
    # 0.1 of 1 point less, where 0.4945 was due: 0.2022.
    lines = lines_of(assessed("Northwind", (churn, Ratio("0.039"))), width=84)
    assert line_with("Churn", lines) == (
        "Churn 0.1 of 1 point less 10% 0.20 ▼ Off track 0.9 points"
    )
    assert lines[-2].startswith("    due 0.5 points less; takes 0.9 points less in 46")


def test_nearly_met_is_not_met() -> None:
    lines = lines_of(
        assessed("N", (goal("New", usd("25000")), usd("24999.99"))), width=60
    )
    assert line_with("$24,999", lines) == (
        "New $24,999 of $25,000 99% 2.02 ▲ Ahead $0.01"
    )


def test_more_than_the_target_is_over() -> None:
    lines = lines_of(assessed("N", (goal("New", usd("25000")), usd("26000"))))
    assert line_with("$26,000", lines) == (
        "New $26,000 of $25,000 104% 2.10 ✓ Met $1,000 over"
    )


def test_the_pace_never_shows_the_neighbouring_band() -> None:
    # Due: 91,000 x 45 / 91 = 45,000. 42,749 / 45,000 = 0.94998, still at risk.
    lines = lines_of(assessed("N", (goal("New", usd("91000")), usd("42749"))))
    assert "0.94998 ◆ At risk" in line_with("$42,749", lines)


def test_a_period_that_is_over_takes_nothing_any_more() -> None:
    lines = lines_of(assessed("N", FOUNDING, as_of=date(2026, 6, 30)))
    assert lines[-1] == (
        "  Subscriptions  $7,500 of $25,000    30%  0.30  ✗ Missed  $17,500"
    )


def test_a_period_to_come_is_not_judged() -> None:
    lines = lines_of(assessed("N", FOUNDING, as_of=date(2026, 3, 31)))
    assert line_with("$25,000 ", lines).endswith("◇ Not started $25,000")


def test_entries_left_out_are_said_below_the_goal() -> None:
    plan = assessed("N", (goal("New", usd("25000")), Money("7500", "EUR")))
    for width in (80, 120):
        lines = lines_of(plan, width=width)
        assert any("Left out 1" in line and "EUR" in line for line in lines)


def test_phasing_changes_the_verdict() -> None:
    # 20/30/50: 20 % + 30 % x 15 / 31 = 34.516 %, so 8,629.03 is due: 0.869.
    late = WeightedPhasing.by_month([20, 30, 50], period=QUARTER, calendar=CALENDAR)
    plan = assessed("N", (goal("New", usd("25000"), phasing=late), usd("7500")))
    lines = lines_of(plan, width=70)
    assert "0.87 ◆ At risk" in line_with("$7,500", lines)
    assert lines[-2].startswith("    due $8,630; takes $2,664 a week ($381 a day)")


def test_no_line_is_wider_than_the_screen() -> None:
    names = ("Quite a long goal name indeed, longer than most", "B")
    goals = [(goal(name, usd("123456789")), usd("54321")) for name in names]
    plans = [assessed(f"Partner {number}", *goals) for number in range(3)]
    for width in range(58, 150):
        assert max(map(cells, lines_of(*plans, width=width))) <= width


@pytest.mark.parametrize("width", [-1, 0, 1, 20, 40, 57])
def test_a_narrow_screen_still_says_who_and_how(width: int) -> None:
    text = text_of(assessed("Northwind", FOUNDING), width=width)
    words = " ".join(text.split())
    for said in ("Northwind", "Subscr", "▼ Off track", "$7,500 of $25,000", "2.28"):
        assert said in words


def test_names_line_up_whatever_they_are_written_in() -> None:
    goals = [(goal(name, usd("100000")), usd("20000")) for name in ("売上", "Revenue")]
    lines = lines_of(assessed("東京商事", *goals))
    rows = [line for line in lines if "$20,000" in line]
    assert len({cells(row[: row.index("$20,000")]) for row in rows}) == 1
    assert "東京商事 (reseller)" in lines


def test_a_name_cannot_turn_the_figures_around() -> None:
    text = text_of(assessed("North\u202ewind", FOUNDING))
    assert "\u202e" not in text


def test_two_plans_with_one_partner_are_told_apart() -> None:
    plans = [assessed("Northwind", FOUNDING, plan_id=key) for key in ("q1", "q2")]
    lines = lines_of(*plans)
    assert "Northwind (reseller): Northwind q1" in lines
    assert "Northwind (reseller): Northwind q2" in lines
    assert "1 partner, 2 goals" in lines[0]


@pytest.mark.parametrize(
    ("kind", "described"),
    [
        (PartnerKind.MSP, "(Gold MSP)"),
        (PartnerKind.ISV, "(Gold ISV)"),
        (PartnerKind.OTHER, "(Gold partner)"),
        (PartnerKind.REFERRAL, "(Gold referral)"),
    ],
)
def test_the_kind_of_partner_is_a_word(kind: PartnerKind, described: str) -> None:
    text = text_of(assessed("N", FOUNDING, kind=kind, tier="Gold"))
    assert described in text


def test_a_plan_without_goals_is_there_all_the_same() -> None:
    lines = lines_of(assessed("Fresh"), assessed("Northwind", FOUNDING))
    assert lines[-2:] == ["Fresh (reseller)", "  no goals yet"]
    assert "2 partners, 1 goal" in lines[0]


def test_no_plans_at_all_is_an_answer() -> None:
    assert text_of() == "No plans on May 15, 2026"


def test_what_concerns_no_plan_alone_is_said_at_the_end() -> None:
    stranger = Finding(
        code="jbp.entry.no_plan", path="entries", message="Left out 2: no plan."
    )
    assert text_of(findings=(stranger,)).endswith("\n\nLeft out 2: no plan.")
    text = text_of(assessed("N", FOUNDING), findings=(stranger,))
    assert text.endswith("\n\nLeft out 2: no plan.")


def test_what_is_no_locale_is_refused() -> None:
    with pytest.raises(UnsupportedLocaleError):
        text_of(assessed("N", FOUNDING), locale="../etc")


def test_another_english_writes_days_and_numbers_its_way() -> None:
    lines = lines_of(assessed("N", FOUNDING), locale="en_GB")
    assert lines[0].startswith("Acme on 15 May 2026")


def test_several_vendors_are_not_put_under_one_name() -> None:
    one = assessed("A", FOUNDING)
    other = attrs.evolve(
        one, plan=attrs.evolve(one.plan, vendor=Party(id="globex", name="Globex"))
    )
    assert lines_of(one, other)[0].startswith("All vendors on")


def test_other_marks_can_be_drawn_with() -> None:
    shapes = dict.fromkeys(Health, "#")
    marks = Marks(shapes=shapes, rule="=", missing="n/a", cut=">")
    lines = lines_of(assessed("N", FOUNDING), marks=marks)
    assert "# Off track" in lines[-2]
    assert set(lines[5]) == {"="}
