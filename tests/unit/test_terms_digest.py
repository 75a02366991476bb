"""The digest of what both sides sign: the same everywhere, and only of what counts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Context, localcontext
from pathlib import Path
from typing import Any
from unicodedata import normalize

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.metric import Direction
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import canonical_terms, terms_digest, terms_of

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = TESTS / "golden" / "terms-1"
DIGESTS: dict[str, str] = json.loads((GOLDEN / "digests.json").read_text("utf-8"))
NAMES = sorted(DIGESTS)
for_each_golden = pytest.mark.parametrize("name", NAMES)
SOURCES = Path(jbp.__file__).parents[1]


def plan_of(name: str) -> Plan:
    return jbp.loads((GOLDEN / f"{name}.plan.json").read_text("utf-8"), Plan)


def recipe() -> dict[str, Any]:
    """Return what the recipe on the page about the digest defines."""
    page = TESTS.parent / "docs" / "reference" / "terms-digest.md"
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (code,) = [block for block in blocks if "def recompute" in block]
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - the page's own code is what is tested
    return defined


@for_each_golden
def test_the_canonical_bytes_are_those_kept(name: str) -> None:
    kept = (GOLDEN / f"{name}.terms").read_bytes()
    assert canonical_terms(plan_of(name)) == kept
    assert terms_digest(plan_of(name)) == DIGESTS[name]


@for_each_golden
def test_the_digest_is_the_sha_256_of_the_bytes(name: str) -> None:
    kept = (GOLDEN / f"{name}.terms").read_bytes()
    assert hashlib.sha256(kept).hexdigest() == DIGESTS[name]


@for_each_golden
def test_an_outsider_recomputes_it_from_the_document(name: str) -> None:
    document = json.loads((GOLDEN / f"{name}.plan.json").read_text("utf-8"))
    assert recipe()["recompute"](document) == DIGESTS[name]


def test_every_golden_file_is_looked_at() -> None:
    files = {path.name for path in GOLDEN.iterdir()}
    kept = {f"{name}{end}" for name in NAMES for end in (".plan.json", ".terms")}
    assert files == {"digests.json", *kept}


def shuffled(data: Any) -> Any:
    """Return the same plain data with the keys of each object the other way round."""
    if isinstance(data, dict):
        return {key: shuffled(data[key]) for key in reversed(data)}
    return [shuffled(item) for item in data] if isinstance(data, list) else data


@for_each_golden
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_neither_key_order_nor_the_form_of_accents_matters(
    name: str, form: Any
) -> None:
    text = (GOLDEN / f"{name}.plan.json").read_text("utf-8")
    document = shuffled(json.loads(normalize(form, text)))
    assert terms_digest(jbp.from_data(document, Plan)) == DIGESTS[name]


@for_each_golden
def test_the_order_of_goals_and_commitments_does_not_matter(name: str) -> None:
    plan = plan_of(name)
    turned = attrs.evolve(
        plan, goals=plan.goals[::-1], commitments=plan.commitments[::-1]
    )
    assert terms_digest(turned) == DIGESTS[name]


@for_each_golden
def test_the_hosts_decimal_context_does_not_matter(name: str) -> None:
    with localcontext(Context(prec=1, rounding="ROUND_CEILING")):
        assert terms_digest(plan_of(name)) == DIGESTS[name]


ASK = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import jbpcore as jbp
for path in sorted(Path(sys.argv[2]).glob("*.plan.json")):
    print(jbp.terms_digest(jbp.loads(path.read_text("utf-8"), jbp.Plan)))
"""


