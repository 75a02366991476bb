"""Merging record by record, whatever class they are of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from jbpcore.errors import Finding, InvalidValueError, JbpError
from jbpcore.model.plan import Plan
from jbpcore.planning.anatomy import Kind, Part, keyed, moment_of, parts_of
from jbpcore.planning.change_words import label_of
from jbpcore.planning.changes import is_material
from jbpcore.planning.conflict import TERMS_PATH, Choice, Conflict
from jbpcore.planning.merge_standing import (
    STANDING,
    is_hidden_too_late,
    try_at_odds,
)
from jbpcore.planning.order import merged_order, placed
from jbpcore.wording import Sentence

__all__ = ["Merger"]

_Three: TypeAlias = tuple[Any, Any, Any]


class _Absent:
    """What stands where a part is not there."""


_ABSENT = _Absent()


class Merger:
    """Merges record by record, and notes what cannot be decided."""

    def __init__(
        self,
        choices: Mapping[str, object],
        mine_by: str | None,
        theirs_by: str | None,
    ) -> None:
        """Begin a merge.

        Args:
            choices: What to take at which path, whatever the versions say.
            mine_by: Who made the one version.
            theirs_by: Who made the other.
        """
        self.conflicts: list[Conflict] = []
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self._choices = choices
        self._mine_by = mine_by
        self._theirs_by = theirs_by
        self._is_at_odds = False

    def check_terms(self, base: Plan, mine: Plan, theirs: Plan) -> None:
        """Note it if terms and standing have to be those of one version.

        Raises:
            InvalidValueError: If something else than a version was chosen for them.
        """
        why_not = try_at_odds(base, mine, theirs)
        if why_not is None:
            self._check_hidden(base, mine, theirs)
            return
        self._is_at_odds = True
        if TERMS_PATH not in self._choices:
            three: _Three = (base.state, mine.state, theirs.state)
            if mine.state is theirs.state:
                last = [one.proposals[-1:] for one in (base, mine, theirs)]
                three = (last[0], last[1], last[2])
            self._note(TERMS_PATH, three, "the plan", why_not)
            return
        self.used.add(TERMS_PATH)
        choice = self._choices[TERMS_PATH]
        if not isinstance(choice, Choice):
            expected = "a Choice: terms are taken as a whole from one version"
            raise InvalidValueError(f"choices[{TERMS_PATH!r}]", choice, expected)

    def _check_hidden(self, base: Plan, mine: Plan, theirs: Plan) -> None:
        if "hidden_from" not in self._choices and is_hidden_too_late(
            base, mine, theirs
        ):
            sides = (base.hidden_from, mine.hidden_from, theirs.hidden_from)
            reason = "The side it would be hidden from worked on it meanwhile."
            self._note("hidden_from", sides, "the plan", reason)

    def record(self, base: Any, mine: Any, theirs: Any, path: str) -> Any:  # noqa: ANN401 - any record
        """Return one record with both edits; what is in conflict stays as in *mine*.

        Args:
            base: The record that both started from.
            mine: The one edit.
            theirs: The other.
            path: Where it is.
        """
        values: dict[str, object] = {}
        noted = len(self.conflicts)
        for part in parts_of(type(mine)):
            name = part.name
            three = (getattr(base, name), getattr(mine, name), getattr(theirs, name))
            merged = self._field(mine, part, three, path)
            if merged is not three[1]:
                values[part.name] = merged
        if not values:
            return mine
        try:
            return attrs.evolve(mine, **values)
        except JbpError as error:
            if len(self.conflicts) == noted:
                self._refused(path, (base, mine, theirs), error)
            return mine

    def _refused(self, path: str, three: _Three, error: JbpError) -> None:
        """Note that each edit is sound by itself, and both together are not."""
        if path:
            self._note(path, three, label_of(three[0]), error.sentence)
            return
        message = Sentence(
            "The two edits do not go together. {error}", error=error.sentence
        )
        self.findings.append(
            Finding(code="jbp.merge.invalid", path="", message=message)
        )

    def _field(self, owner: object, part: Part, three: _Three, path: str) -> Any:  # noqa: ANN401 - any field
        base, mine, theirs = three
        if base == mine == theirs:
            return mine
        here = f"{path}.{part.name}" if path else part.name
        if self._is_at_odds and here in STANDING:
            told = self._by_terms(three)
            return mine if told is None else told[0]
        if part.kind in {Kind.COLLECTION, Kind.LOG}:
            return self._members(owner, part, three, here)
        if here in self._choices:
            return self._chosen(here, three)
        if part.kind is Kind.RECORD and len({(type(r), r.id) for r in three}) == 1:
            return self.record(base, mine, theirs, here)
        if is_material(owner, part.name, *_apart(three)):
            told = self._by_terms(three)
            if told is not None:
                return told[0]
        return self._one_sided(here, three, label_of(owner))

    def _by_terms(self, three: _Three) -> tuple[Any] | None:
        """Return what was chosen for all of the terms, if anything was."""
        if TERMS_PATH not in self._choices or TERMS_PATH not in self.used:
            return None
        return (self._chosen(TERMS_PATH, three),)

    def _chosen(self, path: str, three: _Three) -> Any:  # noqa: ANN401 - any value
        self.used.add(path)
        # Who decides on the whole has decided on what is inside.
        self.used |= {one for one in self._choices if one.startswith(f"{path}.")}
        choice = self._choices[path]
        base, mine, theirs = three
        named = {Choice.BASE: base, Choice.MINE: mine, Choice.THEIRS: theirs}
        return named[choice] if isinstance(choice, Choice) else choice

    def _one_sided(self, path: str, three: _Three, subject: str) -> Any:  # noqa: ANN401 - any value
        base, mine, theirs = three
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        self._note(path, three, subject)
        return mine

    def _note(
        self,
        path: str,
        three: _Three,
        subject: str,
        reason: str = "",
    ) -> None:
        base, mine, theirs = (None if one is _ABSENT else one for one in three)
        self.conflicts.append(
            Conflict(
                path=path,
                base=base,
                mine=mine,
                theirs=theirs,
                mine_by=self._mine_by,
                theirs_by=self._theirs_by,
                subject=subject,
                reason=reason,
            )
        )

    def _members(self, owner: object, part: Part, three: _Three, path: str) -> Any:  # noqa: ANN401 - a tuple of records
        base, mine, theirs = (keyed(members, part.key) for members in three)
        merged: dict[Any, Any] = {}
        for key in dict.fromkeys((*base, *mine, *theirs)):
            here = path if part.key is None else f"{path}[{part.key}={key}]"
            each = (
                base.get(key, _ABSENT),
                mine.get(key, _ABSENT),
                theirs.get(key, _ABSENT),
            )
            member = self._member(owner, part, each, here)
            if member is not _ABSENT and member is not None:
                merged[key] = member
        orders = (list(base), list(mine), list(theirs))
        found = tuple(merged[key] for key in self._order(part, orders, merged, path))
        return three[1] if found == three[1] else found

    def _member(self, owner: object, part: Part, three: _Three, path: str) -> Any:  # noqa: ANN401 - any record
        if part.key is not None and path in self._choices:
            return self._chosen(path, three)
        base, mine, theirs = three
        if base == mine == theirs:
            return mine
        if not any(one is _ABSENT for one in three):
            return self.record(base, mine, theirs, path)
        there = next(one for one in three if one is not _ABSENT)
        is_joint = getattr(there, "audience", "joint") == "joint"
        if is_joint and is_material(owner, part.name, *_apart(three)):
            told = self._by_terms(three)
            if told is not None:
                return told[0]
        return self._one_sided(path, three, label_of(there))

    def _order(
        self, part: Part, orders: _Three, merged: dict[Any, Any], path: str
    ) -> list[Any]:
        if path in self._choices:
            return placed(list(merged), self._chosen(path, orders))

        def moment(key: object) -> str:
            return moment_of(merged[key])

        is_log = part.kind is Kind.LOG
        order = merged_order(*orders, merged, moment=moment if is_log else None)
        if order is not None:
            return order
        base, mine, theirs = map(tuple, orders)
        self._note(path, (base, mine, theirs), "the plan")
        return list(merged)


def _apart(three: _Three) -> tuple[Any, Any]:
    """Return two versions that differ: what both made alike differs from the base."""
    base, mine, theirs = three
    return (base, mine) if mine == theirs else (mine, theirs)
