"""Templates in YAML, and as their published schema has them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from tests.templates.template_texts import HEAD, sound

import jbpcore as jbp
from jbpcore.adapters.template_files.yaml_text import try_yaml_text
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.walk import template_record_for

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "src/jbpcore/adapters/template_files/shipped"


def test_yaml_says_the_same_as_toml() -> None:
    pytest.importorskip("yaml")
    text = """
format: 1
key: t
version: 1
name: T
questions:
  - id: base
    name: Base
    kind: money
    least: 0
goals:
  - id: a
    name: A
    metric: revenue
    target: {formula: uplift, base: base, by: 10%}
actions:
  - {id: x, name: X, side: vendor, due: day 30}
"""
    toml = (
        HEAD
        + """
[[questions]]
id = "base"
name = "Base"
kind = "money"
least = 0
[[goals]]
id = "a"
name = "A"
metric = "revenue"
target = { formula = "uplift", base = "base", by = "10%" }
[[actions]]
id = "x"
name = "X"
side = "vendor"
due = "day 30"
"""
    )
    found = try_yaml_text(text.encode(), "t.yaml")
    assert isinstance(found, TemplateText)
    assert try_template(found) == sound(toml)
    wrong = try_yaml_text(text.replace("revenue", "x").encode(), "t.yaml")
    assert isinstance(wrong, TemplateText)
    problems = try_template(wrong)
    assert isinstance(problems, tuple)
    assert [one.path for one in problems] == ["t.yaml:14:goals[0].metric"]


def schema() -> Any:
    return jsonschema.Draft202012Validator(jbp.template_schema())


def test_the_published_schema_is_the_one_that_checks() -> None:
    published = ROOT / "docs/reference/jbpcore-template.schema.json"
    assert json.loads(published.read_text("utf-8")) == jbp.template_schema()
    jsonschema.Draft202012Validator.check_schema(jbp.template_schema())


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda f: f.name)
def test_shipped_templates_are_valid_and_shown_as_written(file: Path) -> None:
    data = tomllib.loads(file.read_text("utf-8"))
    assert list(schema().iter_errors(data)) == []
    template = jbp.read_template_file(file).template
    assert jbp.diff_templates(template, template) == ()
    written = {"format": 1, **template_record_for(jbp.Template).encode(template)}
    again = try_template(TemplateText(name=file.name, data=written))
    assert again == attrs.evolve(template, based_on=())


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"goals": [{"id": "a", "name": "A", "metric": "revenue", "target": 1.5}]}, 3),
        ({"goals": [{"id": "a", "name": "A"}]}, 2),
        ({"colour": "red"}, 0),
        ({"actions": [{"id": "a", "name": "A", "side": "both", "due": "end"}]}, 3),
        ({"key": "Big Plan"}, 1),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(
    change: dict[str, Any], path: int
) -> None:
    data = {"format": 1, "key": "t", "version": 1, "name": "T"} | change
    assert list(schema().iter_errors(data))
    assert isinstance(try_template(TemplateText(name="t", data=data)), tuple)
    assert path >= 0


def test_what_extends_another_may_leave_out_what_that_says() -> None:
    data = {
        "format": 1,
        "key": "t",
        "version": 1,
        "extends": "b",
        "goals": [{"id": "a"}],
    }
    assert list(schema().iter_errors(data)) == []
    del data["extends"]
    assert list(schema().iter_errors(data))
