"""Templates laid over others: what is taken, replaced and left out."""

from __future__ import annotations

import pytest
from tests.templates.template_texts import BASE, HEAD, mistakes, read, sound

import jbpcore as jbp


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


def test_a_goal_is_left_out_with_how_far_something_brings_it() -> None:
    base = (
        f'{HEAD}[[goals]]\nid = "g"\nname = "G"\nmetric = "leads"\ntarget = 9\n'
        '[[actions]]\nid = "a"\nname = "A"\nside = "vendor"\ndue = "day 3"\n'
        'goal = "g"\nimpact = 5\n'
    )
    over = HEAD.replace('"t"', '"over"') + 'extends = "t"\nremove = ["goals.g"]\n'
    action = sound(over, t=base).actions[0]
    assert (action.goal, action.impact) == (None, None)


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


def test_what_refers_to_a_part_that_cannot_be_read_is_not_told_of_too() -> None:
    text = (
        f'{HEAD}[[questions]]\nid = "base"\nname = "Base"\nkind = "mony"\n'
        '[[goals]]\nid = "a"\nname = "A"\nmetric = "leads"\ntarget = "base"\n'
        '[[goals]]\nid = "b"\nname = "B"\nmetric = "leads"\nweight = "much"\n'
        '[[goals]]\nid = "c"\nname = "C"\nmetric = "leads"\ntarget = "goals.b.target"\n'
    )
    assert mistakes(text) == ["t.toml:8:questions[0].kind", "t.toml:18:goals[1].weight"]
