"""A disk that is full or broken at any call leaves all or nothing, whoever uses it.

The calls of the C library fail here, so that SQLite meets it too. The long form, every
call of every write, is in benchmarks/reliability.
"""

from __future__ import annotations

import shutil
import sys

import pytest
from benchmarks.reliability.stores import ADAPTERS
from tests.integration.proving import proved

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None,
    reason="calls are made to fail by gcc, on Linux",
)


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_only_an_error_of_ours_and_all_or_nothing(adapter: str) -> None:
    (came,) = proved("faults.py", adapter, "append", 4)
    assert came["wrong"] == []
    assert came["injected"] > 8
    assert came["refused"] > 0


def test_units_of_work_that_hold_nothing_together_are_found() -> None:
    (came,) = proved("faults.py", "loose-units+sqlite", "unit", 11)
    assert came["wrong"]
