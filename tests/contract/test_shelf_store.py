"""The store that the guide for store authors shows keeps what it promises."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest

from jbpcore.testing.capabilities import Capability
from jbpcore.testing.store_contract import StoreContract

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


@pytest.fixture
def shelf_module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(EXAMPLES)
    yield import_module("shelf_store")
    sys.modules.pop("shelf_store")


class TestShelfStore(StoreContract):
    lacks: ClassVar = {
        Capability.UNITS_OF_WORK: "each write is one swap of one value",
        Capability.PERSONAL_DATA: "what was kept is never changed",
    }

    @pytest.fixture
    def opener(self, shelf_module: Any) -> Callable[[str], Any]:
        shelf = shelf_module.Shelf()
        return lambda tenant: shelf_module.ShelfStore(shelf, tenant=tenant)
