"""The promises of a whole :class:`~jbpcore.ports.async_storage.AsyncStore`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

from __future__ import annotations

from jbpcore.testing.async_iterator_contract import AsyncIteratorContract
from jbpcore.testing.cancellation_contract import CancellationContract
from jbpcore.testing.store_contract import StoreContract
from jbpcore.testing.task_contract import TaskContract

__all__ = ["AsyncStoreContract"]


class AsyncStoreContract(
    CancellationContract, TaskContract, AsyncIteratorContract, StoreContract
):
    """Subclass as ``TestMyStore``, override ``async_opener``, and run pytest.

    The tests of :class:`~jbpcore.testing.store_contract.StoreContract` come with it,
    word for word: they ask the store through a bridge. No plugin of pytest is needed.
    """
