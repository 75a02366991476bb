"""What consoles, logs and tracebacks show: which thing it is, in a line, and nobody."""

from __future__ import annotations

import enum
import inspect
from datetime import date
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import full_entry, full_plan
from jbpcore.testing.whole_text import whole_text

DAY = date(2026, 5, 15)
LONGEST = 1000  # characters; a screen has about two thousand
MARIA = jbp.Person(
    id="maria", name="Maria Lopez", side=jbp.Side.VENDOR, email="m.lopez@acme.example"
)
PLAN = jbp.Plan(
    id="nw-2026",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    people=[MARIA],
)


def test_amounts_are_shown_as_they_are_written() -> None:
    assert repr(jbp.Money("25000", "USD")) == "Money('25000', 'USD')"
    assert repr(jbp.Quantity(5, "deals")) == "Quantity('5', 'deals')"
    assert repr(jbp.Ratio("25%")) == "Ratio('1/4')"


def test_a_plan_says_which_it_is_and_how_much_it_holds() -> None:
    assert repr(PLAN) == (
        "<Plan 'nw-2026' 'Northwind 2026' draft 2026-01-01..2026-12-31 people=1>"
    )
    goals = [attrs.evolve(full_plan().goals[0], id=f"g{n}") for n in range(100)]
    many = attrs.evolve(full_plan(), goals=goals, reviews=(), outcomes=())
    assert "goals=100" in repr(many)
    assert len(repr(many)) < LONGEST


def test_nobody_is_named() -> None:
    assert repr(MARIA) == (
        "Person(id='maria', side=<Side.VENDOR: 'vendor'>, "
        "role=<PersonRole.PARTNER_MANAGER: 'partner_manager'>)"
    )
    result = jbp.assess_plan(PLAN, [], as_of=DAY)
    merged, years = jbp.merge(PLAN, PLAN, PLAN), jbp.lineage([PLAN], [], as_of=DAY)
    for thing in (PLAN, result, merged, years):
        assert "Lopez" not in f"{thing!r} {thing}"
        assert "m.lopez@acme.example" not in f"{thing!r} {thing}"
        # And it would be found if it were there.
        assert "m.lopez@acme.example" in whole_text(thing)


def test_what_holds_many_things_counts_them() -> None:
    whole, entry = full_plan(), full_entry()
    portfolio = jbp.assess_portfolio([whole], [entry], as_of=DAY)
    assert repr(portfolio) == "<Portfolio as_of=2026-05-15 plans=1 findings=0>"
    assert repr(portfolio.plans[0]) == (
        "<PlanResult 'northwind-2026' as_of=2026-05-15 results=1>"
    )
    catalogue = jbp.default_template_catalogue(allow=[])
    assert repr(catalogue) == "<TemplateCatalogue sources=('jbpcore',)>"
    growth: Any = catalogue.get("growth")
    assert repr(growth) == "<DeclaredTemplate 'growth@1' 'Annual growth plan'>"
    assert repr(growth.template).startswith("<Template 'growth@1' 'Annual growth plan'")
    assert len(repr(growth.template)) < LONGEST
    assert repr(jbp.OwnerBook()) == "<OwnerBook owners=0 is_listed=False>"


def is_told_by_its_address(kind: type) -> bool:
    found: object = kind.__repr__
    return found is object.__repr__


def test_no_class_of_the_front_door_is_told_by_its_address() -> None:
    found = [
        name
        for name in jbp.__all__
        for kind in [getattr(jbp, name)]
        if inspect.isclass(kind)
        and not issubclass(kind, enum.Enum | BaseException)
        and not getattr(kind, "_is_protocol", False)
        and is_told_by_its_address(kind)
    ]
    assert found == []
    assert is_told_by_its_address(type("Bare", (), {}))


def test_a_store_says_where_it_is(tmp_path: Any) -> None:
    memory = MemoryStore(tenant="acme")
    assert repr(memory) == "<MemoryStore tenant='acme'>"
    assert repr(jbp.AsyncStoreInThreads(memory)) == (
        "<AsyncStoreInThreads of <MemoryStore tenant='acme'>>"
    )
    path = str(tmp_path / "plans")
    with SqliteStore(path, tenant="acme") as store:
        assert repr(store) == f"<SqliteStore {path!r} tenant='acme'>"
    folder = str(tmp_path / "folder")
    with JsonStore(folder, tenant="acme") as files:
        assert repr(files) == f"<JsonStore {folder!r} tenant='acme'>"