@pytest.mark.parametrize(
    ("environment", "options"),
    [
        ({"PYTHONHASHSEED": "0"}, ()),
        ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia"}, ()),
        ({"PYTHONHASHSEED": "4294967295", "LC_ALL": "tr_TR.UTF-8"}, ("-O",)),
        ({"PYTHONHASHSEED": "random", "PYTHONINTMAXSTRDIGITS": "640"}, ("-OO",)),
    ],
    ids=["seed 0", "seed 1, other zone", "other language, -O", "random seed, -OO"],
)
def test_the_interpreter_and_the_machines_settings_do_not_matter(
    environment: dict[str, str], options: tuple[str, ...]
) -> None:
    done = subprocess.run(  # noqa: S603  (our own interpreter and our own text)
        [sys.executable, *options, "-c", ASK, str(SOURCES), str(GOLDEN)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [DIGESTS[name] for name in NAMES]


RICH = plan_of("everything")


def on_goal(**changes: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        first, *rest = plan.goals
        return attrs.evolve(plan, goals=(attrs.evolve(first, **changes), *rest))

    return change


def on_metric(**changes: Any) -> Callable[[Plan], Plan]:
    return on_goal(metric=attrs.evolve(RICH.goals[0].metric, **changes))


def on_commitment(**changes: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        first, *rest = plan.commitments
        return attrs.evolve(plan, commitments=(attrs.evolve(first, **changes), *rest))

    return change


def on_plan(**changes: Any) -> Callable[[Plan], Plan]:
    return lambda plan: attrs.evolve(plan, **changes)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


MATERIAL = {
    "a target": on_goal(target=usd("25000.01")),
    "no target": on_goal(target=None),
    "another baseline": on_goal(baseline=usd("1")),
    "another commit": on_goal(commit=usd("1")),
    "another stretch": on_goal(stretch=usd("1")),
    "another weight": on_goal(weight=3),
    "a cap": on_goal(score_cap=1),
    "a floor": on_goal(score_floor=0),
    "another side": on_goal(side=jbp.Side.VENDOR),
    "another phasing": on_goal(phasing=jbp.SCurvePhasing()),
    "another period of a goal": on_goal(
        period=jbp.DateRange(date(2026, 4, 1), date(2026, 6, 30))
    ),
    "another scope": on_goal(scope={"région": "Nord"}),
    "no version": on_goal(target_versions=()),
    "a version from another day": on_goal(
        target_versions=[
            jbp.TargetVersion(effective_on=date(2026, 5, 2), target=usd("20000"))
        ]
    ),
    "a goal for one side": on_goal(audience=jbp.Audience.VENDOR),
    "another id": on_goal(id="other"),
    "other bookings": on_metric(key="margin"),
    "what counts": on_metric(definition="Invoiced. Renewals count."),
    "which way is good": on_metric(direction=Direction.DOWN),
    "a promise": on_commitment(name="Fund half of the campaign"),
    "whose promise": on_commitment(side=jbp.Side.PARTNER),
    "by when": on_commitment(due_on=date(2026, 5, 1)),
    "what a promise serves": on_commitment(goal_id=None),
    "no promise": on_plan(commitments=()),
    "no goals": on_plan(goals=()),
    "a period": on_plan(period=jbp.DateRange(date(2026, 1, 1), date(2026, 12, 31))),
    "bands": on_plan(health_bands=jbp.HealthBands(ahead="6/5")),
}
WORDING = {
    "a goal's name": on_goal(name="Renamed"),
    "a description": on_goal(description="Other words"),
    "an owner": on_goal(owner_id="somebody-else"),
    "when figures are stale": on_goal(stale_after_days=7),
    "zeros after the point": on_goal(target=usd("25000.00")),
    "a metric's name": on_metric(name="Turnover"),
    "why a target was revised": on_goal(
        target_versions=[
            attrs.evolve(
                RICH.goals[0].target_versions[0],
                reason="Other words",
                recorded_at=datetime(2026, 5, 2, tzinfo=UTC),
            )
        ]
    ),
    "what became of a promise": on_commitment(status=jbp.CommitmentStatus.MISSED),
    "notes on a promise": on_commitment(notes="Late"),
    "who sees to a promise": on_commitment(owner_id="maria"),
    "how often it was carried": on_commitment(carry_count=3),
    "a plan's name": on_plan(name="Renamed"),
    "a plan's id": on_plan(id="renamed"),
    "people": on_plan(people=()),
    "actions": on_plan(actions=()),
    "initiatives": on_plan(initiatives=()),
    "reviews": on_plan(reviews=(), cadences=()),
    "notes": on_plan(notes="Anything"),
    "state": on_plan(state=PlanState.CLOSED),
    "signatures": on_plan(signoffs=()),
    "comments": on_plan(comments=()),
}


@pytest.mark.parametrize("what", MATERIAL)
def test_what_is_material_changes_the_digest(what: str) -> None:
    assert terms_digest(MATERIAL[what](RICH)) != terms_digest(RICH)


@pytest.mark.parametrize("what", WORDING)
def test_what_is_wording_leaves_the_digest_alone(what: str) -> None:
    assert terms_digest(WORDING[what](RICH)) == terms_digest(RICH)


def test_a_goal_for_one_side_is_no_part_of_the_terms() -> None:
    inside = attrs.evolve(
        RICH.goals[0], id="secret", audience=jbp.Audience.PARTNER, target=usd("1")
    )
    more = attrs.evolve(RICH, goals=(*RICH.goals, inside))
    assert terms_digest(more) == terms_digest(RICH)
    assert b"secret" not in canonical_terms(more)


def test_terms_by_themselves_have_the_digest_of_their_plan() -> None:
    assert terms_digest(terms_of(RICH)) == terms_digest(RICH)


def test_two_labels_that_differ_in_form_alone_are_not_lost() -> None:
    one = on_goal(scope={"é": "1", "e\u0301": "2"})(RICH)
    other = on_goal(scope={"é": "2", "e\u0301": "1"})(RICH)
    assert '"scope":[["é","1"],["é","2"]]'.encode() in canonical_terms(one)
    assert terms_digest(one) == terms_digest(other)


def test_anything_else_has_no_digest() -> None:
    wrong: Any = RICH.goals[0]
    with pytest.raises(InvalidValueError, match="a Plan or Terms"):
        terms_digest(wrong)
