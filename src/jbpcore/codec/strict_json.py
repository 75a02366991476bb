"""Reading JSON text without any of the liberties that readers of JSON take.

Python's own reader keeps the last of two equal keys, turns ``1e400`` into infinity,
takes ``NaN``, converts long numbers, lets half a surrogate pair through, and goes as
deep as the stack does.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from jbpcore.codec.marks import RepeatedKeys, UnusableNumber
from jbpcore.codec.plainness import MOST_DEPTH
from jbpcore.codec.problems import FAILED, Place, ProblemLog
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.wording import Sentence

__all__ = ["MOST_BYTES", "parsed"]

MOST_BYTES: Final = 5 * 1024 * 1024
"""Size of a document, in UTF-8, that is read unless more is allowed: 5 MiB."""

_FEW_BRACKETS: Final = 200  # so deep, no stack is in danger
_LONGEST_NUMBER: Final = 20
# A text up to its end, or up to the document's if it has none: it always matches, and
# never looks at a character twice.
_TEXT: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKETS: Final = bytes.maketrans(b"[]{}", b"()()")
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    return data if len(data) == len(pairs) else RepeatedKeys(pairs)


def _whole_number(text: str) -> int | UnusableNumber:
    return int(text) if len(text) <= _LONGEST_NUMBER else UnusableNumber(text)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole_number,
    parse_float=UnusableNumber,
    parse_constant=UnusableNumber,
)


def parsed(text: str | bytes, log: ProblemLog, *, max_bytes: int = MOST_BYTES) -> Any:  # noqa: ANN401 - JSON of any kind
    """Return what JSON *text* says, with marks where it cannot be plain data.

    Where it says nothing at all, the problem is noted and ``FAILED`` returned.

    Args:
        text: The document; as bytes in UTF-8.
        log: Where problems are noted.
        max_bytes: Largest size, in UTF-8.

    Raises:
        InvalidValueError: If *text* is neither text nor bytes, or *max_bytes* is none.
    """
    if not isinstance(text, str | bytes):
        raise InvalidValueError("text", text, "a str, or bytes in UTF-8")
    if type(max_bytes) is not int or max_bytes < 1:
        raise InvalidValueError("max_bytes", max_bytes, "a number of bytes")
    root = Place()
    # No character takes less than a byte, so this needs no conversion to be refused.
    raw = b"" if len(text) > max_bytes else _encoded(text)
    if max(len(text), len(raw)) > max_bytes:
        message = Sentence(
            "Must have at most {max_bytes} bytes; split it.", max_bytes=f"{max_bytes:,}"
        )
        return log.report("jbp.data.too_large", root, message)
    if _is_too_deep(raw):
        message = Sentence(
            "Must not be nested more than {most_depth} deep.", most_depth=MOST_DEPTH
        )
        return log.report("jbp.data.depth", root, message)
    try:
        decoded = raw.decode() if isinstance(text, bytes) else text
        return _DECODER.decode(decoded.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        log.findings.append(
            Finding(
                code="jbp.data.json",
                path=f"line {error.lineno}, column {error.colno}",
                message=Sentence("Is no JSON: {msg}.", msg=error.msg),
                row=error.lineno,
            )
        )
        return FAILED
    except UnicodeDecodeError as error:
        message = Sentence(
            "Must be in UTF-8; it is not from byte {start} on.", start=error.start
        )
        return log.report("jbp.data.encoding", root, message)


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def _is_too_deep(raw: bytes) -> bool:
    """Say whether *raw* is nested too deep, without going down into it.

    Where there are few brackets it may be anything: only a deep document endangers the
    stack, and what is too deep for its kind is no document of that kind.
    """
    if raw.count(b"[") + raw.count(b"{") <= _FEW_BRACKETS:
        return False
    # Where no quote is escaped, a text ends at the next one.
    has_escapes = b'\\"' in raw
    outside = _TEXT.sub(b"", raw) if has_escapes else b"".join(raw.split(b'"')[::2])
    brackets = outside.translate(_BRACKETS, _NO_BRACKETS)
    for _ in range(MOST_DEPTH):
        brackets = brackets.replace(b"()", b"")  # takes away the innermost
    return brackets.count(b"(") > 0
