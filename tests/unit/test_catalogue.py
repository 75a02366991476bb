"""Catalogues: what is broken falls back, and never raises."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.errors import UnsupportedLocaleError
from jbpcore.formatting.catalogue import MessageCatalogue, shipped_catalogue

GOOD = "{name} is done by {day}"


def compiled() -> bytes:
    catalog = Catalog(locale="de")
    catalog.add(GOOD, "{name} ist am {day} fertig")
    catalog.add("Met", "Erreicht", context="health")
    catalog.add(("{n} day", "{n} days"), ("{n} Tag", "{n} Tage"))
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def written(text: str) -> MessageCatalogue:
    head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    return MessageCatalogue.from_po("de", (head + text).encode())


@pytest.mark.parametrize(
    "broken",
    [
        "{name} ist fertig",
        "{name} ist am {day} fertig, {why}",
        "{name} ist am {tag} fertig",
        "{name} ist am {day fertig",
        "{name} ist am {{day}} fertig",
        "{name} ist am {day} fertig {",
        "{name} ist am {day.year} fertig",
        "{name!r} ist am {day} fertig",
        "   ",
    ],
)
def test_a_translation_that_would_lose_a_fact_falls_back(broken: str) -> None:
    catalogue = MessageCatalogue.of("de", {GOOD: broken})
    assert catalogue.try_text(GOOD) is None
    assert catalogue.problems == (GOOD,)
    words = jbp.Words.for_locale(
        "fi_FI", catalogues=[MessageCatalogue.of("fi", {GOOD: broken})]
    )
    assert words.text(GOOD, name="A", day="B") == "A is done by B"


def test_places_may_stand_in_another_order_and_twice() -> None:
    catalogue = MessageCatalogue.of("de", {GOOD: "{day}: {name}, {name}"})
    assert catalogue.try_text(GOOD) == "{day}: {name}, {name}"


@pytest.mark.parametrize("forms", [("{n} dzień",), ("a", "b"), ("a", "b", "c", "d")])
def test_a_wrong_number_of_plurals_falls_back(forms: tuple[str, ...]) -> None:
    catalogue = MessageCatalogue.of("pl", {"{n} day": forms})
    assert catalogue.try_count("{n} day", 2) is None
    assert catalogue.problems == ("{n} day",)


def test_plurals_of_polish() -> None:
    # CLDR: one 1; few 2-4, 22-24, but not 12-14; many the rest of the whole numbers.
    forms = ("{n} dzień", "{n} dni (few)", "{n} dni (many)", "{n} dnia")
    catalogue = MessageCatalogue.of("pl", {"{n} day": forms})
    told = {n: catalogue.try_count("{n} day", n) for n in (0, 1, 2, 5, 12, 22, 25)}
    assert [forms.index(str(form)) for form in told.values()] == [2, 0, 1, 2, 2, 1, 2]


def test_the_number_may_be_left_out_where_it_is_the_only_one() -> None:
    arabic = ("لا أيام", "يوم واحد", "يومان", "{n} أيام", "{n} يوما", "{n} يوم")
    assert MessageCatalogue.of("ar", {"{n} day": arabic}).problems == ()
    # French has one form for 0 and 1, so that the number would be lost.
    french = ("un jour", "{n} de jours", "{n} jours")
    assert MessageCatalogue.of("fr", {"{n} day": french}).problems == ("{n} day",)


def test_one_context_is_not_another() -> None:
    catalogue = MessageCatalogue.of("de", {("state", "open"): "offen"})
    assert catalogue.try_text("open", "state") == "offen"
    assert catalogue.try_text("open") is None
    assert catalogue.try_text("open", "door") is None


def test_a_compiled_catalogue_is_read() -> None:
    catalogue = MessageCatalogue.from_mo("de", compiled())
    assert catalogue.try_text(GOOD) == "{name} ist am {day} fertig"
    assert catalogue.try_text("Met", "health") == "Erreicht"
    assert catalogue.try_count("{n} day", 1) == "{n} Tag"
    assert catalogue.try_count("{n} day", 2) == "{n} Tage"


def test_a_compiled_catalogue_of_the_other_byte_order_is_read() -> None:
    data = compiled()
    count, keys, texts = struct.unpack_from("<3I", data, 8)
    swapped = bytearray(data)
    at = [*range(0, 28, 4), *range(keys, keys + count * 8, 4)]
    at += range(texts, texts + count * 8, 4)
    for place in at:
        swapped[place : place + 4] = data[place : place + 4][::-1]
    assert MessageCatalogue.from_mo("de", bytes(swapped)).try_text("Met", "health")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:0],
        lambda data: data[:10],
        lambda data: data[:40],
        lambda data: b"\0" * len(data),
        lambda data: b"PK\3\4" + data[4:],
        lambda data: data[:8] + b"\xff\xff\xff\xff" + data[12:],
        lambda data: data[:12] + b"\xff\xff\xff\x7f" + data[16:],
        lambda data: data.replace(b"Erreicht", b"\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8"),
        lambda data: data.replace(b"nplurals=2", b"nplurals=9"),
        lambda data: data.replace(b"(n != 1)", b"(n != /)"),
        lambda data: data.replace(b"(n != 1)", b"(n / 0 )"),
    ],
)
def test_a_corrupt_catalogue_falls_back(spoil: Callable[[bytes], bytes]) -> None:
    catalogue = MessageCatalogue.from_mo("de", spoil(compiled()))
    assert catalogue.try_count("{n} day", 7) in {None, "{n} Tage"}
    words = jbp.Words.for_locale("de", catalogues=[catalogue])
    assert words.name("health", "Met") == "Erreicht"


@given(st.binary(max_size=300))
def test_any_bytes_may_be_a_catalogue(noise: bytes) -> None:
    MessageCatalogue.from_mo("de", noise)
    MessageCatalogue.from_po("de", noise)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_any_byte_of_one_may_be_another(at: int, noise: bytes) -> None:
    data = compiled()
    catalogue = MessageCatalogue.from_mo(
        "de", data[:at] + noise + data[at + len(noise) :]
    )
    catalogue.try_text(GOOD)
    catalogue.try_count("{n} day", 3)


def test_a_written_catalogue_is_read_and_what_is_fuzzy_is_not() -> None:
    catalogue = written(
        'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid "c"\nmsgstr "d"\n\n'
        'msgid "e"\nmsgstr ""\n'
    )
    assert [catalogue.try_text(text) for text in "ace"] == ["b", None, None]
    assert catalogue.problems == ()


@pytest.mark.parametrize("name", ["", "xx", "../de", "de\n", "d" * 40])
def test_a_catalogue_is_of_a_locale(name: str) -> None:
    with pytest.raises(UnsupportedLocaleError):
        MessageCatalogue.of(name, {})


@pytest.mark.parametrize("name", ["xx", "../../etc", "de_DE", ""])
def test_nothing_is_looked_for_but_what_we_bring(name: str) -> None:
    assert shipped_catalogue(name) is None
