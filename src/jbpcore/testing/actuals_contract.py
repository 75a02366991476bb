"""The promises of :class:`~jbpcore.ports.actuals.ActualsStore`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.tags import Tags
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.actuals import ActualsStore, AppendOutcome
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import full_entry, small_entry
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["ActualsStoreContract"]

_NEW, _SAME, _CONFLICTING = AppendOutcome
_APRIL = DateRange(date(2026, 4, 1), date(2026, 5, 1))
_KNOWN_AT = datetime(2026, 5, 2, 8, 0, 0, 1, tzinfo=UTC)
_MANY = 2_500  # more than a store would take or give at one go


class _EndedEarlyError(Exception):
    """What ends an append in its middle."""


def _ids(store: ActualsStore, **wanted: Any) -> list[str]:  # noqa: ANN401 - of a query
    return [entry.entry_id for entry in store.query(**wanted)]


def _many() -> list[ActualEntry]:
    first = date(2026, 1, 1)
    return [
        small_entry(f"e-{n}", on=first + timedelta(days=n * 7 % 365))
        for n in range(_MANY)
    ]


class ActualsStoreContract(StoreFixtures):
    """Subclass as ``TestMyLedger``, override ``opener``, and run pytest."""

    @pytest.mark.parametrize(
        "entry",
        [
            small_entry(),
            full_entry(),
            small_entry(amount="-0.01"),
            small_entry(amount="0"),
            small_entry(amount="123456789012345678901.20"),
            attrs.evolve(small_entry(), amount=Ratio("1/3")),
            attrs.evolve(small_entry(), on=date(1900, 1, 1)),
            attrs.evolve(small_entry(), on=date(2199, 12, 31)),
        ],
        ids=lambda entry: f"{entry.amount} {entry.on}",
    )
    def test_a1_an_entry_comes_back_equal(
        self, store: ActualsStore, entry: ActualEntry
    ) -> None:
        """A1: to the last digit, character and microsecond."""
        store.append([entry])
        assert list(store.query()) == [entry]

    def test_a2_entries_come_by_day_then_id(self, store: ActualsStore) -> None:
        """A2: whatever order they were appended in; ids by their characters."""
        early, late = date(2026, 4, 20), date(2026, 4, 21)
        days = {"b": late, "a": late, "B": late, "z": early, "a.b": late, "10": late}
        for key, on in days.items():
            store.append([small_entry(key, on=on)])
        assert _ids(store) == ["z", "10", "B", "a", "a.b", "b"]

    def test_a2_many_entries_come_in_order(self, store: ActualsStore) -> None:
        """A2: also when there are more than one would fetch at a time."""
        entries = _many()
        store.append(entries)
        entries.sort(key=lambda entry: (entry.on, entry.entry_id))
        assert list(store.query()) == entries

    def test_a3_an_entry_known_already_is_the_same(
        self, store: ActualsStore, twin: ActualsStore
    ) -> None:
        """A3: appending again, by any opening, writes nothing."""
        assert store.append([full_entry()]) == (_NEW,)
        assert store.append([full_entry()]) == (_SAME,)
        assert twin.append([full_entry()]) == (_SAME,)
        assert list(store.query()) == [full_entry()]

    def test_a3_an_equal_amount_is_the_same(self, store: ActualsStore) -> None:
        """A3: 7500 and 7500.00 dollars are one amount."""
        store.append([small_entry(amount="7500")])
        assert store.append([small_entry(amount="7500.00")]) == (_SAME,)

    @pytest.mark.parametrize("first", [None, _KNOWN_AT])
    def test_a3_hearing_of_it_again_is_the_same(
        self, store: ActualsStore, first: datetime | None
    ) -> None:
        """A3: when it became known may differ, and stays as it was first told."""
        entry = attrs.evolve(small_entry(), recorded_at=first)
        store.append([entry])
        again = attrs.evolve(entry, recorded_at=_KNOWN_AT + timedelta(days=1))
        assert store.append([again]) == (_SAME,)
        assert list(store.query()) == [entry]

    @pytest.mark.parametrize(
        "change",
        [
            {"amount": Money("7500.01", "USD")},
            {"amount": Money("7500", "EUR")},
            {"amount": Money("-7500", "USD")},
            {"on": date(2026, 4, 21)},
            {"metric": "pipeline-created"},
            {"partner_id": "northwind"},
            {"credit_ratio": "1/2"},
            {"source": "crm"},
            {"reverses": "e-0"},
            {"tags": Tags({"region": "EMEA"})},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a4_a_conflicting_entry_is_not_written(
        self, store: ActualsStore, change: dict[str, Any]
    ) -> None:
        """A4: the one that the ledger has stays."""
        store.append([small_entry()])
        other = attrs.evolve(small_entry(), **change)
        assert store.append([other]) == (_CONFLICTING,)
        assert list(store.query()) == [small_entry()]

    def test_a5_each_entry_has_its_outcome(self, store: ActualsStore) -> None:
        """A5: in the order given, and a conflict keeps no other entry out."""
        assert store.append([]) == ()
        store.append([small_entry("a"), small_entry("b")])
        offered = [
            small_entry("c"),
            small_entry("b", amount="1"),
            small_entry("a"),
            small_entry("d"),
        ]
        assert store.append(offered) == (_NEW, _CONFLICTING, _SAME, _NEW)
        assert _ids(store) == ["a", "b", "c", "d"]

    def test_a5_an_entry_offered_twice_meets_itself(self, store: ActualsStore) -> None:
        """A5: the first of one call is new, and the others are judged by it."""
        again = [small_entry(), small_entry(), small_entry(amount="1"), small_entry()]
        assert store.append(again) == (_NEW, _SAME, _CONFLICTING, _SAME)
        assert list(store.query()) == [small_entry()]

    def test_a5_many_entries_have_their_outcomes(self, store: ActualsStore) -> None:
        """A5: also when there are more than one would write at a time."""
        entries = _many()
        assert store.append(iter(entries[::2])) == (_NEW,) * (_MANY // 2)
        outcomes = store.append([*entries, entries[1]])
        assert outcomes == (_SAME, _NEW) * (_MANY // 2) + (_SAME,)

    def test_a6_a_query_narrows_by_what_is_given(self, store: ActualsStore) -> None:
        """A6: by partner, metric, days, and by all of them together."""
        both: dict[str, Any] = {"partner_id": "northwind", "metric": "deals-won"}
        store.append(
            [
                attrs.evolve(small_entry("all"), **both),
                attrs.evolve(small_entry("metric"), metric="deals-won"),
                attrs.evolve(small_entry("none")),
                attrs.evolve(small_entry("other"), partner_id="southwind"),
                attrs.evolve(small_entry("partner"), partner_id="northwind"),
                attrs.evolve(small_entry("past"), on=date(2025, 4, 20), **both),
            ]
        )
        assert _ids(store, partner_id="northwind") == ["past", "all", "partner"]
        assert _ids(store, metric="deals-won") == ["past", "all", "metric"]
        assert _ids(store, within=_APRIL, **both) == ["all"]
        assert _ids(store, within=_APRIL, metric="deals-won") == ["all", "metric"]
        assert _ids(store, **both) == ["past", "all"]
        assert _ids(store, partner_id="NORTHWIND") == []

    def test_a6_days_are_half_open(self, store: ActualsStore) -> None:
        """A6: the first day counts and the day of the end does not."""
        days = {"a": 31, "b": 32, "c": 61, "d": 62}
        for key, number in days.items():
            on = date(2026, 3, 1) + timedelta(days=number - 1)
            store.append([small_entry(key, on=on)])
        assert _ids(store, within=_APRIL) == ["b", "c"]

    def test_a7_another_tenants_entries_are_never_met(
        self, store: ActualsStore, stranger: ActualsStore
    ) -> None:
        """A7: the same id is new to each tenant, and each sees its own."""
        store.append([small_entry("a", amount="1"), small_entry("b")])
        assert list(stranger.query()) == []
        assert stranger.append([small_entry("a", amount="2")]) == (_NEW,)
        assert _ids(stranger) == ["a"]
        assert store.append([small_entry("a", amount="1")]) == (_SAME,)
        assert _ids(store) == ["a", "b"]

    @pytest.mark.parametrize("count", [1, _MANY])
    def test_a8_a_failed_append_writes_nothing(
        self, store: ActualsStore, count: int
    ) -> None:
        """A8: what came before the error is not there either."""
        store.append([small_entry("before")])

        def entries() -> Iterator[ActualEntry]:
            yield from _many()[:count]
            raise _EndedEarlyError

        with pytest.raises(_EndedEarlyError):
            store.append(entries())
        assert _ids(store) == ["before"]
        assert store.append([small_entry("e-0")]) == (_NEW,)

    def test_a9_a_query_answers_as_of_when_it_was_asked(
        self, store: ActualsStore, twin: ActualsStore
    ) -> None:
        """A9: what is appended while the answer is read is not in it."""
        entries = _many()
        store.append(entries)
        answer = store.query()
        store.append([small_entry("late-1", on=date(2026, 12, 31))])
        first = next(answer)
        twin.append([small_entry("late-2", on=date(2026, 12, 31))])
        rest = {entry.entry_id for entry in answer}
        assert {first.entry_id} | rest == {entry.entry_id for entry in entries}
        assert len(rest) == _MANY - 1
        assert len(_ids(store)) == _MANY + 2

    @needs(Capability.READERS_NEVER_WAIT)
    def test_a9_an_answer_left_unread_hinders_nobody(
        self, store: ActualsStore, twin: ActualsStore
    ) -> None:
        """A9: neither this opening nor another has to wait for it."""
        store.append(_many())
        answer = store.query()
        next(answer)
        assert store.append([small_entry("a")]) == (_NEW,)
        assert twin.append([small_entry("b")]) == (_NEW,)
        assert next(answer) is not None

    @pytest.mark.parametrize(
        "bad",
        [
            {"partner_id": ""},
            {"partner_id": 7},
            {"metric": "two words"},
            {"within": "2026"},
            {"within": (date(2026, 1, 1), date(2026, 2, 1))},
            {"known_at": datetime(2026, 5, 2)},  # noqa: DTZ001 - the mistake under test
            {"known_at": "2026-05-02"},
        ],
        ids=ascii,
    )
    def test_a10_a_bad_condition_is_refused(
        self, store: ActualsStore, bad: dict[str, Any]
    ) -> None:
        """A10: when the question is asked, not when the answer is read."""
        with pytest.raises(InvalidValueError):
            store.query(**bad)

    def test_a10_only_entries_are_appended(self, store: ActualsStore) -> None:
        """A10: one thing that is no entry, and nothing is written."""
        no_entry: Any = {"entry_id": "b"}
        with pytest.raises(InvalidValueError):
            store.append([small_entry("a"), no_entry])
        assert _ids(store) == []

    def test_a11_what_was_known_is_what_was_recorded_by_then(
        self, store: ActualsStore
    ) -> None:
        """A11: that instant included; without one, everything is."""
        tick = timedelta(microseconds=1)
        for key, at in {"a": _KNOWN_AT, "b": _KNOWN_AT + tick, "c": None}.items():
            store.append([attrs.evolve(small_entry(key), recorded_at=at)])
        assert _ids(store, known_at=_KNOWN_AT - tick) == ["c"]
        assert _ids(store, known_at=_KNOWN_AT) == ["a", "c"]
        assert _ids(store, known_at=_KNOWN_AT + tick) == ["a", "b", "c"]
        assert _ids(store) == ["a", "b", "c"]

    def test_a11_the_day_something_counts_on_is_another_matter(
        self, store: ActualsStore
    ) -> None:
        """A11: a backdated fact was not known on its day."""
        late = attrs.evolve(small_entry("late"), recorded_at=_KNOWN_AT)
        store.append([late])
        on_its_day = datetime(2026, 4, 20, 23, tzinfo=UTC)
        assert _ids(store, within=_APRIL, known_at=on_its_day) == []
        assert _ids(store, within=_APRIL, known_at=_KNOWN_AT) == ["late"]

    def test_a11_it_narrows_with_the_other_conditions(
        self, store: ActualsStore
    ) -> None:
        """A11: each of them takes away what misses it alone."""
        fits = attrs.evolve(
            small_entry("fits"), recorded_at=_KNOWN_AT, partner_id="northwind"
        )
        late = _KNOWN_AT + timedelta(days=1)
        store.append(
            [
                fits,
                attrs.evolve(fits, entry_id="late", recorded_at=late),
                attrs.evolve(fits, entry_id="other", partner_id="southwind"),
                attrs.evolve(fits, entry_id="past", on=date(2025, 4, 20)),
            ]
        )
        wanted: dict[str, Any] = {
            "partner_id": "northwind",
            "within": _APRIL,
            "known_at": _KNOWN_AT,
        }
        assert _ids(store, **wanted) == ["fits"]
