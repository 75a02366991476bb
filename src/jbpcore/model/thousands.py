"""Numbers that one half of the world reads otherwise than the other."""

from __future__ import annotations

import re
from typing import Final

from jbpcore.values.currency import MINOR_DIGITS

__all__ = ["reads_as_thousands"]

_THREE: Final = 3
_LIKE_THOUSANDS: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", re.ASCII)


def reads_as_thousands(number: str, unit: str) -> bool:
    """Say whether many would read the decimals of a number as thousands.

    Args:
        number: Digits with a point, such as ``"250.000"``.
        unit: What they are of. Of a currency with three digits that is how it is
            written.

    Examples:
        >>> reads_as_thousands("250.000", "EUR"), reads_as_thousands("0.125", "EUR")
        (True, False)
    """
    is_like = _LIKE_THOUSANDS.fullmatch(number) is not None
    return is_like and MINOR_DIGITS.get(unit) != _THREE
