"""Who answers for a goal, an action or a promise of a draft plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from jbpcore.model.answer import Answer
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.planning.templates.answering import person_in_role
from jbpcore.values.ids import PersonId

__all__ = ["Owners"]

# Who usually answers for something, of each side.
_USUAL: Final = {
    Side.VENDOR: (PersonRole.PARTNER_MANAGER, PersonRole.VENDOR_ADMIN),
    Side.PARTNER: (
        PersonRole.PARTNER_MANAGER,
        PersonRole.PARTNER_ADMIN,
        PersonRole.PARTNER_REP,
    ),
}


@attrs.frozen
class Owners:
    """Finds owners among the people of one plan.

    Attributes:
        people: The people.
        answers: What was answered, by question.
    """

    people: Sequence[Person]
    answers: Mapping[str, Answer]

    def find(self, owner: str, side: Side | None) -> PersonId | None:
        """Return who owns something, or ``None`` if nobody of that side is there.

        Args:
            owner: A side and a role, the id of a question, or nothing.
            side: Whose it is; ``None`` for both.
        """
        named, dot, role = owner.partition(".")
        if dot:
            found = person_in_role(self.people, named, role)
            return None if found is None else found.id
        if owner:
            answer = self.answers.get(owner)
            if answer is not None and answer.person_id is not None:
                return answer.person_id
        return self._usual(side or Side.VENDOR)

    def _usual(self, side: Side) -> PersonId | None:
        for role in _USUAL[side]:
            found = person_in_role(self.people, side, role, or_else_anybody=False)
            if found is not None:
                return found.id
        other = person_in_role(self.people, side, "")
        return None if other is None else other.id
