"""A random life of a plan, and what holds all through it."""

from __future__ import annotations

from hypothesis.stateful import invariant
from tests.properties.plan_moves import PlanMoves

import jbpcore as jbp
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest, terms_of


class PlanLife(PlanMoves):
    """A life of which more holds than what each move alone must keep."""

    def __init__(self) -> None:
        super().__init__()
        self.final: object = None
        self.settled: dict[str, bytes] = {}

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
