"""The one table of what stands in a template, for reading, writing and the schema.

Keys, defaults and descriptions come from the classes of the model; what these do not
say is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

import attrs

from jbpcore.codec.containers import ListNode
from jbpcore.codec.exact_text import WALL_TIME
from jbpcore.codec.node import Node
from jbpcore.codec.record_shape import RecordField, RecordShape
from jbpcore.codec.records import RecordNode
from jbpcore.codec.scalars import TextNode
from jbpcore.codec.templates.nodes import DEFAULT, SHARE, FormulaNode, SaidNode
from jbpcore.codec.texts import NAME, TEXT
from jbpcore.codec.walk import node_for
from jbpcore.model.formula import Operand, PerHead, ShareOf, SumOf, Uplift
from jbpcore.model.meeting_day import MeetingDay
from jbpcore.model.question import Question
from jbpcore.model.relative_day import RelativeDay
from jbpcore.model.slugs import SLUG, a_slug
from jbpcore.model.template import Template
from jbpcore.model.validation import a_name, a_text

__all__ = ["template_node_for", "template_record_for"]

_SLUG: Final = TextNode({"maxLength": 64, "pattern": f"^{SLUG}$"}, name="Slug")
_FORMULA: Final = FormulaNode(
    {
        "uplift": (Uplift, ("base", "by")),
        "share": (ShareOf, ("share", "of")),
        "per_head": (PerHead, ("each", "heads")),
        "sum": (SumOf, ("parts",)),
    }
)
_RELATIVE: Final = SaidNode(
    "RelativeDay",
    RelativeDay.parse,
    (
        "day 30",
        "end of month 2",
        "2 workdays before each review qbr",
        "start",
        "end",
        "review qbr 1",
        "10 days after action kick-off",
    ),
)


def _parse_on(text: str) -> MeetingDay | RelativeDay:
    """Return a day of a step, or a relative one, whichever it reads as."""
    try:
        return RelativeDay.parse(text)
    except ValueError:
        return MeetingDay.parse(text)


_ON: Final = SaidNode(
    "MeetingDay",
    _parse_on,
    (
        "2nd tuesday",
        "tuesday",
        "3rd tuesday of month 3",
        "last friday",
        "day 15",
        "last day",
        "14 days before end",
    ),
)
_NODES: Final[Mapping[object, Node]] = MappingProxyType(
    {Fraction: SHARE, RelativeDay: _RELATIVE, time: WALL_TIME}
)
_UNIONS: Final[Mapping[frozenset[object], Node]] = MappingProxyType(
    {
        frozenset(get_args(Operand)): _FORMULA,
        frozenset({MeetingDay, RelativeDay}): _ON,
        frozenset({str, int, bool, tuple[str, ...]}): DEFAULT,
    }
)
_TEXTS: Final[Mapping[object, Node]] = MappingProxyType(
    {a_name: NAME, a_text: TEXT, a_slug: _SLUG}
)
_KEYS: Final[Mapping[tuple[type, str], str]] = MappingProxyType(
    {(Question, "is_required"): "required"}
)
# Worked out, not written.
_NOT_WRITTEN: Final = frozenset({(Template, "based_on")})


@cache
def template_node_for(hint: object) -> Node:
    """Return the node for what an annotation of a class of templates allows.

    Args:
        hint: An annotation, resolved.

    Raises:
        InvalidValueError: If templates have no way to write it.

    Examples:
        >>> template_node_for(Fraction).encode(Fraction(1, 10))
        '1/10'
    """
    if hint in _NODES:
        return _NODES[hint]
    if isinstance(hint, type) and attrs.has(hint):
        return template_record_for(hint)
    arguments = get_args(hint)
    if get_origin(hint) is tuple and arguments[1:] == (...,):
        return ListNode(template_node_for(arguments[0]))
    if get_origin(hint) in {Union, UnionType}:
        kinds = [kind for kind in arguments if kind is not NoneType]
        # What is not there is left out: templates have no null.
        known = _UNIONS.get(frozenset(kinds))
        return template_node_for(kinds[0]) if known is None else known
    return node_for(hint)


@cache
def template_record_for(kind: type) -> RecordNode:
    """Return the node for a class of templates.

    Args:
        kind: A class made with attrs.

    Raises:
        InvalidValueError: If templates have no way to write one of its fields.
    """
    hints = get_type_hints(kind)
    fields = tuple(
        _field(kind, attribute, hints[attribute.name])
        for attribute in attrs.fields(cast("type[attrs.AttrsInstance]", kind))
        if attribute.init and (kind, attribute.name) not in _NOT_WRITTEN
    )
    return RecordNode(RecordShape(kind=kind, fields=fields))


def _field(kind: type, attribute: attrs.Attribute[Any], hint: object) -> RecordField:
    node = template_node_for(hint)
    node = _TEXTS.get(_check_of(attribute), node) if _is_text(hint) else node
    default = attribute.default
    return RecordField(
        key=_KEYS.get((kind, attribute.name), attribute.name),
        node=node,
        attribute=attribute,
        leaves_out_none=default is None,
        leaves_out_default=default is not None and default != (),
        leaves_out_empty=default == (),
        is_required=default is attrs.NOTHING,
    )


def _is_text(hint: object) -> bool:
    return hint is str or set(get_args(hint)) == {str, NoneType}


def _check_of(attribute: attrs.Attribute[Any]) -> object:
    """Return the check of a text, also of one that may be left out."""
    check: Any = attribute.validator
    return getattr(check, "validator", check)
