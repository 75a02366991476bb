"""Where invitations come from and go to: mail addresses, uids, links."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from jbpcore.adapters.icalendar.parts import Line, one_line, word_line
from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Person

__all__ = [
    "attendee_line",
    "check_domain",
    "invited",
    "link_lines",
    "mail_address",
    "organizer_line",
    "uid_of",
]

# What stands for itself in a mailto address: no percent sign, question mark or blank.
_LOCAL: Final = re.compile(r"[A-Za-z0-9!$'*+._=~-]{1,64}", re.ASCII)
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_LONGEST_DOMAIN: Final = 253
_MOST_PEOPLE: Final = 300
_LINK: Final = re.compile(r"https://[!-;=?-~]{1,1990}", re.ASCII)


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return len(text) <= _LONGEST_DOMAIN and all(map(_LABEL.fullmatch, labels))


def check_domain(domain: object) -> str:
    """Return the name of a host, in lower case.

    Raises:
        InvalidValueError: If it is none.

    Examples:
        >>> check_domain("Partners.acme.example")
        'partners.acme.example'
    """
    if not isinstance(domain, str) or not _is_domain(domain):
        expected = "the name of a host of yours, such as 'partners.acme.example'"
        raise InvalidValueError("domain", domain, expected)
    return domain.lower()


def mail_address(person: Person) -> str:
    """Return the address of *person* as it may stand in an invitation.

    Raises:
        InvalidValueError: If it is none, or has characters that programs read
            differently.

    Examples:
        >>> from jbpcore.model.party import Side
        >>> mail_address(Person(id="tom", name="Tom", side=Side.PARTNER,
        ...                     email="tom@northwind.example"))
        'tom@northwind.example'
    """
    if not isinstance(person, Person):
        raise InvalidValueError("organizer", person, "a Person with a mail address")
    address = person.email
    local, at, domain = (
        address.rpartition("@") if isinstance(address, str) else [""] * 3
    )
    is_local = (
        _LOCAL.fullmatch(local) and not local.startswith(".") and ".." not in local
    )
    if not at or not is_local or local.endswith(".") or not _is_domain(domain):
        expected = f"a plain mail address, for {person.id} to be invited"
        raise InvalidValueError("Person.email", address, expected, is_personal=True)
    return f"{local}@{domain.lower()}"


def invited(people: Iterable[Person]) -> tuple[tuple[Person, str], ...]:
    """Return who has an address, each address once, with it.

    Raises:
        InvalidValueError: If an address is bad, or they are more than 300.
    """
    found: dict[str, tuple[Person, str]] = {}
    for person in people:
        if not isinstance(person, Person):
            raise InvalidValueError("to", person, "people, each a Person")
        if person.email:
            address = mail_address(person)
            found.setdefault(address.lower(), (person, address))
    if len(found) > _MOST_PEOPLE:
        expected = f"at most {_MOST_PEOPLE} people to invite"
        raise InvalidValueError("to", len(found), expected)
    return tuple(found.values())


def _called(person: Person) -> str:
    # No quote can stand in a parameter, and not every program reads what stands for it.
    return one_line(person.name, "Person.name").replace('"', "'")


def organizer_line(person: Person, address: str) -> Line:
    """Return the line of who invites."""
    return word_line("ORGANIZER", f"mailto:{address}", CN=_called(person))


def attendee_line(person: Person, address: str, *, is_chair: bool) -> Line:
    """Return the line of somebody invited, or of who invites, in the chair."""
    return word_line(
        "ATTENDEE",
        f"mailto:{address}",
        CUTYPE="INDIVIDUAL",
        ROLE="CHAIR" if is_chair else "REQ-PARTICIPANT",
        PARTSTAT="ACCEPTED" if is_chair else "NEEDS-ACTION",
        RSVP="FALSE" if is_chair else "TRUE",
        CN=_called(person),
    )


def link_lines(link: str) -> tuple[Line, ...]:
    """Return the lines for where to dial in, none for no link.

    Raises:
        InvalidValueError: If it is no https address.
    """
    if link == "":
        return ()
    if not isinstance(link, str) or not _LINK.fullmatch(link):
        expected = "an address that begins with https:// and has no blanks"
        raise InvalidValueError("link", link, expected)
    return (
        word_line("URL", link),
        word_line("CONFERENCE", link, VALUE="URI", FEATURE="VIDEO"),
    )


def uid_of(kind: str, plan_id: str, part_id: str, domain: str) -> str:
    """Return the uid of a part of a plan, the same every time.

    It is a digest, so that it neither tells nor is bent by what is in the ids.

    Examples:
        >>> uid_of("review", "northwind-2026", "q2", "acme.example")
        'review-6e7384df8899c61957f2@acme.example'
    """
    named = f"{kind}\x00{plan_id}\x00{part_id}".encode("utf-8", "backslashreplace")
    return f"{kind}-{hashlib.sha256(named).hexdigest()[:20]}@{domain}"
