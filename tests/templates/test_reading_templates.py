"""Reading templates: every mistake at once, with its line."""

from __future__ import annotations

import tomllib

import pytest
from tests.templates.template_texts import HEAD, action, mistakes, parsed, read, sound

from jbpcore.codec.shared import Shared
from jbpcore.codec.templates.nodes import SHARE
from jbpcore.codec.templates.reading import read_template
from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE
from jbpcore.codec.templates.toml_scan import TooMuchError, scan_toml
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError


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


GOAL = '[[goals]]\nid="a"\nname="A"\nmetric="revenue"\n'


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
