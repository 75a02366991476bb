"""Reading templates: every mistake at once, with its line; bases; YAML; the schema."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

import jbpcore as jbp
from jbpcore.adapters.template_files.yaml_text import try_yaml_text
from jbpcore.codec.shared import Shared
from jbpcore.codec.templates.nodes import SHARE
from jbpcore.codec.templates.reading import read_template, try_template
from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE, TemplateText
from jbpcore.codec.templates.toml_scan import TooMuchError, scan_toml
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.codec.templates.walk import template_record_for
from jbpcore.errors import (
    Finding,
    InvalidDataError,
    InvalidValueError,
    TemplateNotFoundError,
)

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "src/jbpcore/adapters/template_files/shipped"
HEAD = 'format = 1\nkey = "t"\nversion = 1\nname = "T"\n'


def read(text: str, **bases: str) -> jbp.Template | tuple[Finding, ...]:
    def find(key: str, _: int | None) -> TemplateText | None:
        return parsed(bases[key], f"{key}.toml") if key in bases else None

    return try_template(parsed(text, "t.toml"), find_base=find)


def parsed(text: str, name: str) -> TemplateText:
    found = try_toml_text(text, name)
    assert isinstance(found, TemplateText), found
    return found


def mistakes(text: str, **bases: str) -> list[str]:
    found = read(text, **bases)
    assert isinstance(found, tuple), "there is no mistake in it"
    return [finding.path for finding in found]


def sound(text: str, **bases: str) -> jbp.Template:
    found = read(text, **bases)
    assert isinstance(found, jbp.Template), found
    return found


def test_every_mistake_is_told_of_at_once_with_its_line() -> None:
    text = """format = 1
key = "Big Plan"
version = 0
name = "T"
colour = "red"

[[questions]]
id = "base"
name = "Base"
kind = "money"
default = "a lot"
section = "nowhere"

[[goals]]
id = "a"
name = "A {answers.nothing}"
metric = "revenue"
target = { formula = "uplift", base = "base", by = "base" }
phasing = "hockey"

[[goals]]
id = "a"
name = "A"
metric = "revenue"
target = { formula = "magic" }
weight = 1.5

[[actions]]
id = "x"
name = "X"
side = "both"
due = "day 0"

[[actions]]
id = "y"
name = "Y"
side = "vendor"
due = "action z"
needs = ["x", "z"]
owner = "vendor.boss"
goal = "a"

[[cadences]]
id = "c"
name = "C"
step = "weekly"
on = "2nd tuesday"
"""
    assert mistakes(text) == [
        "t.toml:2:key",
        "t.toml:3:version",
        "t.toml:5:colour",
        "t.toml:11:questions[0].default",
        "t.toml:12:questions[0].section",
        "t.toml:16:goals[0].name",
        "t.toml:18:goals[0].target.by",
        "t.toml:19:goals[0].phasing",
        "t.toml:25:goals[1].target.formula",
        "t.toml:26:goals[1].weight",
        "t.toml:31:actions[0].side",
        "t.toml:32:actions[0].due",
        "t.toml:38:actions[1].due",
        "t.toml:39:actions[1].needs[1]",
        "t.toml:40:actions[1].owner",
        "t.toml:47:cadences[0].on",
    ]


def test_lines_are_those_of_the_text_whatever_stands_in_it() -> None:
    text = (
        '# a = "not a key"\n'
        'a = """\n'
        "[[not.a.table]]\n"
        'b = 1 \\" """\n'
        "c = [ # a list\n"
        "  1,\n"
        "  { d = 2, 'e f' = '#' },\n"
        "\n"
        "]\n"
        "[g.h]\n"
        "i.j = '''x\n"
        "'''\n"
        "[[k]]\n"
        "l = 1\n"
        "[[k]]\n"
        "[k.m]\n"
        "n = 1\n"
    )
    found = tomllib.loads(text)
    assert found["k"] == [{"l": 1}, {"m": {"n": 1}}]
    assert scan_toml(text).lines == {
        ("a",): 2,
        ("c",): 5,
        ("c", 0): 6,
        ("c", 1): 7,
        ("c", 1, "d"): 7,
        ("c", 1, "e f"): 7,
        ("g", "h"): 10,
        ("g", "h", "i"): 11,
        ("g", "h", "i", "j"): 11,
        ("k",): 13,
        ("k", 0): 13,
        ("k", 0, "l"): 14,
        ("k", 1): 15,
        ("k", 1, "m"): 16,
        ("k", 1, "m", "n"): 17,
    }


