"""Any store that waits, used from an event loop: its work is done in threads.

:mod:`jbpcore.adapters.in_threads.store` is the store, on the threads of
:mod:`~jbpcore.adapters.in_threads.workers`.
"""

from __future__ import annotations

from jbpcore.adapters.in_threads.store import AsyncStoreInThreads

__all__ = ["AsyncStoreInThreads"]
