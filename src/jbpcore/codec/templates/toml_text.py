"""TOML to the plain data of a template."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from jbpcore.codec.marks import UnusableNumber
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.toml_scan import TooMuchError, scan_toml
from jbpcore.errors import Finding

__all__ = ["try_toml_text"]

_PLACE = re.compile(r" \(at (?:line ([0-9]{1,9}), column [0-9]{1,9}|end of document)\)")
_BYTES: Final = "The file is no text in UTF-8. Save it as UTF-8."


# What to do, by how the reader's message begins.
_ADVICE: Final = (
    ("Invalid value", 'Quote text, as in name = "…"; yes and no are true and false.'),
    ("Expected newline", 'Quote text with quotes on both sides, as in by = "10%".'),
    ("Cannot overwrite", "A key stands twice; leave one of them out."),
    ("Cannot declare", "A table stands twice; write [[goals]] for one of several."),
    ("Expected '='", 'Write it as key = "…".'),
    ("Unescaped '\\'", "Write \\\\ for one, or put the text in single quotes."),
)


def try_toml_text(text: str | bytes, name: str) -> TemplateText | Finding:
    r"""Return the plain data of a text in TOML, or why there is none.

    Args:
        text: The text, or the bytes of the file.
        name: What the file is called, for messages.

    Examples:
        >>> try_toml_text('key = "lite"', "lite.toml").data
        {'key': 'lite'}
        >>> print(try_toml_text('key = "lite"\nname =', "lite.toml"))
        lite.toml:2: Invalid value. Quote text, as in name = "…"; yes and no are true
        and false. [jbp.template.syntax]
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _finding(name, 1, "jbp.template.syntax", _BYTES)
    text = text.replace("\r\n", "\n")
    try:
        scan = scan_toml(text)
        data: dict[str, Any] = tomllib.loads(text, parse_float=UnusableNumber)
    except TooMuchError as error:
        return _finding(name, error.line, error.code, error.message)
    except ValueError as error:
        line, message = _said(str(error), text)
        return _finding(name, line, "jbp.template.syntax", message)
    lines = {steps: (name, line) for steps, line in scan.lines.items()}
    return TemplateText(name=name, data=data, lines=lines)


def _said(message: str, text: str) -> tuple[int, str]:
    """Return the line that the reader's message tells, and the rest of it."""
    line = text.rstrip().count("\n") + 1
    match = _PLACE.search(message)
    if match is None:
        # Numbers and days that Python cannot hold.
        return line, "A number or a day in it cannot be read. Write it as text."
    line = line if match[1] is None else int(match[1])
    said = message[: match.start()].rstrip(".")
    advice = next((one for start, one in _ADVICE if said.startswith(start)), "")
    return line, f"{said}. {advice}".rstrip()


def _finding(name: str, line: int, code: str, message: str) -> Finding:
    return Finding(code=code, path=f"{name}:{line}", message=message, row=line)
