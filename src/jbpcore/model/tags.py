"""Free labels on a record: product, geography, account and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jbpcore.errors import InvalidValueError
from jbpcore.values.text import check_name

__all__ = ["Tags"]

_MOST = 50


class Tags(Mapping[str, str]):
    """An immutable, hashable mapping of label to value, kept in order of the labels.

    Args:
        labels: A mapping, or pairs; at most 50.

    Raises:
        InvalidValueError: If a label or value is not one line of 1 to 200 characters,
            a label comes twice, or there are more than 50.

    Examples:
        >>> tags = Tags({"region": "EMEA", "product": "Backup"})
        >>> tags["region"], list(tags)
        ('EMEA', ['product', 'region'])
        >>> tags == {"product": "Backup", "region": "EMEA"}
        True
    """

    __slots__ = ("_pairs",)

    _pairs: tuple[tuple[str, str], ...]

    def __init__(
        self, labels: Mapping[str, str] | Iterable[tuple[str, str]] = ()
    ) -> None:
        """Check and keep the labels."""
        if type(labels) is Tags:  # checked and sorted when they were made
            object.__setattr__(self, "_pairs", labels._pairs)  # noqa: SLF001 - its own class
            return
        pairs = list(labels.items() if isinstance(labels, Mapping) else labels)
        for label, value in pairs:
            check_name(label, "Tags label")
            check_name(value, f"Tags[{label!r}]")
        if len({label for label, _ in pairs}) < len(pairs):
            raise InvalidValueError("Tags", pairs, "given with each label once")
        if len(pairs) > _MOST:
            raise InvalidValueError("Tags", len(pairs), f"at most {_MOST} labels")
        object.__setattr__(self, "_pairs", tuple(sorted(pairs)))

    def __setattr__(self, name: str, value: object) -> None:
        message = f"Tags cannot be changed; make a new one to set {name!r}."
        raise AttributeError(message)

    def __getitem__(self, label: str) -> str:
        for known, value in self._pairs:
            if known == label:
                return value
        raise KeyError(label)

    def __iter__(self) -> Iterator[str]:
        return (label for label, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"Tags({dict(self._pairs)!r})"

    def __reduce__(self) -> tuple[type[Tags], tuple[tuple[tuple[str, str], ...]]]:
        return (Tags, (self._pairs,))
