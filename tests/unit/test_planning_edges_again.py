"""More of planning at its edges: merging, hiding, and the period that follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.unit.restructured_plan import (
    MARIA,
    NOW,
    TOM,
    YEAR,
    YEARS,
    agreed,
    both_sign,
    goal,
    plan,
    usd,
)

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.errors import InvalidValueError
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.day_rules import OnFiscalWeek
from jbpcore.planning.anatomy import moment_of
from jbpcore.planning.change_words import label_of, value_words
from jbpcore.planning.conflict import TERMS_PATH, Choice
from jbpcore.planning.embedding import embedded
from jbpcore.planning.next_review import with_next_review
from jbpcore.planning.personal_data import iter_person_ids
from jbpcore.planning.policy import DEFAULT_POLICY, Viewer
from jbpcore.planning.redaction import Redactor
from jbpcore.planning.review_changes import changes_since
from jbpcore.planning.target_checks import try_unusable
from jbpcore.planning.visibility import project

LAST = date(2026, 12, 31)
ADMIN = Viewer(
    side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN, person_id=TOM.id
)


def action(key: str, **fields: Any) -> jbp.Action:
    given: dict[str, Any] = {"side": jbp.Side.PARTNER, "due_on": date(2026, 6, 1)}
    return jbp.Action(id=key, name=key, **{**given, **fields})


def belief(score: int, person_id: str = "tom") -> jbp.Confidence:
    return jbp.Confidence(
        goal_id="revenue",
        score=score,
        person_id=person_id,
        stated_on=date(2026, 5, 1),
        expires_on=date(2026, 6, 1),
    )


# --- words ----------------------------------------------------------------------------


def test_parts_are_called_by_what_they_are_about() -> None:
    slip = jbp.Slip(
        moved_on=date(2026, 4, 1), was_due_on=date(2026, 4, 1), due_on=date(2026, 6, 1)
    )
    assert value_words((slip,)) == "1 slip"
    assert value_words((slip, slip)) == "2 slips"
    assert value_words({"crm": "7"}) == '"crm=7"'
    assert label_of(jbp.Answer(id="why", name="Why", text="x")) == '"Why"'


def test_what_happened_at_no_known_time_has_no_moment() -> None:
    review = jbp.Review(id="r", name="R", on=date(2026, 6, 1))
    held = attrs.evolve(review, cancelled_on=date(2026, 5, 1))
    assert moment_of(review) == ""
    assert moment_of(held) == "2026-05-01"
    assert moment_of(PlanRecord(id="1", move="edit", at=NOW)) == NOW.isoformat()


# --- changes and merging --------------------------------------------------------------


def test_beliefs_in_another_order_are_one_change() -> None:
    old = plan(confidences=[belief(3), belief(2)])
    new = attrs.evolve(old, confidences=old.confidences[::-1])
    (change,) = jbp.diff(old, new)
    assert (change.path, change.kind.value) == ("confidences", "changed")
    assert jbp.apply_changes(old, [change]) == new


def test_one_puts_ones_own_beliefs_in_order_and_nobody_elses() -> None:
    old = plan(confidences=[belief(3), belief(2)])
    seen = project(old, ADMIN)
    turned = attrs.evolve(seen, confidences=seen.confidences[::-1])
    done = jbp.merge_back(old, seen, turned, ADMIN)
    assert done.plan is not None
    assert [one.score for one in done.plan.confidences] == [2, 3]


def test_a_part_that_one_changed_and_the_other_took_away_is_asked_about() -> None:
    base = plan(actions=[action("a")])
    mine = attrs.evolve(base, actions=[])
    theirs = attrs.evolve(base, actions=[action("a", due_on=date(2026, 7, 1))])
    (conflict,) = jbp.merge(base, mine, theirs).conflicts
    assert conflict.path == "actions[id=a]"
    assert conflict.sentence.startswith('"a": nothing or ')


def test_both_may_change_the_partner_in_other_fields() -> None:
    base = plan()
    mine = attrs.evolve(base, partner=attrs.evolve(base.partner, tier="Gold"))
    theirs = attrs.evolve(base, partner=attrs.evolve(base.partner, region="EMEA"))
    merged = jbp.merge(base, mine, theirs).plan
    assert merged is not None
    assert (merged.partner.tier, merged.partner.region) == ("Gold", "EMEA")


def test_a_conflict_inside_is_not_told_twice() -> None:
    # Theirs starts on July 20, after mine is due; the day it is due is asked about.
    base = plan(actions=[action("a")])
    mine = attrs.evolve(base, actions=[action("a", due_on=date(2026, 7, 1))])
    later = action("a", due_on=date(2026, 8, 1), start_on=date(2026, 7, 20))
    merged = jbp.merge(base, mine, attrs.evolve(base, actions=[later]))
    assert [one.path for one in merged.conflicts] == ["actions[id=a].due_on"]


def test_terms_are_taken_from_one_version_with_all_their_goals() -> None:
    base = plan(goal())
    mine = jbp.propose(base, by=MARIA, at=NOW)
    theirs = attrs.evolve(base, goals=[goal(), goal("more")])
    merged = jbp.merge(base, mine, theirs)
    assert [one.path for one in merged.conflicts] == [TERMS_PATH]
    for choice, count in ((Choice.MINE, 1), (Choice.THEIRS, 2)):
        found = jbp.resolve(merged, {TERMS_PATH: choice}).plan
        assert found is not None
        assert len(found.goals) == count


def test_an_amendment_may_give_a_goal_another_measure() -> None:
    other = attrs.evolve(jbp.metrics.REVENUE, key="services", name="Services")

    def measured(old: jbp.Plan) -> jbp.Plan:
        return attrs.evolve(old, goals=[attrs.evolve(old.goals[0], metric=other)])

    asked = jbp.propose_amendment(
        agreed(plan(goal())), measured, by=MARIA, at=NOW, why="Services alone"
    )
    assert both_sign(asked).goals[0].metric == other


# --- what is hidden -------------------------------------------------------------------


def test_nobody_comes_in_under_the_id_of_somebody_hidden() -> None:
    full = plan()
    now = attrs.evolve(full, people=[MARIA, TOM])
    again = jbp.Person(id="rep", name="Other", side=jbp.Side.PARTNER)
    new = attrs.evolve(now, people=[MARIA, TOM, again])
    sight = Redactor(full, ADMIN, DEFAULT_POLICY, ())
    with pytest.raises(InvalidValueError, match="an id of its own"):
        embedded(full, now, new, sight)


def test_what_is_hidden_of_the_partner_stays_when_the_rest_changes() -> None:
    firm = jbp.Partner(id="nw", name="Northwind", tags={"segment": "B"})
    full = plan(partner=firm)
    now = project(full, ADMIN)
    assert dict(now.partner.tags) == {}
    new = attrs.evolve(now, partner=attrs.evolve(now.partner, region="EMEA"))
    found, _ = embedded(full, now, new, Redactor(full, ADMIN, DEFAULT_POLICY, ()))
    assert found.partner == attrs.evolve(firm, region="EMEA")


def test_what_a_comment_or_record_says_of_hidden_parts_is_taken_out() -> None:
    secret = goal("margin", audience=jbp.Audience.VENDOR)

    def remark(key: str, about: str) -> jbp.Comment:
        return jbp.Comment(
            id=key, text="Hm", author_id="tom", written_at=NOW, about=about
        )

    records = [
        PlanRecord(id="1", move="edit", at=NOW, facts={"about": "goals:margin"}),
        PlanRecord(id="2", move="edit", at=NOW, facts={"about": "goals:revenue"}),
    ]
    full = plan(
        goal(),
        secret,
        comments=[
            remark("c1", "goals:revenue"),
            remark("c2", "people:tom"),
            remark("c3", "goals:margin"),
            remark("c4", "goals:gone"),
        ],
        records=records,
    )
    seen = project(full, ADMIN)
    assert {str(one.id): one.about for one in seen.comments} == {
        "c1": "goals:revenue",
        "c2": "people:tom",
        "c4": "",
    }
    facts = [dict(one.facts) for one in seen.records]
    assert {"about": "goals:revenue"} in facts
    assert {"about": "goals:margin"} not in facts


# --- reviews --------------------------------------------------------------------------


def test_what_changed_since_the_last_review_has_the_targets() -> None:
    old = plan(goal(), goal("b"))
    new = attrs.evolve(old, goals=[goal(target=usd("130000")), goal("b")])
    found = changes_since(
        new, None, old, since=date(2026, 3, 31), as_of=date(2026, 6, 30)
    )
    assert [(one.goal_id, one.before, one.after) for one in found.targets] == [
        ("revenue", usd("120000"), usd("130000"))
    ]


def test_the_promises_of_a_pack_are_those_of_each_side() -> None:
    made = [
        jbp.Commitment(id=key, name=key, side=side, due_on=date(2026, 5, 1))
        for key, side in (("v", jbp.Side.VENDOR), ("p", jbp.Side.PARTNER))
    ]
    review = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 1))
    old = plan(commitments=made, reviews=[review])
    pack = jbp.prepare_review(old, [], "q2", as_of=date(2026, 6, 1))
    for side, key in ((jbp.Side.VENDOR, "v"), (jbp.Side.PARTNER, "p")):
        assert all(line.side is side for line in pack.promises_of(side)), key
    assert len(pack.promises) == sum(len(pack.promises_of(side)) for side in jbp.Side)


# --- targets --------------------------------------------------------------------------


def test_a_share_below_zero_is_no_target() -> None:
    line = jbp.TargetLine(partner_id="nw", dates=YEAR, amount=jbp.Ratio("-5%"))
    found = try_unusable(line, metric=jbp.metrics.WIN_RATE, currency=None)
    assert found is not None
    assert found[0] == "jbp.targets.negative"
    assert "-1/20" in str(found[1])


# --- the period that follows ----------------------------------------------------------


def rolled(old: jbp.Plan, **fields: Any) -> jbp.Plan:
    return jbp.roll_forward(old, as_of=LAST, **fields)


def test_a_cadence_of_a_calendar_that_ends_begins_where_it_did() -> None:
    ended = jbp.FiscalCalendar.custom_weeks(
        anchor_year=2020,
        anchor_end=date(2020, 12, 27),
        long_years=[],
        first_year=2018,
        last_year=2021,
    )
    cadence = jbp.ReviewCadence(
        id="qbr",
        name="QBR",
        frequency=jbp.Frequency.QUARTERLY,
        on=OnFiscalWeek(calendar=ended),
        first_on=date(2026, 3, 17),
    )
    (new,) = rolled(plan(cadences=[cadence])).cadences
    assert new.first_on == date(2027, 3, 17)


def test_a_review_day_without_any_working_day_stays() -> None:
    cadence = jbp.ReviewCadence(
        id="year",
        name="Yearly",
        frequency=jbp.Frequency.YEARLY,
        first_on=date(2026, 12, 30),
    )
    off = [date(2027, 12, 30), date(2027, 12, 31)]
    days = jbp.WorkCalendar.resolve(YEARS.year(2027), holidays=off)
    (new,) = rolled(plan(cadences=[cadence]), work_calendar=days).cadences
    assert new.first_on == date(2027, 12, 30)
    free = jbp.WorkCalendar.resolve(YEARS.year(2027), holidays=off[:1])
    (moved,) = rolled(plan(cadences=[cadence]), work_calendar=free).cadences
    assert moved.first_on == date(2027, 12, 31)


def test_without_a_figure_to_project_nothing_is_built() -> None:
    nothing = [usd("0")] * 24
    past = History(start=date(2024, 1, 1), amounts=nothing)
    new = jbp.roll_forward(
        plan(goal(target=None)),
        as_of=date(2026, 11, 30),
        base=jbp.RollBase.PROJECTED,
        histories={"revenue": past},
    )
    assert new.goals[0].target is None


def learnt(history: History, year: jbp.DateRange = YEAR) -> dict[str, str]:
    old = plan(goal(period=year), period=year)
    new = jbp.roll_forward(old, as_of=year.last_day, histories={"revenue": history})
    (facts,) = [
        dict(one.facts)
        for one in new.records
        if one.subject == "goals:revenue" and "phasing" in one.facts
    ]
    return facts


def test_years_that_contradict_each_other_teach_nothing() -> None:
    # All in January of the one year, all in December of the other, so that the factors
    # are 12 and 0: their mean is 6 at both ends. D = 25 + 25 + 10 = 60, W = 2 × 72, and
    # 1 − 144 ÷ (2 × 1 × 60) is below zero.
    amounts = [usd("0")] * 24
    amounts[0] = amounts[23] = usd("1200")
    facts = learnt(History(start=date(2025, 1, 1), amounts=amounts))
    assert "tell nothing" in " ".join(facts.values())


def test_a_history_whose_calendar_ends_teaches_nothing_of_later_days() -> None:
    ended = jbp.FiscalCalendar.custom_weeks(
        anchor_year=2024,
        anchor_end=date(2024, 12, 29),
        long_years=[],
        first_year=2020,
        last_year=2026,
    )
    amounts = [usd(str(n)) for n in range(1, 25)]
    past = History(start=ended.year(2024).start, amounts=amounts, calendar=ended)
    facts = learnt(past, ended.year(2026))
    assert "does not reach" in " ".join(facts.values())


def test_people_are_looked_for_in_working_days_too() -> None:
    phasing = jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(YEAR))
    found = set(iter_person_ids(plan(goal(phasing=phasing))))
    assert found == {"maria", "tom", "rep"}


def test_the_next_review_gets_a_free_id() -> None:
    review = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 1))
    taken = attrs.evolve(review, id="q2.20260701")
    old = plan(reviews=[review, taken])
    new, key = with_next_review(old, review, date(2026, 7, 1), held_on=date(2026, 6, 1))
    assert key == "q2.20260701.2"
    assert new.reviews[-1].on == date(2026, 7, 1)


def test_a_slot_is_of_one_of_the_cadences() -> None:
    cadences = [
        jbp.ReviewCadence(
            id=key, name=key, frequency=jbp.Frequency.MONTHLY, first_on=date(2026, 1, 5)
        )
        for key in ("one", "other")
    ]
    old = plan(cadences=cadences)
    slot = jbp.review_slots(old, cadences[1])[0]
    pack = jbp.prepare_review(old, [], slot, as_of=date(2026, 1, 5))
    assert pack.review.cadence_id == "other"
