"""Who is nudged, and the key and the day by which a nudge is known again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from tests.unit.nudging_plan import (
    AHEAD,
    MAY_15,
    PARTNER,
    PLAN,
    THIRTY,
    VENDOR,
    Code,
    action,
    only,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review

NEXT = jbp.Plan(
    id="nw-q3",
    name="Northwind Q3",
    vendor=PLAN.vendor,
    partner=PLAN.partner,
    period=jbp.FiscalCalendar.calendar_year().quarter(2026, 3),
    previous_id="nw-q2",
)


# --- audiences ------------------------------------------------------------------------


def test_one_is_nudged_about_what_one_can_act_on() -> None:
    plan = attrs.evolve(PLAN, goals=[], actions=[action("a", due_on=date(2026, 5, 1))])
    assert only(plan, audience=PARTNER).sides == (PARTNER,)
    assert not jbp.attention(plan, as_of=MAY_15, audience=VENDOR)
    asked = jbp.attention(plan, as_of=MAY_15, audience=VENDOR, includes_others=True)
    assert [nudge.sides for nudge in asked] == [(PARTNER,)]


def test_a_hidden_successor_is_not_known_to_the_other_side() -> None:
    plan = attrs.evolve(PLAN, goals=[], successor_id=NEXT.id)
    day = date(2026, 6, 10)
    for hidden_from, to_partner in ((None, 0), (PARTNER, 1)):
        after = attrs.evolve(NEXT, hidden_from=hidden_from)
        found = {
            side: [
                nudge.code
                for nudge in jbp.attention(
                    plan, as_of=day, audience=side, successor=after
                )
                if nudge.code is Code.PLAN_WITHOUT_SUCCESSOR
            ]
            for side in (VENDOR, PARTNER)
        }
        assert (len(found[VENDOR]), len(found[PARTNER])) == (0, to_partner)


def test_a_successor_has_to_follow_and_to_be_alive() -> None:
    stranger = attrs.evolve(NEXT, id="x", previous_id=None)
    with pytest.raises(InvalidValueError, match="follows nw-q2"):
        jbp.attention(PLAN, as_of=MAY_15, successor=stranger)
    given_up = attrs.evolve(NEXT, state=jbp.PlanState.CANCELLED)
    found = jbp.attention(PLAN, as_of=date(2026, 6, 10), successor=given_up)
    assert Code.PLAN_WITHOUT_SUCCESSOR in {nudge.code for nudge in found}


def test_a_hidden_draft_is_no_plan_at_all_to_the_other_side() -> None:
    draft = attrs.evolve(PLAN, state=jbp.PlanState.DRAFT, hidden_from=PARTNER)
    with pytest.raises(PlanNotFoundError):
        jbp.attention(draft, as_of=MAY_15, audience=PARTNER)
    assert only(attrs.evolve(draft, goals=[]), audience=VENDOR).sides == (VENDOR,)


def test_an_audience_is_a_side_or_a_viewer() -> None:
    with pytest.raises(InvalidValueError, match="audience"):
        jbp.attention(PLAN, as_of=MAY_15, audience="tom")  # type: ignore[arg-type] # on purpose


# --- keys -----------------------------------------------------------------------------


def test_a_key_stays_as_long_as_the_nudge_does() -> None:
    first, later = (only(PLAN, date(2026, 5, day)).key for day in (5, 21))
    assert first == later
    for_partner = only(PLAN, audience=PARTNER).key
    assert for_partner == first
    assert only(PLAN, date(2026, 5, 4)).key != first
    assert only(attrs.evolve(PLAN, id="other")).key != first


def test_the_day_of_the_agreement_is_when_reviews_are_first_missed() -> None:
    record = PlanRecord(
        id="1",
        move="sign",
        at=datetime(2026, 4, 9, 23, tzinfo=UTC),
        before_state=jbp.PlanState.PROPOSED,
        after_state=jbp.PlanState.AGREED,
    )
    plan = attrs.evolve(PLAN, goals=[], reviews=[], records=[record])
    assert not jbp.attention(plan, as_of=date(2026, 4, 8))
    nudge = only(plan, date(2026, 5, 1))
    assert (nudge.code, nudge.since) == (Code.REVIEW_NOT_BOOKED, date(2026, 4, 9))


def test_who_got_better_is_still_at_risk_since_it_began() -> None:
    # 9,900 ÷ (25,000 × 40 ÷ 91) = 0.901 on day 40, May 10, after days off track.
    more = jbp.ActualEntry(
        metric="revenue", on=date(2026, 5, 10), amount=usd(2400), entry_id="more"
    )
    (nudge,) = jbp.attention(PLAN, [*THIRTY, more], as_of=date(2026, 5, 10))
    assert (nudge.code, nudge.since) == (Code.GOAL_AT_RISK, date(2026, 4, 29))


def test_reviews_from_before_the_agreement_are_not_missed() -> None:
    record = PlanRecord(
        id="1",
        move="sign",
        at=datetime(2026, 4, 9, tzinfo=UTC),
        before_state=jbp.PlanState.PROPOSED,
        after_state=jbp.PlanState.AGREED,
    )
    kick_off = Review(
        id="k", name="Talk", on=date(2026, 4, 2), held_on=date(2026, 4, 2)
    )
    plan = attrs.evolve(PLAN, goals=[], reviews=[kick_off], records=[record])
    assert only(plan, date(2026, 4, 20)).since == date(2026, 4, 9)


def test_two_on_one_day_are_one_meeting() -> None:
    day = date(2026, 5, 11)
    held = Review(id="a", name="A", on=day, cadence_id="w", held_on=day)
    twin = Review(id="b", name="B", on=day, cadence_id="w")
    plan = attrs.evolve(PLAN, goals=[], reviews=[held, twin, AHEAD])
    assert not jbp.attention(plan, as_of=MAY_15)


def test_what_is_agreed_early_is_not_idle_before_it_begins() -> None:
    record = PlanRecord(id="1", move="sign", at=datetime(2026, 1, 9, tzinfo=UTC))
    plan = attrs.evolve(PLAN, goals=[], records=[record])
    assert not jbp.attention(plan, as_of=date(2026, 4, 30))
    assert only(plan, date(2026, 5, 1)).code is Code.PLAN_STALE
    draft = attrs.evolve(plan, state=jbp.PlanState.DRAFT)
    assert only(draft, date(2026, 2, 9)).since == date(2026, 2, 9)


def test_where_two_may_sign_no_one_is_named() -> None:
    second = jbp.Person(
        id="ann", name="Ann", side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
    )
    draft = attrs.evolve(PLAN, people=[*PLAN.people, second], state=jbp.PlanState.DRAFT)
    plan = jbp.propose(draft, by="maria", at=datetime(2026, 5, 6, tzinfo=UTC))
    found = {n.sides: n.person_id for n in jbp.attention(plan, as_of=MAY_15)}
    assert found == {(PARTNER,): None, (VENDOR,): "maria"}


def test_only_the_last_minutes_wait() -> None:
    held = [
        Review(id=str(day), name=f"May {day}", on=on, held_on=on, wins=["A"])
        for day, on in ((5, date(2026, 5, 5)), (7, date(2026, 5, 7)))
    ]
    plan = attrs.evolve(PLAN, goals=[], reviews=[*held, AHEAD])
    found = jbp.attention(plan, as_of=MAY_15)
    assert {nudge.subject for nudge in found} == {"reviews:7"}


def test_who_corrects_figures_is_at_work() -> None:
    late = attrs.evolve(THIRTY[0], recorded_at=datetime(2026, 5, 14, tzinfo=UTC))
    plan = attrs.evolve(PLAN, records=[])
    # 31 days after April 20, and after May 14.
    for entry, idle_from in ((THIRTY[0], date(2026, 5, 21)), (late, date(2026, 6, 14))):
        for day in (idle_from - timedelta(days=1), idle_from):
            codes = {n.code for n in jbp.attention(plan, [entry], as_of=day)}
            assert (Code.PLAN_STALE in codes) is (day == idle_from)
