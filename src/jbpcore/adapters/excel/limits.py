"""How much of a workbook is read."""

from __future__ import annotations

from typing import Any

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["WorkbookLimits"]

_MIB = 1024 * 1024


def _above_zero(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        expected = "a whole number above zero"
        raise InvalidValueError(f"WorkbookLimits.{attribute.name}", value, expected)


@attrs.frozen(kw_only=True)
class WorkbookLimits:
    """The bounds within which a workbook is read; beyond them it is refused.

    A small file can unpack to gigabytes, and one cell in the last corner of a sheet
    makes readers walk through billions. So sizes are measured before anything is
    parsed, and the parsing is done by a process of its own that has only so much
    memory and time.

    Attributes:
        max_file_bytes: Size of the file.
        max_inflated_bytes: Size of all its parts, unpacked.
        max_parts: Parts that the file may have.
        max_rows: Rows of the sheet.
        max_columns: Columns of the sheet.
        max_memory_bytes: Memory that reading may take, where the system can hold a
            process to it.
        max_seconds: How long reading may take.

    Raises:
        InvalidValueError: If a bound is not a whole number above zero.

    Examples:
        >>> WorkbookLimits().max_rows
        200000
    """

    max_file_bytes: int = attrs.field(default=50 * _MIB, validator=_above_zero)
    max_inflated_bytes: int = attrs.field(default=100 * _MIB, validator=_above_zero)
    max_parts: int = attrs.field(default=500, validator=_above_zero)
    max_rows: int = attrs.field(default=200_000, validator=_above_zero)
    max_columns: int = attrs.field(default=256, validator=_above_zero)
    max_memory_bytes: int = attrs.field(default=1024 * _MIB, validator=_above_zero)
    max_seconds: int = attrs.field(default=120, validator=_above_zero)