BASE = (
    HEAD.replace('"t"', '"base"')
    + """
currency = "USD"
[[questions]]
id = "base"
name = "Base"
kind = "money"
[[goals]]
id = "a"
name = "A"
metric = "revenue"
target = "base"
stretch = "base"
[[goals]]
id = "b"
name = "B"
metric = "deals-won"
"""
)


def test_a_template_is_laid_over_what_it_extends() -> None:
    over = """
format = 1
key = "t"
version = 7
name = "T"
extends = "base"
remove = ["goals.a.stretch", "goals.b"]
[[goals]]
id = "a"
weight = 3
[[goals]]
id = "c"
name = "C"
metric = "leads"
"""
    template = sound(over, base=BASE)
    assert (template.key, template.version, template.currency) == ("t", 7, "USD")
    assert template.based_on == (jbp.TemplateRef(key="base", version=1),)
    assert [goal.id for goal in template.goals] == ["a", "c"]
    first = template.goals[0]
    assert (first.name, int(first.weight), first.stretch) == ("A", 3, None)
    assert first.target == jbp.AnswerAmount("base")


def test_what_served_a_part_that_is_left_out_goes_on_without_it() -> None:
    base = (
        BASE
        + """
[[initiatives]]
id = "i"
name = "I"
goal = "b"
[[actions]]
id = "x"
name = "X"
side = "vendor"
due = "end"
[[actions]]
id = "y"
name = "Y"
side = "vendor"
due = "end"
goal = "b"
initiative = "i"
needs = ["x"]
"""
    )
    over = HEAD + 'extends = "base"\nremove = ["goals.b", "actions.x"]\n'
    template = sound(over, base=base)
    assert template.initiatives[0].goal is None
    action = template.actions[0]
    assert (action.goal, action.initiative, action.needs) == (None, "i", ())


def test_a_mistake_in_the_base_is_told_of_there() -> None:
    over = 'format = 1\nkey = "t"\nversion = 1\nextends = "base"\n'
    bad = BASE.replace('"deals-won"', '"deals-lost"')
    assert mistakes(over, base=bad) == ["base.toml:20:goals[1].metric"]
    wrong = over + '[[goals]]\nid = "a"\nweight = -1\n'
    assert mistakes(wrong, base=BASE) == ["t.toml:7:goals[0].weight"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('extends = "nobody"', "t.toml:5:extends"),
        ('extends = "t"', "t.toml:5:extends"),
        ("extends = 5", "t.toml:5:extends"),
        ('extends = "base"\nremove = ["goals.x"]', "t.toml:6:remove[0]"),
        ('remove = "goals"', "t.toml:5:remove[0]"),
        ('extends = "round"', "round.toml:5:extends"),
    ],
)
def test_what_is_wrong_with_a_base_is_told(line: str, expected: str) -> None:
    round_about = HEAD.replace('"t"', '"round"') + 'extends = "t"\n'
    text = f"{HEAD}{line}\n"
    assert mistakes(text, base=BASE, t=text, round=round_about) == [expected]


def test_templates_are_based_on_each_other_four_deep() -> None:
    chain = {
        f"b{at}": f'format = 1\nkey = "b{at}"\nversion = 1\nname = "B"\n'
        + (f'extends = "b{at - 1}"\n' if at else "")
        for at in range(6)
    }
    whole = sound(chain["b4"], **chain)
    assert [ref.key for ref in whole.based_on] == ["b3", "b2", "b1", "b0"]
    found = read(chain["b5"], **chain)
    assert isinstance(found, tuple)
    assert [one.code for one in found] == ["jbp.template.circle"]


GOAL = '[[goals]]\nid="a"\nname="A"\nmetric="revenue"\n'


def action(key: str, due: str = "end", *needs: str) -> str:
    return (
        f'[[actions]]\nid="{key}"\nname="A"\nside="vendor"\ndue="{due}"\n'
        f"needs={list(needs)}\n"
    )


def question(key: str, after: str = "", kind: str = "text") -> str:
    when = f'when={{question="{after}"}}\n' if after else ""
    return f'[[questions]]\nid="{key}"\nname="A"\nkind="{kind}"\n{when}'


