"""Moves of planning at their edges, each led to by the smallest plan that does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import attrs
import pytest
from tests.unit.planning_work import ADMIN, action, booked
from tests.unit.restructured_plan import (
    MARIA,
    NOW,
    TOM,
    YEAR,
    YEARS,
    agreed,
    goal,
    plan,
    usd,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, PlanNotFoundError, TransitionError
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.days import LATEST_DAY
from jbpcore.planning.amendment_effect import amendment_effect
from jbpcore.planning.anatomy import moment_of
from jbpcore.planning.change_words import label_of, value_words
from jbpcore.planning.changed_parts import list_parts
from jbpcore.planning.next_occurrence import next_occurrence
from jbpcore.planning.order import placed
from jbpcore.planning.policy import Policy, Viewer
from jbpcore.planning.review_changes import changes_since
from jbpcore.planning.target_checks import try_unusable
from jbpcore.planning.visibility import project

AFTER = datetime(2027, 1, 8, 9, tzinfo=UTC)


# --- amendments -----------------------------------------------------------------------


def test_an_amendment_is_looked_for_among_those_there_are() -> None:
    with pytest.raises(InvalidValueError) as caught:
        jbp.sign_amendment(agreed(plan()), "nope", by=MARIA, at=NOW)
    assert caught.value.expected == "an amendment of the plan (none yet)"
    with pytest.raises(InvalidValueError) as caught:
        amendment_effect(agreed(plan()), entries=[], as_of=NOW.date())
    assert caught.value.expected == (
        "the id of an amendment, as none is open (none yet)"
    )


def test_a_goal_that_comes_or_goes_is_changed() -> None:
    def other_goals(old: jbp.Plan) -> jbp.Plan:
        return attrs.evolve(old, goals=[old.goals[1], goal("c")])

    asked = jbp.propose_amendment(
        agreed(plan(goal("a"), goal("b"))), other_goals, by=MARIA, at=NOW, why="New"
    )
    found = amendment_effect(asked, entries=[], as_of=NOW.date())
    changed = {str(effect.goal_id): effect.is_changed for effect in found.goals}
    assert changed == {"a": True, "b": False, "c": True}


# --- what changed, and how it is told -------------------------------------------------


def test_a_change_is_told_by_what_it_is_about() -> None:
    assert label_of(jbp.KeepBand(checks=[YEAR], upper=usd("1"))) == "keep band"
    assert label_of(jbp.DateRange(YEAR.start, YEAR.end)) == "date range"
    slip = jbp.Slip(
        moved_on=date(2026, 4, 1), was_due_on=date(2026, 4, 1), due_on=date(2026, 6, 1)
    )
    assert label_of(slip) == "slip to 2026-06-01"
    assert value_words((slip,)) == "1 slip"
    assert value_words((slip, slip)) == "2 slips"
    assert value_words({"crm": "7"}) == '"crm=7"'
    assert value_words(()) == "nothing"
    assert value_words("a\nb") == ""


def test_what_is_known_of_the_partner_changes_for_those_who_see_it() -> None:
    before = plan()
    firm = attrs.evolve(before.partner, region="EMEA", tags={"crm": "7"})
    after = attrs.evolve(before, partner=firm)
    told = {part.subject: part.field_class.value for part in list_parts(before, after)}
    assert told == {"partner.region": "public", "partner.tags": "vendor_internal"}


def test_a_belief_that_is_stated_is_a_part_of_its_own() -> None:
    belief = jbp.Confidence(
        goal_id="revenue",
        score=3,
        person_id="tom",
        stated_on=date(2026, 5, 1),
        expires_on=date(2026, 6, 1),
    )
    after = attrs.evolve(plan(), confidences=[belief])
    (part,) = list_parts(plan(), after)
    assert (part.subject, part.side) == ("confidences:revenue", jbp.Side.PARTNER)


def test_only_places_that_are_there_are_ordered() -> None:
    assert placed(["a", "b", "c"], ["c", "gone", "a"]) == ["c", "a", "b"]


def test_what_has_no_moment_sorts_first() -> None:
    record = PlanRecord(id="1", move="edit", at=NOW)
    assert moment_of(record) == NOW.isoformat()
    assert moment_of(goal().phasing) == ""


# --- edits of what one does not see the whole of --------------------------------------


TOM_SEES = Viewer(side=jbp.Side.PARTNER, role=TOM.role, person_id=TOM.id)


def test_a_hidden_part_makes_room_without_a_word() -> None:
    secret = goal("margin", audience=jbp.Audience.VENDOR)
    work = action("x", goal_id="margin", audience=jbp.Audience.VENDOR)
    full = plan(goal(), secret, actions=[work])
    seen = project(full, ADMIN)
    assert [one.id for one in seen.goals] == ["revenue"]
    wanted = attrs.evolve(seen, goals=[*seen.goals, goal("margin", owner_id=None)])
    done = jbp.merge_back(full, seen, wanted, ADMIN)
    assert done.plan is not None
    shown = {str(one.id): one.audience.value for one in done.plan.goals}
    assert shown == {"revenue": "joint", "margin": "joint", "margin.2": "vendor"}
    assert done.plan.actions[0].goal_id == "margin.2"
    assert [one.path for one in done.replaced] == ["goals[id=margin].id"]


def test_a_hidden_person_is_never_renamed() -> None:
    full = plan()
    seen = project(full, ADMIN)
    hidden = {one.id for one in full.people} - {one.id for one in seen.people}
    again = [jbp.Person(id=key, name="Other", side=jbp.Side.PARTNER) for key in hidden]
    wanted = attrs.evolve(seen, people=[*seen.people, *again])
    if hidden:
        with pytest.raises(InvalidValueError, match="an id of its own"):
            jbp.merge_back(full, seen, wanted, ADMIN)


def test_who_may_see_nothing_sees_no_plan() -> None:
    with pytest.raises(PlanNotFoundError):
        project(plan(), TOM_SEES, policy=Policy(grants=()))


def test_order_of_what_has_no_name_is_a_change_of_the_whole() -> None:
    needs = [jbp.Dependency(action_id=key) for key in ("a", "b")]
    old = plan(actions=[action("a"), action("b"), action("c", depends_on=needs)])
    turned = attrs.evolve(old.actions[2], depends_on=needs[::-1])
    new = attrs.evolve(old, actions=[*old.actions[:2], turned])
    told = jbp.diff(old, new)
    assert jbp.apply_changes(old, told) == new


# --- reviews --------------------------------------------------------------------------


def test_a_review_that_stays_where_it_is_changes_nothing() -> None:
    review = jbp.Review(
        id="q2", name="Q2", on=date(2026, 6, 16), wall_time=time(9), zone="UTC"
    )
    old = plan(reviews=[review])
    same = jbp.reschedule_review(
        old, "q2", on=review.on, by=MARIA, at=NOW, why="As agreed"
    )
    assert same == old
    later = jbp.reschedule_review(
        old, "q2", on=date(2026, 6, 17), by=MARIA, at=NOW, why="Ill"
    )
    assert later.reviews[0].slot_on == date(2026, 6, 16)
    assert later.reviews[0].sequence == review.sequence + 1


# --- what comes round -----------------------------------------------------------------


def test_nothing_comes_round_after_the_last_day_there_is() -> None:
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY)
    old = plan(actions=[action("calls", recurrence=weekly)])
    assert next_occurrence(old, old.actions[0], after=LATEST_DAY) is None
    found = next_occurrence(old, old.actions[0], after=date(2026, 6, 1))
    assert found is not None
    assert (found.id, found.due_on) == ("calls.20260608", date(2026, 6, 8))
    taken = attrs.evolve(
        old,
        actions=[*old.actions, action("calls.20260608"), action("calls.20260608.2")],
    )
    again = next_occurrence(taken, old.actions[0], after=date(2026, 6, 1))
    assert again is not None
    assert again.id == "calls.20260608.3"


# --- refresh --------------------------------------------------------------------------

MID: dict[str, Any] = {
    "as_of": date(2026, 6, 30),
    "by": MARIA,
    "at": NOW,
    "why": "Half-time",
}


def test_overdue_work_of_an_agreed_plan_moves_at_once() -> None:
    old = agreed(plan(goal(), actions=[action("late")]))
    new = jbp.refresh(old, [], **MID)
    assert new.actions[0].due_on > date(2026, 6, 30)
    assert (new.state, new.amendments) == (jbp.PlanState.AGREED, ())


def test_a_goal_without_a_target_gets_its_first() -> None:
    open_goal = goal(target=None)
    entries = [booked(usd("50000"))]
    how = {**MID, "retarget": {"revenue": jbp.RollBase.PROJECTED}}
    new = jbp.refresh(plan(open_goal), entries, **how)
    # 50,000 in 181 of 365 days: 100,828.73 in all of them.
    assert new.goals[0].target == usd("100828.73")
    assert new.goals[0].target_versions == ()


# --- over the years -------------------------------------------------------------------


def test_a_goal_of_another_metric_has_not_grown() -> None:
    deals = goal(
        metric=jbp.metrics.DEALS_WON,
        target=jbp.Quantity(10, "deals"),
        period=YEARS.year(2027),
    )
    first = plan(goal())
    second = attrs.evolve(
        plan(deals, period=YEARS.year(2027)), id="n-2027", previous_id=first.id
    )
    found = jbp.lineage([first, second], [], as_of=AFTER.date())
    (line,) = [one for one in found.lines if one.goal_id == "revenue"]
    assert line.years[-1].target_growth is None


def test_both_sides_have_accepted_and_nothing_is_left() -> None:
    held = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 1))
    old = agreed(plan(goal(), reviews=[held]))
    day = NOW.date()
    done = jbp.hold_review(
        old,
        "q2",
        entries=[],
        as_of=day,
        held_on=day,
        present=["maria", "tom"],
        by=MARIA,
        at=NOW,
    )
    one = jbp.accept_minutes(done, "q2", by=MARIA, at=NOW)
    both = jbp.accept_minutes(one, "q2", by=TOM, at=NOW)
    for half, way in ((one, "Wait for the partner side."), (both, "Nothing is left")):
        with pytest.raises(TransitionError) as caught:
            jbp.accept_minutes(half, "q2", by=MARIA, at=NOW)
        assert caught.value.way_forward.startswith(way)


def test_entries_of_other_partners_bring_nothing_up() -> None:
    ours = agreed(plan(goal()))
    theirs = booked(usd("120000"), partner_id="other")
    own = booked(usd("120000"))
    with_theirs = jbp.attention(ours, [theirs], as_of=date(2026, 6, 30))
    without = jbp.attention(ours, [], as_of=date(2026, 6, 30))
    assert [one.code for one in with_theirs] == [one.code for one in without]
    with_own = jbp.attention(ours, [own], as_of=date(2026, 6, 30))
    assert {one.subject for one in with_own} != {one.subject for one in without}


def test_a_successor_is_known_to_who_sees_everything() -> None:
    ours = agreed(plan(goal()))
    after = attrs.evolve(
        plan(period=YEARS.year(2027)), id="n-2027", previous_id=ours.id
    )
    code = jbp.NudgeCode.PLAN_WITHOUT_SUCCESSOR
    day = date(2026, 12, 15)
    alone = jbp.attention(ours, [], as_of=day)
    followed = jbp.attention(ours, [], as_of=day, successor=after)
    assert code in {one.code for one in alone}
    assert code not in {one.code for one in followed}
    cancelled = attrs.evolve(after, state=jbp.PlanState.CANCELLED)
    again = jbp.attention(ours, [], as_of=day, successor=cancelled)
    assert code in {one.code for one in again}


# --- words ----------------------------------------------------------------------------


def test_parts_are_called_by_what_they_are_about() -> None:
    slip = jbp.Slip(
        moved_on=date(2026, 4, 1), was_due_on=date(2026, 4, 1), due_on=date(2026, 6, 1)
    )
    assert value_words((slip,)) == "1 slip"
    assert value_words((slip, slip)) == "2 slips"
    assert value_words({"crm": "7"}) == '"crm=7"'
    assert label_of(jbp.Answer(id="why", name="Why", text="x")) == '"Why"'


def test_what_happened_at_no_known_time_has_no_moment() -> None:
    review = jbp.Review(id="r", name="R", on=date(2026, 6, 1))
    held = attrs.evolve(review, cancelled_on=date(2026, 5, 1))
    assert moment_of(review) == ""
    assert moment_of(held) == "2026-05-01"
    assert moment_of(PlanRecord(id="1", move="edit", at=NOW)) == NOW.isoformat()


# --- what reviews show ----------------------------------------------------------------


def test_what_changed_since_the_last_review_has_the_targets() -> None:
    old = plan(goal(), goal("b"))
    new = attrs.evolve(old, goals=[goal(target=usd("130000")), goal("b")])
    found = changes_since(
        new, None, old, since=date(2026, 3, 31), as_of=date(2026, 6, 30)
    )
    assert [(one.goal_id, one.before, one.after) for one in found.targets] == [
        ("revenue", usd("120000"), usd("130000"))
    ]


def test_the_promises_of_a_pack_are_those_of_each_side() -> None:
    made = [
        jbp.Commitment(id=key, name=key, side=side, due_on=date(2026, 5, 1))
        for key, side in (("v", jbp.Side.VENDOR), ("p", jbp.Side.PARTNER))
    ]
    review = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 1))
    old = plan(commitments=made, reviews=[review])
    pack = jbp.prepare_review(old, [], "q2", as_of=date(2026, 6, 1))
    for side, key in ((jbp.Side.VENDOR, "v"), (jbp.Side.PARTNER, "p")):
        assert all(line.side is side for line in pack.promises_of(side)), key
    assert len(pack.promises) == sum(len(pack.promises_of(side)) for side in jbp.Side)


# --- targets --------------------------------------------------------------------------


def test_a_share_below_zero_is_no_target() -> None:
    line = jbp.TargetLine(partner_id="nw", dates=YEAR, amount=jbp.Ratio("-5%"))
    found = try_unusable(line, metric=jbp.metrics.WIN_RATE, currency=None)
    assert found is not None
    assert found[0] == "jbp.targets.negative"
    assert "-1/20" in str(found[1])
