"""narwhals, which knows the data frames of others, loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from jbpcore.errors import MissingExtraError

__all__ = ["nw"]


class _Late:
    """A module that is loaded when something of it is asked for."""

    def __init__(self, name: str, extra: str) -> None:
        self._name = name
        self._extra = extra

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        try:
            module = import_module(self._name)
        except ModuleNotFoundError as error:
            package = self._name.partition(".")[0]
            raise MissingExtraError(self._extra, package) from error
        found = getattr(module, name)
        setattr(self, name, found)
        return found


nw: Final[Any] = _Late("narwhals.stable.v2", "frames")
"""The functions and types of narwhals, of the interface that stays as it is.

Raises:
    MissingExtraError: Once anything of it is used, if the extra ``frames`` is not
        installed.
"""