PER_HEAD = 'target={formula="per_head",each=5,heads="5 USD"}'
CADENCE = '[[cadences]]\nid="c"\nname="C"\nstep="monthly"\n'
ONLY_IF = '[[initiatives]]\nid="b"\nname="B"\nwhen={question="a",answer="oui"}'


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (f'{GOAL}target="goals.a.target"', "circle"),
        (action("a", "action b") + action("b", "action a"), "circle"),
        (action("a", "end", "b") + action("b", "end", "a"), "circle"),
        (question("a", "b") + question("b", "a"), "circle"),
        (question("a", "", "yes_no") + ONLY_IF, "condition"),
        (f"{GOAL}keep={{lower=5}}", "keep"),
        (f'{GOAL}ends="review qbr 1"', "day"),
        (f'{GOAL}target="10%"', "unit"),
        (f"{GOAL}{PER_HEAD}", "unit"),
        (action("a", "each review c") + action("b", "end", "a") + CADENCE, "day"),
        ('[[completeness]]\nid="a"\nneeds="answer"\nquestion="b"', "unknown"),
        ('notes = "{goals.x.target}"', "placeholder"),
        ('notes = "a } b"', "placeholder"),
    ],
)
def test_parts_that_do_not_fit_together(part: str, code: str) -> None:
    found = read(f"{HEAD}{part}\n")
    assert isinstance(found, tuple)
    assert [one.code for one in found] == [f"jbp.template.{code}"]


def test_a_format_of_the_future_is_refused() -> None:
    found = read(HEAD.replace("format = 1", "format = 2"))
    assert isinstance(found, tuple)
    assert [one.code for one in found] == ["jbp.data.format_too_new"]


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


def test_a_diff_tells_what_is_new_gone_and_another() -> None:
    old = sound(BASE)
    goals = (
        attrs.evolve(old.goals[1], name="Bee", weight=2),
        jbp.TemplateGoal(id="c", name="C", metric="leads"),
    )
    new = attrs.evolve(old, version=2, goals=goals, months=6)
    gone = '{"name": "A", "metric": "revenue", "target": "base", "stretch": "base"}'
    assert [one.sentence for one in jbp.diff_templates(old, new)] == [
        "months: 12 becomes 6.",
        f'goals.a ("A") is gone; it was {gone}.',
        'goals.b.name ("Bee"): "B" becomes "Bee".',
        'goals.b.weight ("Bee"): 1 becomes 2.',
        'goals.c ("C") is new: {"name": "C", "metric": "leads"}.',
    ]


def test_a_folder_takes_files_called_after_their_templates(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(HEAD, "utf-8")
    (tmp_path / "t@3.toml").write_text(HEAD.replace("n = 1\nn", "n = 3\nn"), "utf-8")
    (tmp_path / "t@2.toml").write_text(HEAD, "utf-8")
    (tmp_path / "other.toml").write_text(HEAD, "utf-8")
    (tmp_path / "Some Plan.toml").write_text(HEAD, "utf-8")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "readme.md").write_text("no template", "utf-8")
    folder = jbp.TemplateFolder(tmp_path)
    assert [str(ref) for ref in folder.list_templates()] == ["t@1", "t@3"]
    assert folder.get("t").ref.version == 3
    found = {one.path.partition(":")[0] for one in folder.list_problems()}
    assert found == {"Some Plan.toml", "bytes.toml", "other.toml", "t@2.toml"}
    with pytest.raises(TemplateNotFoundError):
        folder.get("other")


def test_two_files_of_one_template_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(HEAD, "utf-8")
    (tmp_path / "t@1.toml").write_text(HEAD, "utf-8")
    folder = jbp.TemplateFolder(tmp_path)
    assert [str(ref) for ref in folder.list_templates()] == ["t@1"]
    assert [one.row for one in folder.list_problems()] == [3]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    folder = jbp.TemplateFolder(tmp_path / "nowhere")
    assert folder.list_templates() == ()
    assert [one.code for one in folder.list_problems()] == ["jbp.template.file"]


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("is = True", "true and false"),
        ("by = 10%", 'by = "10%"'),
        ("key = 'u'", "stands twice"),
        ("months: 3", "key ="),
        ('plan_name = "C:\\Plans"', "single quotes"),
    ],
)
def test_a_slip_that_is_no_toml_is_told_with_advice(line: str, advice: str) -> None:
    found = try_toml_text(f"{HEAD}{line}\n", "t.toml")
    assert isinstance(found, Finding)
    assert found.row == 5
    assert advice in found.message


