"""Text is kept, compared and ordered in PostgreSQL as Python does."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.ports.plan_list import PlanFilter, folded
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder
from jbpcore.testing.sample_records import small_plan
from jbpcore.values.ids import PlanId

AT = datetime(2026, 1, 7, tzinfo=UTC)
# What a locale would sort or compare otherwise: case, accents in both forms, blanks at
# the end, signs, letters of other planes, and what SQL makes something of.
NAMES = (
    *("a", "A", "b", "B", "a ", " a", "a  b", "ab", "a-b", "a_b", "a%", "%", "_"),
    *("é", "e\u0301", "É", "ö", "oe", "ß", "ss", "İ", "\u0131", "i", "ﬀ", "ff", "ﬃ"),
    *("日本", "😀", "\U0001d160", "\uffee", "\ue000", "'", '"', "\\", "''", "a'b"),
    *("Ω", "ω", "ς", "\u03c3", "Straße", "STRASSE", "ÅNGSTRÖM", "a\u030angstro\u0308m"),
)


@pytest.fixture
def store(engine: Engine, names: TableNames) -> SqlAlchemyStore:
    store = SqlAlchemyStore(engine, tenant="acme", names=names)
    shuffled = list(enumerate(NAMES))
    random.Random(3).shuffle(shuffled)  # noqa: S311 - no secret
    with store.unit_of_work():
        for number, name in shuffled:
            plan_id = f"{'pP'[number % 2]}{number:02}"
            plan = small_plan(plan_id, name=name)
            store.save(plan, expected_revision=0, by="maria", at=AT, note=name)
    return store


def test_text_comes_back_to_the_letter(store: SqlAlchemyStore) -> None:
    for number, name in enumerate(NAMES):
        plan_id = f"{'pP'[number % 2]}{number:02}"
        assert store.read(plan_id).plan.name == name
        assert store.history(plan_id)[0].note == name


@pytest.mark.parametrize("order", PlanOrder)
def test_lists_are_in_order_of_code_points(
    store: SqlAlchemyStore, order: PlanOrder
) -> None:
    page = store.find(order=order, size=7)
    found = list(page.plans)
    while page.after is not None:
        page = store.find(order=order, size=7, after=page.after)
        found += page.plans
    places = [(order.key_of(one), one.plan_id) for one in found]
    assert places == sorted(places, reverse=order.descends)
    assert len(set(places)) == len(NAMES)


def test_ids_are_in_order_of_code_points(store: SqlAlchemyStore) -> None:
    found = list(store.iter_ids())
    assert found == sorted(found)
    assert len(found) == len(NAMES)


@pytest.mark.parametrize("part", NAMES)
def test_a_part_of_a_name_is_found_as_python_finds_it(
    store: SqlAlchemyStore, part: str
) -> None:
    if not part.strip():
        return
    found = store.find(PlanFilter(name_contains=part), size=1_000).plans
    expected = [name for name in NAMES if folded(part) in folded(name)]
    assert sorted(one.name for one in found) == sorted(expected)


def test_the_longest_names_fit_into_the_indexes(
    engine: Engine, names: TableNames
) -> None:
    # Letters that hardly compress, and one that folds to three of another plane.
    draw = random.Random(5)  # noqa: S311 - no secret
    far = "".join(chr(draw.randrange(0x20000, 0x2A000)) for _ in range(200))
    tenant = "".join(chr(draw.randrange(0x20000, 0x2A000)) for _ in range(200))
    store = SqlAlchemyStore(engine, tenant=tenant, names=names)
    for number, name in enumerate((far, "\U0001d160" * 200)):
        plan = small_plan(f"{number}{'x' * 127}", name=name)
        assert store.save(plan, expected_revision=0, by="m" * 128, at=AT) == 1
        assert store.find(PlanFilter(name_contains=name)).plans[0].name == name


def test_a_cursor_with_nul_is_no_error(store: SqlAlchemyStore) -> None:
    cursor = PlanCursor(PlanOrder.NAME, "a\0", PlanId("a"))
    found = store.find(order=PlanOrder.NAME, after=cursor, size=1_000).plans
    assert len(found) == sum(folded(name) > "a" for name in NAMES)
