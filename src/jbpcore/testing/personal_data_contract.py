"""The promises of :class:`~jbpcore.ports.personal_data.PersonalData`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.store_contract.StoreContract`.
"""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError, PlanDeletedError, StaleRevisionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.comment import Comment
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.tags import Tags
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem, SubjectSource
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.ports.storage import Store
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import small_entry, small_plan
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, restore, save
from jbpcore.testing.whole_text import whole_text
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["PersonalDataContract"]

_LENA = "lena.ek@nw.example"
_NAME = 'Lena "Le" Ék'
_TRACES = ("lena.ek", "Ék", "ÉK")
_TOM = Person(id="tom", name="Tom Ekberg", side=Side.VENDOR, email="tom@acme.example")


class _EndedEarlyError(Exception):
    """What a unit of work is left with."""


def _plan(plan_id: str = "a") -> Plan:
    """Return a plan that has Lena wherever a person can stand."""
    lena = Person(id=_LENA, name=_NAME, side=Side.PARTNER, email=_LENA)
    return attrs.evolve(
        small_plan(plan_id),
        people=[lena, _TOM],
        notes=f"Ask {_NAME.upper()}, not Lena.",
        actions=[
            Action(
                id="call",
                name="Call back",
                side=Side.PARTNER,
                due_on=date(2026, 3, 1),
                owner_id=_LENA,
            )
        ],
        comments=[
            Comment(id="c1", text="I shall call.", author_id=_LENA, written_at=AT),
            Comment(id="c2", text="Fine by me.", author_id="tom", written_at=AT),
        ],
        records=[
            PlanRecord(
                id="r1", move="comment", at=AT, by=_LENA, subject=f"people:{_LENA}"
            )
        ],
    )


def _entry() -> ActualEntry:
    return attrs.evolve(
        small_entry(), source=f"{_NAME}, by phone", tags=Tags({"told by": _LENA})
    )


def _fill(store: Store) -> None:
    """Keep Lena in every place there is: living, deleted, noted, told, booked."""
    plan = _plan()
    save(store, plan, by=_LENA, note=f"{_NAME} wrote it", records=plan.records)
    save(store, attrs.evolve(plan, notes=""), 1, by="tom")
    save(store, _plan("gone"))
    delete(store, "gone", 1, by=_LENA)
    save(store, "free", by="tom")
    store.append([_entry(), small_entry("e-2")])


def _everything(store: Store) -> str:
    """Return all that can be read, as one text."""
    seen: list[object] = []
    for summary in store.find(PlanFilter(deleted=None)).plans:
        seen += [summary, store.history(summary.plan_id)]
        for one in store.history(summary.plan_id):
            if not one.is_deleted:
                seen.append(store.read(summary.plan_id, revision=one.revision))
    return whole_text([*seen, list(store.iter_events()), list(store.query())])


def _erase(store: Store, **how: Any) -> SubjectErasure:  # noqa: ANN401 - of an erasure
    told: dict[str, Any] = {"by": "tom", "at": AT, "alias": "erased-1"} | how
    return store.erase_subject(_LENA, **told)


