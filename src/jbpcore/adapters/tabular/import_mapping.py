"""How one system's export is read, kept as plain data from one import to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import attrs

from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.errors import Finding, InvalidDataError, JbpError
from jbpcore.model.actual import EntryStatus
from jbpcore.model.validation import is_a
from jbpcore.values.ids import MetricKey, check_id
from jbpcore.values.text import check_text
from jbpcore.wording import Sentence

__all__ = ["ImportMapping"]


@attrs.frozen(kw_only=True)
class ImportMapping:
    """Which column holds what, and how cells are written: stated once, used each time.

    Attributes:
        name: What people call it.
        columns: Which column holds what.
        form: How cells are written.

    Examples:
        >>> mapping = ImportMapping(
        ...     name="Orders", columns=ActualColumns(owner="Reseller", ids=("Order",)),
        ...     form=ActualFormat(days=DayFormat("%d.%m.%Y"), currency="EUR"),
        ... )
        >>> plain = mapping.to_dict()
        >>> plain["columns"]
        {'owner': 'Reseller', 'ids': ['Order']}
        >>> plain["form"]
        {'days': '%d.%m.%Y', 'currency': 'EUR'}
        >>> ImportMapping.from_dict(plain) == mapping
        True
    """

    name: str = attrs.field(validator=lambda _, __, value: _check_name(value))
    columns: ActualColumns = attrs.field(
        factory=ActualColumns, validator=is_a(ActualColumns)
    )
    form: ActualFormat = attrs.field(factory=ActualFormat, validator=is_a(ActualFormat))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data for JSON; what holds the default is left out."""
        return {
            "name": self.name,
            "columns": _written(self.columns, ActualColumns()),
            "form": _written(self.form, ActualFormat()),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any], /) -> ImportMapping:
        """Return the mapping that *plain* states.

        Args:
            plain: What :meth:`to_dict` gave, or somebody wrote by hand.

        Raises:
            InvalidDataError: With everything that is wrong, each with its path.
        """
        problems = _Problems()
        parts = problems.mapping("", plain, dict.fromkeys(("name", "columns", "form")))
        columns = problems.mapping("columns", parts.get("columns", {}), _COLUMNS)
        form = problems.mapping("form", parts.get("form", {}), _FORM)
        name = problems.read("name", lambda: _check_name(parts.get("name")))
        problems.check()
        return cls(
            name=name, columns=ActualColumns(**columns), form=ActualFormat(**form)
        )


def _check_name(value: Any) -> str:  # noqa: ANN401 - checked here
    return check_text(value, "ImportMapping.name")


def _written(stated: Any, usual: Any) -> dict[str, Any]:  # noqa: ANN401 - any attrs class
    return {
        field.name: _plain(value)
        for field in attrs.fields(type(stated))
        if _plain(value := getattr(stated, field.name))
        != _plain(getattr(usual, field.name))
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - of whatever a field holds
    if isinstance(value, DayFormat):
        return value.text
    if isinstance(value, AmountFormat):
        return _written(value, AmountFormat()) if value != AmountFormat() else {}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: str(status) for key, status in value.items()}
    return value


class _Problems:
    """What is wrong with a mapping, all of it."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def read(self, path: str, take: Callable[[], Any]) -> Any:  # noqa: ANN401
        try:
            return take()
        except (JbpError, ValueError, TypeError) as error:
            told: str = Sentence("No such value.")
            if isinstance(error, JbpError):
                told = error.sentence
            self._miss(path, told)
            return None

    def mapping(
        self, path: str, plain: object, readers: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the fields that *plain* states, each read by its reader."""
        if not isinstance(plain, Mapping):
            self._miss(
                path or "mapping",
                Sentence("Give an object, with a name for each value."),
            )
            return {}
        read = {}
        for key, value in plain.items():
            where = f"{path}.{key}".removeprefix(".")
            if key not in readers:
                known = ", ".join(readers)
                self._miss(
                    where,
                    Sentence(
                        "There is no such field. There are: {known}.", known=known
                    ),
                )
            elif (reader := readers[key]) is None:
                read[key] = value
            else:
                read[key] = self.read(where, partial(reader, value))
        return read

    def check(self) -> None:
        if self._found:
            raise InvalidDataError("mapping", tuple(self._found))

    def _miss(self, path: str, message: str) -> None:
        code = "jbp.import.mapping"
        self._found.append(Finding(code=code, path=path, message=message))


def _text(value: Any) -> str:  # noqa: ANN401 - checked here
    return check_text(value, "column", allow_empty=True)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise TypeError
    return tuple(map(_text, value))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _days(value: object) -> DayFormat:
    return DayFormat(_text(value))


def _amounts(value: object) -> AmountFormat:
    if not isinstance(value, Mapping):
        raise TypeError
    return AmountFormat(**value)


def _statuses(value: object) -> Mapping[str, EntryStatus]:
    if not isinstance(value, Mapping):
        raise TypeError
    return {_text(word): EntryStatus(status) for word, status in value.items()}


_COLUMNS: Final[Mapping[str, Callable[[object], Any]]] = {
    field.name: _texts if field.name in {"ids", "tags"} else _text
    for field in attrs.fields(ActualColumns)
}
_FORM: Final[Mapping[str, Callable[[object], Any]]] = {
    "days": _days,
    "amounts": _amounts,
    "currency": lambda value: None if value is None else _text(value),
    "unit": lambda value: None if value is None else _text(value),
    "metric": lambda value: MetricKey(check_id(value, "metric")),
    "source": _text,
    "owners_by_key": _flag,
    "needs_owner": _flag,
    "status_words": _statuses,
    "naive_is_utc": _flag,
}
