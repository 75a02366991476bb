"""Whether somebody may make the edit that they made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError, NotAllowedError
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.changes import Change, ChangeKind, Step, steps_of
from jbpcore.planning.diff import diff
from jbpcore.planning.minutes_guard import try_other_minutes
from jbpcore.planning.policy import Policy, Viewer
from jbpcore.planning.promise_guard import refuse_one_sided
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.rights import FieldClass, Right

__all__ = ["check_edit"]

_BY_MOVES: Final = frozenset(
    {
        "amendments",
        "approvals",
        "hidden_from",
        "id",
        "kind",
        "outcomes",
        "previous_id",
        "proposals",
        "records",
        "signoffs",
        "state",
        "successor_id",
        "template",
    }
)
_SPOKEN: Final = {"comments": "author_id", "confidences": "person_id"}
_ABOUT_ONESELF: Final = frozenset({"id", "role", "side"})


def check_edit(before: Plan, after: Plan, viewer: Viewer, policy: Policy) -> None:
    """Refuse an edit that has something in it that *viewer* may not do.

    Args:
        before: The plan as the viewer saw it.
        after: What they made of it.
        viewer: Who edited.
        policy: Who may change what.

    Raises:
        NotAllowedError: If the viewer may not change one of the things they changed.
        InvalidValueError: If the edit makes a move, or speaks for somebody else.
        TransitionError: If it withdraws a promise for the side that made it.

    Examples:
        >>> import attrs
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party, PersonRole
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.planning.policy import DEFAULT_POLICY
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> rep = Viewer(side=Side.PARTNER, role=PersonRole.PARTNER_REP)
        >>> check_edit(plan, attrs.evolve(plan, name="Q"), rep, DEFAULT_POLICY)
        Traceback (most recent call last):
            ...
        jbpcore.errors.NotAllowedError: 'partner_rep' may not change name as
        partner_rep. Ask a partner_admin, partner_manager or vendor_admin of the plan.
    """
    minutes = try_other_minutes(before, after)
    if minutes is not None:
        expected = "as it was: minutes change by correct_minutes and accept_minutes"
        raise InvalidValueError("after.reviews", minutes, expected)
    refuse_one_sided(before, after, viewer.side, "merge_back")
    sights = [Redactor(plan, viewer, policy, ()) for plan in (before, after)]
    for change in diff(before, after):
        _check_move(change)
        _check_speaker(change, (before, after), viewer)
        for sight, plan in zip(sights, (before, after), strict=True):
            for field_class, side in _iter_concerned(change, plan, sight):
                if policy.may_change(viewer, field_class, side=side):
                    continue
                raise _refusal(change, viewer, policy, field_class)
        if _is_about_oneself(change, viewer):
            raise _refusal(change, viewer, policy, None)


def _check_move(change: Change) -> None:
    field = steps_of(change.path)[0].field
    if field in _BY_MOVES:
        expected = "as it was: it changes by a move of the whole plan, not by an edit"
        raise InvalidValueError(f"after.{field}", change.path, expected)


def _check_speaker(change: Change, plans: tuple[Plan, Plan], viewer: Viewer) -> None:
    first, *rest = steps_of(change.path)
    if first.field not in _SPOKEN or change.kind is ChangeKind.MOVED:
        return
    spoken: tuple[object, ...] = (change.before, change.after)
    if rest:
        spoken = tuple(_try_at(plan, (first,)) for plan in plans)
    elif change.kind is ChangeKind.CHANGED:
        # Beliefs in another order; each has to be one that was there.
        before, after = (one if isinstance(one, tuple) else () for one in spoken)
        spoken = tuple({*before} ^ {*after})
    for one in spoken:
        author = getattr(one, _SPOKEN[first.field], viewer.person_id)
        if author is None or author != viewer.person_id:
            expected = "said, changed or taken back by its author alone"
            raise InvalidValueError(f"after.{first.field}", change.path, expected)


def _iter_concerned(
    change: Change, plan: Plan, sight: Redactor
) -> Iterator[tuple[FieldClass, Side | None]]:
    """Yield whom a change concerns, in the version of it that *plan* has."""
    steps = steps_of(change.path)
    found = _try_at(plan, steps[:-1])  # there: what holds a change is in both versions
    versions = (change.before, change.after)
    if change.kind in {ChangeKind.ADDED, ChangeKind.REMOVED}:
        for member in getattr(found, steps[-1].field):
            if any(member == one for one in versions if one is not None):
                yield _concerned(member, None, sight)
        return
    yield _concerned(found, steps[-1].field, sight)
    # Members without an id, such as the steps of an approval, change all together.
    before, after = (one if isinstance(one, tuple) else () for one in versions)
    for member in (*before, *after):
        is_other = (member in before) is not (member in after)
        if is_other and attrs.has(type(member)):
            yield _concerned(member, None, sight)


def _try_at(plan: Plan, steps: tuple[Step, ...]) -> Any:  # noqa: ANN401 - any record
    """Return what is at a path, or ``None`` if *plan* does not have it."""
    found: Any = plan
    for step in steps:
        found = getattr(found, step.field)
        if step.key is not None:
            found = next((m for m in found if getattr(m, step.key) == step.value), None)
    return found


def _concerned(
    record: Any,  # noqa: ANN401 - any record
    field: str | None,
    sight: Redactor,
) -> tuple[FieldClass, Side | None]:
    # Who is on a side, and in which role, is that side's to say.
    if isinstance(record, Person):
        return FieldClass.PERSONAL, record.side
    return sight.class_of(record, field), sight.side_of(record)


def _is_about_oneself(change: Change, viewer: Viewer) -> bool:
    """Whether it would give the viewer another role, or side."""
    first, *rest = steps_of(change.path)
    is_me = first.field == "people" and first.value == viewer.person_id is not None
    return is_me and (not rest or rest[0].field in _ABOUT_ONESELF)


def _refusal(
    change: Change, viewer: Viewer, policy: Policy, field_class: FieldClass | None
) -> NotAllowedError:
    roles = {
        grant.role
        for grant in policy.grants
        if grant.right is Right.CHANGE
        and grant.field_class is (field_class or FieldClass.PERSONAL)
    }
    return NotAllowedError(
        person_id=str(viewer.person_id or viewer.role),
        role=str(viewer.role),
        right="change",
        subject=change.path,
        roles=tuple(sorted(roles)),
    )
