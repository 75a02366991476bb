"""Random lives of a plan of which there are two copies, and what their merging keeps.

Each copy goes its own way by real moves of both sides, as when two people work on it at
one time; then they are merged, and whatever is chosen for what is in conflict, the plan
is one that moves could have led to.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from tests.effort import examples
from tests.properties.plan_life import PlanLife

from jbpcore.model.agreement import PlanState
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.plan import Plan
from jbpcore.planning.conflict import Choice
from jbpcore.planning.merge import Merge, merge, resolve
from jbpcore.planning.proposals import current_proposal
from jbpcore.planning.terms import terms_digest

KEPT = ("records", "comments", "signoffs", "approvals")


def followed(merged: Merge, choice: Choice) -> Merge:
    for _ in range(3):
        # Where fields are at odds by a choice, the whole of them is asked about next.
        chosen = dict.fromkeys([c.path for c in merged.conflicts], choice)
        merged = resolve(merged, chosen) if chosen else merged
    return merged


class LivesApart(PlanLife):
    """Two copies of one plan, of which now the one goes on and now the other."""

    def __init__(self) -> None:
        super().__init__()
        self.base: Plan | None = None
        self.other: Plan | None = None

    @precondition(lambda self: self.other is None)
    @rule()
    def part(self) -> None:
        self.base = self.other = self.plan

    @precondition(lambda self: self.other is not None)
    @rule()
    def the_other_goes_on(self) -> None:
        assert self.other is not None
        self.plan, self.other, self.final = self.other, self.plan, None

    @precondition(lambda self: self.other is not None)
    @rule(choice=st.sampled_from([Choice.MINE, Choice.THEIRS, Choice.BASE]))
    def meet(self, choice: Choice) -> None:
        base, mine, theirs = self.base, self.plan, self.other
        assert base is not None
        assert theirs is not None
        merged = merge(base, mine, theirs)
        assert merge(base, theirs, mine).plan == merged.plan
        if merged.conflicts:
            assert merged.plan is None
            merged = followed(merged, choice)
            assert not merged.conflicts
        if merged.plan is None:
            # Even then there is a way: one version, whole.
            assert merged.findings
            return
        self.plan, self.base, self.other, self.final = merged.plan, None, None, None
        for name in KEPT:
            kept = getattr(self.plan, name)
            for edit in (mine, theirs):
                assert set(getattr(edit, name)) <= set(kept)
        self.stands_where_moves_lead(self.plan)

    def stands_where_moves_lead(self, plan: Plan) -> None:
        digest = terms_digest(plan)
        proposal = current_proposal(plan)
        assert (proposal is not None) is (plan.state is PlanState.PROPOSED)
        assert proposal is None or proposal.terms_digest == digest
        still_open = [
            one for one in plan.amendments if one.status is AmendmentStatus.OPEN
        ]
        for amendment in still_open:
            assert plan.state is PlanState.AGREED
            assert amendment.base_digest == digest
            assert len({one.side for one in amendment.signoffs}) < 2

    def approvals_come_in_order(self) -> None:
        """Two may approve one step at one time, each in their own copy."""

    def teardown(self) -> None:
        """Records of two copies come in order of time, and their digests do not."""


TestLivesApart = LivesApart.TestCase
TestLivesApart.settings = settings(max_examples=examples(100), stateful_step_count=40)
