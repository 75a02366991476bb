"""Plans and booked facts in memory: the reference store, and a fake for tests.

:mod:`jbpcore.adapters.memory.store` is the store, on what
:mod:`~jbpcore.adapters.memory.shelf` keeps for each tenant.
"""

from __future__ import annotations

from jbpcore.adapters.memory.shelf import Memory
from jbpcore.adapters.memory.store import MemoryStore

__all__ = ["Memory", "MemoryStore"]
