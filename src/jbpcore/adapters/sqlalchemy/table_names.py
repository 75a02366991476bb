"""What the tables of a store are called."""

from __future__ import annotations

import re
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["TableNames"]

# PostgreSQL cuts names at 63 bytes, and ours add up to 24 to the prefix. What is no
# lower-case letter, digit or underscore would have to be quoted by whoever types it.
_PREFIX: Final = re.compile("(?:[a-z_][a-z0-9_]{0,31})?", re.ASCII)
_SCHEMA: Final = re.compile("[A-Za-z_][A-Za-z0-9_]{0,62}", re.ASCII)


def _a_prefix(_: object, __: object, value: str) -> None:
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        expected = (
            "at most 32 lower-case letters, digits and underscores, not a digit first"
        )
        raise InvalidValueError("TableNames.prefix", value, expected)


def _a_schema(_: object, __: object, value: str | None) -> None:
    if value is None:
        return
    if not isinstance(value, str) or not _SCHEMA.fullmatch(value):
        expected = (
            "1 to 63 letters, digits and underscores, not a digit first, or None for "
            "the one that the connection finds"
        )
        raise InvalidValueError("TableNames.schema", value, expected)


@attrs.frozen
class TableNames:
    """What the tables of a store are called, so that they stand beside a host's own.

    Attributes:
        prefix: What the name of every table and index begins with.
        schema: The schema they are in, which must be there; the first one of the
            connection's search path if ``None``. In SQLite, an attached database.

    Raises:
        InvalidValueError: If a name is no plain identifier.

    Examples:
        >>> TableNames(schema="sales").of("plan")
        'sales.jbp_plan'
    """

    prefix: str = attrs.field(default="jbp_", validator=_a_prefix)
    schema: str | None = attrs.field(default=None, validator=_a_schema)

    def of(self, table: str) -> str:
        """Return the whole name of a table, to be shown."""
        name = f"{self.prefix}{table}"
        return name if self.schema is None else f"{self.schema}.{name}"
