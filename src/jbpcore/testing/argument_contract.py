"""What :class:`~jbpcore.ports.storage.PlanStore` promises to refuse, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.sample_records import full_plan, small_plan
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, restore, save

__all__ = ["ArgumentContract"]


class ArgumentContract(StoreFixtures):
    """Bad arguments (R11) and records that are no records of the plan (R13)."""

    @pytest.mark.parametrize(
        "bad",
        [
            {"expected_revision": -1},
            {"expected_revision": True},
            {"expected_revision": "1"},
            {"expected_revision": 2**70},
            {"by": ""},
            {"by": "two words"},
            {"by": None},
            {"at": datetime(2026, 1, 7)},  # noqa: DTZ001 - the mistake under test
            {"at": datetime(2026, 1, 7, tzinfo=timezone(timedelta(hours=1)))},
            {"at": "2026-01-07"},
            {"note": "\x00"},
            {"note": "\ud800"},
            {"note": None},
            {"note": "x" * 10_001},
        ],
        # Without backslashes: pytest doubles them in each class that runs the test.
        ids=lambda bad: ascii(bad).replace("\\", "")[:60],
    )
    def test_r11_a_bad_argument_is_refused(
        self, store: PlanStore, bad: dict[str, Any]
    ) -> None:
        """R11: a save with a bad argument says so and changes nothing."""
        arguments: dict[str, Any] = {
            "expected_revision": 0,
            "by": "maria",
            "at": AT,
        } | bad
        with pytest.raises(InvalidValueError):
            store.save(small_plan("a"), **arguments)
        assert list(store.iter_ids()) == []

    @pytest.mark.parametrize("bad", ["", "two words", "a/../b", "a\x00", None, 7])
    def test_r11_a_bad_id_is_refused(
        self,
        store: PlanStore,
        bad: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """R11: what cannot be an id is refused, not looked for."""
        for ask in (store.read, store.history):
            with pytest.raises(InvalidValueError):
                ask(bad)

    def test_r11_only_a_plan_is_saved(self, store: PlanStore) -> None:
        """R11: anything else is refused."""
        no_plan: Any = {"id": "a"}
        with pytest.raises(InvalidValueError):
            save(store, no_plan)

    @pytest.mark.parametrize(
        "bad",
        [
            {"expected_revision": 0},
            {"expected_revision": True},
            {"expected_revision": "1"},
            {"by": ""},
            {"at": datetime(2026, 1, 7)},  # noqa: DTZ001 - the mistake under test
            {"note": None},
        ],
        ids=ascii,
    )
    def test_r11_a_bad_deletion_or_restoration_is_refused(
        self, store: PlanStore, bad: dict[str, Any]
    ) -> None:
        """R11: and changes nothing."""
        save(store, "a")
        save(store, "b")
        delete(store, "b", 1)
        before = store.history("a"), store.history("b")
        good: dict[str, Any] = {"by": "maria", "at": AT}
        with pytest.raises(InvalidValueError):
            store.delete("a", **{"expected_revision": 1} | good | bad)
        with pytest.raises(InvalidValueError):
            store.restore("b", **{"expected_revision": 2} | good | bad)
        assert (store.history("a"), store.history("b")) == before

    @pytest.mark.parametrize("bad", ["", "two words", "a/../b", None])
    def test_r11_a_bad_id_is_neither_deleted_nor_restored(
        self,
        store: PlanStore,
        bad: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """R11: it is refused, not looked for."""
        with pytest.raises(InvalidValueError):
            delete(store, bad, 1)
        with pytest.raises(InvalidValueError):
            restore(store, bad, 1)

    def test_r13_a_record_of_the_plan_is_taken(self, store: PlanStore) -> None:
        """R13: it is told, and the plan is what was saved."""
        plan = full_plan("a")
        assert save(store, plan, records=plan.records) == 1
        assert store.read("a").plan == plan

    @pytest.mark.parametrize(
        "records",
        [
            full_plan().records[:1],
            [attrs.evolve(full_plan().records[0], why="Otherwise")],
            ["r1"],
            7,
        ],
        ids=["another plan's", "changed", "no record", "no list"],
    )
    def test_r13_another_record_is_refused(
        self,
        store: PlanStore,
        records: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """R13: nobody is told of a move that the plan knows nothing of."""
        save(store, "a")
        with pytest.raises(InvalidValueError):
            save(store, "a", 1, records=records)
        assert store.read("a").revision == 1
