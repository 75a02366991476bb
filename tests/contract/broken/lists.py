"""Stores that break a promise on lists, each in one way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import attrs
from tests.contract.broken.revisions import SharesPlans
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.ports.plan_list import PlanFilter, PlanSummary
from jbpcore.ports.plan_paging import PageRequest, PlanCursor, PlanOrder, PlanPage
from jbpcore.testing.sample_records import full_plan

EVERY = PlanFilter(deleted=None)


class IgnoresACondition(Sloppy):
    ignored: ClassVar[str]

    def find(self, wanted: PlanFilter | None = None, /, **how: Any) -> PlanPage:
        if isinstance(wanted, PlanFilter):
            wanted = attrs.evolve(wanted, **{self.ignored: None})
        return super().find(wanted, **how)


class IgnoresPartners(IgnoresACondition):
    ignored = "partner_id"


class IgnoresStates(IgnoresACondition):
    ignored = "states"


class IgnoresKinds(IgnoresACondition):
    ignored = "kind"


class IgnoresDays(IgnoresACondition):
    ignored = "overlaps"


class IgnoresNames(IgnoresACondition):
    ignored = "name_contains"


class IgnoresWhoMaySee(IgnoresACondition):
    ignored = "visible_to"


class IgnoresDeletion(IgnoresACondition):
    ignored = "deleted"


class ListsNothingUnasked(Sloppy):
    def find(self, wanted: PlanFilter | None = None, /, **how: Any) -> PlanPage:
        page = super().find(wanted, **how)
        return page if wanted is not None else attrs.evolve(page, plans=())


class Relists(Sloppy):
    """Lists what it makes of the plans there are."""

    def made(self, summaries: list[PlanSummary]) -> Iterable[PlanSummary]:
        return summaries

    def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: Any = PlanOrder.ID,
        after: Any = None,
        size: Any = 100,
    ) -> PlanPage:
        request = PageRequest(wanted, order, after, size)
        return request.page_of(self.made(list(self.now().iter_summaries())))


class ListsTheFirstRevisions(Relists):
    """Never looks at a plan again."""

    def made(self, summaries: list[PlanSummary]) -> Iterable[PlanSummary]:
        for one in summaries:
            first = self.now().plans[one.plan_id][0]
            yield PlanSummary.of(first.plan, one.revision)


class ListsWithoutWhy(Relists):
    def made(self, summaries: list[PlanSummary]) -> Iterable[PlanSummary]:
        for one in summaries:
            yield attrs.evolve(one, revision=attrs.evolve(one.revision, note=""))


class ShowsDeletedPlansBare(Relists):
    def made(self, summaries: list[PlanSummary]) -> Iterable[PlanSummary]:
        for one in summaries:
            yield attrs.evolve(one, name="") if one.is_deleted else one


class ReversesPages(Sloppy):
    def find(self, *wanted: Any, **how: Any) -> PlanPage:
        page = super().find(*wanted, **how)
        return attrs.evolve(page, plans=page.plans[::-1])


class ListsById(Sloppy):
    def find(self, *wanted: Any, **how: Any) -> PlanPage:
        page = super().find(*wanted, **how)
        by_id = sorted(page.plans, key=lambda one: one.plan_id)
        return attrs.evolve(page, plans=tuple(by_id))


class LosesTheRest(Sloppy):
    def find(self, *wanted: Any, **how: Any) -> PlanPage:
        return attrs.evolve(super().find(*wanted, **how), after=None)


class FiltersAfterPaging(Sloppy):
    def find(self, wanted: PlanFilter | None = None, /, **how: Any) -> PlanPage:
        page = super().find(EVERY, **how)
        kept = tuple(filter((wanted or PlanFilter()).accepts, page.plans))
        return attrs.evolve(page, plans=kept)


class PromisesMore(Sloppy):
    def find(self, *wanted: Any, order: Any = PlanOrder.ID, **how: Any) -> PlanPage:
        page = super().find(*wanted, order=order, **how)
        nowhere: Any = PlanCursor(order, "", "z")
        return attrs.evolve(page, after=page.after or nowhere)


class PagesByNumber(Sloppy):
    """Skips as many plans as were shown."""

    def __init__(self, **opening: Any) -> None:
        super().__init__(**opening)
        self.shown: dict[str, int] = {}

    def find(self, *wanted: Any, after: Any = None, size: Any = 100, **how: Any) -> Any:
        skipped = self.shown[str(after)] if after else 0
        whole = super().find(*wanted, size=1_000, **how)
        plans = whole.plans[skipped : skipped + size]
        if skipped + size >= len(whole.plans):
            return PlanPage(plans, None)
        cursor = PlanCursor.after(plans[-1], how.get("order", PlanOrder.ID))
        self.shown[str(cursor)] = skipped + size
        return PlanPage(plans, cursor)


class NeedsThePlanOfTheCursor(Sloppy):
    def find(self, *wanted: Any, after: Any = None, **how: Any) -> PlanPage:
        if after is not None and after.plan_id not in set(self.iter_ids()):
            return PlanPage((), None)
        return super().find(*wanted, after=after, **how)


class TiesCursorsToTheOpening(Sloppy):
    def __init__(self, **opening: Any) -> None:
        super().__init__(**opening)
        self.issued: list[Any] = []

    def find(self, *wanted: Any, after: Any = None, **how: Any) -> PlanPage:
        if after is not None and not any(after is one for one in self.issued):
            return PlanPage((), None)
        page = super().find(*wanted, after=after, **how)
        self.issued.append(page.after)
        return page


class TakesAnyCursor(Sloppy):
    def find(
        self, *wanted: Any, order: Any = PlanOrder.ID, after: Any = None, **how: Any
    ) -> PlanPage:
        fits = isinstance(after, PlanCursor) and after.order is order
        return super().find(*wanted, order=order, after=after if fits else None, **how)


class ClampsPages(Sloppy):
    def find(self, *wanted: Any, size: Any = 100, **how: Any) -> PlanPage:
        return super().find(*wanted, size=min(max(int(size), 1), 1_000), **how)


class TakesAnythingForAFilter(Sloppy):
    def find(self, wanted: Any = None, /, **how: Any) -> PlanPage:
        is_filter = isinstance(wanted, PlanFilter)
        return super().find(wanted if is_filter else None, **how)


BITES = [
    bite(ListsNothingUnasked, CONTRACT.test_l1_without_a_filter_every_plan_comes),
    bite(IgnoresPartners, CONTRACT.test_l1_by_partner),
    bite(IgnoresStates, CONTRACT.test_l1_by_state),
    bite(IgnoresKinds, CONTRACT.test_l1_by_kind),
    bite(
        IgnoresDays,
        CONTRACT.test_l1_by_days_in_common,
        first_day=full_plan().period.end,
        last_day=full_plan().period.end,
        expected=[],
    ),
    bite(
        IgnoresNames,
        CONTRACT.test_l1_by_a_part_of_the_name,
        part="nobody",
        expected=[],
    ),
    bite(IgnoresWhoMaySee, CONTRACT.test_l1_by_who_may_see_it),
    bite(IgnoresDays, CONTRACT.test_l1_by_everything_at_once),
    bite(ListsTheFirstRevisions, CONTRACT.test_l1_by_what_the_current_revision_says),
    bite(
        ListsWithoutWhy,
        CONTRACT.test_l2_a_summary_says_what_the_plan_says,
        plan=full_plan("a"),
    ),
    bite(ReversesPages, CONTRACT.test_l3_by_id),
    bite(ListsById, CONTRACT.test_l3_by_name),
    bite(ListsById, CONTRACT.test_l3_by_period),
    bite(ListsById, CONTRACT.test_l3_by_what_was_written_last),
    bite(
        LosesTheRest,
        CONTRACT.test_l4_pages_give_every_plan_once,
        size=2,
        order=PlanOrder.NAME,
    ),
    bite(FiltersAfterPaging, CONTRACT.test_l4_a_filter_fills_its_pages),
    bite(PromisesMore, CONTRACT.test_l4_nothing_is_one_page),
    bite(LosesTheRest, CONTRACT.test_l4_long_lists_come_page_by_page),
    bite(
        PagesByNumber,
        CONTRACT.test_l5_what_changes_between_pages_moves_nothing_else,
        order=PlanOrder.ID,
    ),
    bite(NeedsThePlanOfTheCursor, CONTRACT.test_l5_the_plan_of_a_cursor_may_be_gone),
    bite(
        TiesCursorsToTheOpening,
        CONTRACT.test_l6_a_cursor_goes_through_text,
        order=PlanOrder.NAME,
    ),
    bite(TakesAnyCursor, CONTRACT.test_l7_a_cursor_of_another_order_is_refused),
    bite(ClampsPages, CONTRACT.test_l7_a_bad_page_is_refused, bad={"size": 0}),
    bite(TakesAnythingForAFilter, CONTRACT.test_l7_only_a_filter_is_a_filter),
    bite(IgnoresDeletion, CONTRACT.test_l8_deleted_plans_are_listed_where_asked_for),
    bite(ShowsDeletedPlansBare, CONTRACT.test_l8_a_deleted_plan_is_shown_as_it_was),
    bite(
        ListsTheFirstRevisions,
        CONTRACT.test_l8_a_plan_begun_anew_is_listed_as_it_is_now,
    ),
    bite(SharesPlans, CONTRACT.test_l9_another_tenants_plans_are_not_listed),
    bite(SharesPlans, CONTRACT.test_l9_another_tenants_plans_fill_no_page),
]
