"""The journal keeps every promise of a store, but for what it says it lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jbpcore.testing.capabilities import Capability
from jbpcore.testing.store_contract import StoreContract
from jbpcore_journal import JournalStore


class TestJournalStore(StoreContract):
    lacks = {Capability.PERSONAL_DATA: "what was written is never changed"}

    @pytest.fixture
    def opener(self, tmp_path: Path) -> Callable[[str], JournalStore]:
        return lambda tenant: JournalStore(tmp_path / "plans.journal", tenant=tenant)
