"""Random lives of plans, led by two sides, and what holds in every one of them."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unicodedata import normalize

import attrs
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from tests.effort import examples

import jbpcore as jbp
from jbpcore.errors import JbpError, NotAllowedError, PlanNotFoundError, TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms
from jbpcore.planning.amending import find_amendment
from jbpcore.planning.terms import terms_digest, terms_of
from jbpcore.planning.transitions import list_moves
from jbpcore.testing.plan_strategies import commitments, goals, plans, terms

START = datetime(2026, 1, 7, 9, tzinfo=UTC)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
REFUSED = (TransitionError, NotAllowedError, PlanNotFoundError)
ROLES = jbp.PersonRole
PEOPLE = (
    jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
    jbp.Person(
        id="boss", name="Boss", side=jbp.Side.VENDOR, role=ROLES.EXECUTIVE_SPONSOR
    ),
    jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER, role=ROLES.PARTNER_ADMIN),
    jbp.Person(id="rep", name="Rep", side=jbp.Side.PARTNER, role=ROLES.PARTNER_REP),
)
people = st.sampled_from(PEOPLE)
LEADERS = (PEOPLE[0], PEOPLE[2])
# Mostly those who may do something, so that lives get somewhere.
actors = st.sampled_from((*LEADERS, *LEADERS, *PEOPLE))
STATES = {
    PlanState.DRAFT: {PlanState.PROPOSED, PlanState.CANCELLED},
    PlanState.PROPOSED: {PlanState.DRAFT, PlanState.AGREED, PlanState.CANCELLED},
    PlanState.AGREED: {PlanState.CLOSED, PlanState.CANCELLED},
    PlanState.CLOSED: set(),
    PlanState.CANCELLED: set(),
}
WORDS = {"name", "description", "owner_id", "stale_after_days", "metric", "audience"}
APART = {"target_versions", "scope"}
FIELDS = [field.name for field in attrs.fields(Goal)]
MATERIAL = [name for name in FIELDS if name not in WORDS | APART]
composed = partial(normalize, "NFC")


def material(plan: Plan | Terms) -> object:
    """Return what both sides sign, compared field by field and not by any digest."""
    goals = {
        goal.id: (
            [getattr(goal, name) for name in MATERIAL],
            [(one.effective_on, one.target) for one in goal.target_versions],
            sorted(
                (composed(key), composed(value)) for key, value in goal.scope.items()
            ),
            attrs.evolve(
                goal.metric, name="-", definition=composed(goal.metric.definition)
            ),
        )
        for goal in plan.goals
        if goal.audience is Audience.JOINT
    }
    commitments = {
        one.id: (
            composed(one.name),
            one.side,
            one.due_on,
            one.goal_id if one.goal_id in goals else None,
            one.weight,
        )
        for one in plan.commitments
    }
    return plan.period, plan.health_bands, goals, commitments


def goal_of(number: int, amount: int, audience: Audience = Audience.JOINT) -> Goal:
    return Goal(
        id=f"g{number}",
        name=f"Goal {number}",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(amount, "USD"),
        period=YEAR,
        audience=audience,
    )


@st.composite
def edits(draw: st.DrawFn) -> Callable[[Plan], Plan]:
    """Draw an edit: of the terms, of wording, or of what is done."""
    number, amount = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    audience = draw(st.sampled_from(Audience))

    def one_goal(**changes: Any) -> Callable[[Plan], Plan]:
        def change(plan: Plan) -> Plan:
            goals = [
                attrs.evolve(goal, **changes) if goal.id == f"g{number}" else goal
                for goal in plan.goals
            ]
            return attrs.evolve(plan, goals=goals)

        return change

    def add(plan: Plan) -> Plan:
        kept = [goal for goal in plan.goals if goal.id != f"g{number}"]
        return attrs.evolve(plan, goals=[*kept, goal_of(number, amount, audience)])

    def remove(plan: Plan) -> Plan:
        kept = [goal for goal in plan.goals if goal.id != f"g{number}"]
        return attrs.evolve(plan, goals=kept)

    def promise(plan: Plan) -> Plan:
        made = jbp.Commitment(
            id=f"c{number}",
            name=f"Promise {amount}",
            side=jbp.Side.VENDOR,
            due_on=date(2026, 5, amount),
        )
        kept = [one for one in plan.commitments if one.id != made.id]
        return attrs.evolve(plan, commitments=[*kept, made])

    def act(plan: Plan) -> Plan:
        action = jbp.Action(
            id=f"a{number}",
            name=f"Act {amount}",
            side=draw_side,
            due_on=date(2026, 5, 1),
            audience=audience,
        )
        kept = [one for one in plan.actions if one.id != action.id]
        return attrs.evolve(plan, actions=[*kept, action])

    def steps(plan: Plan) -> Plan:
        others = [step for step in plan.approvers if step.side is not draw_side]
        step = jbp.ApprovalStep(side=draw_side, role=role)
        return attrs.evolve(plan, approvers=[*others, *[step][: amount % 2]])

    draw_side = draw(st.sampled_from(jbp.Side))
    role = draw(people).role
    changes: list[Callable[[Plan], Plan]] = [
        one_goal(target=jbp.Money(amount, "USD")),
        one_goal(weight=amount),
        one_goal(name=f"Other words {amount}"),
        one_goal(audience=audience),
        add,
        remove,
        promise,
        act,
        steps,
        lambda plan: attrs.evolve(plan, notes=f"Note {amount}"),
    ]
    return changes[draw(st.integers(0, len(changes) - 1))]


def _recipe() -> Callable[[dict[str, Any]], str]:
    """Return the recipe for outsiders, from the page that has it."""
    page = Path(__file__).resolve().parents[2] / "docs/reference/terms-digest.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (code,) = [block for block in blocks if "def recompute" in block]
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - the page's own code is what is tested
    made: Callable[[dict[str, Any]], str] = defined["recompute"]
    return made


recompute = _recipe()


def aims_lower(plan: Plan) -> Plan:
    amount = 4 - len(plan.amendments)
    goals = [
        attrs.evolve(goal, target=jbp.Money(amount, "USD"))
        if goal.audience is Audience.JOINT
        else goal
        for goal in plan.goals
    ]
    return attrs.evolve(plan, goals=goals)


class PlanLife(RuleBasedStateMachine):
    """Four people of two firms, each of whom signs only what they have read."""

    def __init__(self) -> None:
        super().__init__()
        self.plan: Plan = None  # type: ignore[assignment]  # drafted before any rule
        self.minutes = 0
        self.read: dict[str, str] = {}
        self.ever_read: set[tuple[str, str]] = set()
        self.final: object = None
        self.settled: dict[str, bytes] = {}

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

    @invariant()
    def every_signature_is_on_a_text_its_signer_saw(self) -> None:
        if self.plan is not None:
            for signoff in self.plan.signoffs:
                assert (signoff.person_id, signoff.terms_digest) in self.ever_read
            for amendment in self.plan.amendments:
                for signoff in amendment.signoffs:
                    assert signoff.terms_digest == terms_digest(amendment.terms)

    @invariant()
    def agreed_means_that_both_sides_signed_these_very_terms(self) -> None:
        if self.plan is not None and self.plan.state is PlanState.AGREED:
            standing = jbp.current_signoffs(self.plan)
            assert {signoff.side for signoff in standing} == set(jbp.Side)
            assert {s.terms_digest for s in standing} == {terms_digest(self.plan)}
            assert len(standing) == 2

    @invariant()
    def not_both_sides_have_signed_what_is_not_agreed(self) -> None:
        if self.plan is not None and self.plan.state is PlanState.PROPOSED:
            assert len(jbp.current_signoffs(self.plan)) < 2

    @invariant()
    def approvals_come_in_order(self) -> None:
        if self.plan is not None:
            for side in jbp.Side:
                digests = {a.terms_digest for a in self.plan.approvals}
                for digest in digests:
                    steps = [
                        approval.step
                        for approval in self.plan.approvals
                        if (approval.side, approval.terms_digest) == (side, digest)
                    ]
                    assert steps == sorted(set(steps))

    @invariant()
    def what_is_closed_stays_as_it_is(self) -> None:
        if self.plan is not None and self.plan.state is PlanState.CLOSED:
            now = (terms_of(self.plan), self.plan.outcomes, self.plan.signoffs)
            self.final = self.final or now
            assert now == self.final
            decided = {outcome.goal_id for outcome in self.plan.outcomes}
            joint = {g.id for g in self.plan.goals if g.audience is Audience.JOINT}
            assert joint <= decided

    @invariant()
    def minutes_that_both_sides_accepted_stay(self) -> None:
        """While the plan is agreed; a goal taken out of a draft takes its figures."""
        if self.plan is None or self.plan.state is not PlanState.AGREED:
            return
        for review_id in self.held:
            standing = jbp.minutes_standing(self.plan, review_id)
            sides = [one.side for one in standing.acceptances]
            assert len(sides) == len(set(sides))
            text = jbp.canonical_minutes(self.plan, review_id)
            if standing.is_accepted:
                self.settled.setdefault(review_id, text)
            assert self.settled.get(review_id, text) == text

    def teardown(self) -> None:
        if self.plan is not None:
            assert jbp.loads(jbp.dumps(self.plan), Plan) == self.plan
            assert len(jbp.story(self.plan)) == len(self.plan.records)
            last = self.plan.records[-1]
            assert last.after_digest == terms_digest(self.plan)
            assert last.after_state is self.plan.state
            for one, other in zip(
                self.plan.records, self.plan.records[1:], strict=False
            ):
                assert one.after_digest == other.before_digest
                assert one.after_state is other.before_state


TestPlanLife = PlanLife.TestCase
TestPlanLife.settings = settings(max_examples=examples(150), stateful_step_count=40)


@given(st.data(), goals(), goals(), st.sampled_from(FIELDS))
def test_the_digest_changes_exactly_when_the_terms_do(
    data: st.DataObject, goal: Goal, other: Goal, name: str
) -> None:
    goal = attrs.evolve(goal, audience=Audience.JOINT)
    try:
        changed = attrs.evolve(goal, **{name: getattr(other, name)})
    except JbpError:
        reject()
    promise, reworded = data.draw(commitments()), data.draw(commitments())
    part = data.draw(st.sampled_from([one.name for one in attrs.fields(type(promise))]))
    again = attrs.evolve(promise, **{part: getattr(reworded, part)})
    before = Terms(period=YEAR, goals=[goal], commitments=[promise])
    for after in (
        Terms(period=YEAR, goals=[changed], commitments=[promise]),
        Terms(period=YEAR, goals=[goal], commitments=[again]),
        Terms(period=goal.period, goals=[goal], commitments=[promise]),
    ):
        is_same = terms_digest(after) == terms_digest(before)
        assert is_same is (material(after) == material(before))


@given(plans())
def test_an_outsider_makes_the_same_digest_of_any_plan(plan: Plan) -> None:
    document = json.loads(jbp.dumps(plan))
    assert recompute(document) == terms_digest(plan)


@given(terms())
def test_terms_have_the_same_digest_in_whatever_order_they_come(drawn: Terms) -> None:
    turned = attrs.evolve(
        drawn, goals=drawn.goals[::-1], commitments=drawn.commitments[::-1]
    )
    assert terms_digest(turned) == terms_digest(drawn)
