"""The stores that a kit asks its tests with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

__all__ = ["OURS", "THEIRS", "StoreFixtures"]

OURS = "acme"
THEIRS = "globex"


class StoreFixtures:
    """The fixtures of the store kits. Only ``opener`` is to be overridden."""

    @pytest.fixture
    def opener(self) -> Callable[[str], Any]:
        """Return what opens a store for the tenant of the name it is given.

        Every call opens the same database, which is empty at first. The kit closes what
        it opened.
        """
        raise NotImplementedError

    @pytest.fixture
    def open_for(self, opener: Callable[[str], Any]) -> Iterator[Callable[[str], Any]]:
        """Return *opener*, with what it opened closed after the test."""
        with ExitStack() as opened:

            def open_for(tenant: str) -> Any:  # noqa: ANN401 - any port's store
                store = opener(tenant)
                if hasattr(store, "close"):
                    opened.callback(store.close)
                return store

            yield open_for

    @pytest.fixture
    def store(self, open_for: Callable[[str], Any]) -> Any:  # noqa: ANN401 - see above
        """Return the store under test."""
        return open_for(OURS)

    @pytest.fixture
    def twin(self, open_for: Callable[[str], Any]) -> Any:  # noqa: ANN401 - see above
        """Return another opening for the same tenant."""
        return open_for(OURS)

    @pytest.fixture
    def stranger(self, open_for: Callable[[str], Any]) -> Any:  # noqa: ANN401 - see above
        """Return an opening for another tenant."""
        return open_for(THEIRS)
