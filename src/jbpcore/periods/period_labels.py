"""Labels of periods: FY26, FY26-H1, FY26-Q2, FY26-P07, FY26-W33."""

from __future__ import annotations

import re
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.periods.fiscal_period import PeriodKind

__all__ = ["parse_label"]

_LABEL: Final = re.compile(r"FY([0-9]{2}|[0-9]{4})(?:-([HQ][0-9]|[PMW][0-9]{2}))?")
_KINDS: Final = {
    "H": PeriodKind.HALF,
    "Q": PeriodKind.QUARTER,
    "P": PeriodKind.MONTH,
    "M": PeriodKind.MONTH,
    "W": PeriodKind.WEEK,
}
_CENTURY: Final = 2000
_SHORT: Final = 2


def parse_label(label: str) -> tuple[PeriodKind, int, int]:
    """Return the kind, year and number that *label* spells, of whatever calendar.

    Two digits of a year mean 2000 to 2099. ``M07`` is read as ``P07``. Nothing else is
    forgiven: no blanks, no small letters, no other digits than 0 to 9.

    Raises:
        InvalidValueError: If *label* is not of that form.

    Examples:
        >>> parse_label("FY26-Q2")
        (<PeriodKind.QUARTER: 'quarter'>, 2026, 2)
    """
    match = _LABEL.fullmatch(label) if isinstance(label, str) else None
    if match is None:
        expected = "a label such as FY26, FY26-H1, FY26-Q2, FY26-P07 or FY2026-W33"
        raise InvalidValueError("label", label, expected)
    digits, part = match.groups()
    year = int(digits) + (_CENTURY if len(digits) == _SHORT else 0)
    if part is None:
        return PeriodKind.YEAR, year, 1
    return _KINDS[part[0]], year, int(part[1:])
