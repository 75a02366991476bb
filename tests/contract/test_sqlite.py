from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.store_contract import StoreContract


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Callable[[str], SqliteStore]:
        return lambda tenant: SqliteStore(tmp_path / "plans.db", tenant=tenant)
