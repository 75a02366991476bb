from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.testing.store_contract import StoreContract


class TestJsonStore(StoreContract):
    @pytest.fixture
    def opener(self, tmp_path: Path) -> Callable[[str], JsonStore]:
        return lambda tenant: JsonStore(tmp_path / "plans", tenant=tenant)
