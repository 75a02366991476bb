"""How a class of the model stands in a document: which key each field has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from jbpcore.codec.figures import FiguresWriter
from jbpcore.codec.node import Node
from jbpcore.codec.shared import Shared

__all__ = ["RecordField", "RecordShape"]


@attrs.frozen(kw_only=True)
class RecordField:
    """One field of a class, and how it stands in a document.

    Attributes:
        key: Its key in the object.
        node: What it holds.
        attribute: The field itself.
        is_required: Whether every document has to state it.
        leaves_out_none: Whether ``None`` is written by leaving the key out.
        leaves_out_empty: Whether no items, or no labels, are written so.
        leaves_out_default: Whether its default is written so, as with a field that came
            after the first release: what has no use for it is written as ever.
    """

    key: str
    node: Node
    attribute: attrs.Attribute[Any]
    is_required: bool
    leaves_out_none: bool
    leaves_out_empty: bool
    leaves_out_default: bool = False

    @property
    def argument(self) -> str:
        """What the class calls it when an instance is made."""
        return self.attribute.alias or self.attribute.name


@attrs.frozen(kw_only=True)
class RecordShape:
    """A class of the model, and how it stands in a document.

    Attributes:
        kind: The class.
        fields: Its fields, in their order.
        figures: What is written besides.
        make: Makes an instance from the fields, where the class by itself does not.
    """

    kind: type
    fields: tuple[RecordField, ...]
    figures: FiguresWriter | None = None
    make: Callable[[Shared, dict[str, Any]], object] | None = None

    @property
    def figure_keys(self) -> tuple[str, ...]:
        """The keys that figures stand under."""
        return () if self.figures is None else self.figures.keys

    def made(self, arguments: dict[str, Any], shared: Shared) -> object:
        """Return an instance of the class."""
        if self.make is not None:
            return self.make(shared, arguments)
        return self.kind(**arguments)
