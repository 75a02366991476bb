"""Each error is provoked as a user would, and its sentence says what to do next."""

from __future__ import annotations

import inspect
import os
import pickle
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_type_hints

import attrs
import icalendar
import pytest

import jbpcore as jbp
from jbpcore import errors
from jbpcore.adapters.icalendar.parts import CalendarPart, word_line
from jbpcore.adapters.icalendar.writing import written
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import Finding, InvalidDataError, JbpError, PluginError
from jbpcore.ports.storage import Store
from jbpcore.testing.sample_records import full_plan, small_plan

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLAN = small_plan()  # a draft without people
AGREED = full_plan()
USD = jbp.Money("1", "USD")
# Two that only serve to catch all that stand below them.
BASES = {errors.JbpError, errors.StorageError}


def kept() -> Store:
    """Return a store in memory with one plan at revision 1."""
    store = jbp.open_store("memory://", tenant="acme")
    store.save(PLAN, expected_revision=0, by="maria", at=AT)
    return store


def read_a_deleted_plan() -> None:
    store = kept()
    store.delete(PLAN.id, expected_revision=1, by="maria", at=AT)
    store.read(PLAN.id)


def ask_for_a_rate() -> None:
    jbp.FxTable(rates=()).rate("USD", "EUR", on=date(2026, 5, 4))


PROVOKED: dict[type[JbpError], tuple[Callable[[], object], str]] = {
    errors.InvalidValueError: (
        lambda: jbp.Money(USD.amount, "usd"),
        (
            "Money.currency must be an ISO 4217 code of three capital letters, such as "
            "'EUR'; got 'usd'."
        ),
    ),
    errors.InvalidDataError: (
        lambda: jbp.loads("{}", jbp.Plan),
        (
            "plan has 1 problem; nothing was taken from it:\n"
            "  format: Is missing; a plan says 'jbpcore.plan'. [jbp.data.missing]"
        ),
    ),
    errors.FormatTooNewError: (
        lambda: jbp.loads(
            '{"format": "jbpcore.plan", "format_version": 99, "data": {}}', jbp.Plan
        ),
        (
            "plan is in format version 99; this release reads up to 1. Upgrade jbpcore "
            "to read it."
        ),
    ),
    errors.CurrencyMismatchError: (
        lambda: USD + jbp.Money("1", "EUR"),
        (
            "Cannot combine USD with EUR; jbpcore never converts currencies by itself. "
            "Convert both to the plan's currency first."
        ),
    ),
    errors.UnitMismatchError: (
        lambda: jbp.Quantity("1", "deals") + jbp.Quantity("1", "people"),
        (
            "Cannot combine deals with people; they count different things. Give both "
            "in the metric's unit."
        ),
    ),
    errors.UnknownCurrencyError: (
        lambda: jbp.Money("1.234", "XTS").rounded(),
        (
            "No minor unit is known for the currency 'XTS'. Use an ISO 4217 code that "
            "money circulates in, such as 'USD'."
        ),
    ),
    errors.NoRateError: (
        ask_for_a_rate,
        (
            "No rate from USD to EUR on 2026-05-04: none is stated for the two. Add "
            "one of that day or before."
        ),
    ),
    errors.UnsupportedLocaleError: (
        lambda: jbp.Words.for_locale("xx_QQ"),
        "No locale is known by 'xx_QQ'. Use one of: en_US, en_GB, de_DE, fr_FR.",
    ),
    errors.TransitionError: (
        lambda: jbp.propose(AGREED, by="maria@acme.example", at=AT),
        "Cannot propose, because the plan is agreed. ",
    ),
    errors.NotAllowedError: (
        lambda: jbp.propose(PLAN, by="nobody@acme.example", at=AT),
        (
            "'nobody@acme.example' may not propose: the plan has no such person. Add "
            "them to its people first."
        ),
    ),
    errors.TemplateNotFoundError: (
        lambda: jbp.draft_plan(
            template="nope",
            vendor=PLAN.vendor,
            partner=PLAN.partner,
            period=PLAN.period,
        ),
        "There is no usable template 'nope'. There are: distributor, growth, ",
    ),
    errors.PlanNotFoundError: (
        lambda: kept().read("nope"),
        "No plan has the id 'nope'. List the ids to find it.",
    ),
    errors.PlanDeletedError: (
        read_a_deleted_plan,
        (
            f"Plan '{PLAN.id}' was deleted by its revision 2. Restore it, or read an "
            "earlier revision."
        ),
    ),
    errors.StaleRevisionError: (
        lambda: kept().save(PLAN, expected_revision=7, by="maria", at=AT),
        (
            f"Plan '{PLAN.id}' is at revision 1, not 7. Read it again, reapply the "
            "change, and retry."
        ),
    ),
}