@pytest.mark.parametrize("written", ["10", '"10"', '"-2"'])
def test_a_share_without_its_sign_is_a_mistake(written: str) -> None:
    goal = '[[goals]]\nid = "g"\nname = "G"\nmetric = "revenue"\n'
    target = f'target = {{ formula = "uplift", base = "5 USD", by = {written} }}\n'
    found = read(HEAD + goal + target)
    assert isinstance(found, tuple)
    assert [one.path for one in found] == ["t.toml:9:goals[0].target.by"]
    assert "0%" in found[0].message
    sound(HEAD + goal + target.replace(written, "1"))


def test_bounds_of_a_share_are_told_as_percent() -> None:
    text = (
        '[[questions]]\nid = "q"\nname = "Q"\nkind = "ratio"\nmost = "12.5%"\n'
        'default = "15%"\n'
    )
    found = read(HEAD + text)
    assert isinstance(found, tuple)
    assert found[0].message == "Must be 12.5% or less; got '15%'."


def test_a_goal_is_left_out_with_how_far_something_brings_it() -> None:
    base = (
        f'{HEAD}[[goals]]\nid = "g"\nname = "G"\nmetric = "leads"\ntarget = 9\n'
        '[[actions]]\nid = "a"\nname = "A"\nside = "vendor"\ndue = "day 3"\n'
        'goal = "g"\nimpact = 5\n'
    )
    over = HEAD.replace('"t"', '"over"') + 'extends = "t"\nremove = ["goals.g"]\n'
    action = sound(over, t=base).actions[0]
    assert (action.goal, action.impact) == (None, None)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            (
                '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\n'
                'target = { formula = "uplift", base = "b" }'
            ),
            ["t.toml:9:goals[0].target.by jbp.data.missing"],
        ),
        (
            (
                '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\n'
                'target = { formula = "uplift", base = 1, by = "5%", on = 2 }'
            ),
            ["t.toml:9:goals[0].target.on jbp.data.unknown_field"],
        ),
        (
            (
                '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\n'
                'target = { formula = "sum", parts = 5 }'
            ),
            ["t.toml:9:goals[0].target.parts jbp.data.type"],
        ),
        (
            (
                '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\n'
                'target = { formula = "sum", parts = [] }'
            ),
            ["t.toml:9:goals[0].target jbp.value.invalid"],
        ),
        (
            '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\ntarget = "1e5 USD"',
            ["t.toml:9:goals[0].target jbp.data.value"],
        ),
        (
            (
                '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\n'
                "weight = 10000000000000000000000000000000000000000"
            ),
            ["t.toml:9:goals[0].weight jbp.data.value"],
        ),
        (
            '[[actions]]\nid = "a"\nname = "A"\nside = "vendor"\ndue = 5',
            ["t.toml:9:actions[0].due jbp.data.type"],
        ),
        (
            '[[questions]]\nid = "a"\nname = "A"\nkind = "lines"\ndefault = ["x", 1]',
            ["t.toml:9:questions[0].default jbp.data.type"],
        ),
        ("goals = 5", ["t.toml:5:goals jbp.data.type"]),
    ],
)
def test_what_cannot_be_read_is_told_where_it_stands(
    part: str, expected: list[str]
) -> None:
    found = read(f"{HEAD}{part}\n")
    assert isinstance(found, tuple), found
    first = [f"{finding.path} {finding.code}" for finding in found][: len(expected)]
    assert first == expected


@pytest.mark.parametrize("number", ['"1"', "0", "true", "1.0"])
def test_the_format_is_a_whole_number_from_one_on(number: str) -> None:
    found = read(HEAD.replace("format = 1", f"format = {number}"))
    assert isinstance(found, tuple)
    assert [finding.path for finding in found] == ["t.toml:1:format"]


def test_a_default_of_several_lines_is_a_list() -> None:
    asked = sound(
        f'{HEAD}[[questions]]\nid = "a"\nname = "A"\nkind = "lines"\n'
        'default = ["z", "x"]\n'
    )
    assert asked.questions[0].default == ("z", "x")


