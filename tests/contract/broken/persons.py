"""Stores that break a promise on personal data, each in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs
from tests.contract.broken.revisions import SharesPlans
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.adapters.memory.erasing import erase
from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.planning.subject_data import Erasing
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem, SubjectSource
from jbpcore.ports.plan_revisions import RevisionKind, StoredPlan
from jbpcore.testing.store_steps import restore, save
from jbpcore.values.ids import PersonId

LENA = "lena.ek@nw.example"


class Exports(Sloppy):
    """Exports what it makes of what there is."""

    def made(self, items: list[SubjectItem]) -> list[SubjectItem]:
        return items

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        return iter(self.made(list(super().export_subject(person_id))))


class ExportsPlansOnly(Exports):
    def made(self, items: list[SubjectItem]) -> list[SubjectItem]:
        return [item for item in items if item.source is SubjectSource.PLAN]


class ExportsOthersToo(Exports):
    def made(self, items: list[SubjectItem]) -> list[SubjectItem]:
        return [*items, *Sloppy.export_subject(self, "tom")]


class ExportsBackwards(Exports):
    def made(self, items: list[SubjectItem]) -> list[SubjectItem]:
        return items[::-1]


class ExportsWhenRead(Sloppy):
    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        yield from super().export_subject(person_id)


class ComplainsOfTheUnknown(Sloppy):
    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        found = list(super().export_subject(person_id))
        if not found:
            raise InvalidValueError("person_id", person_id, "somebody")
        return iter(found)


class Erases(Sloppy):
    """Erases, and does something to the plans that it should not."""

    def changed(self, stored: StoredPlan) -> StoredPlan:
        return stored

    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        found = super().erase_subject(person_id, **how)
        for plan_id in found.plan_ids:
            self.now().plans[plan_id] = tuple(
                self.changed(one) if isinstance(one, StoredPlan) else one
                for one in self.now().plans[plan_id]
            )
        return found

    def with_plan(self, stored: StoredPlan, change: Callable[[Plan], Plan]) -> Any:
        return attrs.evolve(stored, plan=change(stored.plan))


class ErasesTheCurrentOnly(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        before = dict(self.now().plans)
        found = super().erase_subject(person_id, **how)
        for plan_id in found.plan_ids:
            kept = self.now().plans[plan_id]
            self.now().plans[plan_id] = (*before[plan_id][:-1], kept[-1])
        return found


class ChoosesTheAliasItself(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        return super().erase_subject(person_id, **how | {"alias": None})


class RewritesPromises(Erases):
    def changed(self, stored: StoredPlan) -> StoredPlan:
        promises = [attrs.evolve(one, name="erased") for one in stored.plan.commitments]
        plan = attrs.evolve(stored.plan, commitments=promises)
        return attrs.evolve(stored, plan=plan)


class RewritesComments(Erases):
    def changed(self, stored: StoredPlan) -> StoredPlan:
        comments = [attrs.evolve(one, text="erased") for one in stored.plan.comments]
        return attrs.evolve(stored, plan=attrs.evolve(stored.plan, comments=comments))


class ErasesPartsOfWords(Erases):
    def changed(self, stored: StoredPlan) -> StoredPlan:
        notes = stored.plan.notes.replace("tom", "erased-1")
        return attrs.evolve(stored, plan=attrs.evolve(stored.plan, notes=notes))


class CountsNothing(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        return SubjectErasure(alias=super().erase_subject(person_id, **how).alias)


class ErasesInPlace(Sloppy):
    """Adds no revision, so whoever has a copy can save it."""

    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        found = super().erase_subject(person_id, **how)
        for plan_id in found.plan_ids:
            *kept, last = self.now().plans[plan_id]
            if last.kind is RevisionKind.ERASED:
                self.now().plans[plan_id] = tuple(kept)
                self.now().events.pop()
        return found


class RestoresToErase(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        found = super().erase_subject(person_id, **how)
        for plan_id in found.plan_ids:
            last = self.now().plans[plan_id][-1]
            if last.is_deleted:
                restore(self, plan_id, last.revision)
        return found


class AlwaysAddsARevision(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        found = super().erase_subject(person_id, **how)
        for plan_id in found.plan_ids:
            last = self.now().plans[plan_id][-1]
            if last.kind is RevisionKind.SAVED:
                save(self, last.plan, last.revision)
        return found


class HasOneAlias(Sloppy):
    def erase_subject(
        self, person_id: str, /, *, alias: str | None = None, **how: Any
    ) -> SubjectErasure:
        return super().erase_subject(person_id, alias=alias or "erased", **how)


class TakesAnyAlias(Sloppy):
    def erase_subject(
        self, person_id: str, /, *, alias: str | None = None, **how: Any
    ) -> SubjectErasure:
        try:
            return super().erase_subject(person_id, alias=alias, **how)
        except InvalidValueError:
            return SubjectErasure(alias=PersonId(alias or "erased"))


class ErasesPastTheUnit(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        found = super().erase_subject(person_id, **how)
        if self._own_shelf() is not None:
            told: dict[str, Any] = {"note": ""} | how
            erase(self._memory.shelf(self._tenant), Erasing.of(person_id, **told))
        return found


class GivesUpAfterARefusedErasure(Sloppy):
    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:
        try:
            return super().erase_subject(person_id, **how)
        except InvalidValueError:
            self.now().plans.clear()
            raise


class CoercesErasures(Sloppy):
    def erase_subject(
        self, person_id: str, /, *, by: str, **how: Any
    ) -> SubjectErasure:
        return super().erase_subject(person_id, by=by or "nobody", **how)


BITES = [
    bite(
        ExportsPlansOnly,
        CONTRACT.test_s1_an_export_has_it_from_every_place,
        expected=(SubjectSource.HISTORY, "a", "saved_by", LENA, (1,)),
    ),
    bite(ExportsOthersToo, CONTRACT.test_s1_an_export_has_nothing_of_others),
    bite(ExportsBackwards, CONTRACT.test_s1_an_export_comes_plan_by_plan),
    bite(ComplainsOfTheUnknown, CONTRACT.test_s2_of_somebody_unknown_there_is_nothing),
    bite(ErasesTheCurrentOnly, CONTRACT.test_s3_nothing_of_them_is_left),
    bite(ChoosesTheAliasItself, CONTRACT.test_s3_the_alias_stands_instead),
    bite(RewritesPromises, CONTRACT.test_s3_what_was_signed_keeps_its_words),
    bite(CountsNothing, CONTRACT.test_s3_what_was_done_is_told),
    bite(RewritesComments, CONTRACT.test_s4_everything_else_stays),
    bite(ErasesPartsOfWords, CONTRACT.test_s4_one_id_in_another_is_another_person),
    bite(ErasesInPlace, CONTRACT.test_s5_a_living_plan_gets_a_further_revision),
    bite(ErasesInPlace, CONTRACT.test_s5_a_copy_from_before_is_stale),
    bite(RestoresToErase, CONTRACT.test_s5_a_deleted_plan_stays_deleted),
    bite(AlwaysAddsARevision, CONTRACT.test_s5_a_plan_that_had_her_once_goes_on),
    bite(HasOneAlias, CONTRACT.test_s6_without_an_alias_there_is_a_new_one),
    bite(
        TakesAnyAlias,
        CONTRACT.test_s6_an_alias_that_somebody_has_is_refused,
        alias="tom",
    ),
    bite(SharesPlans, CONTRACT.test_s7_another_tenant_is_left_alone),
    bite(SharesPlans, CONTRACT.test_s7_another_tenants_people_are_not_shown),
    bite(ErasesPastTheUnit, CONTRACT.test_s8_an_erasure_is_undone_with_its_unit),
    bite(
        GivesUpAfterARefusedErasure,
        CONTRACT.test_s8_a_refused_erasure_leaves_the_unit,
    ),
    bite(CoercesErasures, CONTRACT.test_s9_a_bad_argument_is_refused, bad={"by": ""}),
    bite(ExportsWhenRead, CONTRACT.test_s9_a_bad_id_is_refused, bad=""),
]
