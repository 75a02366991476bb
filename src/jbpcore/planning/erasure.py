"""Taking a person's data out of a plan while its history stays whole.

Plans refer to people by id, so their name and address stand in one place. An id may be
an address itself, and people write names into notes; both are replaced as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from unicodedata import normalize

from jbpcore.errors import Finding, InvalidValueError, Severity
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.minutes_text import with_renamed_minutes
from jbpcore.planning.moving import person_id_of, recorded, taking_part
from jbpcore.planning.personal_data import (
    Subject,
    iter_person_ids,
    iter_texts,
    whole_word,
)
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.planning.rights import Right
from jbpcore.values.ids import PersonId, check_id
from jbpcore.wording import Sentence

__all__ = ["erase_person", "erased_and_recorded", "list_mentions"]

_NOBODY: Final = "erased"


def erase_person(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    person_id: PersonId | str,
    *,
    by: Person | PersonId | str | None,
    at: datetime,
    why: str = "",
    alias: str | None = None,
    words: Iterable[str] = (),
    policy: Policy | None = None,
) -> Plan:
    """Replace a person's id, name and address wherever the plan has them.

    Signatures, approvals and records stay, under the alias; side and role stay too, and
    so do the terms and their digest. In free text the full name, the address and
    *words* are replaced, in capitals or not, and however spaced, and the id as it is
    written; in minutes too, whose acceptances then name the digest of the new text.
    Links that hold one of them are emptied. What else people wrote nobody can know; and
    the words of commitments, definitions and scopes are signed, so they stay: ask
    :func:`list_mentions` for them, and amend.

    Args:
        plan: The plan. Earlier revisions in a store are the store's to erase.
        person_id: Whose data.
        by: Who does it; ``None`` where the host itself does, as by law it may have to.
        at: When, in UTC.
        why: The reason; without the person's name.
        alias: The id instead; ``erased-1`` and so on if ``None``. Give the same for all
            plans to keep it known that it was one person.
        words: What else they are called in texts, such as a nickname, or their full
            name if they have left the plan.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If nobody in the plan has this id, or somebody the alias.
        NotAllowedError: If *by* may not erase people of that side.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> maria = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
        >>> now = datetime(2026, 1, 7, 9, tzinfo=UTC)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=now, notes="Ask Maria Lopez.",
        ... )
        >>> plan = erase_person(plan, "maria", by=None, at=now)
        >>> plan.notes, plan.records[0].by, plan.people[0].name
        ('Ask erased-1.', 'erased-1', 'erased-1')
    """
    known = {person.id: person for person in plan.people}
    person = known.get(PersonId(person_id))
    if person is None and PersonId(person_id) not in iter_person_ids(plan):
        expected = "the id of somebody in the plan, or somebody it refers to"
        raise InvalidValueError("person_id", person_id, expected)
    if by is not None:
        actor = taking_part(plan, by, policy)
        side = actor.side if person is None else person.side
        (policy or DEFAULT_POLICY).require(plan, Right.ERASE, by=actor, side=side)
    name = _alias(plan, alias)
    subject = Subject.known_to([plan], person_id).with_words_of(
        Subject(PersonId(person_id), words)
    )
    doer = None if by is None else person_id_of(by)
    return erased_and_recorded(plan, subject, alias=name, by=doer, at=at, why=why)


def erased_and_recorded(
    plan: Plan,
    subject: Subject,
    *,
    alias: PersonId,
    by: PersonId | None,
    at: datetime,
    why: str = "",
) -> Plan:
    """Return *plan* with *alias* in place of a person, and a record of that.

    Args:
        plan: The plan.
        subject: Whose data, and by which words it is known.
        alias: The id instead; nobody in the plan may have it.
        by: Who does it; the same person stands under the alias in the record.
        at: When, in UTC.
        why: The reason; their words are replaced in it too.

    Examples:
        >>> from datetime import UTC
        >>> from jbpcore.testing.sample_records import small_plan
        >>> plan = erased_and_recorded(
        ...     small_plan(), Subject("maria"), alias="erased-1", by=None,
        ...     at=datetime(2026, 1, 7, 9, tzinfo=UTC))
        >>> plan.records[-1].subject
        'people:erased-1'
    """
    erased = with_renamed_minutes(plan, subject.without(plan, alias))
    return recorded(
        erased,
        erased,
        move="erase_person",
        by=alias if by == subject.person_id else by,
        at=at,
        why=subject.replaced(why, alias),
        subject=f"people:{alias}",
    )


def list_mentions(plan: Plan, *words: str) -> tuple[Finding, ...]:
    """Return every text of a plan that holds one of *words*, as whole words.

    Args:
        plan: The plan.
        words: What to look for, such as a full name, a nickname and an address.

    Examples:
        >>> from jbpcore.testing.sample_records import small_plan
        >>> str(list_mentions(small_plan(), "Northwind")[0])
        "id: It holds 'Northwind'. [jbp.person.mentioned]"
    """
    found = []
    for word in words:
        pattern = whole_word(word)
        found += [
            Finding(
                code="jbp.person.mentioned",
                path=path,
                message=Sentence("It holds {word}.", word=repr(word)),
                severity=Severity.INFO,
            )
            for path, text in iter_texts(plan)
            if pattern.search(normalize("NFC", text))
        ]
    return tuple(found)


def _alias(plan: Plan, alias: str | None) -> PersonId:
    taken = set(iter_person_ids(plan))
    if alias is not None:
        check_id(alias, "alias")
        if PersonId(alias) in taken:
            raise InvalidValueError("alias", alias, "an id that nobody has")
        return PersonId(alias)
    number = 1
    while PersonId(f"{_NOBODY}-{number}") in taken:
        number += 1
    return PersonId(f"{_NOBODY}-{number}")
