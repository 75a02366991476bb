"""The stores that a kit asks its tests with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from types import MappingProxyType
from typing import Any, ClassVar

import pytest

from jbpcore.testing.capabilities import Capability, needed_by

__all__ = ["OURS", "THEIRS", "StoreFixtures"]

OURS = "acme"
THEIRS = "globex"


class StoreFixtures:
    """The fixtures of the store kits. Only ``opener`` is to be overridden.

    Attributes:
        lacks: What the store cannot do, each with the reason. Its tests are skipped
            with that reason.
    """

    lacks: ClassVar[Mapping[Capability, str]] = MappingProxyType({})

    @pytest.fixture
    def opener(self) -> Callable[[str], Any]:
        """Return what opens a store for the tenant of the name it is given.

        Every call opens the same database, which is empty at first. The kit closes what
        it opened.
        """
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def declared(self, request: pytest.FixtureRequest) -> None:
        """Skip what the store declares to lack."""
        for capability in sorted(needed_by(request.function)):
            if capability not in self.lacks:
                continue
            reason = self.lacks[capability]
            if not reason.strip():
                pytest.fail(f"say why the store lacks {capability!r}")
            pytest.skip(f"the store lacks {capability}: {reason}")

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
