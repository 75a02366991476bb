"""From the bytes of a file to its text: as marked or stated, without guesses."""

from __future__ import annotations

import io
import re
from typing import BinaryIO, Final

from jbpcore.errors import Finding, InvalidDataError
from jbpcore.wording import Sentence

__all__ = ["decoded", "undecoded"]

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NO_TEXT: Final = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"%PDF", "a PDF document"),
)
_PEEKED: Final = 8
# What decoding leaves where bytes were no text: half a surrogate pair where the codec
# can keep the byte, the replacement character where it cannot (UTF-16).
_BAD: Final = re.compile("[\ud800-\udfff\ufffd]")


def decoded(
    stream: BinaryIO, *, name: str, encoding: str | None
) -> tuple[io.TextIOWrapper, str]:
    """Return the text of *stream*, line ends untouched, and the encoding it is in.

    Args:
        stream: Bytes, at their start.
        name: What to call the file in messages.
        encoding: The encoding stated, if one is.

    Raises:
        InvalidDataError: If it is no text, or not in an encoding that is recognised.
    """
    start = _peek(stream)
    for signature, what in _NO_TEXT:
        if start.startswith(signature):
            advice = Sentence(
                "It is {what}, not a text table. Save it as CSV first.", what=what
            )
            raise _unusable(name, "jbp.table.not_text", advice)
    marked = next((kind for mark, kind in _MARKS if start.startswith(mark)), None)
    used = _agreed(name, stated=encoding, marked=marked, start=start)
    errors = "replace" if used.startswith("utf-16") else "surrogateescape"
    text = io.TextIOWrapper(stream, encoding=used, errors=errors, newline="")
    if marked:
        text.read(1)  # the mark itself, which is no part of the first heading
    return text, used


def undecoded(text: str) -> bool:
    """Say whether *text* holds what was left where bytes were no text."""
    return not text.isascii() and _BAD.search(text) is not None


def _agreed(name: str, *, stated: str | None, marked: str | None, start: bytes) -> str:
    if marked == "utf-32":
        advice = Sentence("It is UTF-32, which is not read. Save it as UTF-8.")
        raise _unusable(name, "jbp.table.encoding", advice)
    if marked is not None:
        if stated not in {None, marked} and not (
            stated == "utf-16" and marked.startswith(stated)
        ):
            advice = Sentence(
                "It starts with the mark of {marked}, but {stated} is stated.",
                marked=marked,
                stated=stated,
            )
            raise _unusable(name, "jbp.table.encoding", advice)
        return marked
    if stated == "utf-16":
        advice = Sentence(
            "It has no byte order mark. State utf-16-le (usual) or utf-16-be.",
        )
        raise _unusable(name, "jbp.table.encoding", advice)
    if stated is None and (order := _unmarked_utf16(start)):
        advice = Sentence(
            "It looks like UTF-16 without its mark. State {order} if it is.",
            order=order,
        )
        raise _unusable(name, "jbp.table.encoding", advice)
    return stated or "utf-8"


def _unmarked_utf16(start: bytes) -> str | None:
    """Return which UTF-16 it looks like: every other byte of ASCII text is zero."""
    even, odd = any(start[0:4:2]), any(start[1:4:2])
    if even == odd or b"\x00" not in start[:4]:
        return None
    return "utf-16-le" if even else "utf-16-be"


def _peek(stream: BinaryIO) -> bytes:
    if isinstance(stream, io.BufferedReader):
        return stream.peek(_PEEKED)[:_PEEKED]
    here = stream.tell()
    start = stream.read(_PEEKED)
    stream.seek(here)
    return start


def _unusable(name: str, code: str, message: str) -> InvalidDataError:
    return InvalidDataError(name, (Finding(code=code, path=name, message=message),))
