"""A reader finds every word of the trade, and every noun of it in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import jbpcore as jbp

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "glossary.md"
TEXT = PAGE.read_text("utf-8")
TERMS = {
    term.strip(" `")
    for line in re.findall(r"^(\S.*)\n: ", TEXT, re.MULTILINE)
    for term in line.split(",")
}
# The words that the two sides use, as the design of the library has them.
NOUNS = (
    *("Plan", "Party", "Side", "Partner", "Person", "PersonRole", "Metric", "Goal"),
    *("ActualEntry", "Commitment", "Action", "Window", "Initiative", "Health"),
    *("Confidence", "Signoff", "Amendment", "ReviewCadence", "Review", "Template"),
    *("Section", "Question", "Scorecard", "PlanState", "Outcome", "FollowThrough"),
    *("Projection", "Bucket", "Nudge", "Attention", "Vitality", "PlanCard"),
)
FIGURES = {
    *("attainment_ratio", "progress_ratio", "expected_to_date", "pace_index"),
    *("gap_to_target", "gap_to_pace", "run_rate", "required_run_rate", "lift_needed"),
    *("projected_finish", "hit_probability", "low", "high"),
}
WORDS = {
    *("plan", "party", "partner", "side", "person", "role", "metric", "goal"),
    *("baseline", "target", "commit", "stretch", "phasing", "entry", "commitment"),
    *("action", "window", "initiative", "health", "confidence", "sign-off"),
    *("amendment", "cadence", "review", "follow-through", "template", "section"),
    *("field", "scorecard", "state", "outcome"),
}


@pytest.mark.parametrize("name", NOUNS)
def test_a_noun_leads_to_its_class(name: str) -> None:
    home = getattr(jbp, name).__module__
    assert f"{{py:class}}`~{home}.{name}`" in TEXT


def test_every_figure_has_a_definition() -> None:
    assert FIGURES <= TERMS


def test_every_word_has_a_definition() -> None:
    assert WORDS <= TERMS


def test_no_word_is_defined_twice() -> None:
    lines = re.findall(r"^(\S.*)\n: ", TEXT, re.MULTILINE)
    words = [word.strip() for line in lines for word in line.split(",")]
    assert sorted(words) == sorted(set(words))