@pytest.mark.parametrize("kind", PROVOKED)
def test_an_error_says_what_to_do(kind: type[JbpError]) -> None:
    provoke, sentence = PROVOKED[kind]
    with pytest.raises(kind) as caught:
        provoke()
    assert type(caught.value) is kind
    said = str(caught.value)
    assert said.startswith(sentence)
    assert said == sentence or not sentence.endswith(".")


def test_a_package_that_is_missing_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    maria = attrs.evolve(AGREED.people[0], email="maria@acme.example")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(errors.MissingExtraError) as caught:
        jbp.calendar_feed(
            AGREED,
            maria,
            organizer=maria,
            domain="acme.example",
            stamped_at=AT,
        )
    assert str(caught.value) == (
        "This needs icalendar, which is not installed. Install it with: "
        'pip install "jbpcore[calendar]"'
    )


def test_a_calendar_that_came_out_wrong_is_to_be_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(icalendar.Calendar, "to_ical", lambda *_, **__: b"")
    with pytest.raises(errors.CalendarMismatchError) as caught:
        written(CalendarPart("VCALENDAR", (word_line("VERSION", "2.0"),)))
    assert str(caught.value).startswith("No calendar was made, because ")
    assert str(caught.value).endswith(
        ". Report it with the version of icalendar and, if you can, the plan."
    )


def test_a_plugin_says_what_its_finding_says() -> None:
    finding = Finding(
        code="jbp.plugin.api_version", path="", message="Upgrade one of the two."
    )
    error = PluginError("jbpcore.stores:journal", "acme-journal", finding)
    assert str(error) == (
        "Cannot use jbpcore.stores:journal of acme-journal. Upgrade one of the two. "
        "[jbp.plugin.api_version]"
    )


def test_a_store_that_is_none_can_be_mended_or_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    path.write_bytes(b"Dear partner, " * 1000)
    with pytest.raises(errors.StoreFormatError) as caught:
        SqliteStore(path, tenant="acme")
    said = str(caught.value)
    assert said.startswith("Cannot use '/") or os.name == "nt"
    assert said.endswith(
        " as a store: it is no SQLite database (file is not a database). Mend that, "
        "open another store, or restore a backup."
    )


def test_a_store_that_cannot_be_opened_leads_to_its_cause(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreUnavailableError) as caught:
        SqliteStore(tmp_path / "no" / "folder" / "plans.db", tenant="acme")
    assert caught.value.__cause__ is not None
    assert str(caught.value) == (
        "The store failed during 'open'; nothing was written. See the cause, mend it, "
        "and retry."
    )


def test_a_store_that_broke_off_at_the_end_may_have_written() -> None:
    error = errors.StoreUnavailableError("save", may_be_written=True)
    assert str(error) == (
        "The store failed at the very end of 'save'; nobody knows whether it was "
        "written. See the cause, and read before you retry."
    )


def test_a_busy_store_may_be_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    at_once = timedelta(0)
    with (
        SqliteStore(path, tenant="acme", busy_timeout=at_once) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.StoreBusyError) as caught:
            store.save(PLAN, expected_revision=0, by="maria", at=AT)
    assert str(caught.value) == (
        "The store was busy for 0 s during 'save'; nothing was written. Retry, or "
        "allow more time."
    )


def test_every_error_is_provoked_here() -> None:
    kinds = {
        kind
        for name in errors.__all__
        if inspect.isclass(kind := getattr(errors, name)) and issubclass(kind, JbpError)
    }
    source = Path(__file__).read_text("utf-8")
    others = {kind for kind in kinds if f"raises(errors.{kind.__name__})" in source}
    told = {*PROVOKED, *others, PluginError}  # the last in tests/plugins, by installing
    assert told == kinds - BASES, "provoke it above, and write down its sentence"


@pytest.mark.parametrize("name", errors.__all__)
def test_an_error_is_known_by_one_name(name: str) -> None:
    kind = getattr(errors, name)
    assert (kind.__module__, kind.__qualname__) == ("jbpcore.errors", name)
    assert pickle.loads(pickle.dumps(kind)) is kind  # noqa: S301 - made a moment ago
    assert get_type_hints(kind) is not None  # everything it names can be looked up


def test_what_an_error_says_survives_pickling() -> None:
    with pytest.raises(InvalidDataError) as caught:
        jbp.loads("{}", jbp.Plan)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - made a moment ago
    assert str(again) == str(caught.value)
