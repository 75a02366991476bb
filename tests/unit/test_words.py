"""Sentences and values in a locale, and what is done where there are none."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.localedata import locale_identifiers
from tests.unit.nudging_plan import MAY_15, PLAN, THIRTY

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, UnsupportedLocaleError
from jbpcore.formatting.words import Words
from jbpcore.wording import AnyOf, Both, Opening, Sentence, Worded

DAY = date(2026, 5, 15)
USD = jbp.Money("1234.5", "USD")
KEY = "{who} owes {what}"


def finnish(**texts: str) -> jbp.MessageCatalogue:
    return jbp.MessageCatalogue.of("fi", {KEY: texts.get("owes", "{who}: {what}")})


@pytest.mark.parametrize(
    "locale",
    ["", "x", "xx_YY", "de_DE\0", "../de", "de/DE", "de_" * 200, "C", "root", "٣", 5],
)
def test_what_is_no_locale_is_refused_before_it_is_looked_up(locale: str) -> None:
    with pytest.raises(UnsupportedLocaleError):
        Words.for_locale(locale)
    with pytest.raises(UnsupportedLocaleError):
        Words.for_locale([locale])  # type: ignore[arg-type] # not hashable either


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "\0"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(InvalidValueError):
        Words.for_locale("de_DE", zone=zone)


def test_a_language_without_words_has_its_numbers_in_english_sentences() -> None:
    words = Words.for_locale("fi_FI")
    assert words.text(KEY, who="Maria", what=USD) == "Maria owes 1\xa0234,50\xa0$"


def test_a_country_falls_back_to_its_language() -> None:
    assert Words.for_locale("de-CH").name("health", "Met") == "Erreicht"
    # CLDR writes the apostrophe as one or the other, by its version.
    shown = Words.for_locale("de-CH").amount(USD)
    assert shown.replace("’", "'") == "$\xa01'234.50"


def test_a_script_is_not_read_for_another() -> None:
    # Nothing but the fallback is under test, so that the words are the host's own.
    simplified = jbp.MessageCatalogue.of("zh_Hans", {KEY: "{who}欠{what}"})
    told = {
        name: Words.for_locale(name, catalogues=[simplified]).text(
            KEY, who="A", what="B"
        )
        for name in ("zh", "zh-CN", "zh_Hans_SG", "zh-TW", "zh_Hant")
    }
    assert told == {
        "zh": "A欠B",
        "zh-CN": "A欠B",
        "zh_Hans_SG": "A欠B",
        "zh-TW": "A owes B",
        "zh_Hant": "A owes B",
    }


def test_a_host_adds_a_language() -> None:
    words = Words.for_locale("fi_FI", catalogues=[finnish()])
    assert words.text(KEY, who="Maria", what=5) == "Maria: 5"


def test_a_host_overrides_ours_for_one_country() -> None:
    swiss = jbp.MessageCatalogue.of("de_CH", {("health", "Met"): "Geschafft"})
    assert Words.for_locale("de_CH", catalogues=[swiss]).name("health", "Met") == (
        "Geschafft"
    )
    assert Words.for_locale("de_DE", catalogues=[swiss]).name("health", "Met") == (
        "Erreicht"
    )
    # What it does not have comes from ours.
    assert Words.for_locale("de_CH", catalogues=[swiss]).name("health", "Missed") == (
        "Verfehlt"
    )


def test_a_broken_one_of_the_host_gives_way_to_ours() -> None:
    broken = jbp.MessageCatalogue.of("de", {"{told} ({reason})": "{told}"})
    words = Words.for_locale("de", catalogues=[broken])
    assert words.text("{told} ({reason})", told="a", reason="b") == "a (b)"


def test_the_same_words_are_handed_out_again() -> None:
    assert Words.for_locale("de_DE") is Words.for_locale("de_DE")
    assert Words.for_locale("de_DE") is not Words.for_locale("de_DE", zone="Asia/Tokyo")


def test_values_are_written_for_the_locale() -> None:
    words = Words.for_locale("de_DE", zone="Europe/Berlin")
    shown = {
        "text {x}": words.show("text {x}"),
        "number": words.show(1234),
        "day": words.show(DAY),
        "days": words.show(jbp.DateRange(date(2026, 4, 1), date(2026, 7, 1))),
        "moment": words.show(datetime(2026, 5, 15, 12, tzinfo=UTC)),
        "money": words.show(USD),
        "quantity": words.show(jbp.Quantity("1200", "Seats")),
        "ratio": words.show(jbp.Ratio("12.5%")),
        "share": words.show(Fraction(1, 4)),
        "decimal": words.show(Decimal("0.5")),
        "duration": words.show(timedelta(minutes=90)),
        "side": words.show(jbp.Side.PARTNER),
        "weekday": words.show(jbp.Weekday.TUE),
        "list": words.show(("a", 1000)),
        "both": words.show(Both(["a", "b", "c"])),
        "choice": words.show(AnyOf(["a", "b"])),
        "worded": words.show(Worded("25,000 USD", jbp.Money("25000", "USD"))),
        "opening": words.show(Opening("ärger")),
    }
    assert shown == {
        "text {x}": "text {x}",
        "number": "1.234",
        "day": "15.05.2026",
        "days": "1. Apr.\u2009–\u200930. Juni 2026",
        "moment": "15.05.2026, 14:00 MESZ",
        "money": "1.234,50\xa0$",
        "quantity": "1.200 Seats",
        "ratio": "12,50\xa0%",
        "share": "25\xa0%",
        "decimal": "0,5",
        "duration": "1 Stunde, 30 Minuten",
        "side": "Partner",
        "weekday": "Dienstag",
        "list": "a, 1.000",
        "both": "a, b und c",
        "choice": "a oder b",
        "worded": "25.000,00\xa0$",
        "opening": "Ärger",
    }


def test_a_turkish_sentence_begins_with_a_dotted_capital() -> None:
    assert Words.for_locale("tr").show(Opening("iş")) == "İş"
    assert Words.for_locale("de").show(Opening("iş")) == "Iş"


def test_what_is_counted_is_counted_in_the_plural_of_the_language() -> None:
    german, english = Words.for_locale("de"), Words.for_locale("en")
    told = {
        number: german.amount(jbp.Quantity(number, "deals"))
        for number in ("0", "1", "1.5", "1200")
    }
    assert told == {
        "0": "0 Abschlüsse",
        "1": "1 Abschluss",
        "1.5": "1,5 Abschlüsse",
        "1200": "1.200 Abschlüsse",
    }
    assert english.amount(jbp.Quantity(1200, "deals")) == "1,200 deals"
    assert german.amount(jbp.Quantity("7.42", "people"), short=True) == "7,4 Personen"


def test_names_do_not_turn_arabic_about() -> None:
    words = Words.for_locale("ar_EG")
    assert (words.direction, words.tag) == ("rtl", "ar-EG")
    assert words.text("{who} – {what}", who="Acme", what="x") == (
        "\u2068Acme\u2069 – \u2068x\u2069"
    )
    left = Words.for_locale("de_DE")
    assert (left.direction, left.tag) == ("ltr", "de-DE")


def test_a_sentence_of_another_floor_is_said_with_its_facts() -> None:
    words = Words.for_locale("de_DE")
    told = Sentence("{goal} has no target. Agree on one.", goal="Umsatz {x}")
    assert words.say(told) == "Umsatz {x} hat keinen Zielwert. Vereinbaren Sie einen."
    assert words.say("as it came") == "as it came"
    counted = Sentence.counted("{n} new action", "{n} new actions", 1)
    assert words.say(counted) == "1 neue Maßnahme"
    nested = Sentence("{told}, {gap}", told=counted, gap=USD)
    assert words.say(nested) == "1 neue Maßnahme, 1.234,50\xa0$"


def test_a_code_is_named_by_its_words() -> None:
    assert Words.for_locale("de").name("move", "sign_amendment") == (
        "Nachtrag unterschreiben"
    )
    assert Words.for_locale("en").name("move", "sign_amendment") == "sign_amendment"


def test_every_locale_of_cldr_writes_numbers_and_days() -> None:
    # A tenth of them; to load them all takes a quarter of a minute.
    names = [name for name in locale_identifiers() if name != "root"][::10]
    assert len(names) > 60
    for name in names:
        words = Words.for_locale(name)
        told = words.text(
            "{money} {share} {day} {days} {count} {list} {ratio}",
            money=USD,
            share=Fraction(1, 3),
            day=DAY,
            days=jbp.DateRange(DAY, date(2026, 6, 1)),
            count=1234567,
            list=Both(["a", "b", "c"]),
            ratio=words.ratio(Fraction(2, 3)),
        )
        assert "{" not in told, name
        assert len(told) > 40, name


def test_threads_share_them() -> None:
    told: list[str] = []

    def tell(number: int) -> None:
        locale = ("de_DE", "en_US", "fi_FI", "ar_EG")[number % 4]
        for _ in range(50):
            words = Words.for_locale(locale, catalogues=[finnish()])
            told.append(f"{number % 4}{words.text(KEY, who='a', what=USD)}")

    threads = [threading.Thread(target=tell, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 400
    assert len(set(told)) == 4


def test_what_a_host_adds_is_said_in_every_sentence_about_a_goal() -> None:
    sentence = "{told}: {standing}"
    own = jbp.MessageCatalogue.of("en", {sentence: "{told} // {standing}"})
    words = Words.for_locale("en_US", catalogues=[own])
    nudges = jbp.attention(PLAN, THIRTY, as_of=MAY_15)
    told = [jbp.explain_nudge(nudge, locale=words) for nudge in nudges]
    assert [line for line in told if " // " in line]
    card = jbp.plan_card(PLAN, THIRTY, as_of=MAY_15)
    assert " // " in card.to_text(locale=words)
    assert " // " not in card.to_text(locale="en_US")
