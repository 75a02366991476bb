"""Who the owners in several files are, also where the files name them differently."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.adapters.tabular.columns import ColumnFinder
from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.errors import InvalidValueError, Severity
from jbpcore.values.ids import PartyId, check_id
from jbpcore.values.text import check_name
from jbpcore.wording import Sentence

__all__ = ["Owner", "OwnerBook", "read_owners"]

_NOT_IN_AN_ID: Final = re.compile("[^a-z0-9]+")
_DIGEST_CHARS: Final = 8


@attrs.frozen(kw_only=True)
class Owner:
    """One owner, as a list of owners states it.

    Attributes:
        id: What targets call it, and what results call it.
        key: What bookings call it; the same unless the list says otherwise.
        name: What people call it.
    """

    id: str
    key: str
    name: str


class OwnerBook:
    """Turns what files call an owner into one id, and remembers the names.

    Without a list of owners, what a file says is the owner: as the id if it has the
    shape of one, else as the name, with an id made from it. With a list, an owner who
    is not on it is kept apart, under an id that begins with ``unlisted``.

    Args:
        owners: The list of owners; ``None`` if there is none.

    Examples:
        >>> book = OwnerBook([Owner(id="5020", key="272", name="Stephen Jiang")])
        >>> book.party("272", by_key=True), book.party("280", by_key=True)
        ('5020', 'unlisted-key:280')
        >>> book.names["5020"]
        'Stephen Jiang'
    """

    def __init__(self, owners: Iterable[Owner] | None = None) -> None:
        """Take the list over."""
        self._is_listed = owners is not None
        self._names: dict[PartyId, str] = {}
        self._by_id: dict[str, PartyId] = {}
        self._by_key = {} if self._is_listed else self._by_id
        self._unlisted: Counter[str] = Counter()
        for owner in owners or ():
            party = _party(owner.id)
            self._names[party] = owner.name
            self._by_id[owner.id] = party
            self._by_key[owner.key] = party

    def __repr__(self) -> str:
        """How many there are; who they are stays out of logs."""
        return f"<OwnerBook owners={len(self._names)} is_listed={self._is_listed}>"

    @property
    def names(self) -> Mapping[PartyId, str]:
        """What people call each owner, listed or met so far."""
        return MappingProxyType(self._names)

    def party(self, text: str, *, by_key: bool = False) -> PartyId:
        """Return the id of the owner whom a file calls *text*.

        Args:
            text: What the cell says.
            by_key: Whether the file calls owners by key.

        Raises:
            InvalidValueError: If *text* is no name: empty, too long, or with control
                characters.
        """
        plain = _normal(text)
        known = self._by_key if by_key else self._by_id
        party = known.get(plain)
        if party is None:
            check_name(plain, "owner")
            party = _party(plain)
            if self._is_listed:
                party = _party(f"unlisted-{'key' if by_key else 'id'}:{plain}")
                self._unlisted[plain] = 0
            self._names.setdefault(party, plain)
            known[plain] = party
        if self._unlisted and plain in self._unlisted:
            self._unlisted[plain] += 1
        return party

    def report_unlisted(self, table: TextTable, *, column: str) -> None:
        """Report to *table* the owners met since the last time who are not listed."""
        for name, count in self._unlisted.items():
            if count:
                message = Sentence(
                    "{name} is not on the list of owners. Rows: {count}; they are "
                    "kept under an owner of their own.",
                    name=repr(name),
                    count=f"{count:,}",
                )
                severity = Severity.WARNING
                table.report(
                    "jbp.owners.unlisted",
                    None,
                    message,
                    column=column,
                    severity=severity,
                )
                self._unlisted[name] = 0


def _normal(text: str) -> str:
    plain = text.strip()
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def _party(text: str) -> PartyId:
    """Return *text* if it has the shape of an id, else an id made from it."""
    try:
        return PartyId(check_id(text, "owner"))
    except InvalidValueError:
        folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        words = _NOT_IN_AN_ID.sub("-", folded.lower()).strip("-")[:100] or "owner"
        digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARS]
        return PartyId(f"{words}-{digest}")


def read_owners(
    table: TextTable,
    *,
    id_column: str | None = None,
    key_column: str | None = None,
    name_column: str | None = None,
) -> tuple[Owner, ...]:
    """Read a list of owners; what is wrong is reported to *table*.

    Args:
        table: The list.
        id_column: What targets call an owner.
        key_column: What bookings call an owner; the id where there is no such column.
        name_column: What people call an owner; the id where there is no such column.

    Returns:
        The owners; of several rows with one id or key, the first.

    Raises:
        InvalidDataError: If a stated column is missing, or no column is the id.
    """
    finder = ColumnFinder(table)
    id_at = finder.need("owner_id", id_column)
    key_at = finder.may("owner_key", key_column)
    name_at = finder.may("owner_name", name_column)
    finder.check()
    owners: dict[str, Owner] = {}
    keys: set[str] = set()
    for row, cells in table:
        owner_id = _normal(cells[id_at])
        key = owner_id if key_at is None else _normal(cells[key_at])
        name = "" if name_at is None else _normal(cells[name_at])
        try:
            check_name(owner_id, "owner id")
            check_name(key, "owner key")
            name = check_name(name or owner_id, "owner name")
        except InvalidValueError as error:
            table.report("jbp.owners.name", row, error.sentence)
            continue
        if owner_id in owners or key in keys:
            message = Sentence(
                "The id {owner_id} or key {key} came before; left out here.",
                owner_id=repr(owner_id),
                key=repr(key),
            )
            table.report("jbp.owners.twice", row, message)
            continue
        owners[owner_id] = Owner(id=owner_id, key=key, name=name)
        keys.add(key)
    return tuple(owners.values())
