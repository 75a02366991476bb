"""The programme of the demo, and how it runs in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import jbpcore
from jbpcore.cli import demo_programme
from jbpcore.cli.demo_partners import PARTNERS
from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    WeightedPhasing,
    WorkdayPhasing,
)

SOURCE = Path(jbpcore.__file__).parent.parent


# The programme itself


def test_the_programme_is_the_same_every_time() -> None:
    assert demo_programme.make_plans() == demo_programme.make_plans()
    assert demo_programme.make_entries() == demo_programme.make_entries()


def test_the_programme_is_one_of_many_kinds() -> None:
    plans = demo_programme.make_plans()
    assert len(plans) == 12
    assert len({plan.vendor.id for plan in plans}) == 1
    assert len({plan.partner.kind for plan in plans}) == 6
    assert len({plan.partner.tier for plan in plans}) == 4
    assert len({plan.partner.region for plan in plans}) >= 5
    goals = [goal for plan in plans for goal in plan.goals]
    assert {type(goal.phasing) for goal in goals} == {
        LinearPhasing,
        WeightedPhasing,
        WorkdayPhasing,
        CumulativePhasing,
    }
    assert {goal.currency for goal in goals} == {"USD", "EUR", None}
    assert [goal.name for goal in goals if goal.target is None] == ["Co-sell"]
    for plan in plans:
        assert 2 <= len(plan.goals) <= 4
        for part in (plan.people, plan.actions, plan.commitments):
            assert {item.side for item in part} == {Side.VENDOR, Side.PARTNER}
        known = {person.id for person in plan.people}
        owners = {goal.owner_id for goal in plan.goals}
        owners |= {action.owner_id for action in plan.actions}
        assert owners <= known
        assert all(person.email.endswith(".example") for person in plan.people)
        assert plan.cadences
        assert {review.cadence_id for review in plan.reviews} >= {"monthly"}
    parents = {plan.partner.parent_id for plan in plans} - {None}
    assert parents <= {plan.partner.id for plan in plans}


def test_every_booking_has_a_source_and_counts() -> None:
    plans, entries = demo_programme.make_plans(), demo_programme.make_entries()
    assert len({entry.entry_id for entry in entries}) == len(entries)
    assert all(entry.source and entry.recorded_at for entry in entries)
    assert all(entry.on <= demo_programme.AS_OF for entry in entries)
    booked = {entry.partner_id for entry in entries}
    assert {plan.partner.id for plan in plans} - booked == {"hespermoor"}
    portfolio = assess_portfolio(plans, entries, as_of=demo_programme.AS_OF)
    assert not portfolio.findings
    assert not [goal for goal in portfolio.iter_goals() if goal.result.findings]
    # What is in is what the list of partners says, for all its uneven bookings.
    stated = {
        (f"{member.id}-fy26-q2", aim.id): aim.so_far
        for member in PARTNERS
        for aim in member.aims
    }
    for goal in portfolio.iter_goals():
        so_far = stated[goal.plan.id, goal.result.goal.id]
        if so_far is not None:
            attained = goal.result.attained
            assert attained is not None
            assert exact(attained) == Fraction(so_far)


def test_the_programme_shows_every_verdict_there_is_in_mid_quarter() -> None:
    plans, entries = demo_programme.make_plans(), demo_programme.make_entries()
    portfolio = assess_portfolio(plans, entries, as_of=demo_programme.AS_OF)
    assert set(portfolio.health_counts) == {
        Health.MET,
        Health.AHEAD,
        Health.ON_TRACK,
        Health.AT_RISK,
        Health.OFF_TRACK,
        Health.NO_DATA,
        Health.NOT_APPLICABLE,
    }


def test_phasing_by_month_changes_the_founding_verdict() -> None:
    (plan,) = (
        plan
        for plan in demo_programme.make_plans()
        if plan.id == demo_programme.FOUNDING_PLAN
    )
    goal = plan.goal(demo_programme.FOUNDING_GOAL)
    entries = [
        entry
        for entry in demo_programme.make_entries()
        if entry.partner_id == plan.partner.id
    ]
    day = date(2026, 5, 15)
    phased = attrs.evolve(goal, phasing=demo_programme.monthly_phasing())
    assert assess_goal(goal, entries, as_of=day).health is Health.OFF_TRACK
    assert assess_goal(phased, entries, as_of=day).health is Health.AT_RISK


# How it runs


PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from jbpcore.cli.main import main
status = main()
modules = {name.partition(".")[0] for name in sys.modules}
print(*sorted(modules - sys.stdlib_module_names), file=sys.stderr)
sys.exit(status)
"""


def run_alone(folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  (our own interpreter and our own text)
        [sys.executable, "-c", PROGRAM, SOURCE, "demo", "--store", folder / "demo.db"],
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
    )


def test_it_takes_nothing_but_the_hard_dependencies(tmp_path: Path) -> None:
    loaded = set(run_alone(tmp_path).stderr.decode().split())
    hard = {"jbpcore", "attr", "attrs", "babel", "dateutil", "six"}
    # What a virtual environment may load by itself when it starts.
    started = {name for name in loaded if name.startswith(("_", "sitecustomize"))}
    # Zones come from there where the system has none, or is not to be asked.
    zones = {"tzdata"}
    assert "jbpcore" in loaded
    assert loaded - hard - started - zones == set()


def test_it_is_done_in_two_seconds(tmp_path: Path) -> None:
    taken = []
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        started = time.perf_counter()
        run_alone(folder)
        taken.append(time.perf_counter() - started)
    assert min(taken) < 2


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_screen_without_unicode_gets_letters_instead(
    tmp_path: Path, encoding: str
) -> None:
    done = run_alone(tmp_path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    text = done.stdout.decode(encoding)
    assert "v Off track" in text
    assert "Verdict" in text


def test_a_screen_with_unicode_gets_shapes(tmp_path: Path) -> None:
    done = run_alone(tmp_path, PYTHONIOENCODING="utf-8")
    assert "▼ Off track" in done.stdout.decode("utf-8")
