"""Laws of reviews: agendas add up, figures stay, and digests are of what was said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import attrs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.effort import examples

import jbpcore as jbp
from jbpcore.model.party import Person, PersonRole, Side
from jbpcore.model.review import Review
from jbpcore.planning.merge import merge
from jbpcore.planning.minutes_guard import try_other_minutes
from jbpcore.planning.policy import Viewer
from jbpcore.testing.plan_strategies import plans
from jbpcore.testing.rhythm_strategies import reviews

LAW = settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = Person(id="maria", name="Maria", side=Side.VENDOR)
TOM = Person(id="tom", name="Tom", side=Side.PARTNER, role=PersonRole.PARTNER_ADMIN)
NOON = datetime(2026, 5, 16, 12, tzinfo=UTC)
HELD = date(2026, 5, 16)
# Everything that minutes say; the rest of a review is how it was booked and accepted.
SAID = {
    "id",
    "held_on",
    "as_of",
    "wins",
    "blockers",
    "ways_through",
    "decisions",
    "amendment_id",
}


@cache
def plan() -> jbp.Plan:
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        people=[MARIA, TOM],
        period=QUARTER,
        goals=[
            jbp.Goal(
                id="g",
                name="G",
                metric=jbp.metrics.REVENUE,
                target=jbp.Money("25000", "USD"),
                period=QUARTER,
            )
        ],
        reviews=[Review(id="q2", name="Q2", on=HELD)],
        by=MARIA,
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def booked(days: list[tuple[int, int]]) -> list[jbp.ActualEntry]:
    return [
        jbp.ActualEntry(
            metric="revenue",
            on=date(2026, 4, 1) + timedelta(days=day),
            amount=jbp.Money(amount, "USD"),
        )
        for day, amount in days
    ]


BOOKINGS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(-9000, 9000)), max_size=4
).map(booked)


def hold(entries: list[jbp.ActualEntry], **more: Any) -> jbp.Plan:
    said: dict[str, Any] = {
        "entries": entries,
        "as_of": HELD,
        "held_on": HELD,
        "present": ["maria", "tom"],
        "by": MARIA,
        "at": NOON,
    }
    return jbp.hold_review(plan(), "q2", **(said | more))


@LAW
@given(plans(), st.integers(1, 1440), BOOKINGS, st.dates(date(2026, 1, 1), HELD))
def test_an_agenda_adds_up_to_what_is_booked(
    drawn: jbp.Plan, minutes: int, entries: list[jbp.ActualEntry], as_of: date
) -> None:
    meeting = Review(id="the-review", name="R", on=HELD, wins=["A win"])
    pack = jbp.prepare_review(drawn, entries, meeting, as_of=as_of)
    items = jbp.agenda(pack, minutes)
    assert sum(item.minutes for item in items) == minutes
    assert all(item.minutes > 0 and item.line_count > 0 for item in items)
    assert [item.code for item in items] == [
        code for code in jbp.AgendaCode if code in {item.code for item in items}
    ]
    clock = 0
    for item in items:
        assert item.start_minutes == clock
        clock += item.minutes


@LAW
@given(plans(), BOOKINGS, st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_what_is_stuck_has_one_order(
    drawn: jbp.Plan, entries: list[jbp.ActualEntry], as_of: date
) -> None:
    meeting = Review(id="the-review", name="R", on=HELD)
    turned = attrs.evolve(drawn, goals=drawn.goals[::-1], actions=drawn.actions[::-1])
    one, other = (
        jbp.prepare_review(version, entries, meeting, as_of=as_of).stuck
        for version in (drawn, turned)
    )
    assert one == other
    assert [line.rank for line in one] == list(range(1, len(one) + 1))


@LAW
@given(BOOKINGS, BOOKINGS)
def test_later_bookings_do_not_change_what_was_looked_at(
    before: list[jbp.ActualEntry], later: list[jbp.ActualEntry]
) -> None:
    held = hold(before)
    (frozen,) = held.reviews[0].figures
    (now,) = jbp.assess_plan(plan(), before, as_of=HELD).results
    assert frozen.attained == now.attained
    assert frozen.pace_index == now.pace_index
    pack = jbp.prepare_review(
        held, [*before, *later], Review(id="x", name="X", on=HELD), as_of=HELD
    )
    assert pack.goals[0].then == frozen
    assert pack.last == held.reviews[0]


@LAW
@given(st.data(), reviews(), reviews())
def test_the_digest_changes_exactly_when_the_minutes_do(
    data: st.DataObject, drawn: Review, other: Review
) -> None:
    review = attrs.evolve(drawn, held_on=HELD, cancelled_on=None)
    names = [field.name for field in attrs.fields(Review) if field.name != "held_on"]
    name = data.draw(st.sampled_from(names))
    changed = attrs.evolve(review, **{name: getattr(other, name)})
    digests = [
        jbp.minutes_digest(attrs.evolve(plan(), reviews=[version]), version.id)
        for version in (review, changed)
    ]
    is_same = said(review) == said(changed)
    assert (digests[0] == digests[1]) is is_same


def said(review: Review) -> object:
    """Return what minutes say, compared field by field and not by any digest."""
    there = [one.is_present for one in review.attendance]
    return (
        [getattr(review, name) for name in sorted(SAID)],
        sorted(there),
        [one for one in review.figures if one.goal_id == "g"],
        review.next_review_id if review.next_review_id == review.id else None,
    )


@LAW
@given(
    BOOKINGS,
    st.lists(st.text("ab é", max_size=5), max_size=2),
    st.sampled_from(Side),
    st.sampled_from(PersonRole),
)
def test_everybody_makes_the_same_digest(
    entries: list[jbp.ActualEntry], lines: list[str], side: Side, role: PersonRole
) -> None:
    held = hold(entries, wins=lines, next_review=date(2026, 6, 16))
    seen = jbp.project(held, Viewer(side=side, role=role))
    assert jbp.minutes_digest(seen, "q2") == jbp.minutes_digest(held, "q2")
    assert try_other_minutes(held, held) is None
    assert jbp.loads(jbp.dumps(held), jbp.Plan) == held


def _recipe() -> Callable[[dict[str, Any], str], str]:
    """Return the recipe for outsiders, from the page that has it."""
    page = Path(__file__).resolve().parents[2] / "docs/reference/minutes-digest.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (code,) = [block for block in blocks if "def recompute_minutes" in block]
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - the page's own code is what is tested
    made: Callable[[dict[str, Any], str], str] = defined["recompute_minutes"]
    return made


recompute_minutes = _recipe()


@LAW
@given(plans(), BOOKINGS)
def test_an_outsider_makes_the_same_digest_of_any_minutes(
    drawn: jbp.Plan, entries: list[jbp.ActualEntry]
) -> None:
    agreed_on = jbp.Action(id="a", name="A", side=Side.VENDOR, due_on=HELD)
    held = hold(entries, actions=[agreed_on], next_review=date(2026, 6, 16))
    for version in (drawn, held):
        document = json.loads(jbp.dumps(version))
        for review in version.reviews:
            if review.held_on is not None:
                digest = jbp.minutes_digest(version, review.id)
                assert recompute_minutes(document, review.id) == digest


@LAW
@given(BOOKINGS, st.text("abc", min_size=1, max_size=5))
def test_what_others_edited_meanwhile_merges_with_the_minutes(
    entries: list[jbp.ActualEntry], notes: str
) -> None:
    assume(notes != plan().notes)
    held = hold(entries)
    edited = attrs.evolve(plan(), notes=notes)
    merged = merge(plan(), held, edited)
    assert merged.plan == attrs.evolve(held, notes=notes)


@LAW
@given(BOOKINGS, st.permutations([MARIA, TOM]))
def test_sides_accept_in_whatever_order(
    entries: list[jbp.ActualEntry], people: list[Person]
) -> None:
    held = hold(entries)
    for number, person in enumerate(people):
        at = NOON + timedelta(minutes=number)
        held = jbp.accept_minutes(held, "q2", by=person, at=at)
        standing = jbp.minutes_standing(held, "q2")
        assert standing.is_accepted is bool(number)
        assert len(standing.waits_for) == 1 - number
