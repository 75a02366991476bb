"""The quick questions of the validators never let pass what the slow ones refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_name, a_text, an_id, an_instant, is_a
from jbpcore.values.text import check_name, check_text

Validator = Callable[[object, "attrs.Attribute[Any]", Any], None]


@attrs.frozen
class _Record:
    """Something with a field."""

    field: object = None


FIELD = attrs.fields(_Record).field


def accepts(validator: Validator, value: object) -> bool:
    try:
        validator(_Record(), FIELD, value)
    except InvalidValueError:
        return False
    return True


def is_accepted(check: Callable[..., object], value: object, **options: Any) -> bool:
    try:
        check(value, "field", **options)
    except InvalidValueError:
        return False
    return True


def test_every_character_is_in_a_name_or_text_what_the_full_check_says() -> None:
    for code in (*range(0x3000), *range(0xD700, 0xE100), *range(0xFE00, 0x10100)):
        text = f"a{chr(code)}b"
        assert accepts(a_name, text) is is_accepted(check_name, text), hex(code)
        full = is_accepted(check_text, text, allow_empty=True)
        assert accepts(a_text, text) is full, hex(code)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t", "a" * 200, "é" * 201])
def test_blank_and_long_names_are_what_the_full_check_says(text: str) -> None:
    assert accepts(a_name, text) is is_accepted(check_name, text)


@pytest.mark.parametrize("length", [0, 200, 201, 10_000, 10_001])
def test_text_may_have_ten_thousand_characters_and_none(length: int) -> None:
    assert accepts(a_text, "a" * length) is (length <= 10_000)


@pytest.mark.parametrize("value", [None, 7, b"a", True, ["a"]])
def test_no_validator_of_text_takes_anything_else(value: object) -> None:
    for validator in (a_name, a_text, an_id):
        assert not accepts(validator, value)


def test_text_of_a_class_of_its_own_is_text() -> None:
    class Word(str):
        __slots__ = ()

    for validator in (a_name, a_text, an_id):
        assert accepts(validator, Word("word"))
        assert not accepts(validator, Word("\x00"))


def test_a_bool_is_no_number_and_a_number_no_bool() -> None:
    assert accepts(is_a(bool), value=True)
    assert not accepts(is_a(int), value=True)
    assert not accepts(is_a(bool), 1)
    assert not accepts(is_a(int, each=True), (1, True))
    assert not accepts(is_a(int, each=True), [1])
    assert accepts(is_a(int, each=True), ())


def test_an_instance_of_a_subclass_passes_alone_and_among_others() -> None:
    partner = jbp.Partner(id="northwind", name="Northwind")
    acme = jbp.Party(id="acme", name="Acme")
    assert accepts(is_a(jbp.Party), partner)
    assert accepts(is_a(jbp.Party, each=True), (acme, partner))
    assert not accepts(is_a(jbp.Partner, each=True), (partner, acme))


def test_an_instant_is_in_utc_by_whatever_name() -> None:
    noon = datetime(2026, 5, 15, 12, tzinfo=UTC)
    assert accepts(an_instant, noon)
    assert accepts(an_instant, noon.replace(tzinfo=timezone(timedelta(0), "Z")))
    assert not accepts(an_instant, noon.replace(tzinfo=None))
    assert not accepts(an_instant, noon.replace(tzinfo=timezone(timedelta(hours=1))))
    assert not accepts(an_instant, noon.date())
