"""The stores that are put to the proof, by URL, and three that have to fail it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import attrs

from jbpcore.adapters.open_store import open_store
from jbpcore.errors import StaleRevisionError
from jbpcore.model.plan import Plan
from jbpcore.ports.storage import Store

__all__ = [
    "ADAPTERS",
    "LastWriteWins",
    "LooseUnits",
    "TearsSaves",
    "in_memory",
    "opened",
    "settled",
    "url_in",
]

ADAPTERS = {
    "sqlite": "sqlite:///{folder}/plans.db",
    "json": "json:///{folder}/plans",
}
"""The URL of each adapter for a store in a folder."""


def url_in(folder: Path, adapter: str) -> str:
    """Return the URL of a store of that kind, new if the folder is.

    Args:
        folder: Where its files go.
        adapter: Which kind; after ``last-write-wins+`` and the like, a broken one.
    """
    broken, plus, kind = adapter.rpartition("+")
    return f"{broken}{plus}{ADAPTERS[kind].format(folder=folder.resolve())}"


class _Around:
    """Hands everything on to another store."""

    def __init__(self, store: Store) -> None:
        """Stand before *store*."""
        self.store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a store has
        return getattr(self.store, name)

    def __enter__(self) -> _Around:
        return self

    def __exit__(self, *error: object) -> None:
        self.store.close()


class LastWriteWins(_Around):
    """Saves over whatever is there, which is how edits get lost."""

    def save(self, plan: Plan, /, *, expected_revision: int, **how: Any) -> int:  # noqa: ANN401 - who and when
        """Save, whatever revision the plan was made from."""
        expected = expected_revision
        while True:
            try:
                return self.store.save(plan, expected_revision=expected, **how)
            except StaleRevisionError as stale:
                expected = stale.actual_revision


class TearsSaves(_Around):
    """Saves in two halves, so that somebody may read the first one alone."""

    def save(self, plan: Plan, /, *, expected_revision: int, **how: Any) -> int:  # noqa: ANN401 - who and when
        """Save some parts of the plan, then the others."""
        if expected_revision:
            before = self.store.read(plan.id).plan
            half = attrs.evolve(plan, commitments=before.commitments)
            expected = self.store.save(half, expected_revision=expected_revision, **how)
            return self.store.save(plan, expected_revision=expected, **how)
        return self.store.save(plan, expected_revision=0, **how)


class LooseUnits(_Around):
    """Has units of work that hold nothing together."""

    def unit_of_work(self) -> AbstractContextManager[None]:
        """Let everything in the block happen by itself."""
        return nullcontext()


_CONTROLS: dict[str, Callable[[Store], Any]] = {
    "last-write-wins+": LastWriteWins,
    "tears-saves+": TearsSaves,
    "loose-units+": LooseUnits,
}


def opened(url: str, *, tenant: str = "acme") -> Any:  # noqa: ANN401 - a Store, or one around it
    """Open a store; one that is broken if the name of how comes before the URL."""
    for prefix, around in _CONTROLS.items():
        if url.startswith(prefix):
            return around(open_store(url.removeprefix(prefix), tenant=tenant))
    return open_store(url, tenant=tenant)


def in_memory() -> Path | None:
    """Return a folder in memory, where there is one.

    A process that is killed loses nothing that it wrote to a file, on a disk or not,
    and thousands of times waiting for the disk is long.
    """
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return shared if os.access(shared, os.W_OK) else None


def settled(url: str) -> None:
    """Wait until nobody works any more on what a killed process had begun."""