def test_a_bad_template_is_raised_with_all_that_is_wrong() -> None:
    text = parsed(HEAD.replace('name = "T"\n', "months = 0\n"), "t.toml")
    with pytest.raises(InvalidDataError) as caught:
        read_template(text)
    assert [finding.path for finding in caught.value.findings] == [
        "t.toml:1:name",
        "t.toml:4:months",
    ]
    assert read_template(parsed(HEAD, "t.toml")).name == "T"


def test_templates_are_undecoded_on_purpose() -> None:
    with pytest.raises(InvalidValueError, match="examined"):
        SHARE.decode(1, Shared())


def test_parts_in_another_order_are_told_of_as_moved() -> None:
    old = sound(BASE)
    new = attrs.evolve(old, goals=old.goals[::-1])
    (change,) = jbp.diff_templates(old, new)
    assert (change.kind.value, change.path) == ("moved", "goals")
    assert (change.before, change.after) == (["a", "b"], ["b", "a"])
    assert change.sentence == 'goals stand in another order: ["b", "a"].'


def test_a_band_is_compared_bound_by_bound() -> None:
    keep = jbp.TemplateKeep(upper=jbp.FixedAmount("1"))
    goal = jbp.TemplateGoal(id="g", name="G", metric="leads", keep=keep)
    old = jbp.Template(key="t", version=1, name="T", goals=[goal])
    wider = attrs.evolve(keep, upper=jbp.FixedAmount("2"))
    new = attrs.evolve(old, goals=[attrs.evolve(goal, keep=wider)])
    (change,) = jbp.diff_templates(old, new)
    assert (change.path, change.before, change.after) == ("goals.g.keep.upper", 1, 2)


def test_an_id_that_stands_twice_over_a_base_is_found_out() -> None:
    part = '[[goals]]\nid = "a"\nname = "A"\nmetric = "revenue"\n'
    found = read(f'{HEAD}extends = "base"\n{part}{part}', base=BASE)
    assert isinstance(found, tuple)
    assert [finding.path for finding in found] == ["t.toml:11:goals[2].id"]


def test_a_part_without_an_id_replaces_the_whole_list() -> None:
    over = f'{HEAD}extends = "base"\n[[goals]]\nname = "No id"\nmetric = "leads"\n'
    found = read(over, base=BASE)
    assert isinstance(found, tuple)
    assert [finding.path for finding in found] == ["t.toml:6:goals[0].id"]


def test_a_part_that_nothing_refers_to_is_just_left_out() -> None:
    over = f'{HEAD}extends = "base"\nremove = ["questions.base", "goals.a", "goals.b"]'
    assert sound(over, base=BASE).questions == ()


def test_a_section_that_is_left_out_leaves_its_questions() -> None:
    base = (
        'format = 1\nkey = "base"\nversion = 1\nname = "Base"\n'
        '[[sections]]\nid = "s"\nname = "S"\n'
        '[[questions]]\nid = "q"\nname = "Q"\nkind = "text"\nsection = "s"\n'
    )
    made = sound(f'{HEAD}extends = "base"\nremove = ["sections.s"]\n', base=base)
    assert [(one.id, one.section) for one in made.questions] == [("q", "")]


def test_tables_and_keys_together_are_only_so_deep() -> None:
    deep = "[[a.b.c.d.e.f.g.h]]\ni.j.k.l.m.n.o.p = 1\n"
    found = try_toml_text(deep, "t.toml")
    assert isinstance(found, Finding)
    assert (found.code, found.row) == ("jbp.template.too_deep", 2)


def test_a_text_that_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(TooMuchError) as caught:
        scan_toml("#" * (LONGEST_TEMPLATE + 1))
    assert caught.value.line == 1
    assert scan_toml("#" * LONGEST_TEMPLATE).lines == {}


def test_what_refers_to_a_part_that_cannot_be_read_is_not_told_of_too() -> None:
    text = (
        f'{HEAD}[[questions]]\nid = "base"\nname = "Base"\nkind = "mony"\n'
        '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\ntarget = "base"\n'
        '[[goals]]\nid = "b"\nname = "B"\nmetric = "leads"\nweight = "much"\n'
        '[[goals]]\nid = "c"\nname = "C"\nmetric = "leads"\ntarget = "goals.b.target"\n'
    )
    assert mistakes(text) == ["t.toml:8:questions[0].kind", "t.toml:18:goals[1].weight"]
