"""Reading exchange rates from rows, with all that is wrong said at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs

from jbpcore.errors import Finding, InvalidDataError, InvalidValueError, JbpError
from jbpcore.model.fx_rate import FxRate
from jbpcore.wording import Sentence

__all__ = ["MOST_RATES", "list_repeats", "read_fx_rates"]

MOST_RATES: Final = 1_000_000
"""How many rates a table may hold."""

_SUBJECT: Final = "FX rates"
_MOST_FINDINGS: Final = 1_000
_REQUIRED: Final = ("base", "quote", "rate", "on")


def read_fx_rates(rows: Iterable[Mapping[str, Any]]) -> tuple[FxRate, ...]:
    """Return the rates that *rows* state, such as a reader of CSV yields.

    Args:
        rows: Mappings with ``base``, ``quote``, ``rate``, ``on`` and perhaps
            ``source``; at most a million. A rate may be text, and a day text such as
            ``"2026-03-31"``. What else a row holds is passed over.

    Raises:
        InvalidDataError: If rows are not sound, or state a pair and day twice, with all
            that is wrong at once.
        InvalidValueError: If there are too many.

    Examples:
        >>> rows = [{"base": "EUR", "quote": "usd", "rate": "1,08", "on": "2026-3-31"}]
        >>> try:
        ...     read_fx_rates(rows)
        ... except InvalidDataError as error:
        ...     print([finding.path for finding in error.findings])
        ['rates[0].quote', 'rates[0].rate', 'rates[0].on']
    """
    rates: list[tuple[int, FxRate]] = []
    findings: list[Finding] = []
    for at, row in enumerate(rows):
        if at >= MOST_RATES:
            expected = f"at most {MOST_RATES:,} rates"
            raise InvalidValueError("rows", f"more than {at:,}", expected)
        found = _read_row(row, f"rates[{at}]")
        if isinstance(found, FxRate):
            rates.append((at, found))
        elif len(findings) < _MOST_FINDINGS:
            findings += found
    findings += list_repeats(rates)
    if findings:
        raise InvalidDataError(_SUBJECT, tuple(findings[:_MOST_FINDINGS]))
    return tuple(rate for _, rate in rates)


def list_repeats(rates: Iterable[tuple[int, FxRate]]) -> tuple[Finding, ...]:
    """Return a finding for each rate of a pair and day that has one already.

    Args:
        rates: Rates, each with the number it has for people.
    """
    first: dict[tuple[str, str, date], int] = {}
    findings: list[Finding] = []
    for at, rate in rates:
        earlier = first.setdefault((rate.base, rate.quote, rate.on), at)
        if earlier != at and len(findings) < _MOST_FINDINGS:
            message = Sentence(
                "{base} in {quote} of {on} is stated in rates[{earlier}] "
                "already; state it once.",
                base=rate.base,
                quote=rate.quote,
                on=rate.on,
                earlier=earlier,
            )
            findings.append(_finding(f"rates[{at}]", message, "jbp.fx.repeated"))
    return tuple(findings)


def _finding(path: str, message: str, code: str) -> Finding:
    return Finding(code=code, path=path, message=message)


def _read_row(row: object, path: str) -> FxRate | list[Finding]:
    if not isinstance(row, Mapping):
        return [
            _finding(
                path, Sentence("Give a mapping of names to values."), "jbp.data.type"
            )
        ]
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for field in attrs.fields(FxRate):
        name, value = field.name, row.get(field.name)
        if value is None or value == "":
            if name in _REQUIRED:
                message = Sentence("Give a value; it is missing.")
                findings.append(_finding(f"{path}.{name}", message, "jbp.data.missing"))
            continue
        try:
            values[name] = _read_field(field, value)
        except JbpError as error:
            findings.append(_finding(f"{path}.{name}", error.sentence, error.code))
    if findings:
        return findings
    try:
        return FxRate(**values)
    except InvalidValueError as error:
        return [_finding(f"{path}.quote", error.sentence, error.code)]


def _read_field(field: attrs.Attribute[Any], value: Any) -> Any:  # noqa: ANN401 - of a row
    if field.name == "on" and isinstance(value, str):
        return _read_day(value)
    convert: Any = field.converter
    if convert is not None:
        value = convert(value)
    if field.validator is not None:
        field.validator(FxRate.__new__(FxRate), field, value)
    return value


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # The library reads weeks and days without hyphens, too.
    if day is None or str(day) != text:
        raise InvalidValueError("FxRate.on", text, "a day such as '2026-03-31'")
    return day
