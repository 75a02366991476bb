"""Ways through the five layers that plans seldom take, each with the least for it."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.nudging_plan import GOAL, MAY_15, PLAN, usd
from tests.unit.test_attention import PARTNER, SOUND, STEP, WEEKLY, may, proposed
from tests.unit.test_codec_extras import FULL

import jbpcore as jbp
from jbpcore.codec.json_text import dumps
from jbpcore.codec.plain import from_data
from jbpcore.codec.stored_rows import entry_of_row, stored_of_row
from jbpcore.errors import InvalidDataError, InvalidValueError, StoreFormatError
from jbpcore.model.phasing import (
    LinearPhasing,
    WeightedPhasing,
)
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.change_words import value_words
from jbpcore.planning.policy import DEFAULT_POLICY
from jbpcore.planning.rights import FieldClass, FieldRule

YEARS = jbp.FiscalCalendar.calendar_year()
Q2 = YEARS.quarter(2026, 2)
AT = datetime(2026, 1, 7, tzinfo=UTC).isoformat(timespec="microseconds")


# --- codec ----------------------------------------------------------------------------


def test_a_key_that_is_no_sound_text_is_kept_by_nobody() -> None:
    document = copy.deepcopy(FULL)
    document["data"]["a\ud800"] = 1
    document["data"]["b"] = 2
    with pytest.raises(InvalidDataError) as caught:
        from_data(document, jbp.Plan, extra="keep")
    assert [f.code for f in caught.value.findings] == ["jbp.data.text"]


def test_a_row_says_whose_document_it_holds() -> None:
    facts = (1, "maria", AT, "", "saved", AT)
    stored = stored_of_row("p.db", "nw-q2", (*facts, dumps(PLAN)))
    assert (stored.revision, stored.saved_by) == (1, "maria")
    with pytest.raises(StoreFormatError) as caught:
        stored_of_row("p.db", "other", (*facts, dumps(PLAN)))
    assert caught.value.location == "p.db"
    assert caught.value.problem == "revision 1 of plan 'other' is damaged"


def test_a_row_says_which_entry_it_holds() -> None:
    entry = attrs.evolve(WEEKLY[0], entry_id="crm-1")
    assert entry_of_row("p.db", "crm-1", dumps(entry)) == entry
    with pytest.raises(StoreFormatError) as caught:
        entry_of_row("p.db", "crm-2", dumps(entry))
    assert caught.value.problem == "entry 'crm-2' is damaged"


# --- periods --------------------------------------------------------------------------


def test_a_calendar_of_working_days_spans_days() -> None:
    with pytest.raises(InvalidValueError) as caught:
        WorkCalendar(span="2026-04", non_working_days=())  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value) == ("WorkCalendar.span", "2026-04")


# --- engine ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "code"),
    [
        # Of 25,000 the halves of two bookings: 25,000 are all that may be spent.
        (25_000, jbp.NudgeCode.GOAL_OFF_PACE),
        ("25000.02", jbp.NudgeCode.GAP_IMPLAUSIBLE),
    ],
)
def test_a_ceiling_is_beyond_hope_too_where_halves_are_credited(
    spent: int | str, code: str
) -> None:
    ceiling = attrs.evolve(GOAL, metric=jbp.metrics.MARKETING_SPEND)
    entries = [
        jbp.ActualEntry(
            metric=ceiling.metric.key,
            on=MAY_15,
            amount=usd(spent),
            credit_ratio=Fraction(1, 2),
            entry_id=f"half-{number}",
        )
        for number in (1, 2)
    ]
    plan = attrs.evolve(PLAN, goals=[ceiling])
    (nudge,) = jbp.attention(plan, entries, as_of=MAY_15)
    assert (nudge.code, nudge.since) == (code, MAY_15)


def test_buckets_without_a_schedule_still_show_what_came_in() -> None:
    q3 = YEARS.quarter(2026, 3)
    weights = WeightedPhasing.by_month([1, 1, 1], period=q3, calendar=YEARS)
    goal = attrs.evolve(GOAL, phasing=weights)
    entries = [
        jbp.ActualEntry(metric="revenue", on=day, amount=usd(amount))
        for day, amount in ((date(2026, 4, 20), 7_500), (date(2026, 5, 4), 500))
    ]
    buckets = jbp.list_buckets(
        goal, YEARS, jbp.PeriodKind.MONTH, entries=entries, as_of=MAY_15
    )
    assert [one.reason for one in buckets] == [jbp.Reason.PHASING_EMPTY] * 3
    assert [one.scheduled for one in buckets] == [None] * 3
    assert [one.attained for one in buckets] == [usd(7_500), usd(500), None]
    assert [one.attained_to_date for one in buckets] == [usd(7_500), usd(8_000), None]
    assert [one.gap for one in buckets] == [None] * 3


# --- planning -------------------------------------------------------------------------


def test_a_step_that_names_a_person_asks_that_person() -> None:
    # Ann is the one sponsor of the partner; the step asks Tom, who is none.
    step = attrs.evolve(STEP, person_id="tom")
    for asked, person in ((STEP, "ann"), (step, "tom")):
        plan = proposed(approvers=[asked])
        (nudge,) = [
            one
            for one in jbp.attention(plan, WEEKLY, as_of=may(12))
            if one.code is jbp.NudgeCode.APPROVAL_MISSING
        ]
        assert (nudge.sides, nudge.person_id) == ((PARTNER,), person)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (LinearPhasing(), "linear phasing"),
        (
            WeightedPhasing.by_month([2, 3, 5], period=Q2, calendar=YEARS),
            "weighted phasing (3 buckets)",
        ),
    ],
)
def test_what_has_no_name_is_told_by_its_kind_and_its_parts(
    value: Any, words: str
) -> None:
    assert value_words(value) == words


def test_what_one_side_keeps_to_itself_changes_no_terms() -> None:
    def changed(audience: jbp.Audience) -> jbp.Change:
        goal = attrs.evolve(GOAL, audience=audience)
        before = attrs.evolve(SOUND, goals=[goal])
        after = attrs.evolve(SOUND, goals=[attrs.evolve(goal, target=usd(1))])
        (change,) = jbp.diff(before, after)
        return change

    assert changed(jbp.Audience.JOINT).is_material is True
    assert changed(jbp.Audience.PARTNER).is_material is False


@pytest.mark.parametrize("field", ["id", "name", "vendor", None])
def test_a_policy_shows_of_a_plan_what_it_cannot_be_without(field: str | None) -> None:
    inside = FieldRule(
        record="Plan", field=field, field_class=FieldClass.VENDOR_INTERNAL
    )
    strict = attrs.evolve(DEFAULT_POLICY, rules=[*DEFAULT_POLICY.rules, inside])
    tom = jbp.Viewer(side=PARTNER, role=jbp.PersonRole.PARTNER_ADMIN)
    with pytest.raises(InvalidValueError) as caught:
        jbp.project(PLAN, tom, policy=strict)
    assert caught.value.field == "Policy.rules"
    maria = jbp.Viewer(side=jbp.Side.VENDOR, role=jbp.PersonRole.VENDOR_ADMIN)
    assert jbp.project(PLAN, maria, policy=strict).name == PLAN.name
