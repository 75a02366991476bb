"""The page of codes names every code that a result can carry."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import jbpcore as jbp
from jbpcore.engine.attention.codes import URGENCY
from jbpcore.engine.attention.nudge import SinceReason
from jbpcore.engine.partner_roll_up import ParentGoals
from jbpcore.engine.projection.methods import ProjectionReason
from jbpcore.engine.roll_up_line import Exclusion
from jbpcore.engine.score import NoScore
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.status import StatusRule
from jbpcore.engine.vitality_parts import VitalityReason
from jbpcore.errors import NoRateReason
from jbpcore.model.fx_rate import FxPath

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "codes.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z_.]+)`", PAGE))
# Codes of a prefix are written once in full, then by their ends.
ENDS = {f"jbp.action.impact{end}" for end in re.findall(r"`(_[a-z]+)`", PAGE)}


def test_every_word_of_a_result_is_on_it() -> None:
    words = [*jbp.Health, *jbp.Reason, *GoalShape, *jbp.Freshness, *jbp.BucketState]
    assert {word.value for word in words} <= NAMED


def test_every_word_of_a_roll_up_is_on_it() -> None:
    words = [*Exclusion, *NoScore, *StatusRule, *ParentGoals, *FxPath, *NoRateReason]
    assert {word.value for word in words} <= NAMED


def test_every_word_of_a_review_is_on_it() -> None:
    words = [*jbp.ReviewStanding, *jbp.ClockNote]
    assert {word.value for word in words} <= NAMED


def test_every_word_of_a_review_pack_is_on_it() -> None:
    words = [*jbp.DecisionCode, *jbp.Promise, *jbp.WinKind, *jbp.StuckKind]
    words += [*jbp.StuckOrder, *jbp.WaitingKind, *jbp.AgendaCode]
    assert {word.value for word in words} <= NAMED
    listed = re.findall(
        r"^\| `([a-z_]+)` \|", PAGE.partition("## Decisions")[2], re.MULTILINE
    )
    assert listed[: len(jbp.DecisionCode)] == [code.value for code in jbp.DecisionCode]


def test_every_word_of_a_projection_is_on_it() -> None:
    words = [*jbp.ProjectionMethod, *ProjectionReason]
    assert {word.value for word in words} <= NAMED


def test_every_word_of_a_nudge_and_of_vitality_is_on_it() -> None:
    words = [*jbp.NudgeCode, *jbp.NudgeStep, *SinceReason]
    assert {word.value for word in words} <= NAMED
    assert {word.value for word in [*jbp.VitalityVerdict, *VitalityReason]} <= NAMED
    source = "".join(
        path.read_text("utf-8")
        for floor in ("engine", "planning")
        for path in (ROOT / "src" / "jbpcore" / floor).rglob("*nudges.py")
    )
    facts = set(re.findall(r"NudgeFact\(\s*\"([a-z_]+)\"", source))
    facts |= set(
        re.findall(r"^        \"([a-z_]+)\": (?:result\.|catch)", source, re.MULTILINE)
    )
    assert len(facts) > 25
    assert facts <= NAMED


def test_the_classes_of_nudges_are_those_that_decide() -> None:
    rows = re.findall(r"^\| (\d) \| `(jbp\.nudge\.[a-z_]+)`", PAGE, re.MULTILINE)
    stated = {code: int(rank) for rank, code in rows}
    assert stated == {code.value: rank for code, rank in URGENCY.items()}


def test_every_figure_and_input_is_on_it() -> None:
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(1, "USD"),
        period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
    )
    told = jbp.explanation(jbp.assess_goal(goal, [], as_of=date(2026, 5, 15)))
    assert {step.code for step in told.steps} <= NAMED
    assert {item.name for step in told.steps for item in step.inputs} <= NAMED


def test_every_finding_of_the_engine_is_on_it() -> None:
    engine = ROOT / "src" / "jbpcore" / "engine"
    source = "".join(path.read_text("utf-8") for path in engine.rglob("*.py"))
    codes = set(re.findall(r"\"(jbp\.[a-z_]+\.[a-z_]+)\"", source))
    kinds = set(re.findall(r"_finding\(\s*action,\s*\"([a-z]+)\"", source))
    assert codes <= NAMED
    assert {f"jbp.action.impact_{kind}" for kind in kinds} <= NAMED | ENDS
    assert len(codes) > 10
    assert len(kinds) == 5
