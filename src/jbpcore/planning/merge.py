"""Two people edited one plan: both edits in one, or what they disagree on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.planning.conflict import Conflict
from jbpcore.planning.merge_checks import check_merged
from jbpcore.planning.merge_standing import check_standing, settled_merge
from jbpcore.planning.merging import Merger

__all__ = ["Merge", "merge", "resolve"]

_NO_CHOICES: Mapping[str, object] = MappingProxyType({})


def _choices(choices: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(choices))


@attrs.frozen(kw_only=True)
class Merge:
    """What came of merging two versions of a plan.

    Attributes:
        base: The version that both started from.
        mine: The one version.
        theirs: The other.
        plan: Both edits in one; ``None`` while there are conflicts, or where the two
            together would be no valid plan, or one that no moves lead to.
        conflicts: What both changed differently. Nothing is decided for anybody.
        findings: What does not fit together although no two edits touch: an action of
            a goal that the other removed, weights that no longer add up as before.
        mine_by: Who made the one version.
        theirs_by: Who made the other.
        choices: What was chosen so far, by path.
    """

    base: Plan
    mine: Plan
    theirs: Plan
    plan: Plan | None
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    mine_by: str | None = None
    theirs_by: str | None = None
    choices: Mapping[str, object] = attrs.field(
        default=_NO_CHOICES, converter=_choices, hash=False
    )


def merge(
    base: Plan,
    mine: Plan,
    theirs: Plan,
    *,
    mine_by: str | None = None,
    theirs_by: str | None = None,
) -> Merge:
    """Merge two edits of one plan.

    What only one of them changed is taken, whoever it is, field by field and part by
    part; what both changed alike is taken once. What both changed differently is a
    conflict: one field with two new values, a part that one edited and the other
    removed, two new parts of one id, two new orders. A text that one put forward or
    signed while the other changed its terms is a conflict too, at the path ``"terms"``,
    since nobody may find other terms under their name than they saw; and so are two
    moves that lead different ways, as when one cancels what the other signs. Whose
    terms are chosen there, theirs are state, proposals, amendments and outcomes, too.

    The history of the plan, signatures, comments and beliefs are never in conflict:
    both sides' come in, in order of time. Where each side signed the same terms in its
    own version, the two signatures make the plan agreed, or amended, as they would have
    one after the other.

    Args:
        base: The version that both started from.
        mine: The one version.
        theirs: The other.
        mine_by: Who made the one, for the conflicts.
        theirs_by: Who made the other.

    Returns:
        The merge; its ``plan`` is ``None`` while it has conflicts.

    Raises:
        InvalidValueError: If they are not versions of one plan.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> base = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> mine = attrs.evolve(base, name="Northwind 2026")
        >>> theirs = attrs.evolve(base, notes="Kick-off in Oslo")
        >>> both = merge(base, mine, theirs).plan
        >>> both.name, both.notes
        ('Northwind 2026', 'Kick-off in Oslo')
        >>> theirs = attrs.evolve(base, name="Northwind FY26")
        >>> conflict, = merge(base, mine, theirs, mine_by="tom").conflicts
        >>> conflict.sentence
        'Name of the plan: Northwind 2026 (tom) or Northwind FY26? It was P before.'
    """
    for plan in (mine, theirs):
        if plan.id != base.id:
            raise InvalidValueError("plan.id", plan.id, f"{base.id}, as in the base")
    return _merged(base, mine, theirs, mine_by=mine_by, theirs_by=theirs_by)


def resolve(merged: Merge, choices: Mapping[str, object]) -> Merge:
    """Return *merged* with some of its conflicts decided.

    Args:
        merged: What came of a merge.
        choices: For the path of a conflict what to take there: a
            :class:`~jbpcore.planning.conflict.Choice`, or a value of one's own. A path
            at which nothing is in conflict may be given too, to undo what one of the
            two did there.

    Returns:
        The merge with these choices, and those made before; conflicts that nobody
        decided are still there.

    Raises:
        InvalidValueError: If nothing was changed at one of the paths.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.planning.conflict import Choice
        >>> base = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> mine, theirs = (attrs.evolve(base, name=name) for name in ("A", "B"))
        >>> resolve(merge(base, mine, theirs), {"name": Choice.THEIRS}).plan.name
        'B'
    """
    return _merged(
        merged.base,
        merged.mine,
        merged.theirs,
        mine_by=merged.mine_by,
        theirs_by=merged.theirs_by,
        choices={**merged.choices, **choices},
    )


def _merged(
    base: Plan,
    mine: Plan,
    theirs: Plan,
    *,
    mine_by: str | None,
    theirs_by: str | None,
    choices: Mapping[str, object] = _NO_CHOICES,
) -> Merge:
    work = Merger(choices, mine_by, theirs_by)
    work.check_terms(base, mine, theirs)
    plan: Plan | None = work.record(base, mine, theirs, "")
    unused = sorted(set(choices) - work.used)
    if unused:
        expected = "the paths of what both changed"
        raise InvalidValueError("choices", unused, expected)
    if work.conflicts or work.findings:
        plan = None
    findings = list(work.findings)
    if plan is not None:
        if plan not in (mine, theirs):
            plan = settled_merge(plan)
        findings += check_merged(base, mine, theirs, plan)
        broken = check_standing(mine, theirs, plan)
        findings += broken
        plan = None if broken else plan
    return Merge(
        base=base,
        mine=mine,
        theirs=theirs,
        plan=plan,
        conflicts=tuple(work.conflicts),
        findings=tuple(findings),
        mine_by=mine_by,
        theirs_by=theirs_by,
        choices=choices,
    )
