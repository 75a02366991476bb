"""English sentences that keep their facts."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.values.money import Money
from jbpcore.wording import AnyOf, Both, Opening, Sentence, Worded, fill, places


class Nasty:
    """What a template must never reach into."""

    kept = "taken"

    def __str__(self) -> str:
        return "shown"


@pytest.mark.parametrize(
    "template",
    [
        "{who.kept}",
        "{who[0]}",
        "{who!r}",
        "{who:>10}",
        "{who()}",
        "{who.__class__.__mro__}",
        "{}",
        "{0}",
        "{",
        "}",
        "{{who}",
        "{who}}",
        "{Who}",
        "%(who)s",
        "{nobody}",
    ],
)
def test_a_template_looks_up_names_and_does_nothing_else(template: str) -> None:
    filled = fill(template, {"who": Nasty()})
    assert "taken" not in filled
    assert filled == template.replace("{who}", "shown")


def test_a_brace_in_a_value_stays_a_brace() -> None:
    facts = {"one": "{two}", "two": "{one}"}
    assert fill("{one} and {two}", facts) == "{two} and {one}"


@given(st.text(), st.dictionaries(st.text(max_size=5), st.text(), max_size=3))
def test_filling_never_fails(template: str, facts: dict[str, str]) -> None:
    filled = fill(template, facts)
    if not places(template) & facts.keys():
        assert filled == template


@given(st.dictionaries(st.from_regex("[a-z][a-z0-9_]{0,5}", fullmatch=True), st.text()))
def test_what_is_filled_in_stands_there_as_it_is(facts: dict[str, str]) -> None:
    template = "|".join(f"{{{name}}}" for name in facts)
    assert fill(template, facts) == "|".join(facts.values())


def test_a_sentence_is_its_text() -> None:
    told = Sentence("{goal} has no target.", goal="Revenue")
    assert told == "Revenue has no target."
    assert hash(told) == hash("Revenue has no target.")
    assert isinstance(told, str)


@pytest.mark.parametrize("number", [0, 1, 2, 1000])
def test_one_is_told_apart_from_many(number: int) -> None:
    told = Sentence.counted("{n} line", "{n} lines", number)
    assert told == (f"{number} line" if number == 1 else f"{number} lines")


@pytest.mark.parametrize(
    "told",
    [
        Sentence("{a} of {b}", a=Money("1", "USD"), b=date(2026, 5, 1)),
        Sentence.counted("{n} of {a}", "{n} of {a}", 3, a="x"),
        Sentence.named("side", "vendor"),
        Worded("25,000 USD", Money("25000", "USD")),
    ],
    ids=str,
)
def test_facts_survive_copying_and_pickling(told: Any) -> None:
    for again in (pickle.loads(pickle.dumps(told)), copy.deepcopy(told)):  # noqa: S301 - our own
        assert again == told
        assert type(again) is type(told)
        for name in ("template", "many", "number", "context", "facts", "value"):
            assert getattr(again, name, None) == getattr(told, name, None)


def test_lists_read_as_lists() -> None:
    three = ["a", "b", "c"]
    assert Sentence("{x}", x=tuple(three)) == "a, b, c"
    assert Sentence("{x}", x=Both(three)) == "a, b and c"
    assert Sentence("{x}", x=AnyOf(three)) == "a, b or c"
    assert Sentence("{x}", x=Both(["a"])) == "a"
    assert Sentence("{x}", x=()) == ""


def test_a_sentence_begins_with_a_capital() -> None:
    inner = Sentence("{field} of {subject}", field="target", subject="Revenue")
    assert Sentence("{what} changed.", what=Opening(inner)) == (
        "Target of Revenue changed."
    )
