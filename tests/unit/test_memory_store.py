from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.errors import StoreBusyError
from jbpcore.testing.sample_records import small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


def save(store: MemoryStore, plan_id: str) -> int:
    return store.save(small_plan(plan_id), expected_revision=0, by="maria", at=AT)


def test_a_writer_waits_for_a_unit_only_so_long() -> None:
    memory = Memory()
    soon = timedelta(milliseconds=20)
    store = MemoryStore(tenant="acme", memory=memory, busy_timeout=soon)
    other = MemoryStore(tenant="acme", memory=memory, busy_timeout=soon)
    with store.unit_of_work():
        with pytest.raises(StoreBusyError) as caught:
            save(other, "a")
        assert caught.value.operation == "save"
        assert caught.value.waited_seconds == pytest.approx(0.02)
        assert list(other.iter_ids()) == []
    assert save(other, "a") == 1


def test_a_writer_goes_on_when_the_unit_has_ended() -> None:
    store = MemoryStore(tenant="acme")
    waiting = Event()

    def save_too() -> int:
        waiting.set()
        return save(store, "theirs")

    with ThreadPoolExecutor(1) as other_thread:
        with store.unit_of_work():
            theirs = other_thread.submit(save_too)
            assert waiting.wait(30)
            save(store, "ours")
        assert theirs.result(30) == 1
    assert list(store.iter_ids()) == ["ours", "theirs"]


def test_without_a_memory_to_share_each_store_has_its_own() -> None:
    store, other = MemoryStore(tenant="acme"), MemoryStore(tenant="acme")
    save(store, "a")
    assert list(other.iter_ids()) == []
