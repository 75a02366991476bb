"""What stands in a nudge, in which order nudges come, and when they keep quiet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.attention.nudge import SinceReason
from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.agreement import ApprovalStep
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import MinutesAcceptance, Review
from jbpcore.planning.minutes_text import minutes_digest
from jbpcore.planning.policy import Viewer

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MAY_15 = date(2026, 5, 15)
VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
BOTH = (PARTNER, VENDOR)
Code, Step = jbp.NudgeCode, jbp.NudgeStep


def usd(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "USD")


GOAL = jbp.Goal(
    id="new",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=usd(25000),
    period=Q2,
    owner_id="tom",
    stale_after_days=90,
)
THIRTY = [
    jbp.ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=usd(7500)),
]
AHEAD = Review(id="june", name="June", on=date(2026, 6, 16))
PLAN = jbp.Plan(
    id="nw-q2",
    name="Northwind Q2",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=Q2,
    state=jbp.PlanState.AGREED,
    people=[
        jbp.Person(id="maria", name="Maria", side=VENDOR),
        jbp.Person(id="tom", name="Tom", side=PARTNER),
    ],
    goals=[GOAL],
    reviews=[AHEAD],
    successor_id="nw-q3",
    # So that nobody calls it idle before June 4.
    records=[PlanRecord(id="0", move="edit", at=datetime(2026, 5, 4, tzinfo=UTC))],
)
NEXT = jbp.Plan(
    id="nw-q3",
    name="Northwind Q3",
    vendor=PLAN.vendor,
    partner=PLAN.partner,
    period=jbp.FiscalCalendar.calendar_year().quarter(2026, 3),
    previous_id="nw-q2",
)


def action(key: str, impact: int | None = None, **fields: Any) -> jbp.Action:
    given: dict[str, Any] = {
        "side": PARTNER,
        "due_on": date(2026, 6, 20),
        "goal_id": "new",
        "expected_impact": None if impact is None else usd(impact),
    } | fields
    return jbp.Action(id=key, name=key.title(), **given)


def only(plan: jbp.Plan, on: date = MAY_15, **asked: Any) -> jbp.Nudge:
    (nudge,) = jbp.attention(plan, THIRTY, as_of=on, **asked)
    return nudge


# --- what stands in it ----------------------------------------------------------------


def test_the_founding_case_has_its_figures() -> None:
    nudge = only(PLAN)
    # The sums of the design: 45 of 91 days, 7,500 of 25,000.
    assert nudge.fact("attained") == usd(7500)
    assert nudge.fact("expected_to_date") == usd("12362.64")
    assert nudge.fact("gap_to_target") == usd(17500)
    assert nudge.fact("days_left") == 46
    # 17,500 ÷ 46 × 7 a week; (17500 ÷ 46) ÷ (7500 ÷ 45) = 105 ÷ 46 times as fast.
    assert nudge.fact("required_per_week") == usd("2663.04")
    assert nudge.fact("catch_up_ratio") == Fraction(105, 46)
    assert nudge.at_stake == usd(17500)
    assert nudge.stake_ratio == Fraction(7, 10)
    assert (nudge.person_id, nudge.sides, nudge.since) == (
        "tom",
        BOTH,
        date(2026, 5, 5),
    )
    assert nudge.days_since(as_of=MAY_15) == 11


def test_a_fact_that_is_not_there_is_refused() -> None:
    assert only(PLAN).try_fact("slip_count") is None
    with pytest.raises(InvalidValueError, match="gap_to_target"):
        only(PLAN).fact("slip_count")


def test_open_actions_that_close_the_gap_are_the_thing_to_do() -> None:
    actions = [action("mail", 800), action("event", 12000), action("calls", 6000)]
    nudge = only(attrs.evolve(PLAN, actions=actions))
    assert nudge.step is Step.DO_ACTIONS
    # 12,000 + 6,000 are more than 17,500.
    assert [fact.value for fact in nudge.arguments] == ["event", "calls"]


def test_else_it_is_the_next_review() -> None:
    later = attrs.evolve(AHEAD, id="late", on=date(2026, 6, 23))
    nudge = only(attrs.evolve(PLAN, reviews=[later, AHEAD], actions=[action("m", 1)]))
    assert nudge.step is Step.RAISE_AT_REVIEW
    assert [fact.value for fact in nudge.arguments][:2] == ["june", AHEAD.on]


def test_else_to_book_one() -> None:
    lite = attrs.evolve(PLAN, kind=jbp.PlanKind.LITE, state=jbp.PlanState.DRAFT)
    assert only(attrs.evolve(lite, reviews=[])).step is Step.BOOK_REVIEW


def test_beyond_hope_asks_for_another_target() -> None:
    day = date(2026, 5, 22)
    nudge = only(PLAN, day)
    assert (nudge.code, nudge.step) == (Code.GAP_IMPLAUSIBLE, Step.PROPOSE_AMENDMENT)
    own = attrs.evolve(GOAL, audience=jbp.Audience.VENDOR)
    alone = only(attrs.evolve(PLAN, goals=[own]), day)
    assert (alone.step, alone.sides) == (Step.EDIT, (VENDOR,))


def test_late_phasing_leaves_hope() -> None:
    # 20/30/50: 0.2 + 0.3 × 22/31 due on May 22, s = 0.4129: 7/3 × 0.4129 ÷ 0.5871 =
    # 1.64 times as fast, pace 0.3 ÷ 0.4129 = 0.73.
    months = jbp.WeightedPhasing.by_month(
        [20, 30, 50], period=Q2, calendar=jbp.FiscalCalendar.calendar_year()
    )
    late = attrs.evolve(PLAN, goals=[attrs.evolve(GOAL, phasing=months)])
    nudge = only(late, date(2026, 5, 22))
    assert nudge.code is Code.GOAL_OFF_PACE
    assert float(nudge.fact("catch_up_ratio")) == pytest.approx(1.641, abs=1e-3)  # type: ignore[arg-type] # a ratio


def test_open_pipeline_leaves_hope() -> None:
    hoped = jbp.ActualEntry(
        metric="revenue",
        on=date(2026, 6, 20),
        amount=usd(17500),
        status=jbp.EntryStatus.PIPELINE,
    )
    (nudge,) = jbp.attention(PLAN, [*THIRTY, hoped], as_of=date(2026, 5, 22))
    assert nudge.code is Code.GOAL_OFF_PACE
    assert nudge.fact("coverage_of_gap") == 1
    less = attrs.evolve(hoped, amount=usd(17499))
    (nudge,) = jbp.attention(PLAN, [*THIRTY, less], as_of=date(2026, 5, 22))
    assert nudge.code is Code.GAP_IMPLAUSIBLE


def test_the_bounds_are_data() -> None:
    settings = jbp.AttentionSettings(most_catch_up_ratio=2)
    # 7/3 × s ÷ (1 − s) > 2 from s > 6/13, t = 42.0: day 43, May 13.
    nudge = only(PLAN, settings=settings)
    assert (nudge.code, nudge.since) == (Code.GAP_IMPLAUSIBLE, date(2026, 5, 13))


@pytest.mark.parametrize(
    ("spent", "code"),
    [
        (13000, Code.GOAL_AT_RISK),
        (20000, Code.GOAL_OFF_PACE),
        (26000, Code.GAP_IMPLAUSIBLE),
    ],
)
def test_a_ceiling_is_beyond_hope_once_it_is_spent(spent: int, code: str) -> None:
    # 12,362.64 planned by now: pace 12362.64 ÷ 13000 = 0.951 is on track, ÷ 13100 not.
    ceiling = attrs.evolve(GOAL, metric=jbp.metrics.MARKETING_SPEND)
    amount = usd(spent + 100)
    entry = jbp.ActualEntry(metric=ceiling.metric.key, on=MAY_15, amount=amount)
    plan = attrs.evolve(PLAN, goals=[ceiling])
    (nudge,) = jbp.attention(plan, [entry], as_of=MAY_15)
    assert (nudge.code, nudge.since) == (code, MAY_15)


def test_a_blocker_without_a_day_is_known_since_nobody_knows_when() -> None:
    stuck = action(
        "train",
        status=jbp.ActionStatus.BLOCKED,
        blocked_by_id="maria",
        blocked_reason="No licence",
        owner_id="tom",
    )
    plan = attrs.evolve(PLAN, goals=[], actions=[stuck])
    nudge = only(plan)
    assert (nudge.since, nudge.since_reason) == (None, SinceReason.NOT_WRITTEN_DOWN)
    assert (nudge.sides, nudge.person_id) == ((VENDOR,), "maria")
    own = attrs.evolve(stuck, blocked_by_id=None)
    assert only(attrs.evolve(PLAN, goals=[], actions=[own])).person_id == "tom"


def test_one_nudge_for_all_missed_reviews_of_a_cadence() -> None:
    missed = [
        Review(id=f"r{day}", name=f"Week {day}", on=date(2026, 5, day), cadence_id="w")
        for day in (1, 4, 11)
    ]
    held = attrs.evolve(missed[0], held_on=date(2026, 5, 1))
    plan = attrs.evolve(PLAN, goals=[], reviews=[held, *missed[1:]])
    nudge = only(plan)
    assert (nudge.subject, nudge.since) == ("reviews:r4", date(2026, 5, 5))
    assert nudge.fact("missed_count") == 2


def test_minutes_wait_for_the_side_that_has_not_accepted() -> None:
    held = Review(
        id="may", name="May", on=date(2026, 5, 4), held_on=date(2026, 5, 4), wins=["A"]
    )
    plan = attrs.evolve(PLAN, goals=[], reviews=[held, AHEAD])
    accepted = MinutesAcceptance(
        side=VENDOR,
        person_id="maria",
        minutes_digest=minutes_digest(plan, "may"),
        accepted_at=datetime(2026, 5, 5, tzinfo=UTC),
    )
    other = attrs.evolve(accepted, side=PARTNER, minutes_digest="0" * 64)
    one = attrs.evolve(held, acceptances=[accepted, other])
    nudge = only(attrs.evolve(plan, reviews=[one, AHEAD]))
    assert (nudge.sides, nudge.since) == ((PARTNER,), date(2026, 5, 4))


def test_an_approval_waits_for_the_next_one_to_give_it() -> None:
    people = [
        *PLAN.people,
        jbp.Person(
            id="ann", name="Ann", side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR
        ),
    ]
    plan = jbp.propose(
        attrs.evolve(
            PLAN,
            people=people,
            state=jbp.PlanState.DRAFT,
            reviews=[],
            approvers=[
                ApprovalStep(side=PARTNER, role=jbp.PersonRole.EXECUTIVE_SPONSOR)
            ],
        ),
        by="maria",
        at=datetime(2026, 4, 7, tzinfo=UTC),
    )
    found = {nudge.sides: nudge for nudge in jbp.attention(plan, as_of=MAY_15)}
    assert {n.step for n in found.values()} == {Step.APPROVE, Step.SIGN}
    assert found[PARTNER,].person_id == "ann"
    assert found[VENDOR,].person_id == "maria"


# --- the order ------------------------------------------------------------------------


def test_class_comes_first_then_money_then_age() -> None:
    actions = [
        action("old", due_on=date(2026, 4, 3)),
        action("older", due_on=date(2026, 4, 2)),
        action("small", 500, due_on=date(2026, 5, 1), goal_id=None),
        action("large", 900, due_on=date(2026, 5, 2), goal_id=None),
    ]
    plan = attrs.evolve(PLAN, actions=actions, successor_id=None)
    found = jbp.attention(plan, THIRTY, as_of=date(2026, 6, 5))
    assert [nudge.subject for nudge in found] == [
        "goals:new",
        "actions:large",
        "actions:small",
        "actions:older",
        "actions:old",
        "",
        "",
    ]
    assert [nudge.urgency for nudge in found] == [1, 4, 4, 4, 4, 7, 7]


def test_the_main_currency_comes_before_others() -> None:
    def goal(key: str, target: jbp.Money) -> jbp.Goal:
        return attrs.evolve(GOAL, id=key, target=target, stale_after_days=99)

    goals = [
        goal("yen", jbp.Money(2_000_000, "JPY")),
        goal("little", usd(25000)),
        goal("much", usd(50000)),
    ]
    entries = [
        *THIRTY,
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 4, 20), amount=jbp.Money(100_000, "JPY")
        ),
    ]
    plan = attrs.evolve(PLAN, goals=goals)
    found = jbp.attention(plan, entries, as_of=MAY_15)
    # The yen cannot be compared with dollars, though it is the larger number. 5 % of
    # the yen and 15 % of "much" are beyond hope, but that is no class of its own.
    assert [nudge.subject for nudge in found] == [
        "goals:much",
        "goals:little",
        "goals:yen",
    ]


# --- quiet rules ----------------------------------------------------------------------


def snooze(**fields: Any) -> jbp.Snooze:
    given: dict[str, Any] = {
        "code": Code.GOAL_OFF_PACE,
        "subject": "goals:new",
        "until_on": date(2026, 5, 20),
    } | fields
    return jbp.Snooze(**given)


def test_what_is_put_off_comes_back_the_day_after() -> None:
    quiet = [snooze()]
    found = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 20), snoozes=quiet)
    assert (len(found), found.snoozed_count, bool(found)) == (0, 1, False)
    assert jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 21), snoozes=quiet)


def test_what_gets_worse_is_heard_of_at_once() -> None:
    quiet = [snooze(code=Code.GOAL_AT_RISK, until_on=date(2026, 6, 30))]
    before = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 4), snoozes=quiet)
    after = jbp.attention(PLAN, THIRTY, as_of=date(2026, 5, 5), snoozes=quiet)
    assert not before
    assert [nudge.code for nudge in after] == [Code.GOAL_OFF_PACE]


def test_a_snooze_is_for_its_audience() -> None:
    tom = Viewer(side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN, person_id="tom")
    for audience, heard in ((PARTNER, 0), (tom, 0), (VENDOR, 1), (None, 1)):
        quiet = [snooze(side=PARTNER)]
        found = jbp.attention(
            PLAN, THIRTY, as_of=MAY_15, audience=audience, snoozes=quiet
        )
        assert len(found) == heard
    quiet = [snooze(person_id="tom")]
    assert not jbp.attention(PLAN, THIRTY, as_of=MAY_15, audience=tom, snoozes=quiet)
    assert jbp.attention(PLAN, THIRTY, as_of=MAY_15, audience=PARTNER, snoozes=quiet)


def test_the_most_urgent_are_kept_and_the_rest_is_counted() -> None:
    late = [action(f"a{n}", due_on=date(2026, 5, n)) for n in range(1, 6)]
    plan = attrs.evolve(PLAN, actions=late)
    found = jbp.attention(plan, THIRTY, as_of=MAY_15, at_most=2)
    assert [nudge.subject for nudge in found] == ["goals:new", "actions:a1"]
    assert (len(found), found.more_count) == (2, 4)
    with pytest.raises(InvalidValueError, match="at_most"):
        jbp.attention(plan, THIRTY, as_of=MAY_15, at_most=-1)


def test_some_codes_may_never_be_asked_about() -> None:
    settings = jbp.AttentionSettings(silent=[Code.GOAL_OFF_PACE])
    assert not jbp.attention(PLAN, THIRTY, as_of=MAY_15, settings=settings)


@pytest.mark.parametrize(
    ("setting", "plan", "since"),
    [
        (
            "overdue_days",
            attrs.evolve(PLAN, actions=[action("a", due_on=date(2026, 5, 4))]),
            date(2026, 5, 5),
        ),
        (
            "blocked_days",
            attrs.evolve(
                PLAN,
                actions=[
                    action(
                        "a",
                        status=jbp.ActionStatus.BLOCKED,
                        blocked_on=date(2026, 5, 5),
                    )
                ],
            ),
            date(2026, 5, 5),
        ),
        (
            "review_late_days",
            attrs.evolve(
                PLAN, reviews=[AHEAD, attrs.evolve(AHEAD, id="m", on=date(2026, 5, 4))]
            ),
            date(2026, 5, 5),
        ),
        ("closing_days", PLAN, date(2026, 7, 1)),
    ],
)
def test_a_day_of_grace_keeps_it_quiet_and_does_not_move_it(
    setting: str, plan: jbp.Plan, since: date
) -> None:
    settings = jbp.AttentionSettings(**{setting: 3})  # type: ignore[arg-type] # all counts
    plan = attrs.evolve(plan, goals=[])
    for late, heard in ((2, 0), (3, 1)):
        day = since + timedelta(days=late)
        found = jbp.attention(plan, as_of=day, settings=settings)
        assert [nudge.since for nudge in found] == [since] * heard


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


def test_nothing_is_known_before_the_first_booking_unless_the_data_say_so() -> None:
    # By hand: on April 20, day 20 of 91, 25,000 × 20 ÷ 91 = 5,494.51 was due, and 4,000
    # are 73 % of that. Where the data are known to begin with April, nothing was in
    # before, from the first day on.
    day = date(2026, 4, 22)
    some = [attrs.evolve(THIRTY[0], amount=usd(4000))]
    (heard,) = jbp.attention(PLAN, some, as_of=day)
    (known,) = jbp.attention(PLAN, some, as_of=day, data_through=day)
    assert heard.code == known.code == Code.GOAL_OFF_PACE
    assert (heard.since, known.since) == (date(2026, 4, 20), date(2026, 4, 1))
