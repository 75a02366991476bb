"""No message tells who somebody is, or what somebody wrote.

A plan is marked all through: names, addresses and every free text hold a word that
stands nowhere else. Then whatever can fail is made to fail, and the word must not be in
the message, the repr, the findings, or the causes, all of which end up in logs.
"""

from __future__ import annotations

import copy
import inspect
import json
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import pytest
from sqlalchemy import text as sql_text

import jbpcore as jbp
from jbpcore import errors
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.tabular.owners import read_owners
from jbpcore.codec.problems import PERSONAL_KEYS
from jbpcore.model.meeting import a_link
from jbpcore.model.validation import a_text
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.testing.sample_records import full_plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
WORD = "Zq" + "wyx"  # in two parts, so that no line of this file holds it
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 5, 15)
# Free texts of the model that are about no person: of a partner, and its programme.
OF_FIRMS = {"tier", "region"}


def documents() -> list[dict[str, Any]]:
    paths = [*sorted(GOLDEN.glob("plan-[!er]*.json")), GOLDEN / "plan-rhythm.json"]
    return [json.loads(path.read_text("utf-8")) for path in paths]


def marked(data: Any, key: str = "", *, within: str = "") -> Any:
    """*data* with the word in every text that may be about a person."""
    if isinstance(data, dict):
        inside = key if key in PERSONAL_KEYS else within
        return {name: marked(item, name, within=inside) for name, item in data.items()}
    if isinstance(data, list):
        return [marked(item, key, within=within) for item in data]
    if not isinstance(data, str) or key in {"about", "subject"}:
        return data
    if key == "link":
        return f"https://meet.example/{WORD}"
    if within == "people" or (within == "" and key in PERSONAL_KEYS):
        is_text = key in PERSONAL_KEYS or key == "name"
        return f"{WORD} {data}" if is_text else data
    return data


MARKED = [marked(document) for document in documents()]
PLANS = [jbp.loads(json.dumps(document), jbp.Plan) for document in MARKED]
PLAN = max(PLANS, key=lambda plan: jbp.dumps(plan).count(WORD))


def told(error: BaseException) -> str:
    """Everything that a log may hold of an error and its causes."""
    parts = [str(error), repr(error), "".join(traceback.format_exception(error))]
    for finding in getattr(error, "findings", ()):
        parts += [str(finding), repr(finding)]
    if isinstance(error, errors.JbpError):
        parts.append(jbp.explain_error(error, locale="de_DE"))
    return "\n".join(parts)


def stays_silent(error: BaseException, *where: object) -> None:
    assert WORD not in told(error), where


def places(data: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if steps:
        yield steps
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[key], (*steps, key))


BAD: dict[str, Any] = {
    "too long": f"{WORD} " * 3_000,
    "a control character": f"{WORD}\x07",
    "two lines": f"{WORD}\n{WORD}",
    "half a pair": f"{WORD}\ud800",
    "a list": [WORD],
    "an object": {"text": WORD},
    "a text": WORD,
}


@pytest.mark.parametrize("bad", BAD)
def test_no_finding_of_a_document_tells_it(bad: str) -> None:
    refused = 0
    for document in MARKED:
        for *steps, last in places(document):
            if PERSONAL_KEYS.isdisjoint((*steps, last)):
                continue
            spoilt = copy.deepcopy(document)
            inside: Any = spoilt
            for step in steps:
                inside = inside[step]
            inside[last] = BAD[bad]
            for read in (jbp.loads, _read_from_data):
                try:
                    read(json.dumps(spoilt), jbp.Plan)
                except errors.JbpError as error:
                    refused += 1
                    stays_silent(error, steps, last)
    assert refused >= 4


def _read_from_data(text: str, kind: type) -> object:
    return jbp.from_data(json.loads(text), kind)


def test_a_number_of_a_telephone_is_not_told() -> None:
    for document in MARKED:
        for number, _ in enumerate(document["data"].get("people", ())):
            spoilt = copy.deepcopy(document)
            spoilt["data"]["people"][number]["email"] = 4915112345678
            with pytest.raises(errors.InvalidDataError) as caught:
                jbp.from_data(spoilt, jbp.Plan)
            assert "4915112345678" not in told(caught.value)


