"""A store that can be broken, and what says which promise catches it."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import Any

import pytest

from jbpcore.adapters.memory import MemoryStore
from jbpcore.model.plan import Plan
from jbpcore.testing.store_contract import StoreContract

CONTRACT = StoreContract()


class Sloppy(MemoryStore):
    """A store that can reach into what it keeps; on its own it keeps every promise."""

    def now(self) -> Any:
        return self._shelf()

    def put(self, plan: Plan, **saved: Any) -> int:
        return super().save(plan, **saved)


def bite(
    broken: type[MemoryStore], test: Callable[..., None], **parameters: Any
) -> Any:
    """Say that *test*, with these parameters, fails for *broken*."""
    name = f"{broken.__name__}-{test.__name__}"
    return pytest.param(broken, test, parameters, id=name)


def let_others_run(seconds: float = 0.0005) -> None:
    """Make room for what several do at once."""
    sleep(seconds)
