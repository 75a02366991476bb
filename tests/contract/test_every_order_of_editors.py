"""Two to four editors of one plan, in every order that their steps can come in."""

from __future__ import annotations

from math import factorial

import pytest
from benchmarks.reliability.interleavings import every_order, in_time, play_all
from benchmarks.reliability.stores import LastWriteWins

from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.sqlite.store import SqliteStore

ORDERS = [order for editors in (2, 3, 4) for order in every_order(editors)]
# All of them take half a minute; the long form is in benchmarks/reliability.
EVERY = 12
PLAYED = ORDERS[::EVERY]


def stale_in(order: tuple[int, ...]) -> int:
    """Count who saves after somebody else has, since he read: everybody saves."""
    places = {one: [n for n, who in enumerate(order) if who == one] for one in order}
    saves = [last for _, last in places.values()]
    return sum(
        any(read < one < save for one in saves) for read, save in places.values()
    )


def test_there_are_2616_orders_and_each_is_another() -> None:
    # Steps of all, in any order, but each one's two steps in theirs: (2n)! / 2^n.
    assert len(ORDERS) == len(set(ORDERS))
    assert len(ORDERS) == sum(factorial(2 * n) // 2**n for n in (2, 3, 4)) == 2_616
    # Only where nobody comes between is nothing lost by saving over: n! orders.
    safe = [order for order in ORDERS if stale_in(order) == 0]
    assert len(safe) == factorial(2) + factorial(3) + factorial(4)
    assert all(len(in_time(order)) == len(set(order)) for order in safe)


def test_no_edit_is_lost_in_memory() -> None:
    with MemoryStore(tenant="acme") as store:
        came = play_all(store, every=EVERY)
    assert came.wrong == []
    assert (came.orders, came.losing, came.asked) == (len(PLAYED), 0, 0)
    assert came.stale == sum(map(stale_in, PLAYED))


def test_no_edit_is_lost_in_sqlite(tmp_path: object) -> None:
    with SqliteStore(f"{tmp_path}/plans.db", tenant="acme") as store:
        came = play_all(store, every=EVERY)
    assert came.wrong == []
    assert (came.orders, came.losing, came.asked) == (len(PLAYED), 0, 0)


def test_of_two_changes_at_one_place_nobodys_is_passed_over() -> None:
    with MemoryStore(tenant="acme") as store:
        came = play_all(store, at_one_place=True, every=EVERY)
    assert came.wrong == []
    assert (came.orders, came.losing) == (len(PLAYED), 0)
    # Whoever is not in time is asked, and never saves over what he has not seen.
    late = sum(len(set(order)) - len(in_time(order)) for order in PLAYED)
    assert came.stale == came.asked == late


@pytest.mark.parametrize("at_one_place", [False, True])
def test_where_the_last_write_wins_all_but_the_orderly_orders_lose(
    at_one_place: bool,  # noqa: FBT001 - one of two
) -> None:
    store = LastWriteWins(MemoryStore(tenant="acme"))
    came = play_all(store, at_one_place=at_one_place, every=EVERY)
    assert came.losing == sum(stale_in(order) > 0 for order in PLAYED)
