"""From plain data to a template, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from jbpcore.codec.containers import ListNode
from jbpcore.codec.problems import FAILED, MOST_FINDINGS, Failed, Place, ProblemLog
from jbpcore.codec.record_shape import RecordField
from jbpcore.codec.templates.overlay import BaseFinder, Resolved, resolved
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.walk import template_record_for
from jbpcore.errors import Finding, InvalidDataError, JbpError
from jbpcore.model.template import MOST_OF_A_KIND, Template
from jbpcore.planning.templates.checking import iter_mistakes
from jbpcore.planning.templates.parts import TemplateParts

__all__ = ["TEMPLATE_FORMAT", "no_base", "read_template", "try_template"]

TEMPLATE_FORMAT: Final = 1
"""The version of the format of templates that this release reads."""

_ABOUT_THE_FILE: Final = ("format", "extends", "remove")
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"an object": "a table", "every Template ": "every template "}
)


@attrs.define
class _TemplateLog(ProblemLog):
    """Notes what is wrong in the words of templates, with file and line."""

    text: TemplateText = attrs.field(factory=lambda: TemplateText(name="", data={}))

    def report(self, code: str, place: Place, message: str) -> Literal[Failed.FAILED]:
        """Note a problem, and return ``FAILED`` for the caller to hand on."""
        for ours, theirs in _WORDS.items():
            message = message.replace(ours, theirs)
        message = re.sub(
            r"every Template([A-Z])", lambda m: f"every {m[1].lower()}", message
        )
        if len(self.findings) < MOST_FINDINGS:
            found = self.text.finding(code, place.steps, str(place), message)
            self.findings.append(found)
        elif len(self.findings) == MOST_FINDINGS:
            more = "There are more problems; mend those above first."
            self.findings.append(self.text.finding("jbp.data.too_many", (), "", more))
        return FAILED


def no_base(_: str, __: int | None) -> None:
    """Find no template: for those that extend none."""


def read_template(text: TemplateText, *, find_base: BaseFinder = no_base) -> Template:
    """Return the template that *text* says.

    Args:
        text: The template as plain data.
        find_base: Finds the templates that it is based on.

    Raises:
        InvalidDataError: If anything is wrong with it; all of it is in ``findings``,
            each with the file, the line and what to do.

    Examples:
        >>> data = {"format": 1, "key": "lite", "version": 1, "name": "Lite",
        ...         "goals": [{"id": "deals", "name": "Deals", "metric": "deals-won"}]}
        >>> read_template(TemplateText(name="lite.toml", data=data)).goals[0].weight
        Fraction(1, 1)
    """
    found = try_template(text, find_base=find_base)
    if isinstance(found, Template):
        return found
    subject = f"template {text.name}"
    raise InvalidDataError(subject, found)


def try_template(
    text: TemplateText, *, find_base: BaseFinder = no_base
) -> Template | tuple[Finding, ...]:
    """Return the template that *text* says, or everything that is wrong with it.

    Args:
        text: The template as plain data.
        find_base: Finds the templates that it is based on.

    Examples:
        >>> data = {"format": 1, "key": "lite", "version": 0, "nmae": "Lite"}
        >>> for one in try_template(TemplateText(name="lite.toml", data=data)):
        ...     print(one)
        lite.toml:1:version: Must be a whole number from 1 to 999,999; got 0. ...
        lite.toml:1:nmae: There is no such field here; leave it out, or did you mean
        'name'? [jbp.data.unknown_field]
        lite.toml:1:name: Is missing; every template states it. [jbp.data.missing]
    """
    whole = resolved(text, find_base)
    log = _TemplateLog(text=whole.text)
    log.findings.extend(whole.findings)
    _check_format(log, whole)
    made = _Reading(log, whole).template()
    if log.findings:
        return tuple(sorted(log.findings, key=_place_of))
    return made


def _place_of(finding: Finding) -> tuple[str, int]:
    return finding.path.partition(":")[0], finding.row or 0


def _check_format(log: _TemplateLog, whole: Resolved) -> None:
    data = whole.text.data
    place = Place(("format",))
    if "format" not in data:
        log.report("jbp.data.missing", place, "Is missing. Write format = 1.")
    elif type(data["format"]) is not int or data["format"] < 1:
        log.wrong_value(place, "1, the version of this format", data["format"])
    elif data["format"] > TEMPLATE_FORMAT:
        message = (
            f"Is {data['format']}; this release reads up to {TEMPLATE_FORMAT}. Upgrade "
            "jbpcore to read it."
        )
        log.report("jbp.data.format_too_new", place, message)


class _Reading:
    """Reads one template; what is sound of it is looked at as a whole in any case."""

    def __init__(self, log: _TemplateLog, whole: Resolved) -> None:
        self._log = log
        self._whole = whole
        self._data = whole.text.data
        self._places: dict[str, tuple[int, ...]] = {}
        self._known: set[tuple[str, str]] = set()

    def template(self) -> Template:
        """Return the template, as far as it is sound."""
        shape = template_record_for(Template).shape
        fields = {field.key: field for field in shape.fields}
        values: dict[str, Any] = {}
        for key, item in self._data.items():
            if key in fields:
                value = self._value(fields[key], item)
                if value is not FAILED:
                    values[key] = value
            elif key not in _ABOUT_THE_FILE:
                self._log.unknown_field(Place(), key, item, fields)
        for field in shape.fields:
            if field.is_required and field.key not in self._data:
                message = "Is missing; every template states it."
                self._log.report("jbp.data.missing", Place((field.key,)), message)
        stand_ins = {"key": "unknown", "version": 1, "name": "…"}
        # Each field was looked at by itself, and no check spans several.
        fitting = {**stand_ins, **values, "based_on": self._whole.based_on}
        made = Template(**fitting)
        self._look_at(made)
        return made

    def _value(self, field: RecordField, item: object) -> Any:  # noqa: ANN401 - whatever it holds
        place = Place((field.key,))
        if isinstance(field.node, ListNode):
            return self._parts(field.key, field.node, item)
        value = field.node.examine(item, place, self._log)
        if value is FAILED:
            return FAILED
        try:
            Template(**{"key": "unknown", "version": 1, "name": "…", field.key: value})
        except JbpError as error:
            return self._log.refused(place, error)
        return value

    def _parts(self, key: str, node: ListNode, items: object) -> Any:  # noqa: ANN401 - parts, or FAILED
        if not isinstance(items, list):
            expected = f"a list of tables, each under [[{key}]]"
            return self._log.wrong_type(Place((key,)), expected, items)
        if len(items) > MOST_OF_A_KIND[key]:
            expected = f"at most {MOST_OF_A_KIND[key]} of them, not {len(items):,}"
            return self._log.wrong_value(Place((key,)), expected, items)
        made = []
        places = []
        for at, item in enumerate(items):
            part = node.item.examine(item, Place((key, at)), self._log)
            if part is not FAILED:
                made.append(part)
                places.append(at)
            elif isinstance(item, dict) and isinstance(item.get("id"), str):
                self._known.add((key, item["id"]))
            if len(self._log.findings) > MOST_FINDINGS:
                break
        self._places[key] = tuple(places)
        return tuple(made)

    def _look_at(self, made: Template) -> None:
        parts = TemplateParts(
            template=made, places=self._places, known=frozenset(self._known)
        )
        for mistake in iter_mistakes(parts):
            place = Place(mistake.steps)
            self._log.report(f"jbp.template.{mistake.code}", place, mistake.message)
            if len(self._log.findings) > MOST_FINDINGS:
                break
