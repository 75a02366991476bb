"""What planning refuses, and what each refusal names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.templates.built_plan import NOW as DRAFTED_AT
from tests.templates.built_plan import QUESTIONS, template
from tests.templates.built_plan import YEAR as DRAFTED_FOR
from tests.unit.restructured_plan import BY, MARIA, TOM, goal, merged, other_plan, plan
from tests.unit.test_lineage import CHAIN, LAST
from tests.unit.test_minutes import held

import jbpcore as jbp
from jbpcore.engine.activity import last_booking
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.planning.next_period import next_period
from jbpcore.planning.rights import Grant, Right

PARTNER = jbp.Side.PARTNER
YEARS = jbp.FiscalCalendar.calendar_year()


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 9, tzinfo=UTC)


def refused(call: Any) -> tuple[str, object]:
    with pytest.raises(InvalidValueError) as caught:
        call()
    return caught.value.field, caught.value.value


def test_refusals_name_a_field_and_what_was_given() -> None:
    first = CHAIN[0]
    assert refused(lambda: jbp.lineage([first, first], as_of=LAST)) == (
        "plans",
        [first.id, first.id],
    )
    rep = jbp.PersonRole.PARTNER_REP
    assert refused(lambda: Grant(role=rep, right=Right.SEE)) == (
        "Grant.field_class",
        None,
    )
    given: dict[str, Any] = {
        "template": jbp.DeclaredTemplate(template()),
        "answers": {"base": "1000 EUR"},
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": DRAFTED_FOR,
        "at": DRAFTED_AT,
    }
    acme, other = (jbp.Party(id=key, name=key) for key in ("acme", "other"))
    last = jbp.draft_plan(**given, vendor=other)
    assert refused(lambda: jbp.draft_plan(**given, vendor=acme, previous=last)) == (
        "previous",
        "other",
    )


def test_a_goal_that_last_years_plan_did_not_have_is_asked_for_anew() -> None:
    fill = ["previous.goals.nobody.target", "previous.answers.base"]
    base = attrs.evolve(QUESTIONS[0], fill_from=fill)
    given: dict[str, Any] = {
        "template": jbp.DeclaredTemplate(template(questions=[base])),
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "at": DRAFTED_AT,
    }
    last = jbp.draft_plan(**given, period=DRAFTED_FOR, answers={"base": "1000 EUR"})
    after = jbp.DateRange(date(2027, 1, 1), date(2028, 1, 1))
    new = jbp.draft_plan(**given, period=after, previous=last)
    assert new.answers[0].amount == jbp.Money(1000, "EUR")


def test_only_a_draft_is_shown() -> None:
    hidden = plan(kind=jbp.PlanKind.LITE, hidden_from=PARTNER)
    assert jbp.reveal(hidden, by=MARIA, at=at(2)).hidden_from is None
    closed = attrs.evolve(hidden, state=jbp.PlanState.CLOSED)
    with pytest.raises(TransitionError) as caught:
        jbp.reveal(closed, by=MARIA, at=at(2))
    assert (caught.value.move, caught.value.reason) == ("reveal", "wrong_state")


def test_a_cancelled_plan_goes_to_no_other_firm() -> None:
    firm = jbp.Partner(id="contoso", name="Contoso")
    assert jbp.transfer_plan(plan(), firm, id="c", **BY).partner == firm
    over = plan(state=jbp.PlanState.CANCELLED)
    with pytest.raises(TransitionError) as caught:
        jbp.transfer_plan(over, firm, id="c", **BY)
    assert (caught.value.move, caught.value.reason) == ("transfer_plan", "wrong_state")


def test_an_amendment_of_other_terms_than_were_seen_is_told_by_twelve_digits() -> None:
    draft = plan(goal())
    both = jbp.sign(jbp.propose(draft, by=MARIA, at=at(2)), by=MARIA, at=at(2))
    agreed = jbp.sign(both, by=TOM, at=at(3))
    lower = attrs.evolve(agreed.goals[0], target=jbp.Money(5, "USD"))
    asked = jbp.propose_amendment(
        agreed, attrs.evolve(agreed, goals=[lower]), by=MARIA, at=at(4), why="Less"
    )
    with pytest.raises(TransitionError, match=r"seen \(abcdefabcdef…\)") as caught:
        jbp.sign_amendment(asked, by=TOM, at=at(5), terms_digest="abcdef" * 10)
    assert caught.value.reason == "other_terms"


def test_a_goal_that_gets_another_id_is_told_by_both() -> None:
    wins = goal("wins", metric=jbp.metrics.WIN_RATE, target=jbp.Ratio("40%"))
    records = merged(plan(wins), other_plan(wins)).records
    told = {one.subject: one.facts.get("id_was") for one in records}
    assert told["goals:wins"] is None
    assert told["goals:wins.tailspin"] == "wins"


def test_two_proposals_at_once_are_shown_side_by_side() -> None:
    base = plan(goal())
    mine = jbp.propose(base, by=MARIA, at=at(2))
    theirs = jbp.propose(base, by=TOM, at=at(3))
    (conflict,) = jbp.merge(base, mine, theirs).conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == (
        (),
        mine.proposals,
        theirs.proposals,
    )


@pytest.mark.parametrize(
    ("days", "after"),
    [
        # Two months whose last week is cut, and two whose first one is.
        (("2026-01-01", "2026-03-01"), ("2026-03-01", "2026-05-01")),
        (("2026-04-01", "2026-06-01"), ("2026-06-01", "2026-08-01")),
    ],
)
def test_after_two_months_come_two_months(
    days: tuple[str, str], after: tuple[str, str]
) -> None:
    old, new = (
        jbp.DateRange(*(date.fromisoformat(day) for day in pair))
        for pair in (days, after)
    )
    last = attrs.evolve(plan(), goals=[], period=old)
    rolled = jbp.roll_forward(last, as_of=old.last_day, calendar=YEARS)
    assert rolled.period == new


def test_after_three_weeks_of_a_fiscal_month_come_three_weeks() -> None:
    retail = jbp.FiscalCalendar.nrf_retail()
    old = jbp.DateRange.of_days(retail.year(2026).start, 21)
    assert next_period(old, retail) == jbp.DateRange.of_days(old.end, 21)


def test_days_that_begin_within_a_month_are_followed_by_as_many() -> None:
    # 16 days of November, 31 of December and the 365 of 2026 are 412; after 2027, with
    # its 365, 47 are left: January 2028 and 16 days of February.
    old = jbp.DateRange(date(2025, 11, 15), date(2027, 1, 1))
    assert next_period(old, YEARS) == jbp.DateRange(old.end, date(2028, 2, 17))


def test_a_plan_that_is_proposed_is_answered_first() -> None:
    proposed = jbp.propose(plan(goal()), by=MARIA, at=at(2))
    closed = plan(state=jbp.PlanState.CLOSED)
    for over, way in ((proposed, "Answer or withdraw"), (closed, "It stays as it is")):
        with pytest.raises(TransitionError, match=way) as caught:
            jbp.drop_goal(over, "revenue", **BY)
        assert (caught.value.move, caught.value.reason) == (
            "drop_goal",
            "wrong_state",
        )


def test_a_refresh_has_a_reason() -> None:
    asked: dict[str, Any] = {"as_of": date(2026, 6, 30), "by": MARIA, "at": at(2)}
    with pytest.raises(TransitionError) as caught:
        jbp.refresh(plan(), why=" ", **asked)
    assert (caught.value.move, caught.value.reason) == ("refresh", "no_reason")


def test_who_did_it_may_be_unknown() -> None:
    record = PlanRecord(id="r", move="propose", at=at(2), by=None)
    (told,) = jbp.story(plan(records=[record]))
    assert told.startswith("2026-03-02: It was that somebody")


def test_a_review_is_told_with_who_was_not_there() -> None:
    told = [line for line in jbp.story(held()) if " held " in line]
    assert len(told) == 1
    assert "(2 present, 1 absent, 1 new action, 1 new commitment, " in told[0]


def test_what_is_booked_on_the_day_counts_on_the_day() -> None:
    day = date(2026, 4, 20)
    booked = jbp.ActualEntry(metric="revenue", on=day, amount=jbp.Money(5, "USD"))
    assert last_booking(plan(goal()), [booked], as_of=day) == day
    assert last_booking(plan(goal()), [booked], as_of=date(2026, 4, 19)) is None


def test_a_milestone_at_the_end_of_a_goal_names_the_goal() -> None:
    rule = OnMilestone(milestone=Milestone.GOAL_END, offset_days=-7)

    def days(goal_id: str | None) -> list[date]:
        once = jbp.ReviewCadence(
            id="c",
            name="C",
            frequency=jbp.Frequency.ONCE,
            on=rule,
            milestone_goal_id=goal_id,
        )
        made = plan(goal(), cadences=[once])
        return [slot.on for slot in jbp.review_slots(made, made.cadences[0])]

    assert days("revenue") == [date(2026, 12, 24)]
    assert refused(lambda: days(None)) == ("ReviewCadence.milestone_goal_id", None)
