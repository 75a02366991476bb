"""Waiting, slipping, attendance and figures in all that is made of a plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.figures import GoalFigures
from jbpcore.model.review import Attendance, MinutesAcceptance
from jbpcore.model.slip import Slip
from jbpcore.planning.conflict import Choice
from jbpcore.planning.diff import apply_changes, diff
from jbpcore.planning.erasure import erase_person, list_mentions
from jbpcore.planning.merge import merge, resolve
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.rights import FieldClass
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.visibility import project
from jbpcore.testing.whole_text import whole_text

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MAY = date(2026, 5, 15)
AT = datetime(2026, 5, 15, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=VENDOR)
ANN = jbp.Person(id="ann", name="Ann Berg", side=VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Stone", side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
REP = jbp.Person(
    id="rep", name="Rita Falk", side=PARTNER, role=jbp.PersonRole.PARTNER_REP
)
DIGEST = "0f" * 32


def action(key: str, *needed: str, **more: object) -> jbp.Action:
    values: dict[str, object] = {"name": key.title(), "side": VENDOR, "due_on": MAY}
    return jbp.Action(id=key, depends_on=needed, **(values | more))  # type: ignore[arg-type] # any field


def plan_of(**parts: object) -> jbp.Plan:
    values: dict[str, object] = {
        "id": "p",
        "name": "P",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, ANN, TOM, REP],
    }
    return jbp.Plan(**(values | parts))  # type: ignore[arg-type] # any field


def goal(key: str, audience: jbp.Audience = jbp.Audience.JOINT) -> jbp.Goal:
    return jbp.Goal(
        id=key,
        name=key.title(),
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(1, "USD"),
        period=YEAR,
        audience=audience,
    )


def slip(day: int, to: int) -> Slip:
    return Slip(
        moved_on=date(2026, 4, day),
        was_due_on=date(2026, 5, 1),
        due_on=date(2026, 5, to),
        why="later",
    )


TOM_SEES = Viewer.of(TOM)
REP_SEES = Viewer.of(REP)


# --- circles ----------------------------------------------------------------------


def test_a_plan_whose_actions_wait_in_a_circle_is_refused_with_the_circle() -> None:
    with pytest.raises(InvalidValueError, match="a -> b -> c -> a"):
        plan_of(actions=[action("a", "b"), action("b", "c"), action("c", "a")])


def test_a_chain_of_five_thousand_is_no_circle_and_closing_it_is_one() -> None:
    chain = [action("a0"), *(action(f"a{n}", f"a{n - 1}") for n in range(1, 5_000))]
    assert len(plan_of(actions=chain).actions) == 5_000
    with pytest.raises(InvalidValueError, match="without a circle"):
        plan_of(actions=[action("a0", "a4999"), *chain[1:]])


def test_two_edits_that_close_a_circle_together_are_reported() -> None:
    base = plan_of(actions=[action("a"), action("b")])
    mine = attrs.evolve(base, actions=[action("a", "b"), action("b")])
    theirs = attrs.evolve(base, actions=[action("a"), action("b", "a")])
    merged = merge(base, mine, theirs)
    assert merged.plan is None
    (found,) = merged.findings
    assert found.code == "jbp.merge.invalid"
    assert "a -> b -> a" in found.message or "b -> a -> b" in found.message
    # Undoing what one of the two did there makes it a plan again.
    path = "actions[id=b].depends_on[action_id=a]"
    assert resolve(merged, {path: Choice.MINE}).plan == mine


# --- merging ----------------------------------------------------------------------


def test_what_two_let_an_action_wait_for_is_all_there() -> None:
    others = [action("x"), action("y"), action("z")]
    base = plan_of(actions=[action("a", "x"), *others])
    mine = attrs.evolve(base, actions=[action("a", "x", "y"), *others])
    theirs = attrs.evolve(base, actions=[action("a", "z"), *others])
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert {one.action_id for one in merged.actions[0].depends_on} == {"y", "z"}


def test_slips_of_both_come_in_by_the_day_they_were_moved() -> None:
    base = plan_of(actions=[action("a")])
    mine = plan_of(actions=[action("a", slips=[slip(20, 9)])])
    theirs = plan_of(actions=[action("a", slips=[slip(10, 15)])])
    merged = merge(base, mine, theirs).plan
    assert merged is not None
    assert merged.actions[0].slips == (slip(10, 15), slip(20, 9))


def test_an_action_that_waits_for_one_that_the_other_removed_is_reported() -> None:
    base = plan_of(actions=[action("a"), action("b")])
    mine = plan_of(actions=[action("a", "b"), action("b")])
    theirs = plan_of(actions=[action("a")])
    merged = merge(base, mine, theirs)
    assert [one.code for one in merged.findings] == ["jbp.merge.reference"]


# --- comparing --------------------------------------------------------------------


def test_changes_are_told_in_words() -> None:
    def cadence(**more: object) -> jbp.ReviewCadence:
        return jbp.ReviewCadence(
            id="qbr",
            name="QBR",
            frequency=jbp.Frequency.MONTHLY,
            first_on=date(2026, 1, 1),
            zone="UTC",
            **more,  # type: ignore[arg-type] # any field
        )

    old = plan_of(actions=[action("a"), action("b")], cadences=[cadence()])
    weekly = jbp.Recurrence(frequency=jbp.Frequency.WEEKLY, every=2)
    new = plan_of(
        actions=[
            action("a", "b", slips=[slip(20, 9)], recurrence=weekly),
            action("b", blocked_by_id="tom", blocked_reason="No kit"),
        ],
        cadences=[
            cadence(wall_time=time(9, 30), on=jbp.OnNthWeekday(2, jbp.Weekday.TUE))
        ],
    )
    changes = diff(old, new)
    assert [change.sentence for change in changes] == [
        'Dependency on b of "A" was added.',
        'Slip to 2026-05-09 of "A" was added.',
        'Recurrence of "A" was set to every 2 weeks.',
        'Blocked reason of "B" changed from nothing to No kit.',
        'Person to clear the way of "B" was set to tom.',
        'Date of "QBR" was set to on the 2nd Tuesday.',
        'Wall time of "QBR" was set to 09:30.',
    ]
    assert not any(change.is_material for change in changes)
    assert apply_changes(old, changes) == new


def test_the_weight_of_a_promise_is_signed_and_what_came_of_it_is_not() -> None:
    made = jbp.Commitment(id="c", name="C", side=VENDOR, due_on=MAY)
    plan = plan_of(commitments=[made])
    heavy = plan_of(commitments=[attrs.evolve(made, weight=2)])
    assert terms_digest(heavy) != terms_digest(plan)
    assert [one.is_material for one in diff(plan, heavy)] == [True]
    kept = attrs.evolve(
        made,
        status=jbp.CommitmentStatus.KEPT,
        kept_on=MAY,
        why="In time",
        slips=[slip(20, 15)],
        review_id="r",
        weight=Fraction(1),
    )
    done = plan_of(commitments=[kept])
    assert terms_digest(done) == terms_digest(plan)
    assert not any(one.is_material for one in diff(plan, done))


# --- showing ----------------------------------------------------------------------


def review(**more: object) -> jbp.Review:
    return jbp.Review(id="r", name="R", on=MAY, held_on=MAY, **more)  # type: ignore[arg-type] # any field


def test_that_an_action_waits_for_a_hidden_one_is_hidden() -> None:
    inside = action("secret", audience=jbp.Audience.VENDOR)
    full = plan_of(actions=[inside, action("x"), action("a", "secret", "x")])
    seen = project(full, TOM_SEES)
    assert [one.id for one in seen.actions] == ["x", "a"]
    assert [one.action_id for one in seen.actions[1].depends_on] == ["x"]
    assert "secret" not in jbp.dumps(seen)
    # It is there again after an edit of what is seen, in its place.
    x, a = seen.actions
    edited = attrs.evolve(
        seen, actions=[x, attrs.evolve(a, depends_on=[], notes="Free")]
    )
    done = merge_back(full, seen, edited, TOM_SEES).plan
    assert done is not None
    assert [one.action_id for one in done.actions[2].depends_on] == ["secret"]


def test_an_edit_that_closes_a_circle_through_a_hidden_action_is_not_refused() -> None:
    inside = action("secret", "b", audience=jbp.Audience.VENDOR)
    full = plan_of(actions=[inside, action("a", "secret"), action("b")])
    seen = project(full, TOM_SEES)
    a, b = seen.actions
    edited = attrs.evolve(seen, actions=[a, attrs.evolve(b, depends_on=["a"])])
    done = merge_back(full, seen, edited, TOM_SEES)
    assert done.plan is not None
    assert project(done.plan, TOM_SEES) == edited
    # What is hidden gave way, and the host is told.
    (gone,) = done.replaced
    assert gone.path.endswith("depends_on")
    assert "secret" in whole_text(gone)


def test_who_was_at_a_review_cannot_be_counted_by_who_must_not_know_them() -> None:
    met = review(
        attendance=[
            Attendance(person_id="maria"),
            Attendance(person_id="rep"),
            Attendance(person_id="ann"),
            Attendance(person_id="tom", is_present=False),
        ],
        acceptances=[
            MinutesAcceptance(
                side=VENDOR, person_id="ann", minutes_digest=DIGEST, accepted_at=AT
            )
        ],
        minutes_by="maria",
    )
    full = plan_of(reviews=[met], actions=[action("a", blocked_by_id="ann")])
    seen = project(full, REP_SEES)
    assert [one.person_id for one in seen.reviews[0].attendance] == [
        "somebody@vendor",
        "rep",
        "tom",
    ]
    assert seen.reviews[0].acceptances[0].person_id == "somebody@vendor"
    assert seen.reviews[0].minutes_by == "somebody@vendor"
    assert seen.actions[0].blocked_by_id == "somebody@vendor"
    assert project(seen, REP_SEES) == seen
    for word in ("maria", "ann", "Lopez", "Berg"):
        assert word not in jbp.dumps(seen)


def test_those_who_cannot_be_counted_are_still_there_after_an_edit() -> None:
    attended = [
        Attendance(person_id="maria"),
        Attendance(person_id="rep"),
        Attendance(person_id="ann"),
    ]
    full = plan_of(reviews=[jbp.Review(id="r", name="R", on=MAY, attendance=attended)])
    distributor = Viewer(side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN)
    policy = Policy(
        grants=[
            grant
            for grant in DEFAULT_POLICY.grants
            if grant.field_class is not FieldClass.PERSONAL
        ],
        rules=DEFAULT_POLICY.rules,
    )
    seen = project(full, distributor, policy=policy)
    shown = seen.reviews[0].attendance
    assert [one.person_id for one in shown] == ["somebody@vendor", "somebody@partner"]
    for kept, left in (
        (shown, attended),
        (shown[:1], [attended[0], attended[2]]),
        (shown[1:], [attended[1]]),
    ):
        one = attrs.evolve(seen.reviews[0], attendance=kept, name="R2")
        edited = attrs.evolve(seen, reviews=[one])
        done = merge_back(full, seen, edited, distributor, policy=policy).plan
        assert done is not None
        assert set(done.reviews[0].attendance) == set(left)
        assert project(done, distributor, policy=policy) == edited


def test_figures_of_a_hidden_goal_and_its_milestone_are_hidden() -> None:
    figures = [
        GoalFigures(goal_id=key, as_of=MAY, health=jbp.Health.ON_TRACK)
        for key in ("open", "inside")
    ]
    full = plan_of(
        goals=[goal("open"), goal("inside", jbp.Audience.VENDOR)],
        reviews=[review(figures=figures, as_of=MAY)],
        cadences=[
            jbp.ReviewCadence(
                id="end",
                name="End",
                frequency=jbp.Frequency.ONCE,
                on=jbp.OnMilestone(milestone=jbp.Milestone.GOAL_END),
                milestone_goal_id="inside",
            )
        ],
    )
    seen = project(full, TOM_SEES)
    assert [one.goal_id for one in seen.reviews[0].figures] == ["open"]
    assert seen.cadences[0].milestone_goal_id is None
    assert "inside" not in jbp.dumps(seen)
    done = merge_back(full, seen, attrs.evolve(seen, name="Q"), TOM_SEES).plan
    assert done == attrs.evolve(full, name="Q")


# --- erasing ----------------------------------------------------------------------


def test_a_person_is_erased_from_what_keeps_the_rhythm() -> None:
    plan = plan_of(
        actions=[
            action(
                "a",
                blocked_by_id="ann",
                blocked_reason="Ann Berg is away",
                slips=[attrs.evolve(slip(20, 9), why="Ann Berg asked for it")],
            )
        ],
        commitments=[
            jbp.Commitment(id="c", name="C", side=VENDOR, due_on=MAY, why="Ann Berg")
        ],
        reviews=[
            review(
                attendance=[Attendance(person_id="ann")],
                acceptances=[
                    MinutesAcceptance(
                        side=VENDOR,
                        person_id="ann",
                        minutes_digest=DIGEST,
                        accepted_at=AT,
                    )
                ],
                minutes_by="ann",
                wins=["Ann Berg won one"],
                location="Ann Berg's office",
                link="https://meet.example/ann",
                cancelled_why="Ann Berg",
            )
        ],
        cadences=[
            jbp.ReviewCadence(
                id="w",
                name="W",
                frequency=jbp.Frequency.WEEKLY,
                first_on=date(2026, 1, 1),
                link="https://meet.example/room-4",
            )
        ],
    )
    erased = erase_person(plan, "ann", by=None, at=AT)
    assert list_mentions(erased, "ann", "Ann Berg") == ()
    (met,) = erased.reviews
    assert met.attendance[0].person_id == met.minutes_by == "erased-1"
    assert met.acceptances[0].person_id == "erased-1"
    assert erased.actions[0].blocked_by_id == "erased-1"
    assert met.link == ""
    assert erased.cadences[0].link == "https://meet.example/room-4"


# --- renewing, merging and splitting plans ------------------------------------------


def renewable() -> jbp.Plan:
    return plan_of(
        goals=[goal("g")],
        actions=[
            action("done", status=jbp.ActionStatus.DONE),
            action("late", "done", review_id="r"),
            action("last", "late"),
        ],
        commitments=[
            jbp.Commitment(id="c", name="C", side=VENDOR, due_on=MAY, review_id="r")
        ],
        reviews=[
            review(next_review_id="booked", amendment_id="m"),
            jbp.Review(
                id="booked", name="B", on=date(2027, 1, 12), next_review_id="gone"
            ),
        ],
        cadences=[
            jbp.ReviewCadence(
                id="w",
                name="W",
                frequency=jbp.Frequency.WEEKLY,
                first_on=date(2026, 1, 6),
                until_on=date(2026, 6, 30),
            ),
            jbp.ReviewCadence(
                id="end",
                name="End",
                frequency=jbp.Frequency.ONCE,
                on=jbp.OnMilestone(milestone=jbp.Milestone.GOAL_END),
                milestone_goal_id="g",
            ),
        ],
    )


def test_the_next_plan_refers_to_nothing_that_stays_behind() -> None:
    next_plan = jbp.roll_forward(
        renewable(), [], as_of=date(2026, 12, 31), by=MARIA, drop={"g": "Reached"}
    )
    late, last = next_plan.actions
    assert (late.depends_on, late.review_id) == ((), None)
    assert [one.action_id for one in last.depends_on] == ["late"]
    assert next_plan.commitments[0].review_id is None
    assert [one.id for one in next_plan.reviews] == ["booked"]
    assert next_plan.reviews[0].next_review_id is None
    # What is counted from the end of a goal goes with it, and the rest has new days.
    (weekly,) = next_plan.cadences
    assert weekly.until_on == date(2027, 6, 30)


def test_a_plan_for_another_firm_refers_to_nothing_that_stays_behind() -> None:
    plan = attrs.evolve(renewable(), cadences=[])
    moved = jbp.transfer_plan(
        plan,
        jbp.Partner(id="sw", name="Southwind"),
        id="q",
        by=MARIA,
        at=AT,
        why="Sold",
    )
    assert [one.id for one in moved.reviews] == ["booked"]
    assert {one.review_id for one in moved.actions} == {None}
    assert {one.review_id for one in moved.commitments} == {None}
    assert [one.action_id for one in moved.actions[1].depends_on] == ["done"]


def test_parts_of_a_plan_wait_for_nothing_in_the_other_part() -> None:
    parts = [
        jbp.PlanPart(
            partner=jbp.Partner(id=key, name=key), id=key, name=key, weight=1, **more
        )
        for key, more in (("n", {}), ("s", {"actions": ["last"]}))
    ]
    north, south = jbp.split_plan(renewable(), parts, by=MARIA, at=AT, why="Split")
    assert [one.id for one in north.actions] == ["done", "late"]
    assert [one.action_id for one in north.actions[1].depends_on] == ["done"]
    assert south.actions[0].depends_on == ()


def test_merged_plans_wait_for_their_own_actions_under_their_new_names() -> None:
    one = plan_of(
        actions=[action("a"), action("b", "a", review_id="next")],
        reviews=[
            jbp.Review(id="next", name="N", on=MAY),
            review(next_review_id="next"),
        ],
    )
    other = attrs.evolve(
        one, id="q", partner=jbp.Partner(id="sw", name="Southwind"), people=[MARIA]
    )
    merged = jbp.merge_plans(
        [one, other],
        partner=jbp.Partner(id="all", name="All"),
        id="m",
        name="M",
        by=MARIA,
        at=AT,
        why="Merger",
    )
    waits = {one.id: [n.action_id for n in one.depends_on] for one in merged.actions}
    assert waits == {"a": [], "b": ["a"], "a.sw": [], "b.sw": ["a.sw"]}
    assert {str(one.id): one.review_id for one in merged.actions}["b.sw"] == "next.sw"
    assert [one.id for one in merged.reviews] == ["next", "next.sw"]


def test_who_leaves_hands_over_what_they_were_to_clear() -> None:
    blocked = action("a", blocked_by_id="ann", status=jbp.ActionStatus.BLOCKED)
    over = action("b", blocked_by_id="ann", status=jbp.ActionStatus.DONE)
    plan = plan_of(actions=[blocked, over])
    left = jbp.person_leaves(plan, "ann", by=MARIA, at=AT, takes_over="maria")
    assert [one.blocked_by_id for one in left.actions] == ["maria", "ann"]
    assert left.records[-1].facts["parts"] == "actions:a"
