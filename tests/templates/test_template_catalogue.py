"""Sources of templates as one: who owns a key, and what a bad source cannot do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.templates.coded import FirstDeal

import jbpcore as jbp
from jbpcore.adapters.template_catalogue import SingleTemplate
from jbpcore.errors import (
    InvalidDataError,
    InvalidValueError,
    NotAllowedError,
    TemplateNotFoundError,
    TransitionError,
)

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
HEAD = 'format = 1\nkey = "{key}"\nversion = {version}\nname = "T"\n'


def folder(path: Path, *files: tuple[str, int, str]) -> jbp.TemplateFolder:
    path.mkdir(exist_ok=True)
    for key, version, more in files:
        text = HEAD.format(key=key, version=version) + more
        (path / f"{key}@{version}.toml").write_text(text, "utf-8")
    return jbp.TemplateFolder(path)


def test_a_key_belongs_to_the_first_source_that_has_it(tmp_path: Path) -> None:
    ours = folder(tmp_path / "ours", ("lite", 1, ""))
    theirs = folder(tmp_path / "theirs", ("lite", 9, ""), ("more", 1, ""))
    catalogue = jbp.TemplateCatalogue([("ours", ours), ("theirs", theirs)])
    assert [str(ref) for ref in catalogue.list_templates()] == ["lite@1", "more@1"]
    assert catalogue.get("lite").ref.version == 1
    with pytest.raises(TemplateNotFoundError):
        catalogue.get("lite", 9)
    assert catalogue.origin_of("more") == "theirs"
    shadowed = catalogue.list_problems()
    assert [one.code for one in shadowed] == ["jbp.template.shadowed"]
    assert "lite@9" in shadowed[0].message


def raising(error: BaseException) -> Any:
    def opened() -> Any:
        raise error

    return opened


class FailsLater:
    def list_templates(self) -> tuple[jbp.TemplateRef, ...]:
        raise ZeroDivisionError

    def get(self, key: str, version: int | None = None) -> Any:
        raise SystemExit(key, version)

    def list_problems(self) -> tuple[jbp.Finding, ...]:
        raise RecursionError


@pytest.mark.parametrize(
    "bad",
    [
        raising(ImportError("no such module")),
        raising(SystemExit(1)),
        raising(RecursionError()),
        FailsLater(),
    ],
)
def test_a_source_that_fails_is_told_of_and_hinders_no_other(
    bad: Any, tmp_path: Path
) -> None:
    ours = folder(tmp_path / "ours", ("lite", 1, ""))
    catalogue = jbp.TemplateCatalogue([("bad", bad), ("ours", ours)])
    assert catalogue.get("lite").ref.key == "lite"
    assert [str(ref) for ref in catalogue.list_templates()] == ["lite@1"]
    problems = catalogue.list_problems()
    assert {one.code for one in problems} == {"jbp.template.source_failed"}
    assert {one.path for one in problems} == {"bad"}


def test_sources_are_opened_when_they_are_needed(tmp_path: Path) -> None:
    opened: list[str] = []

    def later() -> SingleTemplate:
        opened.append("later")
        return SingleTemplate(FirstDeal())

    ours = folder(tmp_path / "ours", ("lite", 1, ""))
    catalogue = jbp.TemplateCatalogue([("ours", ours), ("later", later)])
    catalogue.get("lite")
    assert not opened
    assert catalogue.get("first-deal").name == "First deal"
    catalogue.list_templates()
    assert opened == ["later"]


def test_a_product_may_bring_its_own_and_extend_what_is_shipped(tmp_path: Path) -> None:
    more = (
        'extends = "growth"\nremove = ["goals.pipeline"]\n[suits]\ntiers = ["Gold"]\n'
    )
    folder(tmp_path, ("growth-gold", 1, more))
    catalogue = jbp.default_template_catalogue(folders=[tmp_path], allow=[])
    template = catalogue.get("growth-gold")
    assert isinstance(template, jbp.DeclaredTemplate)
    ids = [goal.id for goal in template.template.goals]
    assert "pipeline" not in ids
    assert "revenue" in ids
    gold = jbp.Partner(id="nw", name="Northwind", tier="gold")
    suitable = [one.ref.key for one in catalogue.list_suitable(gold)]
    assert suitable[0] == "growth-gold"
    plain = jbp.Partner(id="nw", name="Northwind")
    assert "growth-gold" not in {one.ref.key for one in catalogue.list_suitable(plain)}


FIRST = """
[[questions]]
id = "deals"
name = "Deals"
kind = "count"
unit = "deals"
[[questions]]
id = "why"
name = "Why?"
kind = "text"
[[goals]]
id = "deals"
name = "Deals"
metric = "deals-won"
target = "deals"
[[actions]]
id = "offer"
name = "Send the offer"
side = "partner"
due = "day 30"
"""
SECOND = """
[[questions]]
id = "deals"
name = "Deals to win"
kind = "count"
unit = "deals"
[[questions]]
id = "who"
name = "Who?"
kind = "text"
required = true
[[goals]]
id = "deals"
name = "Deals won"
metric = "deals-won"
target = { formula = "uplift", base = "deals", by = "50%" }
[[actions]]
id = "offer"
name = "Send the offer in writing"
side = "partner"
due = "day 20"
[[cadences]]
id = "check-in"
name = "Check-in"
step = "quarterly"
on = "1st monday of month 1"
"""


@pytest.fixture
def source(tmp_path: Path) -> jbp.TemplateFolder:
    return folder(tmp_path, ("lite", 1, FIRST), ("lite", 2, SECOND))


def drafted(source: jbp.TemplateFolder) -> jbp.Plan:
    return jbp.draft_plan(
        template="lite@1",
        templates=source,
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA],
        answers={"deals": 8, "why": "Because"},
        by="maria",
        at=NOW,
    )


def test_an_upgrade_keeps_answers_and_what_people_changed(
    source: jbp.TemplateFolder,
) -> None:
    plan = drafted(source)

    def changed(plan: jbp.Plan) -> jbp.Plan:
        offer = attrs.evolve(plan.actions[0], due_on=date(2026, 2, 2))
        extra = jbp.Action(
            id="own", name="Our own", side=jbp.Side.VENDOR, due_on=date(2026, 3, 1)
        )
        return attrs.evolve(plan, actions=[offer, extra], notes="Ask Tom.")

    plan = jbp.edit(plan, changed, by="maria", at=NOW)
    found = jbp.upgrade(plan, templates=source, by="maria", at=NOW)
    after = found.plan
    assert str(after.template) == "lite@2"
    assert after.notes == "Ask Tom."
    # 8 × 1.5 = 12; the name is the new one, as nobody had changed it.
    assert after.goals[0].target == jbp.Quantity(12, "deals")
    assert after.goals[0].name == "Deals won"
    # Both changed the day; people's stays. Only the new version changed the name.
    offer, own = after.actions
    assert (offer.name, offer.due_on) == ("Send the offer in writing", date(2026, 2, 2))
    assert own.id == "own"
    assert [one.path for one in found.kept] == ["actions[id=offer].due_on"]
    # What is not asked any more stays; what is new is to be answered.
    assert {str(one.id): one.text for one in after.answers}["why"] == "Because"
    codes = {(one.code, one.path) for one in found.findings}
    assert codes == {
        ("jbp.template.answer_missing", "answers.who"),
        ("jbp.template.answer_unasked", "answers.why"),
    }
    assert len(after.reviews) == 4
    assert after.records[-1].move == "upgrade"
    # Nothing was done to the plan itself.
    assert str(plan.template) == "lite@1"
    again = jbp.upgrade(after, templates=source, by="maria", at=NOW)
    assert again.changes == ()


def test_an_upgrade_is_for_drafts_of_templates_alone(
    source: jbp.TemplateFolder,
) -> None:
    plan = drafted(source)
    proposed = jbp.propose(plan, by="maria", at=NOW)
    with pytest.raises(TransitionError, match="next year's plan"):
        jbp.upgrade(proposed, templates=source, by="maria", at=NOW)
    bare = attrs.evolve(plan, template=None)
    with pytest.raises(InvalidValueError, match="made from a template"):
        jbp.upgrade(bare, templates=source, by="maria", at=NOW)
    with pytest.raises(TemplateNotFoundError):
        jbp.upgrade(plan, 5, templates=source, by="maria", at=NOW)
    with pytest.raises(NotAllowedError):
        jbp.upgrade(plan, templates=source, by="nobody", at=NOW)


def test_the_template_of_a_plan_is_changed_by_upgrading_alone(
    source: jbp.TemplateFolder,
) -> None:
    plan = drafted(source)
    with pytest.raises(TransitionError, match="Use upgrade"):
        jbp.edit(plan, attrs.evolve(plan, template=None), by="maria", at=NOW)


def test_questions_are_answered_later_and_taken_back(
    source: jbp.TemplateFolder,
) -> None:
    plan = drafted(source)
    template = source.get("lite", 1)
    plan = jbp.answer_questions(
        plan, {"why": "For {all}", "deals": None}, template=template, by="maria", at=NOW
    )
    assert [(one.id, one.text) for one in plan.answers] == [("why", "For {all}")]
    assert plan.goals[0].target == jbp.Quantity(8, "deals")
    with pytest.raises(ValueError, match="answers") as caught:
        jbp.answer_questions(
            plan, {"x": 1, "deals": "many"}, template=template, by="maria", at=NOW
        )
    assert [one.path for one in caught.value.findings] == [  # type: ignore[attr-defined] # InvalidDataError
        "answers.x",
        "answers.deals",
    ]
    codes = [one.code for one in caught.value.findings]  # type: ignore[attr-defined] # InvalidDataError
    assert codes == ["jbp.template.answer_unknown", "jbp.template.answer"]


WAITING = """
[[actions]]
id = "a"
name = "A"
side = "partner"
due = "day 30"
[[actions]]
id = "b"
name = "B"
side = "partner"
due = "day 40"
"""


def test_an_upgrade_that_does_not_go_with_what_people_changed_is_refused(
    tmp_path: Path,
) -> None:
    first = FIRST + WAITING
    templates = folder(
        tmp_path, ("lite", 1, first), ("lite", 2, f'{first}needs = ["a"]\n')
    )
    plan = drafted(templates)

    def waits(plan: jbp.Plan) -> jbp.Plan:
        offer, a, b = plan.actions
        a = attrs.evolve(a, depends_on=[jbp.Dependency("b")])
        return attrs.evolve(plan, actions=[offer, a, b])

    assert jbp.upgrade(plan, templates=templates, by="maria", at=NOW).changes
    plan = jbp.edit(plan, waits, by="maria", at=NOW)
    with pytest.raises(InvalidDataError) as caught:
        jbp.upgrade(plan, templates=templates, by="maria", at=NOW)
    (finding,) = caught.value.findings
    assert finding.code == "jbp.merge.invalid"
    assert "a -> b -> a" in str(finding.message)
