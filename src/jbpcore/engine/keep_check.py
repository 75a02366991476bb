"""One stretch of days in which something was to stay within its band."""

from __future__ import annotations

import attrs

from jbpcore.model.amount import Amount
from jbpcore.periods.daterange import DateRange

__all__ = ["KeepCheck"]


@attrs.frozen(kw_only=True)
class KeepCheck:
    """What came of one stretch that is due.

    Attributes:
        dates: The days.
        value: What was measured over them; ``None`` if nothing was, and then it is not
            kept.
        is_kept: Whether the value lay in the band.
    """

    dates: DateRange
    value: Amount | None
    is_kept: bool
