"""Write down all that is promised: names, signatures, members and their values.

``python -m scripts.public_api`` writes ``tests/golden/public-api.txt``, which a test
compares, so that nothing that is promised changes by accident. Promised is what
``jbpcore`` itself offers, and the modules of ``jbpcore.ports`` and ``jbpcore.testing``.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import jbpcore
from jbpcore import ports, testing

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "public-api.txt"
ADDRESS = re.compile(r"<[^<>]* at 0x[0-9a-f]+>")
LONGEST_DEFAULT = 60


class Shown:
    """What a signature shows for an annotation or a default."""

    def __init__(self, text: str) -> None:
        """Take the text to show."""
        self._text = text

    def __repr__(self) -> str:
        return self._text


def shown_annotation(annotation: object) -> object:
    """Return an annotation as it stands in the source."""
    if annotation is inspect.Signature.empty:
        return annotation
    if isinstance(annotation, str):
        return Shown(annotation)
    return Shown(inspect.formatannotation(annotation))


def shown_default(default: object) -> object:
    """Return a default; three dots for one that is long, or has no fixed order."""
    if default is inspect.Signature.empty:
        return default
    text = ADDRESS.sub("...", repr(default))
    is_fixed = not isinstance(default, set | frozenset)
    return Shown(text if is_fixed and len(text) <= LONGEST_DEFAULT else "...")


def signature_of(found: Any) -> str:  # noqa: ANN401 - as inspect has it
    """Return the signature of a function or class; empty where it has none."""
    try:
        known = inspect.signature(found)
    except (TypeError, ValueError):
        return ""
    parameters = [
        one.replace(
            annotation=shown_annotation(one.annotation),
            default=shown_default(one.default),
        )
        for one in known.parameters.values()
    ]
    returned = shown_annotation(known.return_annotation)
    return str(known.replace(parameters=parameters, return_annotation=returned))


def iter_own(kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the public members of a class that jbpcore wrote, inherited ones too."""
    own = [base for base in kind.__mro__ if base.__module__.startswith("jbpcore")]
    names = {name for base in own for name in vars(base) if not name.startswith("_")}
    for name in sorted(names):
        yield name, inspect.getattr_static(kind, name)


def described_member(place: str, member: object) -> str:
    """Return the line of one member of a class."""
    if isinstance(member, property | cached_property):
        getter = member.fget if isinstance(member, property) else member.func
        return f"{place}{signature_of(getter).removeprefix('(self)')}"
    if isinstance(member, classmethod | staticmethod):
        return f"{place}{signature_of(member.__func__)}  # {type(member).__name__}"
    if inspect.isfunction(member):
        return f"{place}{signature_of(member)}"
    if isinstance(member, Enum):
        return f"{place} = {member.value!r}"
    if isinstance(member, str | int | tuple | frozenset):
        return f"{place}: {type(member).__name__}"
    return place


def iter_described(place: str, found: object) -> Iterator[str]:
    """Yield a line for a name, and one for each of its public members."""
    if inspect.isclass(found):
        is_enum = issubclass(found, Enum)
        bases = ", ".join(base.__name__ for base in found.__bases__)
        yield f"{place}: class({bases})"
        if not is_enum and "__init__" in dir(found):
            yield f"{place}{signature_of(found)}"
        for name, member in iter_own(found):
            yield described_member(f"{place}.{name}", member)
    elif inspect.isfunction(found):
        yield f"{place}{signature_of(found)}"
    elif isinstance(found, ModuleType):
        for name in sorted(found.__all__):
            yield from iter_described(f"{place}.{name}", getattr(found, name))
    else:
        yield f"{place}: {type(found).__name__}"


def iter_promised() -> Iterator[tuple[str, Any]]:
    """Yield each promised name with what it names."""
    for name in sorted(jbpcore.__all__):
        yield f"jbpcore.{name}", getattr(jbpcore, name)
    for package in (ports, testing):
        for found in sorted(
            info.name for info in pkgutil.iter_modules(package.__path__)
        ):
            place = f"{package.__name__}.{found}"
            yield place, importlib.import_module(place)


def written() -> str:
    """Return the text of the file."""
    lines = {
        line
        for place, found in iter_promised()
        for line in iter_described(place, found)
    }
    return "".join(f"{line}\n" for line in sorted(lines))


def main() -> int:
    """Write the file."""
    GOLDEN.write_text(written(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
