"""Templates that somebody wrote to do harm end in findings, after few steps.

Steps are counted, as a busy machine says nothing about time, which
``benchmarks/templates.py`` measures.
"""

from __future__ import annotations

import builtins
import io
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.templates.hostile import TOML, YAML

import jbpcore as jbp
from jbpcore.adapters.template_files.yaml_text import try_yaml_text
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE, TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding, InvalidDataError
from jbpcore.testing.injection_payloads import PAYLOADS

# What does no harm but is long.
HARMLESS = {
    "a comment",
    "comments",
    "blanks",
    "lines",
    "sums of sums",
}
MOST_STEPS = 1_200_000
# One for each thing that holds them down; counting all would take most of a minute.
COUNTED = (
    "one key of 20,000 parts",
    "20,000 dotted keys of their own",
    "a list of 100,000 numbers",
    "tables in tables",
    "three quotes and escapes",
    "comments",
    "equals signs",
    "brackets that open nothing",
    "blank lines and blanks",
    "names nearly right",
    "a text of placeholders",
    "sums of sums",
    "goals worked out from each other",
    "a hundred kinds of mistakes in each part",
    "actions that all stand twice",
)
COUNTED_YAML = ("a billion laughs", "keys", "a list of lists", "numbers")


def findings(text: TemplateText | Finding) -> tuple[Finding, ...]:
    if isinstance(text, Finding):
        return (text,)

    def find(key: str, _: int | None) -> TemplateText | None:
        return text if key == "bad" else None

    found = try_template(text, find_base=find)
    return found if isinstance(found, tuple) else ()


def steps(question: Callable[[], object]) -> int:
    """Return how many calls *question* makes, of functions in Python or in C."""
    count = 0

    def seen(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        question()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", COUNTED)
def test_hostile_toml_takes_few_steps(name: str) -> None:
    assert steps(lambda: findings(try_toml_text(TOML[name], "bad.toml"))) < MOST_STEPS


@pytest.mark.parametrize("name", COUNTED_YAML)
def test_hostile_yaml_takes_few_steps(name: str) -> None:
    raw = YAML[name].encode()
    assert steps(lambda: findings(try_yaml_text(raw, "bad.yaml"))) < MOST_STEPS


@pytest.mark.parametrize("name", TOML)
def test_hostile_toml_ends_in_findings(name: str) -> None:
    text = TOML[name]
    assert len(text) <= LONGEST_TEMPLATE
    found = findings(try_toml_text(text, "bad.toml"))
    assert bool(found) is (name not in HARMLESS)
    for finding in found:
        assert finding.code.startswith("jbp.")
        assert finding.path.startswith("bad.toml:")
        assert len(finding.message) < 2_000
    assert len(found) <= 1_001


@pytest.mark.parametrize("name", YAML)
def test_hostile_yaml_ends_in_findings(name: str) -> None:
    assert findings(try_yaml_text(YAML[name].encode(), "bad.yaml"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_a_template_is_text_or_a_mistake(payload: str) -> None:
    quoted = '"' + "".join(f"\\U{ord(sign):08x}" for sign in payload) + '"'
    text = f"""
format = 1
key = "bad"
version = 1
name = {quoted}
plan_name = {quoted}
notes = {quoted}
summary = {quoted}
[[questions]]
id = "q"
name = {quoted}
kind = "text"
help = {quoted}
default = {quoted}
[[goals]]
id = "g"
name = {quoted}
metric = "revenue"
description = {quoted}
[[actions]]
id = "a"
name = {quoted}
side = "vendor"
due = "end"
notes = {quoted}
"""
    read = try_toml_text(text, "bad.toml")
    assert isinstance(read, TemplateText)
    found = try_template(read)
    if isinstance(found, tuple):
        codes = {finding.code for finding in found}
        assert codes == {"jbp.template.placeholder"}
        return
    setting = jbp.PlanSetting(
        id="p",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    )
    plan = jbp.DeclaredTemplate(found).build({}, setting).plan
    said = payload.replace("{{", "{").replace("}}", "}")
    for text in (plan.name, plan.notes, plan.goals[0].name, plan.actions[0].notes):
        assert text in {said, said.replace("{partner.name}", "Northwind")}
    # What is no part of the plan is as it was written, braces and all.
    assert plan.answers[0].text == plan.answers[0].name == payload


@pytest.mark.parametrize("where", ["start", "key"])
def test_every_field_refuses_a_payload_where_no_text_belongs(where: str) -> None:
    for payload in PAYLOADS:
        data = {
            "format": 1,
            "key": payload if where == "key" else "bad",
            "version": 1,
            "name": "Bad",
            "actions": [
                {"id": "a", "name": "A", "side": "vendor", "due": payload},
            ],
            "goals": [{"id": payload, "name": "G", "metric": payload}],
            "cadences": [{"id": "c", "name": "C", "step": "monthly", "on": payload}],
        }
        found = try_template(TemplateText(name="bad.toml", data=data))
        assert isinstance(found, tuple)
        paths = {finding.path.rpartition(":")[2] for finding in found}
        assert {"actions[0].due", "cadences[0].on", "goals[0].id"} <= paths


@pytest.mark.parametrize(
    "base",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\\\..\\\\secret",
        "file:///etc/passwd",
        "growth.toml",
        "./growth",
        "growth/../growth",
        "C:growth",
        "growth@../2",
        "growth\\u0000",
        "~root",
        "con",
    ],
)
def test_what_is_extended_is_a_key_and_never_opens_a_file(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'format = 1\nkey = "bad"\nversion = 1\nname = "B"\nextends = "{base}"\n'
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    opened: list[str] = []
    really = io.open

    def watched(path: object, *rest: object, **more: object) -> object:
        if isinstance(path, (str, os.PathLike)):
            opened.append(os.fspath(path))
        return really(path, *rest, **more)  # type: ignore[call-overload] # as given

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    found = jbp.try_template_file(file)
    assert isinstance(found, tuple)
    assert [finding.code for finding in found] == ["jbp.template.extends"]
    assert set(opened) <= {str(file)}


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text('format = 1\nkey = "bad"\nversion = 1\nname = "B"\n', "utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "bad.toml").symlink_to(outside)
    source = jbp.TemplateFolder(folder)
    assert source.list_templates() == ()
    assert [one.code for one in source.list_problems()] == ["jbp.template.file"]


def test_a_plan_of_ten_years_asks_for_too_many_reviews() -> None:
    daily = jbp.TemplateCadence(
        id="c",
        name="Daily",
        step=jbp.Frequency.WEEKLY,
        on=jbp.MeetingDay.parse("monday, tuesday, wednesday"),
    )
    template = jbp.Template(key="t", version=1, name="T", cadences=[daily])
    setting = jbp.PlanSetting(
        id="p",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=jbp.DateRange(date(2026, 1, 1), date(2036, 1, 1)),
    )
    with pytest.raises(ValueError, match="more than 400") as caught:
        jbp.DeclaredTemplate(template).build({}, setting)
    assert isinstance(caught.value, InvalidDataError)
    codes = {one.code for one in caught.value.findings}
    assert codes == {"jbp.template.too_many_reviews"}
