"""The kinds of text in a document, and what a schema can say of each."""

from __future__ import annotations

from typing import Final

from jbpcore.codec.exact_text import whole_line
from jbpcore.codec.scalars import TextNode
from jbpcore.values.currency import check_currency
from jbpcore.values.quantity import Quantity

__all__ = ["CURRENCY", "ID", "NAME", "NOUN", "PLAIN", "TEXT"]


def _check_currency(text: str) -> object:
    return check_currency(text, "currency")


def _check_noun(text: str) -> object:
    return Quantity(0, text)


PLAIN: Final = TextNode()
"""Any text at all."""

ID: Final = TextNode(
    {"maxLength": 128, **whole_line("[A-Za-z0-9][A-Za-z0-9._:@+-]*")}, name="Id"
)
"""What :func:`~jbpcore.values.ids.check_id` accepts."""

NAME: Final = TextNode(
    {
        "maxLength": 200,
        "pattern": "\\S",
        "not": {"pattern": "[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]"},
    },
    name="Name",
)
"""What :func:`~jbpcore.values.text.check_name` accepts."""

TEXT: Final = TextNode(
    {"maxLength": 10_000, "not": {"pattern": "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]"}},
    name="Text",
)
"""What :func:`~jbpcore.values.text.check_text` accepts, and none."""

CURRENCY: Final = TextNode(whole_line("[A-Z]{3}"), check=_check_currency)
"""A currency code."""

NOUN: Final = TextNode({"minLength": 1, "maxLength": 40}, check=_check_noun)
"""The unit of a count."""
