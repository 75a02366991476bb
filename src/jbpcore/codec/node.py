"""What a node of the compiled walk can do, and what it is given to do it with.

A node stands for one type: text, a day, a goal, a list of goals. It is made once, from
the type's own annotations, and serves reading, writing and the schema, so that the three
cannot disagree.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import attrs

from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.errors import InvalidValueError
from jbpcore.periods.work_calendar import WorkCalendar

__all__ = ["MOST_CALENDAR_DAYS", "Definitions", "Node", "Schema", "Shared", "Writer"]

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema, or a part of one."""

Definitions: TypeAlias = dict[str, Schema]
"""Schemas by name, which others refer to as ``#/$defs/<name>``."""

MOST_CALENDAR_DAYS = 1_000_000
"""Days that the different work calendars of one document may cover together."""


@attrs.define
class Shared:
    """What the parts of one document have in common while it is read.

    The goals of a plan mostly share one work calendar. It is written with each, and
    made once. A work calendar takes memory for each of its days, however short its
    text, so the days are counted.

    Attributes:
        calendars: Those made so far, by themselves.
        days_left: Days that further calendars may cover.
    """

    calendars: dict[object, WorkCalendar] = attrs.field(factory=dict)
    days_left: int = MOST_CALENDAR_DAYS

    def calendar(self, made: dict[str, Any]) -> WorkCalendar:
        """Return the work calendar of these fields, made before or now.

        Raises:
            InvalidValueError: If its fields are bad, or the document's calendars cover
                too many days.
        """
        key = tuple(made.values())
        known = self.calendars.get(key)
        if known is None:
            self.days_left -= made["span"].length_days
            if self.days_left < 0:
                expected = (
                    "short enough that the document's work calendars cover at most "
                    f"{MOST_CALENDAR_DAYS:,} days together"
                )
                raise InvalidValueError("WorkCalendar.span", made["span"], expected)
            known = self.calendars[key] = WorkCalendar(**made)
        return known


class Writer(Protocol):
    """Turns a value of its type into plain data, and describes that data."""

    def encode(self, value: Any, /) -> Any:  # noqa: ANN401 - as many types as nodes
        """Return *value* as plain data.

        Raises:
            InvalidValueError: If the data could not be read back as it was.
        """
        ...

    def schema(self, definitions: Definitions, /) -> Schema:
        """Return the schema of the data, and add what it refers to to *definitions*."""
        ...


class Node(Writer, Protocol):
    """Also turns plain data into a value of its type, in two ways.

    :meth:`decode` is quick and accepts exactly what :meth:`examine` accepts; where the
    data is bad it raises whatever comes first. :meth:`examine` then finds out all that
    is wrong with it.
    """

    def decode(self, data: Any, shared: Shared, /) -> Any:  # noqa: ANN401 - as above
        """Return the value that *data* stands for, or raise any exception."""
        ...

    def examine(
        self, data: object, place: Place, log: ProblemLog[Shared], /
    ) -> Any:  # noqa: ANN401 - as above
        """Return the value, or report every problem and return ``FAILED``."""
        ...
