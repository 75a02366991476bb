"""Eight stores that lose or leak something, under the whole kit. Not run by itself.

:mod:`test_eight_broken_stores` runs it in a pytest of its own and reads what failed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.contract.broken.deletions import ReusesRevisions
from tests.contract.broken.events import OrdersById
from tests.contract.broken.revisions import (
    FloatDecimals,
    LastWriteWins,
    LosesTheZone,
    SharesPlans,
    SwallowsErrors,
    TearsSaves,
)

from jbpcore.adapters.memory import Memory
from jbpcore.testing.store_contract import StoreContract


class UnderTheKit(StoreContract):
    broken: Any

    @pytest.fixture
    def opener(self) -> Callable[[str], Any]:
        memory = Memory()
        return lambda tenant: self.broken(tenant=tenant, memory=memory)

    # Finding the shortest way to fail takes long, and each fails without.
    test_c3_anything_in_any_order_is_as_the_model_says: Any = None


class TestLastWriteWins(UnderTheKit):
    broken = LastWriteWins


class TestTornWrite(UnderTheKit):
    broken = TearsSaves


class TestLeakingTenant(UnderTheKit):
    broken = SharesPlans


class TestFloatDecimals(UnderTheKit):
    broken = FloatDecimals


class TestLostZone(UnderTheKit):
    broken = LosesTheZone


class TestSwallowedError(UnderTheKit):
    broken = SwallowsErrors


class TestReusedRevisionAfterDelete(UnderTheKit):
    broken = ReusesRevisions


class TestUnorderedOutbox(UnderTheKit):
    broken = OrdersById
