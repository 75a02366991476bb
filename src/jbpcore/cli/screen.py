"""What the screen, or the file behind it, can show."""

from __future__ import annotations

import shutil
from typing import TextIO

from jbpcore.views.marks import ASCII_MARKS, UNICODE_MARKS, Marks

__all__ = ["marks_for", "width_of", "writable"]


def marks_for(stream: TextIO) -> Marks:
    """Return the signs that *stream* can encode."""
    signs = "".join(UNICODE_MARKS.shapes.values())
    signs += UNICODE_MARKS.rule + UNICODE_MARKS.missing + UNICODE_MARKS.cut
    return UNICODE_MARKS if writable(signs, stream) == signs else ASCII_MARKS


def width_of(stream: TextIO) -> int | None:
    """Return how many columns *stream* has; ``None`` if it is no terminal."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def writable(text: str, stream: TextIO) -> str:
    """Return *text* with a question mark for each letter that *stream* has not."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    return text.encode(encoding, "replace").decode(encoding)
