"""The plan format once more, by cattrs: as strict as it can be made, class by class.

It starts from the converter of :mod:`cattrs.preconf.json` and makes the very same
attrs classes, whose converters and validators run there too. Its hooks refuse what the
codec of jbpcore does: unknown keys, keys that stand twice, numbers for text, floats,
decimals, fractions, days and instants in any other form, values that no enum has. What
it writes is equal to what jbpcore writes, key for key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import (
    AttributeOverride,
    make_dict_structure_fn,
    make_dict_unstructure_fn,
    override,
)
from cattrs.preconf.json import make_converter
from cattrs.strategies import configure_tagged_union

import jbpcore as jbp
from jbpcore.codec.walk import record_for
from jbpcore.model.tags import Tags
from jbpcore.periods.month_years import MonthYears
from jbpcore.periods.stated_week_years import StatedWeekYears
from jbpcore.periods.week_years import WeekYears

__all__ = ["dumps", "loads", "peer_converter"]

_Hook = Callable[[Any, Any], Any]

_NAMES: dict[type, str] = {
    jbp.Money: "money",
    jbp.Quantity: "quantity",
    jbp.Ratio: "ratio",
    jbp.Quotient: "quotient",
    jbp.LinearPhasing: "linear",
    jbp.WorkdayPhasing: "workdays",
    jbp.WeightedPhasing: "weighted",
    jbp.CumulativePhasing: "cumulative",
    jbp.SCurvePhasing: "s_curve",
    jbp.OnWeekdays: "weekdays",
    jbp.OnMonthDay: "month_day",
    jbp.OnNthWeekday: "nth_weekday",
    jbp.OnFiscalWeek: "fiscal_week",
    jbp.OnMilestone: "milestone",
    MonthYears: "months",
    WeekYears: "weeks",
    StatedWeekYears: "stated_weeks",
}
_WEEKDAYS = {day.name.lower(): day for day in jbp.Weekday}
_MOST = 2**53 - 1
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY_FORM = re.compile(_DATE, re.ASCII)
_INSTANT_FORM = re.compile(
    rf"{_DATE}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?Z", re.ASCII
)
_TIME_FORM = re.compile("[0-9]{2}:[0-9]{2}", re.ASCII)
_DECIMAL_FORM = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_FRACTION_FORM = re.compile("-?(?:0|[1-9][0-9]*)(?:/[1-9][0-9]*)?", re.ASCII)


@attrs.frozen
class _Document:
    """A plan in its envelope."""

    format: str
    format_version: int
    data: jbp.Plan


def _text(data: Any, _: Any) -> str:  # noqa: ANN401 - a hook may get anything
    if not isinstance(data, str) or _NO_TEXT.search(data):
        raise ValueError(data)
    return data


def _whole_number(data: Any, _: Any) -> int:  # noqa: ANN401 - as above
    if type(data) is not int or not -_MOST <= data <= _MOST:
        raise ValueError(data)
    return data


def _yes_no(data: Any, _: Any) -> bool:  # noqa: ANN401 - as above
    if type(data) is not bool:
        raise ValueError(data)
    return data


def _exact(form: re.Pattern[str], longest: int, read: Callable[[str], Any]) -> _Hook:
    matches = form.fullmatch

    def hook(data: Any, _: Any) -> Any:  # noqa: ANN401 - as above
        if len(data) > longest or not matches(data):
            raise ValueError(data)
        return read(data)

    return hook


def _labels(data: Any, _: Any) -> Tags:  # noqa: ANN401 - as above
    if type(data) is not dict:
        raise ValueError(data)
    return Tags(data)


def _weekday(data: Any, _: Any) -> jbp.Weekday:  # noqa: ANN401 - as above
    return _WEEKDAYS[data]


def _instant_text(value: datetime) -> str:
    return f"{value.astimezone(UTC).isoformat().removesuffix('+00:00')}Z"


def _is_union(hint: Any) -> bool:  # noqa: ANN401 - any annotation
    return get_origin(hint) in {Union, UnionType} and len(_kinds(hint)) > 1


def _kinds(hint: Any) -> list[type]:  # noqa: ANN401 - as above
    return [kind for kind in get_args(hint) if kind is not NoneType]


def _is_row(hint: Any) -> bool:  # noqa: ANN401 - as above
    return get_origin(hint) is tuple


def _choice(kind: type[StrEnum]) -> _Hook:
    members = {member.value: member for member in kind}
    return lambda data, _: members[data]


def _row(hint: Any, converter: Converter) -> _Hook:  # noqa: ANN401 - as above
    inner = homogenous_tuple_structure_factory(hint, converter)

    def hook(data: Any, kind: Any) -> Any:  # noqa: ANN401 - as above
        if type(data) is not list:
            raise ValueError(data)
        return inner(data, kind)

    return hook


def _overrides(kind: type) -> dict[str, AttributeOverride]:
    """Leave out what the format leaves out, and call keys as it does."""
    return {
        field.attribute.name: override(
            rename=field.key,
            omit_if_default=field.leaves_out_none
            or field.leaves_out_empty
            or field.leaves_out_default,
        )
        for field in record_for(kind).shape.fields
    }


def _made(kind: Any, converter: Converter) -> Any:  # noqa: ANN401 - as above
    kind = attrs.resolve_types(kind)
    overrides = {} if kind is _Document else _overrides(kind)
    return make_dict_structure_fn(kind, converter, **overrides)


def _written(kind: Any, converter: Converter) -> Any:  # noqa: ANN401 - as above
    kind = attrs.resolve_types(kind)
    overrides = {} if kind is _Document else _overrides(kind)
    return make_dict_unstructure_fn(kind, converter, **overrides)


def _iter_hints(kind: type, seen: set[type]) -> Iterator[Any]:
    """Yield the annotation of every field in *kind*, and what these are made of."""
    for hint in get_type_hints(kind).values():
        yield hint
        for inner in get_args(hint) or (hint,):
            yield inner
            if isinstance(inner, type) and attrs.has(inner) and inner not in seen:
                seen.add(inner)
                yield from _iter_hints(inner, seen)


def _configure_union(hint: Any, converter: Converter) -> None:  # noqa: ANN401 - as above
    """Tell classes apart by ``type``, and allow ``None`` where *hint* does."""
    union = reduce(or_, _kinds(hint))
    configure_tagged_union(union, converter, _NAMES.__getitem__, "type")
    if NoneType not in get_args(hint):
        return
    make = converter.get_structure_hook(union)
    write = converter.get_unstructure_hook(union)
    converter.register_structure_hook(
        hint, lambda data, _: None if data is None else make(data, union)
    )
    converter.register_unstructure_hook(
        hint, lambda value: None if value is None else write(value)
    )


def peer_converter(*, detailed: bool) -> Converter:
    """Return a converter for plans.

    Args:
        detailed: Whether it finds all problems of a document, as is its default, or
            only the first.
    """
    converter = make_converter(forbid_extra_keys=True, detailed_validation=detailed)
    hooks: dict[Any, _Hook] = {
        str: _text,
        int: _whole_number,
        bool: _yes_no,
        Tags: _labels,
        Decimal: _exact(_DECIMAL_FORM, 40, Decimal),
        Fraction: _exact(_FRACTION_FORM, 82, Fraction),
        date: _exact(_DAY_FORM, 10, date.fromisoformat),
        datetime: _exact(_INSTANT_FORM, 27, datetime.fromisoformat),
        time: _exact(_TIME_FORM, 5, time.fromisoformat),
        jbp.Weekday: _weekday,
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    converter.register_unstructure_hook(Tags, dict)
    converter.register_unstructure_hook(Decimal, lambda value: format(value, "f"))
    converter.register_unstructure_hook(Fraction, str)
    converter.register_unstructure_hook(datetime, _instant_text)
    converter.register_unstructure_hook(
        time, lambda value: value.isoformat(timespec="minutes")
    )
    converter.register_unstructure_hook(jbp.Weekday, lambda value: value.name.lower())
    converter.register_structure_hook_factory(_is_row)(_row)
    converter.register_structure_hook_factory(attrs.has)(_made)
    converter.register_unstructure_hook_factory(attrs.has)(_written)
    found = dict.fromkeys(_iter_hints(jbp.Plan, set()))
    for hint in found:
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            converter.register_structure_hook(hint, _choice(hint))
    for hint in found:
        if _is_union(hint):
            _configure_union(hint, converter)
    return converter


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError(pairs)
    return data


def _no_number(text: str) -> Any:  # noqa: ANN401 - it never returns
    raise ValueError(text)


def dumps(plan: jbp.Plan, converter: Any) -> str:  # noqa: ANN401 - that of the preset
    """Return a plan as JSON text, as ``jbpcore.dumps`` does."""
    return str(
        converter.dumps(
            _Document("jbpcore.plan", 1, plan),
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
        )
    )


def loads(text: str, converter: Any) -> jbp.Plan:  # noqa: ANN401 - as above
    """Return the plan of JSON text, as ``jbpcore.loads`` does."""
    document: _Document = converter.loads(
        text,
        _Document,
        object_pairs_hook=_once,
        parse_float=_no_number,
        parse_constant=_no_number,
    )
    return document.data
