"""No output of a projected plan has in it what its viewer must not see.

Every class of fields has canaries: words and numbers that stand nowhere else. Each cell
of viewer × class × surface makes the output and looks for them.
"""

from __future__ import annotations

from itertools import product

import attrs
import pytest
from tests.contract.canary_plan import CLASSES, DAY, FULL, LEDGER, SEES, VIEWERS
from tests.contract.canary_surfaces import (
    CELLS,
    SURFACES,
    Project,
    every_form,
    found_in,
    made,
    output,
    plainly,
)

import jbpcore as jbp
from jbpcore.errors import PlanNotFoundError
from jbpcore.planning.policy import Viewer
from jbpcore.planning.visibility import project


def test_there_are_as_many_cells_as_promised() -> None:
    assert len(CELLS) == 9 * 7 * 29 >= 330
    assert {role for role, _ in VIEWERS} == set(jbp.PersonRole)


@pytest.mark.parametrize(("whose", "field_class", "surface"), CELLS, ids=str)
def test_a_canary_is_in_an_output_only_if_the_viewer_may_see_it(
    whose: tuple[jbp.PersonRole, jbp.Side | None], field_class: str, surface: str
) -> None:
    may_see = SEES[whose][CLASSES.index(field_class)] == "1"
    is_there = found_in(output(whose, surface), field_class)
    assert may_see or not is_there
    if surface in {"dict", "json", "repr"}:
        assert is_there is may_see


@pytest.mark.parametrize("whose", VIEWERS, ids=str)
def test_a_card_projects_the_plan_itself(
    whose: tuple[jbp.PersonRole, jbp.Side | None],
) -> None:
    viewer = Viewer(role=whose[0], side=whose[1])
    try:
        card = jbp.plan_card(FULL, LEDGER, as_of=DAY, audience=viewer)
    except PlanNotFoundError:
        return
    shown = plainly(every_form(card))
    for at, name in enumerate(CLASSES):
        assert SEES[whose][at] == "1" or not found_in(shown, name)


def test_every_surface_shows_something_to_somebody() -> None:
    for surface in SURFACES:
        whole = made(VIEWERS[0], surface, lambda plan, _: plan)
        shown = [name for name in CLASSES if found_in(whole, name)]
        assert shown, surface


def leaks(by: Project) -> set[tuple[str, str]]:
    """Return on which surfaces a projection leaks what, to anybody."""
    caught = set()
    for whose, surface in product(VIEWERS, SURFACES):
        hidden = {name for name, sees in zip(CLASSES, SEES[whose], strict=True)
                  if sees == "0"}  # fmt: skip
        missed = {name for name in hidden if (name, surface) not in caught}
        if missed:
            text = made(whose, surface, by)
            caught |= {(name, surface) for name in missed if found_in(text, name)}
    return caught


def with_all(*names: str) -> Project:
    """Return a projection that forgets some of the fields."""

    def careless(plan: jbp.Plan, viewer: Viewer) -> jbp.Plan:
        kept = {name: getattr(plan, name) for name in names}
        return attrs.evolve(project(plan, viewer), **kept)

    return careless


def test_a_projection_that_leaves_all_in_is_caught_on_every_surface() -> None:
    caught = leaks(lambda plan, _: plan)
    # The terms that are signed have nothing in them that only one side sees.
    assert {surface for _, surface in caught} == set(SURFACES) - {"terms", "minutes"}
    assert {name for name, _ in caught} == {*CLASSES} - {"public", "terms", "joint"}


@pytest.mark.parametrize(
    ("forgotten", "is_caught_for"),
    [
        ("people", {"vendor people", "partner people"}),
        ("goals", {"vendor inside", "partner inside", "vendor people"}),
        ("actions", {"vendor inside", "partner inside", "partner people"}),
        ("initiatives", {"vendor inside", "partner inside"}),
        ("commitments", {"vendor inside", "vendor people"}),
        ("comments", {"vendor inside", "partner inside", "vendor people"}),
        ("records", {"vendor inside", "partner inside", "vendor people"}),
        ("confidences", {"vendor inside", "partner inside", "vendor people"}),
        ("outcomes", {"vendor inside", "partner inside"}),
        ("signoffs", {"vendor people"}),
        (
            "reviews",
            {"vendor inside", "partner inside", "vendor people", "partner people"},
        ),
        ("proposals", {"partner people"}),
        ("approvals", {"vendor people", "partner people"}),
        ("partner", {"vendor inside"}),
        ("previous_id", {"vendor inside"}),
        ("successor_id", {"vendor inside"}),
    ],
)
def test_a_projection_that_forgets_one_field_is_caught(
    forgotten: str, is_caught_for: set[str]
) -> None:
    assert is_caught_for <= {name for name, _ in leaks(with_all(forgotten))}
