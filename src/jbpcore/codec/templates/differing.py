"""What is different between two templates, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from jbpcore.codec.containers import ListNode
from jbpcore.codec.records import RecordNode
from jbpcore.codec.templates.walk import template_record_for
from jbpcore.model.template import Template
from jbpcore.model.validation import is_a
from jbpcore.planning.changes import ChangeKind

__all__ = ["TemplateChange", "diff_templates"]

_LONGEST: Final = 120
_HEAD: Final = ("key", "version")


@attrs.frozen(kw_only=True)
class TemplateChange:
    """One thing that is different in a template.

    Attributes:
        kind: Whether it is new, gone, or another.
        path: Where, as in ``remove``: ``"goals.revenue.target"``.
        name: What the part is called; empty for the head of the template.
        before: What stood there, as plain data; ``None`` if nothing did.
        after: What stands there now; ``None`` if nothing does.

    Examples:
        >>> change = TemplateChange(kind=ChangeKind.CHANGED, path="goals.g.weight",
        ...                         name="Revenue", before=40, after=50)
        >>> print(change.sentence)
        goals.g.weight ("Revenue"): 40 becomes 50.
    """

    kind: ChangeKind = attrs.field(validator=is_a(ChangeKind))
    path: str = attrs.field(validator=is_a(str))
    name: str = attrs.field(default="", validator=is_a(str))
    before: object = None
    after: object = None

    @property
    def sentence(self) -> str:
        """The same in a sentence."""
        named = f' ("{self.name}")' if self.name else ""
        if self.kind is ChangeKind.ADDED:
            return f"{self.path}{named} is new: {_shown(self.after)}."
        if self.kind is ChangeKind.REMOVED:
            return f"{self.path}{named} is gone; it was {_shown(self.before)}."
        if self.kind is ChangeKind.MOVED:
            return f"{self.path} stand in another order: {_shown(self.after)}."
        was, now = _shown(self.before), _shown(self.after)
        return f"{self.path}{named}: {was} becomes {now}."


def _shown(value: object) -> str:
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if key != "id"}
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def diff_templates(old: Template, new: Template) -> tuple[TemplateChange, ...]:
    """Return what is different in *new*: parts by their ids, and key by key.

    Args:
        old: The one template.
        new: The other, a later version or one that extends it.

    Examples:
        >>> old = Template(key="lite", version=1, name="Lite", months=12)
        >>> for one in diff_templates(old, attrs.evolve(old, version=2, months=6)):
        ...     print(one.sentence)
        months: 12 becomes 6.
    """
    changes = _iter_record(old, new, "", "")
    return tuple(one for one in changes if one.path not in _HEAD)


def _iter_record(
    old: object, new: object, path: str, name: str
) -> Iterator[TemplateChange]:
    kind: Any = type(old)
    for field in template_record_for(kind).shape.fields:
        was = getattr(old, field.attribute.name)
        now = getattr(new, field.attribute.name)
        if was == now:
            continue
        here = f"{path}.{field.key}" if path else field.key
        node = field.node
        if isinstance(node, ListNode) and isinstance(node.item, RecordNode):
            yield from _iter_parts(node.item, was, now, here)
        elif isinstance(node, RecordNode) and was is not None and now is not None:
            yield from _iter_record(was, now, here, name)
        else:
            before, after = (
                None if one is None or one == () else node.encode(one)
                for one in (was, now)
            )
            yield _change(here, name, before, after)


def _iter_parts(
    node: RecordNode, old: Iterable[Any], new: Iterable[Any], path: str
) -> Iterator[TemplateChange]:
    was = {part.id: part for part in old}
    now = {part.id: part for part in new}
    for key in dict.fromkeys((*was, *now)):
        here = f"{path}.{key}"
        if key in was and key in now:
            part = now[key]
            name = getattr(part, "name", "")
            yield from _iter_record(was[key], part, here, name)
            continue
        before, after = (
            None if part is None else node.encode(part)
            for part in (was.get(key), now.get(key))
        )
        name = getattr(now.get(key) or was.get(key), "name", "")
        yield _change(here, name, before, after)
    kept = [key for key in was if key in now]
    order = [key for key in now if key in was]
    if kept != order:
        yield TemplateChange(kind=ChangeKind.MOVED, path=path, before=kept, after=order)


def _change(path: str, name: str, before: object, after: object) -> TemplateChange:
    kind = ChangeKind.CHANGED
    if before is None:
        kind = ChangeKind.ADDED
    elif after is None:
        kind = ChangeKind.REMOVED
    return TemplateChange(kind=kind, path=path, name=name, before=before, after=after)
