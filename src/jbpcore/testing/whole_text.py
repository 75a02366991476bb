"""All that a value holds, as one text: what a search for a secret has to read."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["whole_text"]


def whole_text(value: object) -> str:
    """Return every field of *value* and of what it holds, whatever its ``repr`` says.

    A ``repr`` is for people and logs: it leaves out what is long, and who somebody is.

    Examples:
        >>> from jbpcore.model.party import Person, Side
        >>> ann = Person(id="ann", name="Ann", side=Side.VENDOR, email="ann@nw.example")
        >>> "nw.example" in repr([ann]), "nw.example" in whole_text([ann])
        (False, True)
    """
    kind = type(value)
    if attrs.has(kind):
        names = [field.name for field in attrs.fields(kind)]
        parts = [f"{name}={whole_text(getattr(value, name))}" for name in names]
        return f"{kind.__name__}({', '.join(parts)})"
    if isinstance(value, Mapping):
        pairs = [f"{whole_text(key)}: {whole_text(value[key])}" for key in value]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, tuple | list | set | frozenset):
        return f"[{', '.join(map(whole_text, value))}]"
    return repr(value)
