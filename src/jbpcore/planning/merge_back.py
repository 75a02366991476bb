"""An edit made on a projected plan, put into the whole one."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from jbpcore.model.plan import Plan
from jbpcore.planning.changes import Change
from jbpcore.planning.edit_rights import check_edit
from jbpcore.planning.embedding import embedded
from jbpcore.planning.merge import Merge, merge
from jbpcore.planning.policy import DEFAULT_POLICY, Policy, Viewer
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.visibility import project

__all__ = ["MergedBack", "merge_back"]


@attrs.frozen(kw_only=True)
class MergedBack:
    """What came of an edit on a projected plan.

    Attributes:
        plan: The whole plan with the edit, for the store; ``None`` while there are
            conflicts. Never show it to the viewer: project it again.
        merge: The merge of the projections, with conflicts and findings. There is
            nothing in it that the viewer may not see.
        replaced: What the edit did to hidden parts, which the viewer could not know: a
            reference to a hidden part that was replaced by another, a hidden part that
            had to give up its id to a new one. Not for the viewer.
    """

    plan: Plan | None
    merge: Merge
    replaced: tuple[Change, ...] = ()


def merge_back(
    full: Plan,
    before: Plan,
    after: Plan,
    viewer: Viewer,
    *,
    policy: Policy = DEFAULT_POLICY,
    plan_ids: Collection[str] = (),
) -> MergedBack:
    """Return *full* with the edit that *viewer* made on a projection of it.

    What the viewer did not see stays as it is. If the plan was changed since *before*
    was projected, the two edits are merged first, by what the viewer sees of both; so
    conflicts give nothing away, either. Two laws hold, and are tested: no edit changes
    nothing, and what the viewer sees afterwards is what they wrote.

    An edit does not make moves: state, signatures, proposals, amendments, outcomes and
    history change by the moves of a plan's life, on the whole plan. Comments and
    beliefs are added in one's own name alone.

    Args:
        full: The whole plan as it is now.
        before: The projection that the viewer started from.
        after: The same, edited.
        viewer: Who edited.
        policy: Who may see and change what.
        plan_ids: Other plans that the viewer may know of, as for the projection.

    Returns:
        The whole plan, or what is in conflict; decide with
        :func:`~jbpcore.planning.merge.resolve` and come again with the projection of
        now and the resolved plan.

    Raises:
        NotAllowedError: If the viewer may not change one of the things they changed.
        InvalidValueError: If the edit makes a move, speaks for somebody else, or puts a
            stand-in where a person is named.
        TransitionError: If it withdraws a promise for the side that made it.
        PlanNotFoundError: If the viewer must not know of the plan.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party, PersonRole, Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> full = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind", tags={"segment": "B"}),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> tom = Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_ADMIN)
        >>> seen = project(full, tom)
        >>> dict(seen.partner.tags)
        {}
        >>> edited = attrs.evolve(seen, name="Northwind 2026")
        >>> done = merge_back(full, seen, edited, tom).plan
        >>> done.name, dict(done.partner.tags)
        ('Northwind 2026', {'segment': 'B'})
    """
    now = project(full, viewer, policy=policy, plan_ids=plan_ids)
    check_edit(before, after, viewer, policy)
    merged = merge(
        before, now, after, theirs_by=viewer.person_id and str(viewer.person_id)
    )
    if merged.plan is None:
        return MergedBack(plan=None, merge=merged)
    sight = Redactor(full, viewer, policy, plan_ids)
    plan, replaced = embedded(full, now, merged.plan, sight)
    return MergedBack(plan=plan, merge=merged, replaced=replaced)
