"""Reading catalogues of gettext, from strangers too: whatever is wrong is left out."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import attrs

__all__ = ["CatalogueEntry", "iter_compiled", "iter_written"]

_MAGIC: Final = 0x950412DE
_HEADER: Final = 20
_PAIR: Final = 8
_CONTEXT_ENDS: Final = "\x04"
_FORM_ENDS: Final = "\0"
_MOST_ENTRIES: Final = 100_000


@attrs.frozen
class CatalogueEntry:
    """One message of a catalogue and its translation.

    Attributes:
        context: What kind of word it is; ``None`` for a sentence.
        one: The English sentence; empty for the head of the file.
        many: The English sentence for more than one; ``None`` if it does not count.
        texts: The translation; of one that counts, one for each plural form.
    """

    context: str | None
    one: str
    many: str | None
    texts: tuple[str, ...]


def iter_compiled(data: bytes) -> Iterator[CatalogueEntry]:
    """Yield what a compiled catalogue (``.mo``) holds.

    It never fails: of a file that is cut off, or is none at all, comes what can be
    read.

    Args:
        data: The file.
    """
    for order in "<>":
        if len(data) >= _HEADER and struct.unpack_from(f"{order}I", data)[0] == _MAGIC:
            break
    else:
        return
    count, keys_at, texts_at = struct.unpack_from(f"{order}3I", data, 8)
    for place in range(min(count, _MOST_ENTRIES)):
        key, text = (
            _piece(data, start + place * _PAIR, order) for start in (keys_at, texts_at)
        )
        if key is None or text is None:
            continue
        context, found, rest = key.partition(_CONTEXT_ENDS)
        one, counts, many = (rest if found else key).partition(_FORM_ENDS)
        yield CatalogueEntry(
            context=context if found else None,
            one=one,
            many=many if counts else None,
            texts=tuple(text.split(_FORM_ENDS)),
        )


def _piece(data: bytes, at: int, order: str) -> str | None:
    """Return the text whose length and place stand *at*; ``None`` if none does."""
    if at + _PAIR > len(data):
        return None
    length, start = struct.unpack_from(f"{order}2I", data, at)
    if start + length > len(data):
        return None
    try:
        return data[start : start + length].decode()
    except UnicodeDecodeError:
        return None


def iter_written(data: bytes) -> Iterator[CatalogueEntry]:
    """Yield what a catalogue as translators write it (``.po``) holds.

    What is marked as fuzzy is not, since nobody has looked at it yet.

    Args:
        data: The file.
    """
    # Only where sources lie, never from a wheel; it costs more to load than all words.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        catalog = read_po(BytesIO(data), abort_invalid=True)
    except (PoFileError, LookupError, ValueError, TypeError):
        return
    for entry in catalog:
        if entry.fuzzy and entry.id:
            continue
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id, None)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        yield CatalogueEntry(
            context=entry.context,
            one=str(ids[0]),
            many=None if ids[1] is None else str(ids[1]),
            texts=tuple(str(text or "") for text in strings),
        )
