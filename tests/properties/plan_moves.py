"""The moves of a random life of a plan, and what each must keep."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.properties.plan_edits import (
    LEADERS,
    PEOPLE,
    ROLES,
    YEAR,
    actors,
    aims_lower,
    edits,
    goal_of,
    material,
)

import jbpcore as jbp
from jbpcore.errors import NotAllowedError, PlanNotFoundError, TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.plan import Plan
from jbpcore.planning.amending import find_amendment
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import list_moves

START = datetime(2026, 1, 7, 9, tzinfo=UTC)
REFUSED = (TransitionError, NotAllowedError, PlanNotFoundError)
STATES = {
    PlanState.DRAFT: {PlanState.PROPOSED, PlanState.CANCELLED},
    PlanState.PROPOSED: {PlanState.DRAFT, PlanState.AGREED, PlanState.CANCELLED},
    PlanState.AGREED: {PlanState.CLOSED, PlanState.CANCELLED},
    PlanState.CLOSED: set(),
    PlanState.CANCELLED: set(),
}


class PlanMoves(RuleBasedStateMachine):
    """Four people of two firms, each of whom signs only what they have read."""

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan = None  # type: ignore[assignment]  # drafted before any rule
        self.minutes = 0
        self.read: dict[str, str] = {}
        self.ever_read: set[tuple[str, str]] = set()

    def now(self) -> datetime:
        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    @initialize(
        by=st.sampled_from(LEADERS),
        is_hidden=st.booleans(),
        is_lite=st.booleans(),
        has_steps=st.booleans(),
        lead=st.integers(0, 8),
    )
    def start(
        self,
        by: jbp.Person,
        *,
        is_hidden: bool,
        is_lite: bool,
        has_steps: bool,
        lead: int,
    ) -> None:
        self.plan = jbp.draft_plan(
            id="p",
            name="P",
            vendor=jbp.Party(id="acme", name="Acme"),
            partner=jbp.Partner(id="nw", name="Northwind"),
            period=YEAR,
            people=PEOPLE,
            goals=[goal_of(1, 5)],
            reviews=[
                jbp.Review(id=f"r{number}", name=f"R{number}", on=date(2026, 3, number))
                for number in (1, 2)
            ],
            by=by,
            at=self.now(),
            kind=PlanKind.LITE if is_lite and is_hidden else PlanKind.JOINT,
            is_hidden=is_hidden,
            approvers=[
                jbp.ApprovalStep(side=jbp.Side.VENDOR, role=ROLES.EXECUTIVE_SPONSOR)
            ]
            if has_steps
            else (),
        )
        for _ in range(lead):
            self.next_step()

    def make(self, name: str, move: Callable[[Plan], Plan]) -> None:
        """Try a move, and hold what came of it against what must never happen."""
        before = self.plan
        frozen = pickle.dumps(before)
        possible = list_moves(before)
        try:
            after = move(before)
        except REFUSED:
            after = before
        else:
            assert name in possible or after == before
        assert pickle.dumps(before) == frozen
        self.plan = after
        if after != before:
            self.nothing_is_lost(before, after)
            self.terms_change_only_where_they_may(name, before, after)

    def nothing_is_lost(self, before: Plan, after: Plan) -> None:
        assert after.records[: len(before.records)] == before.records
        assert len(after.records) > len(before.records)
        for name in ("comments", "signoffs", "approvals"):
            old, new = getattr(before, name), getattr(after, name)
            assert new[: len(old)] == old
        for name in ("proposals", "amendments"):
            old, new = getattr(before, name), getattr(after, name)
            assert new[: len(old) - 1] == old[:-1]
            assert [one.id for one in new][: len(old)] == [one.id for one in old]
        was, is_now = before.state, after.state
        is_lite = before.kind is PlanKind.LITE
        if is_lite and was is PlanState.DRAFT and is_now is PlanState.CLOSED:
            return
        assert is_now is was or is_now in STATES[was]

    def terms_change_only_where_they_may(
        self, name: str, before: Plan, after: Plan
    ) -> None:
        is_changed = material(before) != material(after)
        assert is_changed is (terms_digest(before) != terms_digest(after))
        if is_changed:
            assert name in {"edit", "counter_propose", "sign_amendment"}
            if before.state is PlanState.PROPOSED:
                assert len(after.proposals) == len(before.proposals) + 1
            if before.state is PlanState.AGREED:
                done = [
                    one
                    for one, old in zip(
                        after.amendments, before.amendments, strict=True
                    )
                    if one.status is AmendmentStatus.AGREED is not old.status
                ]
                assert [terms_digest(one.terms) for one in done] == [
                    terms_digest(after)
                ]
                assert {s.side for s in done[0].signoffs} == set(jbp.Side)

    @rule(steps=st.integers(1, 4))
    def goes_well(self, steps: int) -> None:
        """Some steps of the way that most plans take, else few lives get far."""
        for _ in range(steps):
            self.next_step()

    def next_step(self) -> None:
        leaders = {person.side: person for person in LEADERS}
        hidden = self.plan.hidden_from
        if self.plan.kind is PlanKind.LITE:
            self.moves(leaders[hidden.other if hidden else jbp.Side.VENDOR], "promote")
        elif self.plan.state is PlanState.DRAFT:
            self.moves(leaders[hidden.other if hidden else jbp.Side.PARTNER], "propose")
        elif self.plan.state is PlanState.PROPOSED:
            signed = {one.side for one in jbp.current_signoffs(self.plan)}
            for side in sorted(set(jbp.Side) - signed)[:1]:
                self.reads(PEOPLE[1])
                self.approve(PEOPLE[1])
                self.sign(leaders[side], reads_first=True)
        elif self.open_amendment is not None:
            signed = {one.side for one in self.open_amendment.signoffs}
            for side in sorted(set(jbp.Side) - signed)[:1]:
                self.answer_amendment(leaders[side], "sign")
        elif self.plan.state is PlanState.AGREED and len(self.plan.amendments) < 2:
            self.amend(leaders[jbp.Side.PARTNER], aims_lower)

    @rule(by=actors)
    def reads(self, by: jbp.Person) -> None:
        if self.plan.hidden_from is not by.side:
            self.read[by.id] = terms_digest(self.plan)
            self.ever_read.add((by.id, terms_digest(self.plan)))

    @rule(by=actors, change=edits())
    def edit(self, by: jbp.Person, change: Callable[[Plan], Plan]) -> None:
        at = self.now()
        self.make("edit", lambda plan: jbp.edit(plan, change, by=by, at=at))

    @rule(by=actors, audience=st.sampled_from(Audience))
    def comment(self, by: jbp.Person, audience: Audience) -> None:
        at = self.now()
        self.make(
            "comment",
            lambda plan: jbp.comment(plan, "Hm", by=by, at=at, audience=audience),
        )

    @rule(
        by=actors,
        name=st.sampled_from(
            ["propose", "propose", "withdraw", "accept", "hide", "reveal", "promote"]
        ),
    )
    def moves(self, by: jbp.Person, name: str) -> None:
        at = self.now()
        move = getattr(jbp, name)
        self.make(name, lambda plan: move(plan, by=by, at=at))

    @rule(by=actors)
    def decline(self, by: jbp.Person) -> None:
        at = self.now()
        self.make("decline", lambda plan: jbp.decline(plan, by=by, at=at, why="No"))

    @rule(by=actors, change=edits())
    def counter(self, by: jbp.Person, change: Callable[[Plan], Plan]) -> None:
        at = self.now()
        self.make(
            "counter_propose",
            lambda plan: jbp.counter_propose(plan, change, by=by, at=at),
        )

    @rule(by=actors)
    def approve(self, by: jbp.Person) -> None:
        at, seen = self.now(), self.read.get(by.id)
        if seen is not None:
            self.make(
                "approve",
                lambda plan: jbp.approve(plan, by=by, at=at, terms_digest=seen),
            )

    @rule(by=actors, reads_first=st.booleans())
    def sign(self, by: jbp.Person, *, reads_first: bool) -> None:
        if reads_first:
            self.reads(by)
        at, seen = self.now(), self.read.get(by.id)
        if seen is not None:
            self.make(
                "sign", lambda plan: jbp.sign(plan, by=by, at=at, terms_digest=seen)
            )

    @precondition(lambda self: self.plan.state is PlanState.PROPOSED)
    @rule(change=edits())
    def signs_too_late(self, change: Callable[[Plan], Plan]) -> None:
        """One side reads, the other changes the terms, and the first signs."""
        by = next(
            person for person in LEADERS if person.side is self.plan.proposals[-1].side
        )
        other = next(person for person in LEADERS if person is not by)
        self.reads(by)
        self.counter(other, change)
        self.sign(by, reads_first=False)

    @precondition(lambda self: self.plan.state is PlanState.AGREED)
    @rule(by=actors, change=edits())
    def amend(self, by: jbp.Person, change: Callable[[Plan], Plan]) -> None:
        at = self.now()
        self.make(
            "propose_amendment",
            lambda plan: jbp.propose_amendment(plan, change, by=by, at=at, why="Now"),
        )

    @precondition(lambda self: self.open_amendment)
    @rule(
        by=actors,
        name=st.sampled_from(
            ["sign", "sign", "sign", "decline", "withdraw", "approve"]
        ),
    )
    def answer_amendment(self, by: jbp.Person, name: str) -> None:
        at = self.now()
        digest = terms_digest(find_amendment(self.plan).terms)
        self.ever_read.add((by.id, digest))
        move = getattr(jbp, f"{name}_amendment")
        more = {"why": "No"} if name == "decline" else {}
        self.make(f"{name}_amendment", lambda plan: move(plan, by=by, at=at, **more))

    @rule(by=actors, number=st.integers(1, 2), is_there=st.booleans())
    def hold(self, by: jbp.Person, number: int, *, is_there: bool) -> None:
        at = self.now()
        action = jbp.Action(
            id=f"of-r{number}", name="A", side=by.side, due_on=date(2026, 5, 1)
        )
        self.make(
            "hold_review",
            lambda plan: jbp.hold_review(
                plan,
                f"r{number}",
                entries=[],
                as_of=at.date(),
                held_on=at.date(),
                present=[by.id],
                absent=["rep"] if by.id != "rep" and not is_there else [],
                wins=["One"],
                actions=[action][: number % 2],
                by=by,
                at=at,
            ),
        )

    @precondition(lambda self: self.held)
    @rule(by=actors, odds=st.integers(0, 3))
    def answer_minutes(self, by: jbp.Person, odds: int) -> None:
        at, review_id = self.now(), self.held[-1]
        if odds:
            self.make(
                "accept_minutes",
                lambda plan: jbp.accept_minutes(plan, review_id, by=by, at=at),
            )
            return
        self.make(
            "correct_minutes",
            lambda plan: jbp.correct_minutes(
                plan, review_id, by=by, at=at, why="Oh", wins=[f"At {at}"]
            ),
        )

    @property
    def held(self) -> list[str]:
        return [one.id for one in self.plan.reviews if one.held_on is not None]

    @rule(by=actors, word=st.sampled_from(jbp.Outcome), odds=st.integers(0, 4))
    def close(self, by: jbp.Person, word: jbp.Outcome, odds: int) -> None:
        at = self.now()
        outcomes = [
            jbp.GoalOutcome(goal_id=goal.id, outcome=word, lesson="Next time")
            for goal in self.plan.goals
            if odds or goal.audience is Audience.JOINT
        ]
        if odds < 2:
            self.make(
                "close",
                lambda plan: jbp.close(
                    plan, [], outcomes=outcomes, as_of=YEAR.last_day, by=by, at=at
                ),
            )

    @rule(by=actors, odds=st.integers(0, 6))
    def cancel(self, by: jbp.Person, odds: int) -> None:
        at = self.now()
        if not odds:
            self.make("cancel", lambda plan: jbp.cancel(plan, by=by, at=at, why="No"))

    @property
    def open_amendment(self) -> Amendment | None:
        return next(
            (a for a in self.plan.amendments if a.status is AmendmentStatus.OPEN), None
        )
