"""What happens to promises while a plan runs, and who may say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.planning.merge_back import merge_back
from jbpcore.planning.policy import Viewer
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.visibility import project

VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
START = datetime(2026, 1, 7, 9, tzinfo=UTC)
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
TODAY = date(2026, 4, 20)
MARIA = jbp.Person(id="maria", name="Maria", side=VENDOR)
TOM = jbp.Person(id="tom", name="Tom", side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN)
REP = jbp.Person(id="rep", name="Rita", side=PARTNER, role=jbp.PersonRole.PARTNER_REP)
AUDITOR = jbp.Person(id="aud", name="Aud", side=PARTNER, role=jbp.PersonRole.AUDITOR)
STATUS = jbp.CommitmentStatus
HIRE = jbp.Commitment(
    id="hire", name="Hire two sellers", side=PARTNER, due_on=date(2026, 4, 30)
)
FUND = jbp.Commitment(
    id="fund", name="Fund the campaign", side=VENDOR, due_on=date(2026, 4, 30)
)


def draft(*made: jbp.Commitment) -> jbp.Plan:
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, TOM, REP, AUDITOR],
        commitments=made or (HIRE, FUND),
        by=MARIA,
        at=START,
    )


def agreed(*made: jbp.Commitment) -> jbp.Plan:
    plan = jbp.propose(draft(*made), by=MARIA, at=START)
    plan = jbp.sign(plan, by=MARIA, at=START)
    return jbp.sign(plan, by=TOM, at=START)


def amended(plan: jbp.Plan) -> jbp.Plan:
    plan = jbp.sign_amendment(plan, by=MARIA, at=AT)
    return jbp.sign_amendment(plan, by=TOM, at=AT)


def with_hire(plan: jbp.Plan, **fields: Any) -> jbp.Plan:
    made = [
        attrs.evolve(one, **fields) if one.id == "hire" else one
        for one in plan.commitments
    ]
    return attrs.evolve(plan, commitments=made)


# --- kept and missed --------------------------------------------------------------


@pytest.mark.parametrize("by", [MARIA, TOM, REP])
def test_the_side_that_promised_and_those_who_lead_say_that_it_was_kept(
    by: jbp.Person,
) -> None:
    plan = agreed()
    kept = jbp.keep_commitment(plan, "hire", on=TODAY, by=by, at=AT)
    assert (kept.commitments[0].status, kept.commitments[0].kept_on) == (
        STATUS.KEPT,
        TODAY,
    )
    # Nobody has to sign that again.
    assert terms_digest(kept) == terms_digest(plan)
    assert kept.state is jbp.PlanState.AGREED
    assert jbp.story(kept)[-1] == (
        f"2026-04-20: {by.name} ({'Acme' if by is MARIA else 'Northwind'}) noted that "
        '"Hire two sellers" was kept.'
    )


def test_a_rep_says_nothing_of_what_the_other_side_promised() -> None:
    plan = agreed()
    with pytest.raises(NotAllowedError):
        jbp.keep_commitment(plan, "fund", on=TODAY, by=REP, at=AT)
    with pytest.raises(NotAllowedError):
        jbp.miss_commitment(plan, "fund", why="No money", by=REP, at=AT)
    with pytest.raises(NotAllowedError):
        jbp.keep_commitment(plan, "hire", on=TODAY, by=AUDITOR, at=AT)


def test_a_rep_writes_down_what_came_of_a_promise_by_an_edit_and_no_more() -> None:
    plan = agreed()
    new = jbp.edit(plan, with_hire(plan, notes="One has signed"), by=REP, at=AT)
    assert new.commitments[0].notes == "One has signed"
    with pytest.raises(TransitionError, match="both sides signed"):
        jbp.edit(plan, with_hire(plan, name="Hire one"), by=REP, at=AT)
    loose = draft()
    with pytest.raises(NotAllowedError):
        jbp.edit(loose, with_hire(loose, name="Hire one"), by=REP, at=AT)
    # Taking over what the other side promised touches both.
    with pytest.raises(NotAllowedError):
        jbp.edit(
            loose, with_hire(loose, status=STATUS.KEPT, side=VENDOR), by=REP, at=AT
        )


def test_the_same_holds_for_an_edit_of_what_they_see() -> None:
    plan = agreed()
    seen = project(plan, Viewer.of(REP))
    edited = with_hire(seen, status=STATUS.KEPT, kept_on=TODAY)
    done = merge_back(plan, seen, edited, Viewer.of(REP)).plan
    assert done is not None
    assert done.commitments[0].status is STATUS.KEPT
    with pytest.raises(NotAllowedError):
        merge_back(plan, seen, with_hire(seen, name="Hire one"), Viewer.of(REP))
    other = attrs.evolve(
        seen,
        commitments=[
            seen.commitments[0],
            attrs.evolve(seen.commitments[1], status=STATUS.KEPT),
        ],
    )
    with pytest.raises(NotAllowedError):
        merge_back(plan, seen, other, Viewer.of(REP))


def test_a_miss_wants_a_reason_and_may_be_made_good() -> None:
    plan = agreed()
    with pytest.raises(TransitionError) as caught:
        jbp.miss_commitment(plan, "hire", why=" ", by=TOM, at=AT)
    assert caught.value.reason == "no_reason"
    missed = jbp.miss_commitment(plan, "hire", why="Nobody applied", by=TOM, at=AT)
    assert missed.commitments[0].why == "Nobody applied"
    later = datetime(2026, 6, 2, 9, tzinfo=UTC)
    kept = jbp.keep_commitment(missed, "hire", on=date(2026, 6, 1), by=MARIA, at=later)
    # The reason stays, for it tells why it was late.
    assert (kept.commitments[0].status, kept.commitments[0].why) == (
        STATUS.KEPT,
        "Nobody applied",
    )


def test_a_day_to_come_is_no_day_on_which_it_was_kept() -> None:
    with pytest.raises(InvalidValueError, match="on or before 2026-04-20"):
        jbp.keep_commitment(agreed(), "hire", on=date(2026, 4, 22), by=TOM, at=AT)


def test_what_is_kept_or_withdrawn_is_over_and_what_is_not_there_is_named() -> None:
    kept = jbp.keep_commitment(agreed(), "hire", on=TODAY, by=TOM, at=AT)
    moves: tuple[Callable[[], jbp.Plan], ...] = (
        lambda: jbp.keep_commitment(kept, "hire", on=TODAY, by=TOM, at=AT),
        lambda: jbp.miss_commitment(kept, "hire", why="x", by=TOM, at=AT),
        lambda: jbp.withdraw_commitment(kept, "hire", why="x", by=MARIA, at=AT),
        lambda: jbp.reschedule_commitment(
            kept, "hire", due_on=TODAY, why="x", by=TOM, at=AT
        ),
    )
    for move in moves:
        with pytest.raises(TransitionError, match="is kept"):
            move()
    with pytest.raises(InvalidValueError, match="hire, fund"):
        jbp.keep_commitment(kept, "x", on=TODAY, by=TOM, at=AT)


# --- withdrawn --------------------------------------------------------------------


def test_only_the_side_it_was_made_to_releases_the_other_from_a_promise() -> None:
    plan = agreed()
    with pytest.raises(TransitionError, match="Ask the vendor side") as caught:
        jbp.withdraw_commitment(plan, "hire", why="Too hard", by=TOM, at=AT)
    assert caught.value.reason == "not_released"
    free = jbp.withdraw_commitment(plan, "hire", why="Fine", by=MARIA, at=AT)
    assert free.commitments[0].status is STATUS.WITHDRAWN
    assert terms_digest(free) == terms_digest(plan)
    assert jbp.story(free)[-1].endswith(
        'released the other side from "Hire two sellers": "Fine".'
    )


def test_there_is_no_way_round_by_an_edit() -> None:
    plan = agreed()
    with pytest.raises(TransitionError, match="Ask the vendor side"):
        jbp.edit(plan, with_hire(plan, status=STATUS.WITHDRAWN), by=TOM, at=AT)
    freed = jbp.edit(plan, with_hire(plan, status=STATUS.WITHDRAWN), by=MARIA, at=AT)
    assert freed.commitments[0].status is STATUS.WITHDRAWN
    seen = project(plan, Viewer.of(TOM))
    gone = with_hire(seen, status=STATUS.WITHDRAWN)
    with pytest.raises(TransitionError, match="Ask the vendor side"):
        merge_back(plan, seen, gone, Viewer.of(TOM))
    # Nor back into the count.
    free = jbp.withdraw_commitment(plan, "hire", why="Fine", by=MARIA, at=AT)
    with pytest.raises(TransitionError):
        jbp.edit(free, with_hire(free, status=STATUS.KEPT), by=TOM, at=AT)


def test_in_a_draft_nothing_was_promised_yet() -> None:
    free = jbp.withdraw_commitment(draft(), "hire", why="No", by=TOM, at=AT)
    assert free.commitments[0].status is STATUS.WITHDRAWN


# --- other days -------------------------------------------------------------------


def test_the_day_of_a_signed_promise_moves_by_an_amendment_and_leaves_a_slip() -> None:
    plan = agreed()
    asked = jbp.reschedule_commitment(
        plan, "hire", due_on=date(2026, 5, 31), why="No applicants", by=TOM, at=AT
    )
    # Until both have signed, the old day holds.
    assert asked.commitments == plan.commitments
    assert terms_digest(asked) == terms_digest(plan)
    moved = amended(asked).commitments[0]
    assert (moved.due_on, moved.promised_on) == (date(2026, 5, 31), date(2026, 4, 30))
    (slip,) = moved.slips
    assert (slip.moved_on, slip.why) == (TODAY, "No applicants")
    # And once more: the first day is never lost.
    again = jbp.reschedule_commitment(
        amended(asked), "hire", due_on=date(2026, 6, 30), why="Still", by=TOM, at=AT
    )
    assert amended(again).commitments[0].promised_on == date(2026, 4, 30)
    assert len(amended(again).commitments[0].slips) == 2


def test_an_amendment_made_in_any_other_way_leaves_the_slip_as_well() -> None:
    plan = jbp.propose_amendment(
        agreed(),
        lambda now: with_hire(now, due_on=date(2026, 5, 31), slips=()),
        by=TOM,
        at=AT,
        why="Later",
    )
    assert amended(plan).commitments[0].promised_on == date(2026, 4, 30)


def test_an_earlier_day_is_no_slip_and_takes_none_back() -> None:
    earlier = jbp.reschedule_commitment(
        agreed(), "hire", due_on=date(2026, 4, 25), why="Sooner", by=TOM, at=AT
    )
    made = amended(earlier).commitments[0]
    assert (made.due_on, made.slips) == (date(2026, 4, 25), ())


def test_what_came_of_it_while_the_amendment_was_open_stays() -> None:
    asked = jbp.reschedule_commitment(
        agreed(), "hire", due_on=date(2026, 5, 31), why="Later", by=TOM, at=AT
    )
    kept = jbp.keep_commitment(asked, "hire", on=TODAY, by=TOM, at=AT)
    made = amended(kept).commitments[0]
    assert (made.status, made.kept_on, len(made.slips)) == (STATUS.KEPT, TODAY, 1)


def test_what_was_missed_can_be_kept_again_with_a_later_day() -> None:
    missed = jbp.miss_commitment(agreed(), "hire", why="Ill", by=TOM, at=AT)
    asked = jbp.reschedule_commitment(
        missed, "hire", due_on=date(2026, 5, 31), why="Back in May", by=TOM, at=AT
    )
    made = amended(asked).commitments[0]
    assert (made.status, made.promised_on) == (STATUS.OPEN, date(2026, 4, 30))


def test_in_a_draft_the_day_moves_at_once_and_nothing_has_slipped() -> None:
    plan = draft()
    with pytest.raises(NotAllowedError):
        jbp.reschedule_commitment(
            plan, "hire", due_on=date(2026, 5, 31), why="x", by=REP, at=AT
        )
    moved = jbp.reschedule_commitment(
        plan, "hire", due_on=date(2026, 5, 31), why="Holidays", by=TOM, at=AT
    )
    assert (moved.commitments[0].due_on, moved.commitments[0].slips) == (
        date(2026, 5, 31),
        (),
    )
    assert moved.records[-1].changes_terms
    assert jbp.story(moved)[-1] == (
        '2026-04-20: Tom (Northwind) moved "Hire two sellers" from 2026-04-30 to '
        '2026-05-31: "Holidays".'
    )


def test_while_the_plan_is_proposed_the_day_is_locked() -> None:
    plan = jbp.propose(draft(), by=MARIA, at=START)
    with pytest.raises(TransitionError) as caught:
        jbp.reschedule_commitment(
            plan, "hire", due_on=date(2026, 5, 31), why="x", by=TOM, at=AT
        )
    assert caught.value.reason == "locked_while_proposed"


def test_the_same_day_changes_nothing_and_a_reason_is_asked_for() -> None:
    plan = agreed()
    same = jbp.reschedule_commitment(
        plan, "hire", due_on=HIRE.due_on, why="x", by=TOM, at=AT
    )
    assert same is plan
    with pytest.raises(TransitionError):
        jbp.reschedule_commitment(
            plan, "hire", due_on=date(2026, 5, 31), why="", by=TOM, at=AT
        )


def test_slips_of_a_signed_promise_are_nobodys_to_edit() -> None:
    asked = jbp.reschedule_commitment(
        agreed(), "hire", due_on=date(2026, 5, 31), why="Later", by=TOM, at=AT
    )
    plan = amended(asked)
    for by in (TOM, MARIA):
        with pytest.raises(TransitionError) as caught:
            jbp.edit(plan, with_hire(plan, slips=()), by=by, at=AT)
        assert caught.value.reason == "slips_by_amendment"