@needs(Capability.PERSONAL_DATA, Capability.LISTS, Capability.EVENTS)
class PersonalDataContract(StoreFixtures):
    """Showing and forgetting a person (S1-S9)."""

    @pytest.mark.parametrize(
        "expected",
        [
            (SubjectSource.PLAN, "a", "people[0].name", _NAME, (1, 2)),
            (SubjectSource.PLAN, "a", "people[0].email", _LENA, (1, 2)),
            (SubjectSource.PLAN, "a", "notes", f"Ask {_NAME.upper()}, not Lena.", (1,)),
            (SubjectSource.PLAN, "a", "actions[0].name", "Call back", (1, 2)),
            (SubjectSource.PLAN, "a", "comments[0].text", "I shall call.", (1, 2)),
            (SubjectSource.PLAN, "a", "records[0].subject", f"people:{_LENA}", (1, 2)),
            (SubjectSource.PLAN, "gone", "people[0].name", _NAME, (1,)),
            (SubjectSource.HISTORY, "a", "saved_by", _LENA, (1,)),
            (SubjectSource.HISTORY, "a", "note", f"{_NAME} wrote it", (1,)),
            (SubjectSource.HISTORY, "gone", "saved_by", _LENA, (2,)),
            (SubjectSource.EVENT, "a", "saved_by", _LENA, (1,)),
            (SubjectSource.EVENT, "a", "records[0].by", _LENA, (1,)),
            (SubjectSource.ENTRY, "e-1", "source", f"{_NAME}, by phone", ()),
            (SubjectSource.ENTRY, "e-1", "tags.told by", _LENA, ()),
        ],
        ids=lambda expected: f"{expected[0]} {expected[1]} {expected[2]}",
    )
    def test_s1_an_export_has_it_from_every_place(
        self, store: Store, expected: tuple[SubjectSource, str, str, str, tuple[int]]
    ) -> None:
        """S1: each thing once, with every revision it stands in."""
        _fill(store)
        source, key, path, text, revisions = expected
        item = SubjectItem(
            source=source, key=key, path=path, text=text, revisions=revisions
        )
        assert [one for one in store.export_subject(_LENA) if one == item] == [item]

    def test_s1_an_export_has_nothing_of_others(self, store: Store) -> None:
        """S1: neither their plans nor what they wrote beside."""
        _fill(store)
        items = list(store.export_subject(_LENA))
        assert {item.key for item in items} == {"a", "gone", "e-1"}
        assert not [item for item in items if "Fine by me" in item.text]
        assert not [item for item in items if "Ekberg" in item.text]
        assert len(set(items)) == len(items)

    def test_s1_an_export_comes_plan_by_plan(self, store: Store) -> None:
        """S1: in order of the ids, then what was booked."""
        _fill(store)
        keys = list(dict.fromkeys(item.key for item in store.export_subject(_LENA)))
        assert keys == ["a", "gone", "e-1"]

    def test_s2_of_somebody_unknown_there_is_nothing(self, store: Store) -> None:
        """S2: neither to show nor to erase; a part of an id is another id."""
        _fill(store)
        before = _everything(store)
        for nobody in ("nobody", "lena", "ek@nw.example"):
            assert list(store.export_subject(nobody)) == []
            assert store.erase_subject(nobody, by="tom", at=AT).is_empty
        assert _everything(store) == before

    def test_s3_nothing_of_them_is_left(self, store: Store, twin: Store) -> None:
        """S3: in no revision, history, event, list or booked fact."""
        _fill(store)
        assert all(trace in _everything(store) for trace in _TRACES)
        _erase(store)
        for opening in (store, twin):
            left = _everything(opening)
            assert [trace for trace in _TRACES if trace in left] == []
            assert list(opening.export_subject(_LENA)) == []

    def test_s3_the_alias_stands_instead(self, store: Store) -> None:
        """S3: everywhere the same one."""
        _fill(store)
        _erase(store)
        first = store.read("a", revision=1)
        assert first.plan.people[0] == Person(
            id="erased-1", name="erased-1", side=Side.PARTNER
        )
        assert first.plan.notes == "Ask erased-1, not Lena."
        assert first.plan.actions[0].owner_id == "erased-1"
        assert first.plan.records[0].subject == "people:erased-1"
        assert (first.saved_by, first.note) == ("erased-1", "erased-1 wrote it")
        (entry, _) = store.query()
        assert entry.source == "erased-1, by phone"

    def test_s3_what_was_signed_keeps_its_words(self, store: Store) -> None:
        """S3: nobody changes a promise behind the other side's back."""
        promise = Commitment(
            id="p",
            name=f"Lend {_NAME} a car",
            side=Side.VENDOR,
            due_on=date(2026, 3, 1),
        )
        save(store, attrs.evolve(_plan(), commitments=[promise]))
        _erase(store)
        assert store.read("a").plan.commitments == (promise,)

    def test_s3_what_was_done_is_told(self, store: Store) -> None:
        """S3: which plans, and how many revisions, events and facts."""
        _fill(store)
        assert _erase(store) == SubjectErasure(
            alias=PersonId("erased-1"),
            plan_ids=(PlanId("a"), PlanId("gone")),
            revision_count=4,
            event_count=2,
            entry_count=1,
        )

    def test_s4_everything_else_stays(self, store: Store) -> None:
        """S4: others, other plans, numbers, instants, positions and ids."""
        _fill(store)
        free, other = store.read("free"), list(store.query())[1]
        events = list(store.iter_events())
        before = {key: store.history(key) for key in ("a", "gone")}
        _erase(store)
        assert store.read("free") == free
        assert list(store.query())[1] == other
        for was, now in zip(events, store.iter_events(), strict=False):
            assert (now.position, now.id, now.kind) == (was.position, was.id, was.kind)
        for key, history in before.items():
            wanted = [(r.revision, r.kind, r.saved_at, r.recorded_at) for r in history]
            left = store.history(key)
            kept = [(r.revision, r.kind, r.saved_at, r.recorded_at) for r in left]
            assert kept[: len(wanted)] == wanted
        plan = store.read("a", revision=1).plan
        assert plan.people[1] == _TOM
        assert plan.comments[1].text == "Fine by me."
        assert plan.comments[0].text == "I shall call."

    def test_s4_one_id_in_another_is_another_person(self, store: Store) -> None:
        """S4: forgetting tom leaves tom.ekberg alone."""
        other = Person(id="tom.ekberg", name="Anna", side=Side.VENDOR)
        plan = attrs.evolve(
            _plan(),
            people=[_TOM, other],
            notes="Write to tom.ekberg or tom@elsewhere.example.",
            records=[
                PlanRecord(id="r", move="edit", at=AT, subject="people:tom.ekberg")
            ],
        )
        save(store, plan, by="tom.ekberg")
        store.erase_subject("tom", by="maria", at=AT, alias="erased-1")
        found = store.read("a", revision=1)
        assert found.saved_by == "tom.ekberg"
        assert found.plan.people[1] == other
        assert found.plan.records[0].subject == "people:tom.ekberg"
        assert found.plan.notes == plan.notes

    def test_s5_a_living_plan_gets_a_further_revision(self, store: Store) -> None:
        """S5: with who asked for it, and an event of its own."""
        _fill(store)
        _erase(store, by="dpo", note="She asked", at=AT + timedelta(1))
        found = store.read("a")
        assert (found.revision, found.kind) == (3, RevisionKind.ERASED)
        assert (found.saved_by, found.note) == ("dpo", "She asked")
        *_, event = store.iter_events()
        assert (event.plan_id, event.revision, event.kind) == (
            "a",
            3,
            RevisionKind.ERASED,
        )
        assert [record.move for record in event.records] == ["erase_person"]
        assert found.plan.records[-1:] == event.records

    def test_s5_a_copy_from_before_is_stale(self, store: Store) -> None:
        """S5: whoever had the plan open cannot bring her back."""
        _fill(store)
        copy = store.read("a")
        _erase(store)
        with pytest.raises(StaleRevisionError):
            save(store, copy.plan, copy.revision)

    def test_s5_a_deleted_plan_stays_deleted(self, store: Store) -> None:
        """S5: and comes back without her."""
        _fill(store)
        _erase(store)
        with pytest.raises(PlanDeletedError):
            store.read("gone")
        assert len(store.history("gone")) == 2
        restore(store, "gone", 2)
        text = whole_text(store.read("gone"))
        assert not [trace for trace in _TRACES if trace in text]

    def test_s5_a_plan_that_had_her_once_goes_on(self, store: Store) -> None:
        """S5: where only older revisions had her, no further one is made."""
        save(store, _plan(), by="tom")
        save(store, "a", 1, by="tom")
        _erase(store)
        assert store.read("a").revision == 2
        assert store.read("a", revision=1).plan.people[0].name == "erased-1"

    def test_s6_without_an_alias_there_is_a_new_one(self, store: Store) -> None:
        """S6: another one each time, and the answer says which."""
        save(store, _plan())
        found = _erase(store, alias=None)
        assert store.read("a").plan.people[0].id == found.alias
        other = store.erase_subject("tom", by="maria", at=AT)
        assert other.alias != found.alias

    @pytest.mark.parametrize("alias", ["tom", _LENA])
    def test_s6_an_alias_that_somebody_has_is_refused(
        self, store: Store, alias: str
    ) -> None:
        """S6: two people would become one."""
        _fill(store)
        before = _everything(store)
        with pytest.raises(InvalidValueError):
            _erase(store, alias=alias)
        assert _everything(store) == before

    def test_s7_another_tenant_is_left_alone(
        self, store: Store, stranger: Store
    ) -> None:
        """S7: who is forgotten here is known there as before."""
        _fill(store)
        _fill(stranger)
        before = _everything(stranger)
        _erase(store)
        assert _everything(stranger) == before

    def test_s7_another_tenants_people_are_not_shown(
        self, store: Store, stranger: Store
    ) -> None:
        """S7: there is nothing to export of them."""
        _fill(store)
        assert list(stranger.export_subject(_LENA)) == []
        assert _erase(stranger).is_empty
        assert _LENA in _everything(store)

    @needs(Capability.UNITS_OF_WORK)
    def test_s8_an_erasure_is_undone_with_its_unit(
        self, store: Store, twin: Store
    ) -> None:
        """S8: seen inside, and not there if the unit fails."""
        _fill(store)
        before = _everything(store)
        with pytest.raises(_EndedEarlyError), store.unit_of_work():
            _erase(store)
            assert list(store.export_subject(_LENA)) == []
            raise _EndedEarlyError
        assert _everything(store) == _everything(twin) == before

    @needs(Capability.UNITS_OF_WORK)
    def test_s8_a_refused_erasure_leaves_the_unit(self, store: Store) -> None:
        """S8: what else was done in it happens."""
        _fill(store)
        with store.unit_of_work():
            save(store, "new", by="tom")
            with pytest.raises(InvalidValueError):
                _erase(store, alias="tom")
            save(store, "newer", by="tom")
        assert list(store.iter_ids()) == ["a", "free", "new", "newer"]
        assert _LENA in _everything(store)

    @pytest.mark.parametrize(
        "bad",
        [
            {"by": ""},
            {"at": "2026-01-07"},
            {"note": None},
            {"alias": ""},
            {"alias": "two words"},
        ],
        ids=ascii,
    )
    def test_s9_a_bad_argument_is_refused(
        self, store: Store, bad: dict[str, Any]
    ) -> None:
        """S9: and changes nothing."""
        _fill(store)
        before = _everything(store)
        with pytest.raises(InvalidValueError):
            _erase(store, **bad)
        assert _everything(store) == before

    @pytest.mark.parametrize("bad", ["", "two words", None, 7], ids=ascii)
    def test_s9_a_bad_id_is_refused(
        self,
        store: Store,
        bad: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """S9: when asked, not when the answer is read."""
        with pytest.raises(InvalidValueError):
            store.export_subject(bad)
        with pytest.raises(InvalidValueError):
            store.erase_subject(bad, by="tom", at=AT)
