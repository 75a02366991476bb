"""What tells one plan from the next: limits, the last of several, and who is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.test_attention import (
    SOUND,
    WEEKLY,
    Code,
    amended,
    april,
    may,
    promise,
    proposed,
    signed,
)
from tests.unit.test_attention_details import GOAL, MAY_15, PARTNER, PLAN, usd
from tests.unit.test_lineage import LAST
from tests.unit.test_lineage import plan as year_of
from tests.unit.test_minutes import agreed as agreed_draft
from tests.unit.test_minutes import forged, held, hold
from tests.unit.test_next_target import WINS, aim, ended, rolled
from tests.unit.test_refresh import BY, action
from tests.unit.test_refresh import plan as running
from tests.unit.test_restructure import BY as MADE_BY
from tests.unit.test_restructure import ECB, merged, other_plan
from tests.unit.test_restructure import goal as yearly
from tests.unit.test_restructure import plan as restructured

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.agreement import ApprovalStep
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.fx_rate import AppliedRate, FxLeg
from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.slip import Slip
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.planning.changed_parts import ChangedPart, list_parts
from jbpcore.planning.merge_standing import check_standing
from jbpcore.planning.next_occurrence import next_occurrence
from jbpcore.planning.next_period import DayMap
from jbpcore.planning.next_phasing import carried_phasing
from jbpcore.planning.next_target import next_target
from jbpcore.planning.policy import DEFAULT_POLICY
from jbpcore.planning.review_promises import list_promises
from jbpcore.planning.rhythm_words import day_rule_words
from jbpcore.planning.rights import FieldClass, Right
from jbpcore.planning.templates.wording import amount_words

YEARS = jbp.FiscalCalendar.calendar_year()
MARIA, TOM, ANN = SOUND.people


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


# --- parts and changes ----------------------------------------------------------------


def test_goals_in_another_order_are_one_part_of_both_sides() -> None:
    plan = attrs.evolve(PLAN, goals=[GOAL, attrs.evolve(GOAL, id="other")])
    turned = attrs.evolve(plan, goals=plan.goals[::-1])
    assert list_parts(plan, turned) == (ChangedPart("goals", FieldClass.JOINT),)


def test_weights_above_one_are_told_as_numbers_and_others_as_shares() -> None:
    def told(before: str, after: str) -> str:
        old = attrs.evolve(GOAL, weight=Fraction(before))
        new = attrs.evolve(old, weight=Fraction(after))
        plans = [attrs.evolve(PLAN, goals=[goal]) for goal in (old, new)]
        (change,) = jbp.diff(*plans)
        return str(change.sentence)

    assert "from 25% to 50%" in told("1/4", "1/2")
    assert "from 20 to 40" in told("20", "40")
    # Half of one among forty is no whole number, and is not made one.
    assert "from 50% to 40" in told("1/2", "40")


# --- minutes --------------------------------------------------------------------------


def test_a_review_tells_how_many_were_there_and_what_came_of_it() -> None:
    def facts(plan: jbp.Plan) -> dict[str, str]:
        (record,) = [one for one in plan.records if one.move == "hold_review"]
        return dict(record.facts)

    told = facts(held())  # Maria and Tom were there, the rep was not
    assert (told["present"], told["absent"]) == ("2", "1")
    assert (told["actions"], told["commitments"]) == ("1", "1")
    told = facts(hold(agreed_draft()))
    assert (told["present"], told["absent"]) == ("2", "0")
    assert not {"actions", "commitments"} & told.keys()


def test_what_was_accepted_before_it_was_held_stays_as_it_is() -> None:
    plan = held()
    early = attrs.evolve(plan.reviews[1], acceptances=[forged()])
    plan = attrs.evolve(plan, reviews=[plan.reviews[0], early])
    erased = jbp.erase_person(plan, "rep", by=None, at=at(6, 1))
    assert erased.reviews[1].acceptances == (forged(),)


# --- promises -------------------------------------------------------------------------


def test_the_last_reason_and_the_last_day_count() -> None:
    slips = [
        Slip(moved_on=april(day), was_due_on=april(day), due_on=april(day + 5), why=why)
        for day, why in ((5, "Ill"), (10, "No venue"))
    ]
    moved = attrs.evolve(promise("event", PARTNER, april(15)), slips=slips)
    gone = attrs.evolve(
        promise("mail", PARTNER, april(2)), status=CommitmentStatus.WITHDRAWN
    )
    told = [
        PlanRecord(id=str(day), move="edit", at=at(4, day), subject="commitments:mail")
        for day in (2, 22)
    ]
    plan = attrs.evolve(PLAN, commitments=[moved, gone], records=told)
    lines = list_promises(plan, None, since=april(20), as_of=april(30))
    found = {line.subject: line.why for line in lines}
    assert found == {"commitments:event": "No venue", "commitments:mail": ""}
    lines = list_promises(plan, None, since=april(22), as_of=april(30))
    assert [line.subject for line in lines] == ["commitments:event"]


# --- merging --------------------------------------------------------------------------


def test_an_amendment_that_nobody_could_sign_is_no_outcome_of_a_merge() -> None:
    plan = amended()
    assert check_standing(SOUND, SOUND, plan) == []
    (amendment,) = plan.amendments
    lost = attrs.evolve(amendment, base_digest="0" * 64)
    broken = attrs.evolve(plan, amendments=[lost])
    (finding,) = check_standing(SOUND, plan, broken)
    assert (finding.code, finding.path) == (
        "jbp.merge.standing",
        "amendments[id=amendment-1]",
    )
    assert check_standing(SOUND, broken, broken) == []
    over = attrs.evolve(lost, status=jbp.AmendmentStatus.WITHDRAWN)
    assert check_standing(SOUND, plan, attrs.evolve(plan, amendments=[over])) == []


def test_what_a_merged_plan_takes_over_is_on_record() -> None:
    new = merged(restructured(yearly()), other_plan(yearly(), yearly("services")))
    told = [
        (one.move, one.subject, one.facts["from_plan"])
        for one in new.records
        if one.move in {"add_up", "take_over"}
    ]
    assert told == [
        ("take_over", "goals:revenue", "northwind-2026"),
        ("add_up", "goals:revenue", "tailspin-2026"),
        ("take_over", "goals:services", "tailspin-2026"),
    ]


# --- years ----------------------------------------------------------------------------


def test_a_target_of_one_is_a_target() -> None:
    found = jbp.lineage([year_of(2022, "1", "1")], as_of=LAST)
    assert found.line("revenue").realism_ratio == 1


def test_years_count_that_are_in_the_currency_of_the_last() -> None:
    eur = [jbp.Money(amount, "EUR") for amount in ("650", "1300")]
    last = year_of(2024, "1300", "650")
    goal = attrs.evolve(last.goals[0], target=eur[1])
    outcome = attrs.evolve(last.outcomes[0], attained=eur[0], target=eur[1])
    last = attrs.evolve(last, goals=[goal], outcomes=[outcome])
    chain = [year_of(2022, "1040", "1000"), year_of(2023, "1200", "1060"), last]
    found = jbp.lineage(chain, as_of=date(2025, 3, 1))
    assert found.line("revenue").realism_ratio == Fraction(1, 2)


# --- what comes next ------------------------------------------------------------------


def test_an_id_that_is_taken_gets_a_two() -> None:
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY)
    calls = action("calls", "2026-06-01", recurrence=weekly)
    ids = []
    plan = running(actions=[calls])
    for _ in range(3):
        found = next_occurrence(plan, calls, after=date(2026, 6, 1))
        assert found is not None
        ids.append(found.id)
        plan = attrs.evolve(plan, actions=[*plan.actions, found])
    assert ids == ["calls.20260608", "calls.20260608.2", "calls.20260608.3"]


@pytest.mark.parametrize(
    ("old", "came_to", "target"),
    [
        # What was above one already, agreed or come to, is no share of a whole.
        ("90%", "6/5", "132%"),
        ("150%", "95/100", "104.5%"),
        ("90%", "95/100", "100%"),
        # Exactly all of it is a share still.
        ("100%", "95/100", "100%"),
        ("90%", "1", "100%"),
    ],
)
def test_only_a_share_of_the_whole_ends_at_all_of_it(
    old: str, came_to: str, target: str
) -> None:
    goal = attrs.evolve(WINS, target=jbp.Ratio(old), baseline=None)
    assert rolled(goal, ended(came_to), aim("actual"))[1] == jbp.Ratio(target)


def test_a_ceiling_is_tightened_only_by_an_uplift_of_its_own() -> None:
    spend = yearly("spend", metric=jbp.metrics.MARKETING_SPEND, target=usd(10_000))
    kept = jbp.roll_forward(
        restructured(spend), as_of=date(2026, 12, 31), uplift="10%"
    ).goals[0]
    assert kept.target == usd(10_000)
    retargeted = jbp.refresh(
        running(goals=[spend]),
        retarget={"spend": jbp.RollBase.TARGET},
        uplifts={"spend": "10%"},
        **BY,
    ).goals[0]
    assert retargeted.target_on(date(2026, 7, 1)) == usd(9_000)
    as_it_was = jbp.refresh(
        running(goals=[spend]), retarget={"spend": jbp.RollBase.TARGET}, **BY
    ).goals[0]
    assert as_it_was.target_on(date(2026, 7, 1)) == usd(10_000)


def test_a_ceiling_builds_on_what_was_spent_only_where_it_is_asked_to() -> None:
    spend = yearly("spend", metric=jbp.metrics.MARKETING_SPEND, target=usd(10_000))
    spent = [jbp.ActualEntry(metric=spend.metric.key, on=april(1), amount=usd(8_000))]

    def target(**asked: Any) -> Any:
        plan = restructured(spend)
        day = date(2026, 12, 31)
        return jbp.roll_forward(plan, spent, as_of=day, **asked).goals[0].target

    assert target(base=jbp.RollBase.ACTUAL) == usd(10_000)
    assert target(bases={"spend": jbp.RollBase.ACTUAL}) == usd(8_000)


def test_an_uplift_is_of_a_goal_that_is_retargeted() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.refresh(running(), uplifts={"revenue": "10%"}, **BY)
    assert (caught.value.field, caught.value.value) == ("uplifts", ["revenue"])
    with pytest.raises(InvalidValueError) as caught:
        jbp.refresh(running(), retarget={"nobody": jbp.RollBase.TARGET}, **BY)
    assert (caught.value.field, caught.value.value) == ("retarget", ["nobody"])


def test_weights_are_carried_where_there_are_as_many_months() -> None:
    half, quarter = YEARS.half(2026, 1), YEARS.quarter(2026, 3)
    weights = WeightedPhasing.by_month([1, 2, 3, 4, 5, 6], period=half, calendar=YEARS)
    goal = attrs.evolve(GOAL, period=half, phasing=weights)
    found = carried_phasing(goal, DayMap(half, YEARS.half(2026, 2), YEARS))
    assert [bucket.weight for bucket in found.phasing.buckets] == [1, 2, 3, 4, 5, 6]  # type: ignore[union-attr] # weighted
    assert carried_phasing(goal, DayMap(half, quarter, YEARS)).phasing == (
        LinearPhasing()
    )


# --- who is asked, and when -----------------------------------------------------------


def test_a_signature_is_waited_for_as_long_as_agreed() -> None:
    settings = jbp.AttentionSettings(unsigned_days=7)  # put on April 7

    def codes(day: int) -> set[str]:
        plan = proposed()
        nudges = jbp.attention(plan, WEEKLY, as_of=april(day), settings=settings)
        return {one.code for one in nudges}

    assert Code.PROPOSAL_UNSIGNED not in codes(13)
    assert Code.PROPOSAL_UNSIGNED in codes(14)


def test_other_terms_than_were_seen_are_told_by_twelve_digits() -> None:
    plan = proposed(signoffs=[])
    with pytest.raises(TransitionError, match=r"seen \(abcdefabcdef…\)"):
        jbp.sign(plan, by=TOM, at=at(4, 8), terms_digest="abcdef" * 10)


def test_an_answer_has_other_terms() -> None:
    plan = proposed(signoffs=[signed(SOUND, jbp.Side.VENDOR, at(4, 7))])
    with pytest.raises(TransitionError) as caught:
        jbp.counter_propose(plan, plan, by=TOM, at=at(4, 8), why="Fine")
    assert (caught.value.move, caught.value.reason) == (
        "counter_propose",
        "no_change",
    )


def test_who_may_not_change_what_both_see_writes_no_remark() -> None:
    barred = attrs.evolve(
        DEFAULT_POLICY,
        grants=[
            grant
            for grant in DEFAULT_POLICY.grants
            if (grant.right, grant.field_class) != (Right.CHANGE, FieldClass.JOINT)
        ],
    )
    said: dict[str, Any] = {"text": "Hello", "by": TOM, "at": at(5, 15)}
    assert len(jbp.comment(PLAN, **said).comments) == 1
    with pytest.raises(NotAllowedError):
        jbp.comment(PLAN, policy=barred, **said)


def test_every_step_of_a_rate_says_who_stated_it() -> None:
    pounds = attrs.evolve(ECB, quote="GBP")
    blank = attrs.evolve(ECB, base="GBP", source=" ")
    with pytest.raises(InvalidValueError) as caught:
        jbp.change_currency(
            restructured(),
            AppliedRate(
                base=ECB.base,
                quote=ECB.quote,
                on=ECB.on,
                legs=[FxLeg(pounds), FxLeg(blank)],
            ),
            **MADE_BY,
        )
    assert caught.value.field == "rate"


@pytest.mark.parametrize(
    ("milestone", "days", "words"),
    [
        (Milestone.PLAN_START, 1, "1 day after the plan begins"),
        (Milestone.PLAN_START, 2, "2 days after the plan begins"),
        (Milestone.PLAN_START, -1, "1 day before the plan begins"),
        (Milestone.PLAN_END, -2, "2 days before the plan ends"),
        (Milestone.AGREED, 1, "1 day after both sides signed"),
        (Milestone.AGREED, 14, "14 days after both sides signed"),
        (Milestone.GOAL_END, -1, "1 day before the goal ends"),
        (Milestone.GOAL_END, 2, "2 days after the goal ends"),
    ],
)
def test_one_day_is_told_as_one(milestone: Milestone, days: int, words: str) -> None:
    assert day_rule_words(OnMilestone(milestone=milestone, offset_days=days)) == words


def test_a_goal_is_given_its_outcome_once() -> None:
    ends = [
        jbp.GoalOutcome(goal_id=key, outcome=jbp.Outcome.MISSED, lesson="L")
        for key in ("new", "b", "new")
    ]
    plan = attrs.evolve(SOUND, goals=[GOAL, attrs.evolve(GOAL, id="b")])
    with pytest.raises(InvalidValueError) as caught:
        jbp.close(
            plan, [], outcomes=ends, by=MARIA, at=at(7, 2), as_of=date(2026, 7, 1)
        )
    assert (caught.value.field, caught.value.value) == ("outcomes", ["new"])


@pytest.mark.parametrize(
    ("weights", "is_told"),
    [
        ((30, 69), True),
        ((30, 30), False),
        ((33, 33), False),
        (("0.5", "0.49"), True),
        (("0.2", "0.3"), False),
        ((33, 33, 33), False),  # all alike: nobody meant shares
        ((40, 60), False),
    ],
)
def test_weights_that_nearly_add_up_are_told(
    weights: tuple[Any, ...],
    is_told: bool,  # noqa: FBT001 - a case
) -> None:
    goals = [
        attrs.evolve(GOAL, id=f"g{n}", weight=Fraction(weight))
        for n, weight in enumerate(weights)
    ]
    found = jbp.check(attrs.evolve(PLAN, goals=goals), as_of=MAY_15)
    assert ("jbp.check.weights_sum" in {one.code for one in found}) is is_told


# --- words, and what was believed -----------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (usd(5), "5 USD"),
        (usd("5.50"), "5.50 USD"),
        (jbp.Ratio("10%"), "10%"),
        (jbp.Ratio("1/3"), "33.33%"),
        (jbp.Ratio("-1/3"), "-33.33%"),
        (jbp.Ratio("1/1000"), "0.10%"),
    ],
)
def test_an_answer_is_told_in_plain_words(amount: Any, words: str) -> None:
    assert amount_words(amount) == words


def test_what_was_believed_of_other_goals_stays() -> None:
    goals = [yearly(), yearly("other")]
    beliefs = [
        jbp.Confidence(
            goal_id=goal.id,
            person_id="maria",
            score=3,
            stated_on=date(2026, 5, 1),
            expires_on=date(2026, 6, 1),
        )
        for goal in goals
    ]
    plan = restructured(*goals, confidences=beliefs)
    new = jbp.drop_goal(plan, "other", **MADE_BY)
    assert [one.goal_id for one in new.confidences] == ["revenue"]


def test_what_is_due_tomorrow_is_not_overdue() -> None:
    plan = running(actions=[action("next", "2026-07-01"), action("late", "2026-06-30")])
    new = jbp.refresh(plan, **BY)
    assert [(one.due_on, one.carry_count) for one in new.actions] == [
        (date(2026, 7, 1), 0),
        (date(2026, 7, 30), 1),
    ]


def test_what_is_kept_is_carried_on_as_it_is() -> None:
    kept = attrs.evolve(jbp.metrics.CHURN_RATE, direction=jbp.Direction.KEEP)
    goal = attrs.evolve(WINS, metric=kept, target=jbp.Ratio("90%"), baseline=None)
    found = next_target(goal, ended("1/2"), aim(length_ratio=Fraction(2)))
    assert found.uplift == 0
    assert found.length_ratio == 1
    assert found.exact_target == Fraction(9, 10)


def test_attention_is_for_a_side_or_somebody() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.attention(PLAN, [], as_of=MAY_15, audience="vendor")  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value) == ("audience", "vendor")


def test_a_step_in_a_role_is_called_by_the_role() -> None:
    sponsor = jbp.PersonRole.EXECUTIVE_SPONSOR
    step = ApprovalStep(side=PARTNER, role=sponsor)
    with pytest.raises(TransitionError, match="approved by the executive sponsor"):
        jbp.approve(proposed(approvers=[step]), by=TOM, at=at(4, 8))
    named = attrs.evolve(step, person_id="ann")
    with pytest.raises(TransitionError, match="approved by ann"):
        jbp.approve(proposed(approvers=[named]), by=TOM, at=at(4, 8))


@pytest.mark.parametrize(
    ("spoken_on", "since"),
    [
        # Nobody did anything: thirty days from the first one on.
        (None, may(1)),
        # Sixteen days before the first one, which do not count; and in its third week.
        (date(2026, 3, 15), may(1)),
        (april(20), may(21)),
    ],
)
def test_an_agreed_plan_is_idle_from_its_first_day_on(
    spoken_on: date | None, since: date
) -> None:
    records = [
        PlanRecord(id="1", move="edit", at=at(spoken_on.month, spoken_on.day))
        for spoken_on in ([] if spoken_on is None else [spoken_on])
    ]
    plan = attrs.evolve(PLAN, goals=[], records=records, signoffs=[])
    (nudge,) = [
        one
        for one in jbp.attention(plan, [], as_of=date(2026, 6, 10))
        if one.code is Code.PLAN_STALE
    ]
    assert nudge.since == since
