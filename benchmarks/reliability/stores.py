"""The stores that are put to the proof, by URL, and three that have to fail it."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from time import sleep
from typing import Any, Self

import attrs

from jbpcore.adapters.open_store import open_store
from jbpcore.errors import StaleRevisionError
from jbpcore.model.plan import Plan
from jbpcore.ports.storage import Store

__all__ = [
    "ADAPTERS",
    "SERVER",
    "LastWriteWins",
    "LooseUnits",
    "Place",
    "TearsSaves",
    "doom",
    "in_memory",
    "opened",
    "settled",
    "url_in",
]

ADAPTERS = {
    "sqlite": "sqlite:///{folder}/plans.db",
    "json": "json:///{folder}/plans",
    "sqlalchemy-sqlite": "sqlite+pysqlite:///{folder}/plans.db",
}
"""The URL of each adapter that keeps its files in a folder."""

SERVER = "postgresql"
"""The adapter that needs a server, which ``scripts/with-postgresql`` starts."""

_SERVER_URL = "JBPCORE_TEST_POSTGRESQL"
_new_tenants = itertools.count()


def url_in(folder: Path, adapter: str) -> str:
    """Return the URL of a store of that kind, new if the folder is.

    Args:
        folder: Where its files go; to a server it is nothing.
        adapter: Which kind; after ``last-write-wins+`` and the like, a broken one.
    """
    broken, plus, kind = adapter.rpartition("+")
    if kind == SERVER:
        return f"{broken}{plus}{os.environ[_SERVER_URL]}"
    return f"{broken}{plus}{ADAPTERS[kind].format(folder=folder.resolve())}"


@attrs.frozen
class Place:
    """Where one tenant of a store is.

    Attributes:
        adapter: Which kind of store.
        folder: Where its files are.
        tenant: Who.
        make: What makes another one like this where it cannot be copied.
    """

    adapter: str
    folder: Path
    tenant: str = attrs.field(factory=lambda: f"t-{os.getpid()}-{next(_new_tenants)}")
    make: Callable[[Any], None] | None = None

    @classmethod
    def made(
        cls, adapter: str, folder: Path, make: Callable[[Any], None] | None
    ) -> Place:
        """Return a new one, in a folder of its own, and put something into it."""
        folder.mkdir()
        place = cls(adapter, folder, make=make)
        if make is not None:
            with place.opened() as store:
                make(store)
        return place

    def opened(self) -> Any:
        """Open the store."""
        return opened(url_in(self.folder, self.adapter), tenant=self.tenant)

    def copied(self, to: Path) -> Place:
        """Return a copy in another folder, in place of what is there.

        What a server keeps is not copied; there, another tenant gets the same.
        """
        shutil.rmtree(to, ignore_errors=True)
        if self.adapter.endswith(SERVER):
            return Place.made(self.adapter, to, self.make)
        shutil.copytree(self.folder, to)
        return attrs.evolve(self, folder=to)


class _Around:
    """Hands everything on to another store."""

    def __init__(self, store: Store) -> None:
        """Stand before *store*."""
        self.store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.store.close()


class LastWriteWins(_Around):
    """Saves over whatever is there, which is how edits get lost."""

    def save(self, plan: Plan, /, *, expected_revision: int, **how: Any) -> int:
        """Save, whatever revision the plan was made from."""
        expected = expected_revision
        while True:
            try:
                return self.store.save(plan, expected_revision=expected, **how)
            except StaleRevisionError as stale:
                expected = stale.actual_revision


class TearsSaves(_Around):
    """Saves in two halves, so that somebody may read the first one alone."""

    def save(self, plan: Plan, /, *, expected_revision: int, **how: Any) -> int:
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


_DOOMED = f"doomed-{os.getpid()}"
_AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name"
_CONTROLS: dict[str, Callable[[Store], Any]] = {
    "last-write-wins+": LastWriteWins,
    "tears-saves+": TearsSaves,
    "loose-units+": LooseUnits,
}


def opened(url: str, *, tenant: str = "acme") -> Any:
    """Open a store; one that is broken if the name of how comes before the URL."""
    for prefix, around in _CONTROLS.items():
        if url.startswith(prefix):
            return around(opened(url.removeprefix(prefix), tenant=tenant))
    return open_store(url, tenant=tenant)


def in_memory() -> Path | None:
    """Return a folder in memory, where there is one.

    A process that is killed loses nothing that it wrote to a file, on a disk or not,
    and thousands of times waiting for the disk is long.
    """
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return shared if os.access(shared, os.W_OK) else None


def doom() -> None:
    """Let :func:`settled` know this process, a fork that is about to die."""
    os.environ["PGAPPNAME"] = _DOOMED


def settled(folder: Path, adapter: str) -> None:
    """Wait until nobody works any more on what a fork that died had begun.

    A server goes on for a moment: with what was sent before the death.
    """
    if not adapter.endswith(SERVER):
        return
    from sqlalchemy import NullPool, create_engine, text  # noqa: PLC0415 - if used

    url = url_in(folder, SERVER)
    with create_engine(url, poolclass=NullPool).connect() as connection:
        while connection.scalar(text(_AT_WORK), {"name": _DOOMED}):
            sleep(0.002)
