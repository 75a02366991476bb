"""YAML to the plain data of a template; needs the extra ``yaml``.

Only what TOML could say too is read: no anchors, no aliases, no tags, no dates, no
numbers with a point. So there is nothing that grows when it is read, and nothing that
makes objects. ``yes`` and ``no`` are text, as they stand.
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from jbpcore.codec.marks import UnusableNumber
from jbpcore.codec.templates.template_text import Origin, TemplateText
from jbpcore.codec.templates.toml_scan import MOST_KEYS, MOST_TOML_DEPTH
from jbpcore.errors import Finding, MissingExtraError
from jbpcore.planning.templates.mistake import Steps

__all__ = ["LONGEST_YAML", "try_yaml_text"]

LONGEST_YAML: Final = 65_536
"""Most bytes of a template in YAML: 64 KiB."""

_WHOLE = re.compile("[+-]?[0-9]{1,40}", re.ASCII)
_POINT = re.compile(
    r"[+-]?(?:[0-9]{1,40}\.[0-9]{0,40}(?:e[+-]?[0-9]{1,9})?|\.inf|\.nan)"
)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}


class _RefusedError(Exception):
    def __init__(self, event: Any, code: str, message: str) -> None:  # noqa: ANN401 - of yaml
        super().__init__(message)
        self.line = event.start_mark.line + 1
        self.code = code
        self.message = message


@attrs.define
class _Open:
    """A table or a list that is being read."""

    value: Any
    steps: Steps
    key: str | None = None


def try_yaml_text(raw: bytes, name: str) -> TemplateText | Finding:
    r"""Return the plain data of a text in YAML, or why there is none.

    Args:
        raw: The bytes of the file.
        name: What the file is called, for messages.

    Raises:
        MissingExtraError: If the extra ``yaml`` is not installed.

    Examples:
        >>> try_yaml_text(b"key: lite\nversion: 1\n", "lite.yaml").data
        {'key': 'lite', 'version': 1}
        >>> print(try_yaml_text(b"a: &x [1]\nb: *x\n", "lite.yaml"))
        lite.yaml:1: Has an anchor, '&x'. Write it out where ... [jbp.template.syntax]
    """
    try:
        import yaml  # noqa: PLC0415 - an extra, loaded if used
    except ImportError:
        raise MissingExtraError("yaml", "PyYAML") from None
    if len(raw) > LONGEST_YAML:
        message = f"Must be at most {LONGEST_YAML:,} bytes in YAML. Write it in TOML."
        return _finding(name, 1, "jbp.template.too_large", message)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "The file is no text in UTF-8. Save it as UTF-8."
        return _finding(name, 1, "jbp.template.syntax", message)
    # The reader in C, where there is one, takes a tenth of the time. No loader makes
    # anything here: only what the text says, step by step, is asked for.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reading = _Reading(name, yaml)
    try:
        for event in yaml.parse(text, Loader=loader):
            reading.take(event)
    except _RefusedError as error:
        return _finding(name, error.line, error.code, error.message)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        problem = getattr(error, "problem", None) or "it cannot be read"
        return _finding(name, line, "jbp.template.syntax", f"Is no YAML: {problem}.")
    if not isinstance(reading.data, dict):
        message = "Must be a table: keys with values."
        return _finding(name, 1, "jbp.template.syntax", message)
    return TemplateText(name=name, data=reading.data, lines=reading.lines)


class _Reading:
    """Makes plain data of what a text says, step by step."""

    def __init__(self, name: str, yaml: Any) -> None:  # noqa: ANN401 - the module
        self.data: Any = None
        self.lines: dict[Steps, Origin] = {}
        self._name = name
        self._yaml = yaml
        self._stack: list[_Open] = []
        self._count = 0
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - of yaml
        """Take one step of the text."""
        yaml = self._yaml
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"Has an alias, '*{event.anchor}'.")
        if getattr(event, "anchor", None) is not None:
            self._refuse(event, f"Has an anchor, '&{event.anchor}'.")
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "Has a second document.")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event, is_list=isinstance(event, yaml.SequenceStartEvent))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()

    def _refuse(self, event: Any, what: str) -> None:  # noqa: ANN401 - of yaml
        message = f"{what[:120]} Write it out where it is meant."
        raise _RefusedError(event, "jbp.template.syntax", message)

    def _begin(self, event: Any, *, is_list: bool) -> None:  # noqa: ANN401 - of yaml
        if event.tag is not None:
            self._refuse(event, f"Has a tag, {event.tag[:60]!r}.")
        if len(self._stack) >= MOST_TOML_DEPTH * 2:
            message = f"Is more than {MOST_TOML_DEPTH * 2} deep. Cut it down."
            raise _RefusedError(event, "jbp.template.too_deep", message)
        value: Any = [] if is_list else {}
        steps = self._put(event, value)
        self._stack.append(_Open(value, steps))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401 - of yaml
        if event.tag is not None:
            self._refuse(event, f"Has a tag, {event.tag[:60]!r}.")
        inner = self._stack[-1] if self._stack else None
        if inner is not None and isinstance(inner.value, dict) and inner.key is None:
            key = event.value
            if key in inner.value:
                message = f"{key[:80]!r} stands there already; keep one."
                raise _RefusedError(event, "jbp.data.repeated_key", message)
            inner.key = key
            return
        is_plain = event.style is None or event.style == ""
        self._put(event, _read(event.value) if is_plain else event.value)

    def _put(self, event: Any, value: Any) -> Steps:  # noqa: ANN401 - of yaml
        self._count += 1
        if self._count > MOST_KEYS:
            message = f"Has more than {MOST_KEYS:,} keys and items. Cut it down."
            raise _RefusedError(event, "jbp.template.too_large", message)
        if not self._stack:
            self.data = value
            return ()
        inner = self._stack[-1]
        if isinstance(inner.value, list):
            steps: Steps = (*inner.steps, len(inner.value))
            inner.value.append(value)
        elif inner.key is None:
            self._refuse(event, "Has a key that is no text.")
            raise AssertionError  # not reached
        else:
            steps = (*inner.steps, inner.key)
            inner.value[inner.key] = value
            inner.key = None
        self.lines[steps] = (self._name, event.start_mark.line + 1)
        return steps


def _read(text: str) -> Any:  # noqa: ANN401 - text, a whole number, a bool or a mark
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return UnusableNumber(text) if _POINT.fullmatch(text) else text


def _finding(name: str, line: int, code: str, message: str) -> Finding:
    return Finding(code=code, path=f"{name}:{line}", message=message, row=line)
