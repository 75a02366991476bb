"""Waiting, attendance and figures as each viewer sees them, and after erasing."""

from __future__ import annotations

from datetime import date

import attrs
from tests.unit.rhythm_plan import (
    AT,
    MAY,
    PARTNER,
    REP,
    TOM,
    VENDOR,
    action,
    goal,
    plan_of,
    review,
    slip,
)

import jbpcore as jbp
from jbpcore.model.figures import GoalFigures
from jbpcore.model.review import Attendance, MinutesAcceptance
from jbpcore.planning.erasure import erase_person, list_mentions
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.rights import FieldClass
from jbpcore.planning.visibility import project
from jbpcore.testing.whole_text import whole_text

DIGEST = "0f" * 32


TOM_SEES = Viewer.of(TOM)
REP_SEES = Viewer.of(REP)


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
