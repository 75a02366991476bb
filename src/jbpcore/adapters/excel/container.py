"""What a workbook is as a file, measured before anything in it is parsed."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

from jbpcore.adapters.excel.limits import WorkbookLimits

__all__ = ["container_problem"]

_PIECE: Final = 1024 * 1024
_CONTENTS: Final = "[Content_Types].xml"
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
)


def container_problem(path: Path, limits: WorkbookLimits) -> str | None:
    """Say why the file at *path* is not read as a workbook; ``None`` if it may be.

    Every part is unpacked once, piece by piece, so that what counts is its real size
    and not the one that the file states.

    Args:
        path: The file.
        limits: The bounds.

    Raises:
        OSError: If there is no such file.
    """
    size = path.stat().st_size
    if size > limits.max_file_bytes:
        return f"It has {size:,} bytes; at most {limits.max_file_bytes:,} are read."
    try:
        with zipfile.ZipFile(path) as archive:
            return _problem_inside(archive, limits)
    except (*_BROKEN, OSError):  # a place in it that no file has
        return "It is damaged, or no workbook. Save it again as .xlsx."


def _problem_inside(archive: zipfile.ZipFile, limits: WorkbookLimits) -> str | None:
    parts = archive.infolist()
    if len(parts) > limits.max_parts:
        return f"It has {len(parts):,} parts; at most {limits.max_parts:,} are read."
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return "It is protected by a password. Save it without one."
    if _CONTENTS not in archive.namelist():
        return "It is an archive, and no workbook. Save it as .xlsx."
    left = limits.max_inflated_bytes
    for part in parts:
        with archive.open(part) as unpacked:
            while left >= 0 and (piece := unpacked.read(_PIECE)):
                left -= len(piece)
        if left < 0:
            most = limits.max_inflated_bytes
            return f"Unpacked it has more than the {most:,} bytes that are read."
    return None
