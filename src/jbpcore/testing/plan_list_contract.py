"""What :class:`~jbpcore.ports.storage.PlanStore` promises on lists, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.plan_list import PlanFilter, PlanSummary
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import full_plan, small_plan
from jbpcore.testing.store_fixtures import OURS, StoreFixtures
from jbpcore.testing.store_steps import AT, delete, named_plan, paged, restore, save
from jbpcore.values.ids import PartyId

__all__ = ["PlanListContract"]

_FIRST_HALF = DateRange(date(2026, 1, 1), date(2026, 7, 1))
_SECOND_HALF = DateRange(date(2026, 7, 1), date(2027, 1, 1))
_BOTH = PlanFilter(deleted=None)


def _all_pages(
    store: PlanStore, size: int, order: PlanOrder = PlanOrder.ID
) -> list[list[str]]:
    pages: list[list[str]] = []
    after: PlanCursor | None = None
    while True:
        page = store.find(order=order, after=after, size=size)
        pages.append([plan.plan_id for plan in page.plans])
        if page.after is None:
            return pages
        after = page.after


def _of_partner(plan_id: str, partner_id: str) -> Plan:
    plan = small_plan(plan_id)
    partner = attrs.evolve(plan.partner, id=PartyId(partner_id))
    return attrs.evolve(plan, partner=partner)


def _with(plan_id: str, **fields: Any) -> Plan:  # noqa: ANN401 - of a plan
    return attrs.evolve(small_plan(plan_id), **fields)


@needs(Capability.LISTS)
class PlanListContract(StoreFixtures):
    """Filters, orders and pages (L1-L9)."""

    def test_l1_without_a_filter_every_plan_comes(self, store: PlanStore) -> None:
        """L1: nothing is narrowed by default but deleted plans."""
        assert paged(store) == []
        for key in "ba":
            save(store, key)
        assert paged(store) == paged(store, PlanFilter()) == ["a", "b"]

    def test_l1_by_partner(self, store: PlanStore) -> None:
        """L1: exactly that partner's, letter by letter."""
        partners = {"a": "nw", "b": "NW", "c": "nw.eu", "d": "nw"}
        for key, partner in partners.items():
            save(store, _of_partner(key, partner))
        assert paged(store, PlanFilter(partner_id="nw")) == ["a", "d"]
        assert paged(store, PlanFilter(partner_id="w")) == []

    def test_l1_by_state(self, store: PlanStore) -> None:
        """L1: by one state or by several."""
        for state in PlanState:
            save(store, _with(state.value, state=state))
        assert paged(store, PlanFilter(states=PlanState.AGREED)) == ["agreed"]
        some = [PlanState.DRAFT, PlanState.CLOSED]
        assert paged(store, PlanFilter(states=some)) == ["closed", "draft"]
        assert len(paged(store, PlanFilter(states=list(PlanState)))) == len(PlanState)

    def test_l1_by_kind(self, store: PlanStore) -> None:
        """L1: those that both sides sign, or those that only measure."""
        save(store, _with("joint", kind=PlanKind.JOINT))
        save(store, _with("lite", kind=PlanKind.LITE))
        assert paged(store, PlanFilter(kind=PlanKind.LITE)) == ["lite"]
        assert paged(store, PlanFilter(kind=PlanKind.JOINT)) == ["joint"]

    @pytest.mark.parametrize(
        ("first_day", "last_day", "expected"),
        [
            (date(2026, 6, 30), date(2026, 6, 30), ["first", "year"]),
            (date(2026, 7, 1), date(2026, 7, 1), ["second", "year"]),
            (date(2026, 6, 30), date(2026, 7, 1), ["first", "second", "year"]),
            (date(2025, 1, 1), date(2025, 12, 31), []),
            (date(2027, 1, 1), date(2027, 1, 1), []),
            (date(2025, 1, 1), date(2026, 1, 1), ["first", "year"]),
        ],
    )
    def test_l1_by_days_in_common(
        self, store: PlanStore, first_day: date, last_day: date, expected: list[str]
    ) -> None:
        """L1: one day in common is enough, and the end of a period is outside."""
        save(store, _with("year"))
        save(store, _with("first", period=_FIRST_HALF))
        save(store, _with("second", period=_SECOND_HALF))
        span = DateRange.inclusive(first_day, last_day)
        assert paged(store, PlanFilter(overlaps=span)) == expected

    @pytest.mark.parametrize(
        ("part", "expected"),
        [
            ("northwind", ["a", "b"]),
            ("NORTH", ["a", "b"]),
            ("größe", ["c"]),
            ("GRÖSSE", ["c"]),
            ("gro\u0308sse", ["c"]),
            ("100 %", ["d"]),
            ("_", ["d"]),
            ("%", ["d"]),
            ("'", ["d"]),
            ("\\", ["d"]),
            ("\N{GREEK SMALL LETTER OMEGA}\N{GREEK SMALL LETTER TAU}", ["e"]),
            ("nobody", []),
        ],
    )
    def test_l1_by_a_part_of_the_name(
        self, store: PlanStore, part: str, expected: list[str]
    ) -> None:
        """L1: without regard to case; no character stands for another."""
        names = {
            "a": "Northwind 2026",
            "b": "The NORTHWIND plan",
            "c": "Große Größe",
            "d": "100 % _ 'quoted' \\",
            "e": "ΙΩΤΑ",
        }
        for key, name in names.items():
            save(store, named_plan(key, name))
        assert paged(store, PlanFilter(name_contains=part)) == expected

    def test_l1_by_who_may_see_it(self, store: PlanStore) -> None:
        """L1: what is hidden from a side is not in that side's list."""
        save(store, _with("vendors", hidden_from=Side.PARTNER))
        save(store, _with("partners", hidden_from=Side.VENDOR))
        save(store, _with("both"))
        assert paged(store, PlanFilter(visible_to=Side.VENDOR)) == ["both", "vendors"]
        assert paged(store, PlanFilter(visible_to=Side.PARTNER)) == ["both", "partners"]

    def test_l1_by_everything_at_once(self, store: PlanStore) -> None:
        """L1: each condition takes away what misses it alone."""
        fits = attrs.evolve(
            _of_partner("fits", "nw"), name="Growth", state=PlanState.AGREED
        )
        misses: dict[str, dict[str, Any]] = {
            "partner": {"partner": small_plan().partner},
            "name": {"name": "Other"},
            "state": {"state": PlanState.CLOSED},
            "period": {"period": _SECOND_HALF},
        }
        save(store, fits)
        for key, change in misses.items():
            save(store, attrs.evolve(fits, id=key, **change))
        wanted = PlanFilter(
            partner_id="nw",
            states=PlanState.AGREED,
            name_contains="row",
            overlaps=_FIRST_HALF,
        )
        assert paged(store, wanted) == ["fits"]

    def test_l1_by_what_the_current_revision_says(self, store: PlanStore) -> None:
        """L1: a former name or state finds nothing."""
        save(store, named_plan("a", "Former"))
        save(store, _with("a", name="Current", state=PlanState.PROPOSED), 1)
        assert paged(store, PlanFilter(name_contains="former")) == []
        assert paged(store, PlanFilter(states=PlanState.DRAFT)) == []
        wanted = PlanFilter(name_contains="current", states=PlanState.PROPOSED)
        assert paged(store, wanted) == ["a"]

    @pytest.mark.parametrize("plan", [small_plan("a"), full_plan("a")], ids=["s", "f"])
    def test_l2_a_summary_says_what_the_plan_says(
        self, store: PlanStore, plan: Plan
    ) -> None:
        """L2: with who saved it, when and why."""
        save(store, "a")
        save(store, plan, 1, by="tom", note="why", at=AT + timedelta(1))
        assert store.find().plans == (PlanSummary.of(plan, store.history("a")[1]),)

    def test_l3_by_id(self, store: PlanStore) -> None:
        """L3: as iter_ids has them, by their characters."""
        for key in ("b", "a", "B", "a.b", "10", "9"):
            save(store, key)
        assert paged(store) == ["10", "9", "B", "a", "a.b", "b"]

    def test_l3_by_name(self, store: PlanStore) -> None:
        """L3: without regard to case, and by id where names are alike."""
        names = {"1": "beta", "2": "Alpha", "3": "alpha", "4": "BETA", "5": "Ärger"}
        for key, name in reversed(names.items()):
            save(store, named_plan(key, name))
        assert paged(store, order=PlanOrder.NAME) == ["2", "3", "1", "4", "5"]

    def test_l3_by_period(self, store: PlanStore) -> None:
        """L3: by the first day, and by id where it is the same."""
        save(store, _with("a", period=_SECOND_HALF))
        save(store, _with("c", period=_FIRST_HALF))
        save(store, _with("b"))
        assert paged(store, order=PlanOrder.PERIOD) == ["b", "c", "a"]

    def test_l3_by_what_was_written_last(self, store: PlanStore) -> None:
        """L3: the latest first, where instants are the same the greatest id first."""
        save(store, "a", at=AT)
        save(store, "b", at=AT)
        save(store, "c", at=AT - timedelta(1))
        assert paged(store, order=PlanOrder.LATEST) == ["b", "a", "c"]
        save(store, "c", 1, at=AT + timedelta(1))
        assert paged(store, order=PlanOrder.LATEST) == ["c", "b", "a"]

    @pytest.mark.parametrize("order", PlanOrder)
    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 1_000])
    def test_l4_pages_give_every_plan_once(
        self, store: PlanStore, size: int, order: PlanOrder
    ) -> None:
        """L4: full pages but the last, in the order of one long page."""
        for key in "fbdace":
            save(store, named_plan(key, (key in "abc" and "Same") or "Other"))
        whole = paged(store, order=order)
        assert sorted(whole) == list("abcdef")
        pages = _all_pages(store, size, order)
        assert [key for page in pages for key in page] == whole
        assert {len(page) for page in pages[:-1]} <= {size}
        assert 1 <= len(pages[-1]) <= size

    def test_l4_a_filter_fills_its_pages(self, store: PlanStore) -> None:
        """L4: what is left out takes no place on a page."""
        for key in "abcdef":
            save(store, _of_partner(key, "nw" if key in "bdf" else "other"))
        wanted = PlanFilter(partner_id="nw")
        page = store.find(wanted, size=2)
        assert [plan.plan_id for plan in page.plans] == ["b", "d"]
        rest = store.find(wanted, size=2, after=page.after)
        assert [plan.plan_id for plan in rest.plans] == ["f"]
        assert rest.after is None

    def test_l4_nothing_is_one_page(self, store: PlanStore) -> None:
        """L4: and the last one."""
        page = store.find(size=1)
        assert (page.plans, page.after) == ((), None)

    @pytest.mark.parametrize("order", [PlanOrder.ID, PlanOrder.NAME, PlanOrder.PERIOD])
    def test_l5_what_changes_between_pages_moves_nothing_else(
        self, store: PlanStore, twin: PlanStore, order: PlanOrder
    ) -> None:
        """L5: neither what was deleted, saved before or saved behind the cursor."""
        for key in "bdfhj":
            save(store, named_plan(key, key))
        first = store.find(order=order, size=2)
        delete(twin, "b", 1)
        for key in "ace":
            save(twin, named_plan(key, key))
        delete(twin, "h", 1)
        save(twin, named_plan("f", "f"), 1)
        rest = paged(store, order=order, after=first.after)
        assert [plan.plan_id for plan in first.plans] == ["b", "d"]
        assert rest == ["e", "f", "j"]

    def test_l5_the_plan_of_a_cursor_may_be_gone(self, store: PlanStore) -> None:
        """L5: the place stays, though the plan that ended the page does not."""
        for key in "abc":
            save(store, key)
        page = store.find(size=2)
        delete(store, "b", 1)
        assert paged(store, after=page.after) == ["c"]

    @pytest.mark.parametrize("order", PlanOrder)
    def test_l6_a_cursor_goes_through_text(
        self, store: PlanStore, twin: PlanStore, order: PlanOrder
    ) -> None:
        """L6: as in the address of a page, and into another opening."""
        for key in "abc":
            save(store, named_plan(key, f"ΙΩΤΑ {key} ß"))
        page = store.find(order=order, size=1)
        text = str(page.after)
        assert text.isascii()
        assert not set(text) & set(" &?=#%/+")
        again = PlanCursor.from_text(text)
        assert paged(twin, order=order, after=again) == paged(store, order=order)[1:]

    def test_l7_a_cursor_of_another_order_is_refused(self, store: PlanStore) -> None:
        """L7: it would be a place in another list."""
        for key in "ab":
            save(store, key)
        page = store.find(order=PlanOrder.NAME, size=1)
        with pytest.raises(InvalidValueError):
            store.find(order=PlanOrder.ID, after=page.after)

    @pytest.mark.parametrize(
        "bad",
        [
            {"size": 0},
            {"size": -1},
            {"size": 1_001},
            {"size": True},
            {"size": "10"},
            {"size": None},
            {"order": "name"},
            {"after": "a"},
        ],
        ids=ascii,
    )
    def test_l7_a_bad_page_is_refused(
        self, store: PlanStore, bad: dict[str, Any]
    ) -> None:
        """L7: at once, with an error of ours."""
        with pytest.raises(InvalidValueError):
            store.find(**bad)

    def test_l7_only_a_filter_is_a_filter(self, store: PlanStore) -> None:
        """L7: anything else is refused."""
        no_filter: Any = {"partner_id": "nw"}
        with pytest.raises(InvalidValueError):
            store.find(no_filter)

    def test_l8_deleted_plans_are_listed_where_asked_for(
        self, store: PlanStore
    ) -> None:
        """L8: only those, or those too."""
        for key in "abc":
            save(store, key)
        delete(store, "b", 1)
        assert paged(store) == ["a", "c"]
        assert paged(store, PlanFilter(deleted=True)) == ["b"]
        assert paged(store, _BOTH) == ["a", "b", "c"]
        restore(store, "b", 2)
        assert paged(store) == ["a", "b", "c"]
        assert paged(store, PlanFilter(deleted=True)) == []

    def test_l8_a_deleted_plan_is_shown_as_it_was(self, store: PlanStore) -> None:
        """L8: with the revision that deleted it."""
        plan = full_plan("a")
        save(store, plan)
        delete(store, "a", 1, by="tom", note="Merged")
        (found,) = store.find(PlanFilter(deleted=True)).plans
        assert found.is_deleted
        assert found == PlanSummary.of(plan, store.history("a")[1])

    def test_l8_a_plan_begun_anew_is_listed_as_it_is_now(
        self, store: PlanStore
    ) -> None:
        """L8: once, by its new name."""
        save(store, named_plan("a", "Former"))
        delete(store, "a", 1)
        save(store, named_plan("a", "New"), 2)
        (found,) = store.find(_BOTH).plans
        assert (found.name, found.is_deleted) == ("New", False)
        assert found.revision.revision == 3

    def test_l9_another_tenants_plans_are_not_listed(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """L9: by no filter and no order."""
        save(store, named_plan("a", "Ours"))
        delete(store, "a", 1)
        save(store, named_plan("b", "Ours"))
        for order in PlanOrder:
            assert paged(stranger, _BOTH, order=order) == []
        assert paged(stranger, PlanFilter(name_contains="ours", deleted=None)) == []

    def test_l9_another_tenants_plans_fill_no_page(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """L9: pages hold one's own alone, and a cursor opens nothing."""
        for key in "abcdef":
            save(store if key in "ace" else stranger, key)
        assert _all_pages(store, 2) == [["a", "c"], ["e"]]
        page = stranger.find(size=1)
        assert paged(store, after=page.after) == ["c", "e"]

    @needs(Capability.UNITS_OF_WORK)
    def test_l4_long_lists_come_page_by_page(
        self, open_for: Callable[[str], PlanStore]
    ) -> None:
        """L4: more than the largest page."""
        store = open_for(OURS)
        ids = [f"p-{n:04}" for n in range(1_005)]
        with store.unit_of_work():
            for plan_id in ids:
                save(store, plan_id)
        first, rest = _all_pages(store, 1_000)
        assert [*first, *rest] == ids
