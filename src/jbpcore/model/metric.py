"""What is counted, defined once and agreed by both sides."""

from __future__ import annotations

from enum import StrEnum

import attrs

from jbpcore.model.amount import Unit
from jbpcore.model.validation import a_name, a_text, an_id, is_a
from jbpcore.values.ids import MetricKey

__all__ = ["Accumulation", "Direction", "Metric"]


class Accumulation(StrEnum):
    """How entries of a metric add up to what was attained.

    ``flow`` adds entries up, ``level`` takes the last one, ``ratio`` divides two sums,
    ``milestone`` is done or not.
    """

    FLOW = "flow"
    LEVEL = "level"
    RATIO = "ratio"
    MILESTONE = "milestone"


class Direction(StrEnum):
    """Which way is good: more, less, or staying where it is."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


@attrs.frozen(kw_only=True)
class Metric:
    """What a goal measures.

    Attributes:
        key: Its id, which entries refer to, such as ``"revenue"``.
        name: What people call it.
        unit: What it counts in.
        accumulation: How entries add up.
        direction: Which way is good.
        definition: The agreed wording of what counts and what does not.

    Examples:
        >>> Metric(key="deals", name="Deals won", unit=Unit.count("deals")).direction
        <Direction.UP: 'up'>
    """

    key: MetricKey = attrs.field(converter=MetricKey, validator=an_id)
    name: str = attrs.field(validator=a_name)
    unit: Unit = attrs.field(validator=is_a(Unit))
    accumulation: Accumulation = attrs.field(
        default=Accumulation.FLOW, validator=is_a(Accumulation)
    )
    direction: Direction = attrs.field(default=Direction.UP, validator=is_a(Direction))
    definition: str = attrs.field(default="", validator=a_text)