def records(value: Any) -> Iterator[Any]:
    kind: Any = type(value)
    if attrs.has(kind):
        yield value
        for field in attrs.fields(kind):
            yield from records(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from records(item)


def one_of_each() -> dict[type, Any]:
    return {type(record): record for plan in PLANS for record in records(plan)}


def test_no_record_is_told_where_another_value_belongs() -> None:
    person, comments = PLAN.people[0], [c for p in PLANS for c in p.comments]
    strangers = [person, [person], (person,), {"who": person}, PLAN, *comments[:1]]
    assert any(WORD in repr(stranger) for stranger in strangers)
    refused = 0
    for record in one_of_each().values():
        for field in attrs.fields(type(record)):
            for stranger in strangers:
                try:
                    attrs.evolve(record, **{field.alias or field.name: stranger})
                except errors.JbpError as error:
                    refused += 1
                    stays_silent(error, type(record), field.name)
                except (TypeError, AttributeError, ValueError) as error:
                    # Of a converter, for whoever writes code: it names types alone.
                    stays_silent(error, type(record), field.name)
    assert refused > 500


def test_no_bad_text_of_a_record_is_told() -> None:
    refused = 0
    for record in one_of_each().values():
        for field in attrs.fields(type(record)):
            is_personal = field.name in PERSONAL_KEYS - {"about", "subject"}
            if not is_personal and not isinstance(record, jbp.Person):
                continue
            if not isinstance(getattr(record, field.name, None), str | tuple):
                continue
            if field.name in {"id", "side", "role"}:
                continue
            for bad in BAD.values():
                try:
                    attrs.evolve(record, **{field.name: bad})
                except errors.JbpError as error:
                    refused += 1
                    stays_silent(error, type(record), field.name)
    assert refused > 50


def personal_fields() -> set[str]:
    """Free texts of the model, by name, as its classes state them."""
    kinds: set[type] = set()
    for kind in (jbp.Plan, jbp.ActualEntry, PlanEvent):
        _collect(kind, kinds)
    return {
        field.name
        for kind in kinds
        for field in attrs.fields(kind)
        if field.validator in {a_text, a_link}
        or get_type_hints(kind)[field.name] == tuple[str, ...]
    }


def _collect(kind: Any, kinds: set[type]) -> None:
    """Add the classes of records that *kind* is or holds."""
    for inner in get_args(kind):
        _collect(inner, kinds)
    if isinstance(kind, type) and attrs.has(kind) and kind not in kinds:
        kinds.add(kind)
        for hint in get_type_hints(kind).values():
            _collect(hint, kinds)
        for child in kind.__subclasses__():
            _collect(child, kinds)


def test_every_free_text_of_the_model_is_kept_out() -> None:
    assert personal_fields() - OF_FIRMS <= PERSONAL_KEYS
    assert {"email", "notes", "why", "wins", "text"} <= personal_fields()
    assert "people" in PERSONAL_KEYS  # who they are is one line, so it is no free text


MOVES = [
    name
    for name in jbp.__all__
    if inspect.isfunction(getattr(jbp, name))
    and "plan" in (parameters := inspect.signature(getattr(jbp, name)).parameters)
    and all(parameter.kind is not parameter.VAR_POSITIONAL
            for parameter in parameters.values())
]  # fmt: skip
GIVEN: dict[str, list[Any]] = {
    "by": ["nobody", "@", "person"],
    "at": [AT, AT.replace(tzinfo=None)],
    "as_of": [AS_OF],
    "why": [f"{WORD} said so", f"{WORD}\x07"],
    "text": [f"{WORD} said so", f"{WORD}\x07"],
    "reason": [f"{WORD}\x07"],
    "entries": [[], PLAN],
    "viewer": [PLAN],
    "person_id": ["nobody", "person"],
    "people": [[WORD], PLAN.people],
    "partner": [PLAN.people[0]],
    "answers": [{WORD: f"{WORD}\x07"}],
}


@pytest.mark.parametrize("name", MOVES)
def test_no_refusal_of_a_move_tells_it(name: str) -> None:
    move: Callable[..., object] = getattr(jbp, name)
    for plan in PLANS:
        for turn in range(3):
            arguments = {"plan": plan}
            for parameter in inspect.signature(move).parameters.values():
                if parameter.name == "plan" or (
                    parameter.default is not parameter.empty
                    and parameter.name not in GIVEN
                ):
                    continue
                options = GIVEN.get(parameter.name, ["nothing", plan, WORD[:0]])
                value = options[turn % len(options)]
                if value == "person" and plan.people:
                    value = plan.people[turn % len(plan.people)].id
                arguments[parameter.name] = value
            _expect_silence(move, arguments)


def _expect_silence(move: Callable[..., object], arguments: dict[str, Any]) -> None:
    try:
        move(**arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell
        stays_silent(error, move.__name__, type(error))


def test_no_finding_of_a_check_tells_it() -> None:
    for plan in PLANS:
        for finding in jbp.check(plan, as_of=AS_OF):
            assert WORD not in f"{finding}{finding!r}"


def test_no_refusal_of_a_merge_tells_it() -> None:
    mine = attrs.evolve(PLAN, notes=f"{WORD} one")
    theirs = attrs.evolve(PLAN, notes=f"{WORD} two")
    merged = jbp.merge(PLAN, mine, theirs)
    assert merged.conflicts
    _expect_silence(lambda: jbp.resolve(merged, {"nowhere": WORD}), {})
    _expect_silence(lambda: jbp.resolve(merged, {"notes": f"{WORD}\x07"}), {})
    _expect_silence(lambda: jbp.merge(PLAN, mine, full_plan()), {})


def test_no_error_of_a_store_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "plans.db"
    for url in ("memory://", f"sqlite:///{path}", f"json:///{tmp_path / 'json'}"):
        with jbp.open_store(url, tenant="acme") as store:
            save: dict[str, Any] = {"by": "maria", "at": AT, "note": ""}
            store.save(PLAN, expected_revision=0, **save)
            for bad in (
                {"expected_revision": 0},
                {"expected_revision": 1, "note": f"{WORD}\x07"},
                {"expected_revision": PLAN},
            ):
                with pytest.raises(errors.JbpError) as caught:
                    store.save(PLAN, **{**save, **bad})
                assert WORD not in told(caught.value)
            _expect_silence(store.append, {})
            with pytest.raises(errors.InvalidValueError) as refused:
                store.append(PLAN.people)  # type: ignore[arg-type] # people are none
            assert WORD not in told(refused.value)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE plan_revision "
            "SET document = replace(document, '\"goals\"', '\"x\"')"
        )
    with jbp.open_store(f"sqlite:///{path}", tenant="acme") as store:
        with pytest.raises(errors.StoreFormatError) as damaged:
            store.read(PLAN.id)
        assert WORD not in told(damaged.value)
    for file in (tmp_path / "json").rglob("*.json"):
        broken = file.read_text("utf-8").replace('"goals"', '"x"')
        file.write_text(broken, encoding="utf-8")
    with jbp.open_store(f"json:///{tmp_path / 'json'}", tenant="acme") as store:
        with pytest.raises(errors.StoreFormatError) as damaged:
            store.read(PLAN.id)
        assert WORD not in told(damaged.value)


def test_no_statement_that_fails_tells_it(tmp_path: Path) -> None:
    store = SqlAlchemyStore.open(f"sqlite+pysqlite:///{tmp_path}/p.db", tenant="acme")
    with closing(store):
        database: Any = store._database  # noqa: SLF001 - to break it
        engine = database._engine  # noqa: SLF001 - as above
        with engine.begin() as connection:
            connection.execute(
                sql_text(
                    "CREATE TRIGGER no BEFORE INSERT ON jbp_plan_revision "
                    "BEGIN SELECT RAISE(ABORT, 'no'); END"
                )
            )
        with pytest.raises(errors.StorageError) as caught:
            store.save(PLAN, expected_revision=0, by="maria", at=AT, note="")
        assert WORD not in told(caught.value)


def test_no_finding_of_an_import_tells_a_name() -> None:
    table = DelimitedTable(
        BytesIO(f"id,name\n1,{WORD}\x07\n2,{WORD * 60}\n".encode()), name="t.csv"
    )
    assert read_owners(table) == ()
    assert table.findings
    assert not any(WORD in f"{finding}{finding!r}" for finding in table.findings)


def test_what_is_about_nobody_is_told() -> None:
    """A message has to help: a bad amount, day or id is shown."""
    spoilt = copy.deepcopy(documents()[0])
    spoilt["data"]["vendor"]["id"] = "no id"
    with pytest.raises(errors.InvalidDataError, match="'no id'"):
        jbp.from_data(spoilt, jbp.Plan)
    with pytest.raises(errors.InvalidValueError, match=r"'17,500'"):
        jbp.Money("17,500", "USD")
    with pytest.raises(errors.InvalidValueError, match=r"got 2026-05-15T09:30:00"):
        jbp.Action(
            id="a",
            name="Train",
            side=jbp.Side.VENDOR,
            due_on=datetime(2026, 5, 15, 9, 30),  # noqa: DTZ001 - no day either way
        )
