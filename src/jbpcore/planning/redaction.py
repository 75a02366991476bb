"""Taking out of a plan what one viewer must not see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.model.plan import Plan
from jbpcore.model.tags import Tags
from jbpcore.planning.anatomy import Kind, Part, parts_of
from jbpcore.planning.policy import Policy, Viewer
from jbpcore.planning.references import TEXT_REFERENCES, entity_of
from jbpcore.planning.rights import FieldClass
from jbpcore.values.ids import PersonId

__all__ = ["Redactor", "stand_in_id"]

_OWNERS: Final = ("owner_id", "author_id", "person_id")
_SHORTEST_NAME: Final = 3  # what is shorter stands in any text by chance
_WORD = re.compile(r"[^\s,;()\[\]]+")


class _Gone:
    """What stands for a record that must not be seen at all."""


_GONE = _Gone()


def stand_in_id(side: Side | None) -> PersonId:
    """Return the id that stands for everybody of *side* whom one must not know.

    It is one for all of them, so that nobody can be told from anybody else, or counted.

    Examples:
        >>> stand_in_id(Side.VENDOR)
        'somebody@vendor'
    """
    return PersonId("somebody" if side is None else f"somebody@{side}")


class Redactor:
    """What one viewer may see of one plan."""

    def __init__(
        self, plan: Plan, viewer: Viewer, policy: Policy, plan_ids: Collection[str]
    ) -> None:
        """Work out which parts of *plan* are there for *viewer*.

        Args:
            plan: The whole plan.
            viewer: Who looks.
            policy: Who may see what.
            plan_ids: Other plans that the viewer may know of.
        """
        self._plan = plan
        self._viewer = viewer
        self._policy = policy
        self._plan_ids = frozenset(plan_ids)
        self._people: Mapping[object, Person] = {p.id: p for p in plan.people}
        self._verdicts: dict[tuple[FieldClass, Side | None], bool] = {}
        self._there: set[tuple[str, str]] = set()
        self._seen: set[tuple[str, str]] = set()
        self._ruled = {rule.record for rule in policy.rules}
        self._secrets: set[str] = set()
        self._secret_names: set[str] = set()
        self._find(plan)
        self._note_secrets()

    # --- whom something concerns ------------------------------------------------

    def side_of(self, record: object) -> Side | None:
        """Return whose a record is: of the side it names, or of its owner."""
        side = getattr(record, "side", None)
        if isinstance(side, Side):
            return side
        for name in _OWNERS:
            person = self._people.get(getattr(record, name, None))
            if person is not None:
                return person.side
        return None

    def class_of(self, record: object, field: str | None = None) -> FieldClass:
        """Return whom a record, or a field of it, concerns."""
        audience = getattr(record, "audience", None)
        if audience is not None and audience != "joint":
            return FieldClass.internal_to(Side(audience))
        name = type(record).__name__
        found = self._policy.class_of(name, field)
        if found is None:
            side = self.side_of(record)
            return FieldClass.JOINT if side is None else FieldClass.internal_to(side)
        return found

    def sees(self, record: object, field: str | None = None) -> bool:
        """Whether the viewer may see a record, or a field of it."""
        field_class = self.class_of(record, field)
        if self._may_see(field_class, self.side_of(record)):
            return True
        return self._is_own(record, field_class)

    def _may_see(self, field_class: FieldClass, side: Side | None) -> bool:
        cell = (field_class, side)
        if cell not in self._verdicts:
            self._verdicts[cell] = self._policy.may_see(
                self._viewer, field_class, side=side
            )
        return self._verdicts[cell]

    def _is_own(self, record: object, field_class: FieldClass) -> bool:
        me = self._viewer.person_id
        if me is None:
            return False
        if isinstance(record, Person):
            return record.id == me
        side = self._viewer.side
        if side is None or field_class is not FieldClass.internal_to(side):
            return False
        return any(getattr(record, name, None) == me for name in _OWNERS)

    # --- what is there ------------------------------------------------------------

    def _find(self, record: Any) -> None:  # noqa: ANN401 - any record
        """Note the ids of everything there is, and of what may be seen."""
        for part in parts_of(type(record)):
            value = getattr(record, part.name)
            if part.record is None or value is None:
                continue
            if part.is_many:
                for member in value:
                    self._find_member(record, part, member)
            elif not _is_plain(part.record):
                self._find(value)

    def _find_member(self, owner: object, part: Part, member: Any) -> None:  # noqa: ANN401 - any record
        is_seen = self.sees(owner, part.name) and self.sees(member)
        if isinstance(member, Person):
            is_seen = is_seen and self.sees(member, "id")
        if part.key == "id":
            place = (part.name, member.id)
            self._there.add(place)
            if is_seen:
                self._seen.add(place)
            else:
                self._secret_names.add(getattr(member, "name", ""))
        kind: type = type(member)
        if not _is_plain(kind):
            self._find(member)

    def _note_secrets(self) -> None:
        """Note the words that give away what is hidden: ids, names, addresses."""
        hidden = self._there - self._seen
        self._secrets |= {key for kind, key in hidden if kind != "people"}
        for person in self._plan.people:
            if not self.sees(person, "name"):
                self._secrets.add(person.id)
                self._secret_names |= {person.name, person.email}
        self._secret_names.discard("")

    # --- taking it out ------------------------------------------------------------

    def redacted(self) -> Plan:
        """Return the plan as the viewer may see it."""
        plan = self._record(self._plan)
        if not isinstance(plan, Plan):
            expected = "such that who sees a plan sees what it cannot be without"
            raise InvalidValueError("Policy.rules", "Plan", expected)
        return attrs.evolve(plan, people=self._with_stand_ins(plan))

    def _with_stand_ins(self, plan: Plan) -> tuple[Person, ...]:
        # Those that may not be seen are all gone; the sides' stand-ins come last.
        firms = {Side.VENDOR: plan.vendor, Side.PARTNER: plan.partner}
        is_seen = self.sees(self._plan, "people")
        known = self._plan.people if is_seen else ()
        hidden = {person.side for person in known if not self.sees(person, "id")}
        return (
            *plan.people,
            *(
                Person(
                    id=stand_in_id(side),
                    name=f"Somebody at {firms[side].name}"[:200],
                    side=side,
                    role=PersonRole.AUDITOR,
                )
                for side in Side
                if side in hidden
            ),
        )

    def try_shown(self, record: Any) -> Any:  # noqa: ANN401 - any record
        """Return one part of the plan as the viewer sees it, or ``None`` if hidden."""
        shown = self._record(record)
        return None if shown is _GONE else shown

    def _record(self, record: Any) -> Any:  # noqa: ANN401 - any record, or _GONE
        if not self.sees(record):
            return _GONE
        if isinstance(record, Person) and not self.sees(record, "id"):
            return _GONE
        values: dict[str, object] = {}
        for part in parts_of(type(record)):
            value = getattr(record, part.name)
            shown = self._field(record, part, value)
            if shown is _GONE:
                return _GONE
            if shown is not value:
                values[part.name] = shown
        return attrs.evolve(record, **values) if values else record

    def _field(self, record: object, part: Part, value: Any) -> object:  # noqa: ANN401 - any field
        if not self.sees(record, part.name):
            return _nothing(part)
        if part.refers_to is not None and value is not None:
            return self._reference(part, value)
        if part.name in TEXT_REFERENCES and isinstance(value, str) and value:
            return self._text_reference(value)
        if part.name == "facts" and isinstance(value, Tags):
            return self._facts(value)
        if part.record is None or value is None or self._is_whole(part.record):
            return value
        if not part.is_many:
            return self._record(value)
        shown = tuple(
            seen
            for _, seen, is_repeat in self.shown_members(value)
            if seen is not None and not is_repeat
        )
        return value if shown == value else shown

    def _is_whole(self, record: type) -> bool:
        """Whether a part of a record is seen by whoever sees the record."""
        return _is_plain(record) and record.__name__ not in self._ruled

    def shown_members(self, members: Iterable[Any]) -> Iterator[tuple[Any, Any, bool]]:
        """Go through *members*, each with what the viewer sees, and if it is a repeat.

        What is seen is ``None`` for one that is hidden. Members without an id that are
        alike once people in them have become stand-ins are told once, and the others
        are repeats: three of them would say that there are three people.
        """
        told: set[Any] = set()
        for member in members:
            shown = self.try_shown(member)
            is_blurred = shown is not None and shown != member
            if is_blurred and not hasattr(member, "id"):
                yield member, shown, shown in told
                told.add(shown)
            else:
                yield member, shown, False

    def _reference(self, part: Part, key: str) -> object:
        if part.refers_to == "people":
            return self._person(key)
        if part.refers_to == "plans":
            return key if key in self._plan_ids else _nothing(part)
        return key if (part.refers_to, key) in self._seen else _nothing(part)

    def _person(self, key: str) -> str:
        person = self._people.get(key)
        if key == self._viewer.person_id:
            return key
        if person is not None:
            return key if self.sees(person, "id") else stand_in_id(person.side)
        # Somebody the plan does not know: only who sees everybody sees them.
        is_seen = self._may_see(FieldClass.PERSONAL, None)
        return key if is_seen else stand_in_id(None)

    def _text_reference(self, text: str) -> object:
        named = entity_of(text)
        if named is None:
            return text
        if named[0] == "people":
            return f"people:{self._person(named[1])}"
        if named in self._seen:
            return text
        return _GONE if named in self._there else ""

    def _facts(self, facts: Tags) -> Tags:
        kept = {
            label: text
            for label, text in facts.items()
            if not self._gives_away(label) and not self._gives_away(text)
        }
        return facts if len(kept) == len(facts) else Tags(kept)

    def _gives_away(self, text: str) -> bool:
        for match in _WORD.finditer(text):
            word = match[0]
            named = entity_of(word)
            if word in self._secrets or (named and named not in self._seen):
                return True
        return any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            for name in self._secret_names
            if name in text and len(name) >= _SHORTEST_NAME
        )


def _nothing(part: Part) -> object:
    if not part.is_required:
        return part.default
    return None if part.may_be_none else _GONE


# One entry for each class there is, so it is bounded by the code.
@cache
def _is_plain(record: type) -> bool:
    """Whether there is nothing in a record that could be hidden by itself."""
    return not any(
        part.refers_to is not None
        or part.name in TEXT_REFERENCES
        or (part.record is not None and not _is_plain(part.record))
        or (part.is_many and part.kind is not Kind.VALUE)
        for part in parts_of(record)
    )
