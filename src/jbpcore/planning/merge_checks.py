"""What two edits that touch nothing in common may still do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from jbpcore.errors import Finding, Severity
from jbpcore.model.plan import Plan
from jbpcore.planning.change_words import label_of, noun_of
from jbpcore.planning.references import Reference, iter_references
from jbpcore.wording import Sentence

__all__ = ["check_merged"]

_REMOVABLE: Final = ("goals", "initiatives", "actions", "cadences", "reviews")


def check_merged(base: Plan, mine: Plan, theirs: Plan, plan: Plan) -> list[Finding]:
    """Find what came into *plan* by merging, and was in neither edit.

    * ``jbp.merge.reference``: something refers to a part that the other removed;
    * ``jbp.merge.dates``: a goal or an action lies outside the plan's days, which the
      other changed;
    * ``jbp.merge.weights``: the goals' weights add up to another sum than before.

    Args:
        base: The version that both started from.
        mine: The one edit.
        theirs: The other.
        plan: Both in one.

    Examples:
        >>> from jbpcore.planning.merge_checks import check_merged
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> check_merged(plan, plan, plan, plan)
        []
    """
    return [
        *_iter_dangling(mine, theirs, plan),
        *_iter_outside(mine, theirs, plan),
        *_iter_weights(base, mine, theirs, plan),
    ]


def _dangling(plan: Plan) -> dict[str, Reference]:
    there = {
        (name, member.id)
        for name in ("people", *_REMOVABLE)
        for member in getattr(plan, name)
    }
    kinds = {*_REMOVABLE, *(("people",) if plan.people else ())}
    return {
        found.path: found
        for found in iter_references(plan)
        if found.kind in kinds and (found.kind, found.id) not in there
    }


def _iter_dangling(mine: Plan, theirs: Plan, plan: Plan) -> Iterator[Finding]:
    known = {
        (path, found.id)
        for version in (mine, theirs)
        for path, found in _dangling(version).items()
    }
    for path, found in _dangling(plan).items():
        if (path, found.id) not in known:
            message = Sentence(
                "It refers to {found} of the {kind}, which the other side "
                "removed. Let it refer to something else, or bring that back.",
                found=found.id,
                kind=Sentence.named("field", found.kind),
            )
            yield _finding("reference", path, message)


def _called(part: object) -> Sentence:
    noun = Sentence.named("part of a plan", noun_of(part))
    return Sentence("{noun} {subject}", noun=noun, subject=label_of(part))


def _outside(plan: Plan) -> dict[str, Sentence]:
    last = plan.period.last_day
    found = {
        f"goals[id={goal.id}].period": _called(goal)
        for goal in plan.goals
        if not plan.period.contains(goal.period)
    }
    for name in ("actions", "commitments"):
        for member in getattr(plan, name):
            if member.due_on > last:
                called = _called(member)
                found[f"{name}[id={member.id}].due_on"] = called
    return found


def _iter_outside(mine: Plan, theirs: Plan, plan: Plan) -> Iterator[Finding]:
    known = {*_outside(mine), *_outside(theirs)}
    for path, called in _outside(plan).items():
        if path not in known:
            message = Sentence(
                "The {called} does not lie in the days of the plan, "
                "{first_day} to {last_day}, any more. Move one of the two.",
                called=called,
                first_day=plan.period.first_day,
                last_day=plan.period.last_day,
            )
            yield _finding("dates", path, message)


def _weight(plan: Plan) -> Fraction:
    return sum((goal.weight for goal in plan.goals), Fraction(0))


def _iter_weights(
    base: Plan, mine: Plan, theirs: Plan, plan: Plan
) -> Iterator[Finding]:
    was, now = _weight(base), _weight(plan)
    # Only a sum that both took care to keep says anything.
    if was == _weight(mine) == _weight(theirs) != now:
        message = Sentence(
            "The goals' weights add up to {now}; before, and in each of "
            "the two edits, it was {was}. Adjust them so that the score "
            "is what you meant.",
            now=now,
            was=was,
        )
        yield _finding("weights", "goals", message)


def _finding(code: str, path: str, message: str) -> Finding:
    return Finding(
        code=f"jbp.merge.{code}",
        path=path,
        message=message,
        severity=Severity.WARNING,
    )
