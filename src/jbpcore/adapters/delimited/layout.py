"""What a text table is stated to be, and how much of it is read."""

from __future__ import annotations

from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["DELIMITERS", "ENCODINGS", "TableLayout"]

ENCODINGS: Final = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1250",
    "cp1251",
    "cp1252",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "shift_jis",
    "gb18030",
)
"""Encodings that may be stated. Only the Unicode ones are ever recognised unstated."""

DELIMITERS: Final = (",", ";", "\t", "|")
"""Delimiters that are recognised, or may be stated."""


def _one_of(choices: tuple[str, ...]) -> Any:  # noqa: ANN401 - as attrs types validators
    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if value is not None and value not in choices:
            expected = f"one of {', '.join(map(repr, choices))}, or None"
            raise InvalidValueError(f"TableLayout.{attribute.name}", value, expected)

    return check


def _above_zero(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        expected = "a whole number above zero"
        raise InvalidValueError(f"TableLayout.{attribute.name}", value, expected)


@attrs.frozen(kw_only=True)
class TableLayout:
    """How a text table is written, as far as its owner states it, and its bounds.

    Attributes:
        encoding: One of :data:`ENCODINGS`. ``None`` reads UTF-8, or the UTF-16 that a
            byte order mark announces; nothing else is guessed.
        delimiter: One of :data:`DELIMITERS`. ``None`` takes the one that the heading
            and the first rows agree on, and refuses where two would do.
        max_rows: Rows read at most; the rest is reported, not read.
        max_columns: Columns that a table may have.
        max_cell_chars: Longest cell.
        max_line_chars: Longest line; longer ones are reported without being kept.
        max_findings: Findings kept one by one; further ones are counted.

    Raises:
        InvalidValueError: If a field is none of these.

    Examples:
        >>> TableLayout(encoding="cp1252", delimiter=";").max_rows
        1000000
    """

    encoding: str | None = attrs.field(default=None, validator=_one_of(ENCODINGS))
    delimiter: str | None = attrs.field(default=None, validator=_one_of(DELIMITERS))
    max_rows: int = attrs.field(default=1_000_000, validator=_above_zero)
    max_columns: int = attrs.field(default=256, validator=_above_zero)
    max_cell_chars: int = attrs.field(default=10_000, validator=_above_zero)
    max_line_chars: int = attrs.field(default=1_000_000, validator=_above_zero)
    max_findings: int = attrs.field(default=100_000, validator=_above_zero)
