"""The promises of :class:`~jbpcore.ports.storage.PlanStore` on revisions, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from threading import Barrier, Event
from typing import Any

import attrs
import pytest

from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StaleRevisionError,
    StoreBusyError,
)
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.sample_records import full_plan, small_plan
from jbpcore.testing.unit_of_work_contract import UnitOfWorkContract
from jbpcore.values.ids import PersonId

__all__ = ["PlanStoreContract"]

_AT = datetime(2026, 1, 7, 9, 30, 0, 123456, tzinfo=UTC)
_MARIA = PersonId("maria")
_TENANTS = [
    "ACME",
    "acme ",
    " acme",
    "acme.",
    "acm_",
    "%",
    "*",
    "acme' OR '1'='1",
    'acme"--',
    '{"tenant": "acme"}',
    "\u0430cme",  # its first letter is Cyrillic
    "a" * 200,
]


def _save(store: PlanStore, plan: Plan, expected_revision: int = 0) -> int:
    return store.save(plan, expected_revision=expected_revision, by=_MARIA, at=_AT)


def _save_next(store: PlanStore, plan_id: str, name: str) -> int:
    """Add a line to the plan, and begin again when somebody else was first."""
    while True:
        found = store.read(plan_id)
        lines = f"{found.plan.notes}{name}\n"
        changed = attrs.evolve(found.plan, name=name, notes=lines)
        try:
            return store.save(
                changed, expected_revision=found.revision, by=_MARIA, at=_AT, note=name
            )
        except (StaleRevisionError, StoreBusyError):
            continue


class PlanStoreContract(UnitOfWorkContract):
    """Subclass as ``TestMyPlans``, override ``opener``, and run pytest."""

    @pytest.mark.parametrize("plan", [small_plan(), full_plan()], ids=["small", "full"])
    def test_r1_reads_back_what_was_saved(self, store: PlanStore, plan: Plan) -> None:
        """R1: what is read equals what was saved, to the last digit."""
        _save(store, plan)
        assert store.read(plan.id).plan == plan

    def test_r1_reads_back_what_was_saved_last(self, store: PlanStore) -> None:
        """R1: the last save is what is read, with who, when and why."""
        _save(store, small_plan())
        plan = small_plan(name="Renamed")
        at = _AT + timedelta(microseconds=1)
        store.save(plan, expected_revision=1, by="tom", at=at, note="why\n\tnot? שלום")
        assert store.read(plan.id) == StoredPlan(
            plan=plan,
            revision=2,
            saved_by=PersonId("tom"),
            saved_at=at,
            note="why\n\tnot? שלום",
        )

    @pytest.mark.parametrize("name", ["Ångström", "A\u030angstro\u0308m"])
    def test_r1_letters_stay_in_the_form_they_came_in(
        self, store: PlanStore, name: str
    ) -> None:
        """R1: two forms of one letter are two texts."""
        _save(store, small_plan(name=name))
        assert store.read(small_plan().id).plan.name == name

    def test_r2_unknown_id_is_not_found(self, store: PlanStore) -> None:
        """R2: reading an unknown id raises, and says which id."""
        _save(store, small_plan("a"))
        with pytest.raises(PlanNotFoundError) as caught:
            store.read("nobody")
        assert caught.value.plan_id == "nobody"

    def test_r2_unknown_id_has_no_history(self, store: PlanStore) -> None:
        """R2: so does the history, and so does any revision of it."""
        with pytest.raises(PlanNotFoundError):
            store.history("nobody")
        with pytest.raises(PlanNotFoundError):
            store.read("nobody", revision=1)

    def test_r2_ids_differ_by_case(self, store: PlanStore) -> None:
        """R2: an id in other letters is another id."""
        _save(store, small_plan("a"))
        with pytest.raises(PlanNotFoundError):
            store.read("A")

    def test_r3_revisions_count_up_from_one(self, store: PlanStore) -> None:
        """R3: revisions start at 1 and go up by exactly 1, for each plan by itself."""
        revisions = [_save(store, small_plan("a"), n) for n in range(3)]
        assert revisions == [1, 2, 3]
        assert _save(store, small_plan("b")) == 1
        assert store.read("a").revision == 3

    def test_r3_saving_what_is_there_already_counts(self, store: PlanStore) -> None:
        """R3: a save that changes nothing is a revision like any other."""
        _save(store, small_plan("a"))
        assert _save(store, small_plan("a"), 1) == 2

    @pytest.mark.parametrize("named_revision", [0, 1, 3, 2**40])
    def test_r4_stale_save_changes_nothing(
        self, store: PlanStore, named_revision: int
    ) -> None:
        """R4: a save naming any revision but the current one changes nothing."""
        _save(store, small_plan("a"))
        _save(store, small_plan("a"), 1)
        before = store.read("a"), store.history("a")
        with pytest.raises(StaleRevisionError):
            _save(store, small_plan("a", name="Lost"), named_revision)
        assert (store.read("a"), store.history("a")) == before
        assert _save(store, small_plan("a"), 2) == 3

    def test_r4_stale_save_says_how_things_stand(self, store: PlanStore) -> None:
        """R4: the error has the plan's id and both revisions."""
        _save(store, small_plan("a"))
        with pytest.raises(StaleRevisionError) as caught:
            _save(store, small_plan("a"), 7)
        error = caught.value
        facts = (error.plan_id, error.expected_revision, error.actual_revision)
        assert facts == ("a", 7, 1)

    def test_r4_first_save_must_expect_nothing(self, store: PlanStore) -> None:
        """R4: the current revision of a plan nobody has saved is 0."""
        with pytest.raises(StaleRevisionError) as caught:
            _save(store, small_plan("a"), 1)
        assert caught.value.actual_revision == 0
        with pytest.raises(PlanNotFoundError):
            store.read("a")
        assert list(store.iter_ids()) == []

    def test_r5_ids_are_sorted_and_unique(self, store: PlanStore) -> None:
        """R5: ids come back once each, in ascending order of their characters."""
        assert list(store.iter_ids()) == []
        for key in ("b", "a", "B", "a.b", "10", "9"):
            _save(store, small_plan(key))
        _save(store, small_plan("b"), 1)
        assert list(store.iter_ids()) == ["10", "9", "B", "a", "a.b", "b"]

    def test_r6_every_revision_stays_readable(self, store: PlanStore) -> None:
        """R6: an older revision is as it was saved, with who, when and why."""
        for n in range(4):
            plan = small_plan("a", name=f"Name {n}")
            store.save(plan, expected_revision=n, by=f"p{n}", at=_AT, note=str(n))
        for n in range(4):
            found = store.read("a", revision=n + 1)
            assert (found.revision, found.plan.name) == (n + 1, f"Name {n}")
            assert (found.saved_by, found.note) == (f"p{n}", str(n))

    @pytest.mark.parametrize("revision", [-1, 0, 2, 2**40, True, "1"])
    def test_r6_a_revision_that_is_not_there_is_refused(
        self,
        store: PlanStore,
        revision: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """R6: asking for a revision that the plan does not have is an error."""
        _save(store, small_plan("a"))
        with pytest.raises(InvalidValueError):
            store.read("a", revision=revision)

    def test_r7_history_lists_every_revision_once(self, store: PlanStore) -> None:
        """R7: by number, with who, when and why, also where clocks went backwards."""
        saved = [
            Revision(
                revision=n + 1,
                saved_by=PersonId(f"p{n}"),
                saved_at=_AT - timedelta(days=n),
                note=str(n),
            )
            for n in range(12)
        ]
        for one in saved:
            store.save(
                small_plan("a"),
                expected_revision=one.revision - 1,
                by=one.saved_by,
                at=one.saved_at,
                note=one.note,
            )
        assert store.history("a") == tuple(saved)

    def test_r8_another_tenants_plan_is_unknown(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """R8: not forbidden but unknown, so that nobody learns that it exists."""
        _save(store, small_plan("a"))
        with pytest.raises(PlanNotFoundError):
            stranger.read("a")
        with pytest.raises(PlanNotFoundError):
            stranger.history("a")
        with pytest.raises(StaleRevisionError) as caught:
            _save(stranger, small_plan("a"), 1)
        assert caught.value.actual_revision == 0
        assert list(stranger.iter_ids()) == []

    def test_r8_two_tenants_may_use_one_id(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """R8: each has its own plan and counts for itself."""
        _save(store, small_plan("a", name="Ours"))
        _save(stranger, small_plan("a", name="Theirs"))
        _save(stranger, small_plan("a", name="Theirs"), 1)
        assert (store.read("a").plan.name, store.read("a").revision) == ("Ours", 1)
        assert stranger.read("a").plan.name == "Theirs"
        assert (len(store.history("a")), len(stranger.history("a"))) == (1, 2)

    @pytest.mark.parametrize("tenant", _TENANTS)
    def test_r8_a_tenant_is_exactly_its_name(
        self, store: PlanStore, open_for: Callable[[str], PlanStore], tenant: str
    ) -> None:
        """R8: no other name, however alike or crafted, opens the same plans."""
        _save(store, small_plan("a"))
        other = open_for(tenant)
        assert other.tenant == tenant
        assert list(other.iter_ids()) == []
        _save(other, small_plan("b"))
        assert list(other.iter_ids()) == ["b"]
        assert list(store.iter_ids()) == ["a"]

    def test_r9_of_many_at_once_one_succeeds(self, store: PlanStore) -> None:
        """R9: of eight threads saving from one revision, one is first."""
        _save(store, small_plan("a"))
        start = Barrier(8)

        def save(number: int) -> int | None:
            start.wait(30)
            try:
                _save(store, small_plan("a", name=f"By {number}"), 1)
            except (StaleRevisionError, StoreBusyError):
                return None
            return number

        with ThreadPoolExecutor(8) as threads:
            winners = [n for n in threads.map(save, range(8)) if n is not None]
        assert len(winners) == 1
        assert store.read("a").plan.name == f"By {winners[0]}"
        assert store.read("a").revision == 2

    def test_r9_no_save_is_lost(
        self, store: PlanStore, open_for: Callable[[str], PlanStore]
    ) -> None:
        """R9: four threads, two by one opening, save ten times each; all are there."""
        _save(store, small_plan("a"))
        openings = [store, store, open_for(store.tenant), open_for(store.tenant)]

        def save(number: int) -> list[str]:
            names = [f"{number}/{k}" for k in range(10)]
            for name in names:
                _save_next(openings[number], "a", name)
            return names

        with ThreadPoolExecutor(4) as threads:
            acknowledged = list(chain.from_iterable(threads.map(save, range(4))))
        history = store.history("a")
        assert [one.revision for one in history] == list(range(1, 42))
        assert sorted(one.note for one in history[1:]) == sorted(acknowledged)
        assert sorted(store.read("a").plan.notes.split()) == sorted(acknowledged)

    def test_r10_nobody_sees_half_a_save(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """R10: whatever is read beside a writer is one whole revision."""
        _save(store, small_plan("a", name="0"))
        _save_next(store, "a", "0")
        done = Event()

        def read() -> int:
            count = 0
            while not done.is_set() or not count:
                found = twin.read("a")
                lines = found.plan.notes.split()
                assert found.plan.name == found.note == lines[-1]
                assert len(lines) == found.revision - 1
                assert found.revision == int(found.note) + 2
                count += 1
            return count

        with ThreadPoolExecutor(2) as threads:
            readers = [threads.submit(read) for _ in range(2)]
            try:
                for n in range(1, 16):
                    _save_next(store, "a", str(n))
            finally:
                done.set()
            assert all(reader.result(30) for reader in readers)

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
        ids=lambda bad: ascii(bad)[:60],
    )
    def test_r11_a_bad_argument_is_refused(
        self, store: PlanStore, bad: dict[str, Any]
    ) -> None:
        """R11: a save with a bad argument says so and changes nothing."""
        arguments: dict[str, Any] = {
            "expected_revision": 0,
            "by": "maria",
            "at": _AT,
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
            _save(store, no_plan)

    def test_r12_every_opening_reads_the_same(
        self, store: PlanStore, twin: PlanStore, open_for: Callable[[str], PlanStore]
    ) -> None:
        """R12: an opening from before and one from after see a save."""
        _save(store, full_plan())
        _save(twin, full_plan(), 1)
        later = open_for(store.tenant)
        for opening in (store, twin, later):
            assert opening.read(full_plan().id) == store.read(full_plan().id)
            assert len(opening.history(full_plan().id)) == 2
