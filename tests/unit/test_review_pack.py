"""What a review looks at: what is stuck, in order, and reviews that were not held."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.review_slots import review_slots
from jbpcore.errors import InvalidValueError

YEAR = jbp.FiscalCalendar.calendar_year()
QUARTER = YEAR.quarter(2026, 2)
NOW = date(2026, 5, 15)
DEALS = jbp.Metric(key="deals", name="Deals", unit=jbp.Unit.count("deals"))


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def goal(key: str, target: jbp.Amount, metric: jbp.Metric | None = None) -> jbp.Goal:
    return jbp.Goal(
        id=key,
        name=key,
        metric=metric
        or jbp.Metric(key=key, name=key, unit=jbp.Unit.money(), definition=key),
        target=target,
        period=QUARTER,
    )


def action(key: str, **more: Any) -> jbp.Action:
    said: dict[str, Any] = {"due_on": day(6, 1), "side": jbp.Side.PARTNER}
    return jbp.Action(id=key, name=key, **(said | more))


def slipped(*days: int) -> list[jbp.Slip]:
    return [
        jbp.Slip(
            moved_on=day(5, 1), was_due_on=day(5, one), due_on=day(5, one + 1), why="So"
        )
        for one in days
    ]


def plan(**more: Any) -> jbp.Plan:
    said: dict[str, Any] = {
        "reviews": [jbp.Review(id="may", name="May review", on=day(5, 16))]
    }
    return jbp.Plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=QUARTER,
        **(said | more),
    )


def pack(of: jbp.Plan, **more: Any) -> jbp.ReviewPack:
    return jbp.prepare_review(of, NOTHING, "may", as_of=NOW, **more)


# Somebody looked, and there was nothing.
NOTHING = [
    jbp.ActualEntry(metric=metric, on=day(4, 20), amount=amount)
    for metric, amount in (
        ("small-eur", jbp.Money(0, "EUR")),
        ("large-usd", jbp.Money(0, "USD")),
        ("deals", jbp.Quantity(0, "deals")),
    )
]
# Nothing is in, so each goal is behind by what was expected: target × 45 ÷ 91.
STUCK = plan(
    goals=[
        goal("small-eur", jbp.Money("9100", "EUR")),  # 4,500.00 EUR
        goal("large-usd", jbp.Money("91000", "USD")),  # 45,000.00 USD
        goal("deals", jbp.Quantity(91, "deals"), DEALS),
    ],
    actions=[
        # Blocked on 1 May: of these alone nobody knows what they should bring.
        action("blocked", status=jbp.ActionStatus.BLOCKED, blocked_on=day(5, 1),
               blocked_reason="Legal", blocked_by_side=jbp.Side.VENDOR),
        action("overdue", due_on=day(4, 20)),
        action("slipping", slips=slipped(2, 3, 4)),
        action("twice", slips=slipped(2, 3)),
        action("due-today", due_on=NOW),
        action("done", due_on=day(4, 1), status=jbp.ActionStatus.DONE),
        action("dear", due_on=day(5, 1), expected_impact=jbp.Money("50000", "USD")),
        action("deal", due_on=day(5, 2), expected_impact=jbp.Quantity(3, "deals")),
    ],
    reviews=[
        jbp.Review(id="may", name="May review", on=day(5, 16), blockers=["Morale"])
    ],
)  # fmt: skip


def test_each_currency_is_a_group_where_there_are_no_rates() -> None:
    found = pack(STUCK)
    assert found.currencies == ("EUR", "USD")
    assert [(one.rank, one.subject or one.name, one.order) for one in found.stuck] == [
        (1, "goals:small-eur", jbp.StuckOrder.MONEY),
        (2, "actions:dear", jbp.StuckOrder.MONEY),
        (3, "goals:large-usd", jbp.StuckOrder.MONEY),
        (4, "goals:deals", jbp.StuckOrder.PACE),
        (5, "actions:overdue", jbp.StuckOrder.AGE),
        (6, "actions:blocked", jbp.StuckOrder.AGE),
        (7, "actions:deal", jbp.StuckOrder.AGE),
        (8, "actions:slipping", jbp.StuckOrder.AGE),
        (9, "Morale", jbp.StuckOrder.SAID),
    ]


def rates(*pairs: tuple[str, str, str]) -> jbp.FxTable:
    return jbp.FxTable(
        rates=[
            jbp.FxRate(base=base, quote=quote, rate=rate, on=NOW, source="by hand")
            for base, quote, rate in pairs
        ]
    )


def test_with_rates_the_worst_money_comes_first() -> None:
    # 4,500 EUR are 54,000 USD at 12: more than 50,000 and 45,000.
    fx = rates(("EUR", "USD", "12"))
    found = pack(STUCK, reporting=jbp.Reporting(currency="USD", fx=fx))
    assert found.currencies == ("USD",)
    assert [one.subject for one in found.stuck[:3]] == [
        "goals:small-eur",
        "actions:dear",
        "goals:large-usd",
    ]
    first = found.stuck[0]
    assert first.at_stake == jbp.Money("4500", "EUR")
    assert first.converted is not None
    assert first.converted.amount == jbp.Money("54000", "USD")
    # At 1.1 they are 4,950 USD: less than both.
    fx = rates(("EUR", "USD", "1.1"))
    found = pack(STUCK, reporting=jbp.Reporting(currency="USD", fx=fx))
    assert [one.subject for one in found.stuck[:3]] == [
        "actions:dear",
        "goals:large-usd",
        "goals:small-eur",
    ]


def test_without_a_rate_money_stands_behind_the_rest_and_says_why() -> None:
    reporting = jbp.Reporting(currency="USD", fx=rates(("GBP", "USD", "1.3")))
    found = pack(STUCK, reporting=reporting)
    assert found.currencies == ("USD", "EUR")
    line = found.stuck[2]
    assert (line.subject, line.converted) == ("goals:small-eur", None)
    assert line.no_rate is not None


def test_the_order_does_not_depend_on_that_of_the_plan() -> None:
    turned = attrs.evolve(STUCK, goals=STUCK.goals[::-1], actions=STUCK.actions[::-1])
    assert pack(turned).stuck == pack(STUCK).stuck


def test_who_can_clear_a_blocker_is_asked() -> None:
    found = [
        line
        for line in pack(STUCK).decisions
        if line.code is jbp.DecisionCode.CLEAR_BLOCKER
    ]
    assert [(line.subject, line.sides) for line in found] == [
        ("actions:blocked", (jbp.Side.VENDOR,))
    ]


def test_a_goal_that_cannot_be_reached_is_to_be_changed() -> None:
    # Half of the time is gone and nothing is in: no speed so far leads there.
    found = [
        line.subject
        for line in pack(STUCK).decisions
        if line.code is jbp.DecisionCode.CHANGE_GOAL
    ]
    assert found == ["goals:small-eur", "goals:large-usd", "goals:deals"]


def test_a_goal_without_figures_is_to_be_reported_on() -> None:
    found = jbp.prepare_review(STUCK, [], "may", as_of=NOW)
    codes = [line.code for line in found.decisions if line.subject == "goals:deals"]
    assert codes == [jbp.DecisionCode.REPORT_FIGURES]


def test_how_often_is_too_often_can_be_agreed_on() -> None:
    strict = jbp.AttentionSettings(slip_count=2)
    found = {line.subject for line in pack(STUCK, settings=strict).stuck}
    assert "actions:twice" in found


# --- wins ---------------------------------------------------------------------------


def test_a_goal_that_was_met_before_is_no_news() -> None:
    deals = goal("deals", jbp.Quantity(9, "deals"), DEALS)
    booked = [
        jbp.ActualEntry(metric="deals", on=day(4, 20), amount=jbp.Quantity(9, "deals"))
    ]
    met = jbp.GoalFigures(goal_id="deals", as_of=day(4, 29), health=jbp.Health.MET)
    april = jbp.Review(
        id="april", name="April", on=day(4, 30), held_on=day(4, 30), figures=[met]
    )
    may = jbp.Review(id="may", name="May review", on=day(5, 16), wins=["A new logo"])
    first = jbp.prepare_review(
        plan(goals=[deals], reviews=[may]), booked, "may", as_of=NOW
    )
    assert [(one.kind, one.name) for one in first.wins] == [
        (jbp.WinKind.GOAL_MET, "deals"),
        (jbp.WinKind.SAID, "A new logo"),
    ]
    second = jbp.prepare_review(
        plan(goals=[deals], reviews=[april, may]), booked, "may", as_of=NOW
    )
    assert [one.kind for one in second.wins] == [jbp.WinKind.SAID]


def test_what_is_ahead_is_a_win_the_furthest_first() -> None:
    # By day 45 of 91, 4.95 and 9.89 deals were expected; 6 and 16 are in.
    other = jbp.Metric(key="leads", name="Leads", unit=jbp.Unit.count("leads"))
    goals = [
        goal("deals", jbp.Quantity(10, "deals"), DEALS),
        goal("leads", jbp.Quantity(20, "leads"), other),
    ]
    booked = [
        jbp.ActualEntry(metric="deals", on=day(5, 1), amount=jbp.Quantity(6, "deals")),
        jbp.ActualEntry(metric="leads", on=day(5, 1), amount=jbp.Quantity(16, "leads")),
    ]
    found = jbp.prepare_review(plan(goals=goals), booked, "may", as_of=NOW)
    assert [one.subject for one in found.wins] == ["goals:leads", "goals:deals"]


# --- which review, and those before -------------------------------------------------


def test_reviews_that_were_skipped_late_or_called_off_are_seen() -> None:
    reviews = [
        jbp.Review(id="jan", name="Too old", on=day(1, 2)),
        jbp.Review(id="late", name="Late", on=day(4, 1), held_on=day(4, 15)),
        jbp.Review(id="skipped", name="Skipped", on=day(4, 20)),
        jbp.Review(
            id="off", name="Off", on=day(4, 27), cancelled_on=day(4, 20),
            cancelled_why="Holiday",
        ),
        jbp.Review(id="may", name="May review", on=day(5, 16)),
        jbp.Review(id="ahead", name="Ahead", on=day(6, 16)),
    ]  # fmt: skip
    found = pack(plan(reviews=reviews))
    assert found.last is not None
    assert found.last.id == "late"
    assert [(one.id, standing.value) for one, standing in found.off_time] == [
        ("late", "held_late"),
        ("skipped", "skipped"),
        ("off", "cancelled"),
    ]
    codes = [(line.code.value, line.subject) for line in found.decisions]
    assert codes == [
        ("accept_minutes", "reviews:late"),
        ("replace_review", "reviews:skipped"),
    ]


def test_a_pack_can_be_made_for_a_slot() -> None:
    cadence = jbp.ReviewCadence(
        id="monthly", name="Check-in", frequency=jbp.Frequency.MONTHLY,
        first_on=day(4, 14), duration_minutes=15,
    )  # fmt: skip
    bare = plan(cadences=[cadence], reviews=[])
    _, may, _ = review_slots(bare, cadence)
    found = jbp.prepare_review(bare, [], may, as_of=NOW)
    assert (found.review.on, found.review.duration_minutes) == (day(5, 14), 15)
    booked = jbp.Review(
        id="x", name="Moved", on=day(5, 18), slot_on=day(5, 14), cadence_id="monthly"
    )
    moved = plan(cadences=[cadence], reviews=[booked])
    assert jbp.prepare_review(moved, [], may, as_of=NOW).review == booked
    with pytest.raises(InvalidValueError, match="a cadence of the plan"):
        jbp.prepare_review(plan(), [], may, as_of=NOW)


def test_a_review_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"a review of the plan \(may\)"):
        jbp.prepare_review(plan(), [], "june", as_of=NOW)


def test_what_was_held_later_is_not_known_yet() -> None:
    late = jbp.Review(id="june", name="June", on=day(6, 1), held_on=day(6, 1))
    may = jbp.Review(id="may", name="May review", on=day(5, 16))
    assert pack(plan(reviews=[late, may])).is_first


def test_only_what_was_due_or_agreed_on_is_answered_for() -> None:
    commitments = [
        jbp.Commitment(id=key, name=key, side=jbp.Side.VENDOR, due_on=due, **more)
        for key, due, more in (
            ("later", day(6, 1), {}),
            ("agreed", day(6, 1), {"review_id": "april"}),
            ("today", NOW, {}),
            ("late", day(4, 1), {}),
            ("kept-then", day(4, 1), {"kept_on": day(4, 2),
                                      "status": jbp.CommitmentStatus.KEPT}),
            ("kept-since", day(6, 1), {"kept_on": day(5, 2),
                                       "status": jbp.CommitmentStatus.KEPT}),
            ("kept-that-day", day(6, 1), {"kept_on": day(4, 30),
                                          "status": jbp.CommitmentStatus.KEPT}),
            ("kept-some-day", day(5, 2), {"status": jbp.CommitmentStatus.KEPT}),
            ("missed-then", day(4, 1), {"status": jbp.CommitmentStatus.MISSED}),
        )
    ]  # fmt: skip
    april = jbp.Review(id="april", name="April", on=day(4, 30), held_on=day(4, 30))
    may = jbp.Review(id="may", name="May review", on=day(5, 16))
    found = pack(plan(commitments=commitments, reviews=[april, may]))
    assert [
        (line.subject.partition(":")[2], line.outcome.value) for line in found.promises
    ] == [
        ("late", "missed"),
        ("today", "pending"),
        ("agreed", "pending"),
        ("kept-some-day", "kept_on_time"),
        ("kept-since", "kept_on_time"),
    ]
    settle = [
        line.subject
        for line in found.decisions
        if line.code is jbp.DecisionCode.SETTLE_PROMISE
    ]
    assert settle == ["commitments:late"]


def test_an_action_is_measured_as_a_promise_is() -> None:
    actions = [
        action("in-time", due_on=day(5, 2), done_on=day(5, 2),
               status=jbp.ActionStatus.DONE),
        action("late", due_on=day(5, 2), done_on=day(5, 3),
               status=jbp.ActionStatus.DONE),
        action("dropped", due_on=day(5, 2), status=jbp.ActionStatus.DROPPED),
        action("put-off", due_on=day(5, 20), slips=[
            jbp.Slip(moved_on=day(5, 1), was_due_on=day(5, 2), due_on=day(5, 20),
                     why="The venue is gone")]),
        action("open", due_on=day(5, 2)),
    ]  # fmt: skip
    found = pack(plan(actions=actions)).promises
    assert [(line.subject.partition(":")[2], line.outcome.value) for line in found] == [
        ("open", "missed"),
        ("put-off", "put_off"),
        ("late", "kept_late"),
        ("dropped", "withdrawn"),
        ("in-time", "kept_on_time"),
    ]
    assert found[1].why == "The venue is gone"
    assert (found[1].promised_on, found[1].due_on) == (day(5, 2), day(5, 20))


def test_a_reason_is_taken_from_the_history() -> None:
    tom = jbp.Person(
        id="tom", name="Tom", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
    )
    known = plan(people=[tom], actions=[action("event", due_on=day(5, 2))])
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    dropped = jbp.drop_action(known, "event", by=tom, at=at, why="No venue")
    assert [line.why for line in pack(dropped).promises] == ["No venue"]


def test_the_follow_through_is_of_the_days_since() -> None:
    april = jbp.Review(id="april", name="April", on=day(4, 30), held_on=day(4, 30))
    may = jbp.Review(id="may", name="May review", on=day(5, 16))
    commitments = [
        jbp.Commitment(id="before", name="B", side=jbp.Side.VENDOR, due_on=day(4, 30)),
        jbp.Commitment(id="since", name="S", side=jbp.Side.VENDOR, due_on=day(5, 1),
                       kept_on=day(5, 1), status=jbp.CommitmentStatus.KEPT),
    ]  # fmt: skip
    found = pack(plan(commitments=commitments, reviews=[april, may])).follow_through
    assert found.vendor.ratio == Fraction(1)
    assert found.partner.ratio is None
