"""What is worked out once for an object, and then kept in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["Once"]

_Value = TypeVar("_Value")


class Once(Generic[_Value]):
    """A property that is worked out when it is first read, and then kept.

    For objects of one call, which no two threads share: unlike ``cached_property``
    before Python 3.12 it takes no lock, which is most of what that costs.

    Args:
        work_out: The method that finds the value.

    Examples:
        >>> class Row:
        ...     @Once
        ...     def words(self) -> str:
        ...         return "worked out"
        >>> row = Row()
        >>> row.words, vars(row)
        ('worked out', {'words': 'worked out'})
    """

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        """Take over the name and the docstring of the method."""
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> Once[_Value]: ...

    @overload
    def __get__(self, owner: object, kind: type) -> _Value: ...

    def __get__(self, owner: object | None, kind: type) -> Once[_Value] | _Value:
        """Work the value out and keep it: from then on it is found without asking."""
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._work_out(owner)
        return found
