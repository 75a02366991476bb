"""What a node of the compiled walk can do.

A node stands for one type: text, a day, a goal, a list of goals. It is made once, from
the type's own annotations, and serves reading, writing and the schema, so that these
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.codec.shared import Shared

__all__ = ["Definitions", "Node", "Schema", "Take", "Writer"]

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema, or a part of one."""

Definitions: TypeAlias = dict[str, Schema]
"""Schemas by name, which others refer to as ``#/$defs/<name>``."""

Take: TypeAlias = Callable[[Any], Any]
"""Decodes what needs nothing of the rest of the document: text, a day, a number."""


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

    :meth:`decode` is quick and accepts nothing that :meth:`examine` does not; where the
    data is bad it raises whatever comes first. :meth:`examine` then finds out all that
    is wrong with it.
    """

    @property
    def take(self) -> Take | None:
        """Decodes without what is shared; ``None`` if it takes that to decode."""
        ...

    def decode(self, data: Any, shared: Shared, /) -> Any:  # noqa: ANN401 - as above
        """Return the value that *data* stands for, or raise any exception."""
        ...

    def examine(self, data: object, place: Place, log: ProblemLog, /) -> Any:  # noqa: ANN401 - as above
        """Return the value, or report every problem and return ``FAILED``."""
        ...
