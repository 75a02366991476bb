"""The catalogues hold what the code says, and no translation loses a fact."""

from __future__ import annotations

import ast
from enum import Enum
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from scripts import catalogues

from jbpcore.formatting.catalogue import MessageCatalogue
from jbpcore.formatting.locales import LANGUAGES
from jbpcore.formatting.member_words import MEMBER_WORDS
from jbpcore.model import (
    actual,
    agreement,
    amendment,
    audience,
    commitment,
    execution,
    health,
    metric,
    outcome,
    party,
)
from jbpcore.model.plan import Plan
from jbpcore.periods import frequency
from jbpcore.planning.anatomy import parts_of
from jbpcore.planning.change_words import field_words, noun_of
from jbpcore.planning.field_terms import FIELD_TERMS, MOVE_TERMS, PART_TERMS
from jbpcore.planning.transitions import MOVES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jbpcore"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
# Not complete yet. Whoever completes one takes it off; none is ever put on.
INCOMPLETE: set[str] = set()
MARKS = {"Sentence", "counted", "message", "named"}

in_each_language = pytest.mark.parametrize("language", TRANSLATED)


@pytest.fixture(scope="module")
def template() -> Catalog:
    found = catalogues.collected()
    assert len(list(found)) > 900
    return found


def catalogue_of(language: str) -> Catalog:
    path = PACKAGE / "formatting" / "catalogues" / language / "LC_MESSAGES"
    with (path / "jbpcore.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def keys(catalog: Catalog) -> set[tuple[object, object]]:
    return {(entry.context, entry.id) for entry in catalog if entry.id}


def test_the_template_holds_what_the_code_says() -> None:
    assert not catalogues.is_stale(), "run python -m scripts.catalogues update"


@in_each_language
def test_a_catalogue_holds_the_sentences_of_the_template(
    language: str, template: Catalog
) -> None:
    assert keys(catalogue_of(language)) == keys(template), (
        "run python -m scripts.catalogues update"
    )


@in_each_language
def test_no_translation_loses_a_fact(language: str) -> None:
    assert catalogues.broken(language) == []


@in_each_language
def test_a_catalogue_is_complete_or_known_not_to_be(
    language: str,
) -> None:
    missing = catalogues.missing(language)
    if language in INCOMPLETE:
        assert missing, "it is complete: take it off the list"
    else:
        assert missing == []


@in_each_language
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    catalog = catalogue_of(language)
    tags = Locale.parse(language).plural_form
    forms = ["{n}" + str(at) for at in range(catalog.num_plurals)]
    asked = MessageCatalogue.from_po(
        language,
        (
            f'msgid ""\nmsgstr "Plural-Forms: {catalog.plural_forms}\\n"\n\n'
            'msgid "{n}"\nmsgid_plural "{n}s"\n'
            + "".join(f'msgstr[{at}] "{form}"\n' for at, form in enumerate(forms))
        ).encode(),
    )
    # Two numbers have the same form exactly where CLDR has one category for both.
    numbers = [*range(1, 201), 1_000, 1_000_000, 2_000_000, 0]
    pairs = {(tags(number), asked.try_count("{n}", number)) for number in numbers}
    assert None not in {form for _, form in pairs}
    assert len(pairs) == len({tag for tag, _ in pairs}) == len({f for _, f in pairs})


def test_the_shipped_languages_are_those_that_are_promised() -> None:
    assert set(LANGUAGES) == {
        *("en", "de", "fr", "es", "pt_BR", "it", "nl", "pl", "sv", "ja"),
        *("zh_Hans", "ko", "hi", "ar", "tr"),
    }
    folders = {
        path.name
        for path in (PACKAGE / "formatting" / "catalogues").iterdir()
        if path.is_dir()
    }
    assert folders == set(TRANSLATED)


def test_no_sentence_is_put_together_before_it_is_marked() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.id if isinstance(called, ast.Name) else ""
            if isinstance(called, ast.Attribute):
                owner = called.value
                is_ours = isinstance(owner, ast.Name) and owner.id == "Sentence"
                name = called.attr if is_ours else ""
            made = [arg for arg in node.args if isinstance(arg, ast.JoinedStr)]
            if name in MARKS and "testing" not in path.parts and made:
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def test_every_state_that_people_see_has_a_word() -> None:
    modules = (
        *(actual, agreement, amendment, audience, commitment, execution, frequency),
        *(health, metric, outcome, party),
    )
    known: dict[str, type[Enum]] = {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Enum)
    }
    for name, words in MEMBER_WORDS.items():
        if name in known:
            members = {str(member.value).replace("_", " ") for member in known[name]}
            assert set(words) == members, name
    needed = {"Side", "PersonRole", "PlanState", "ActionStatus", "CommitmentStatus"}
    assert needed <= MEMBER_WORDS.keys() & known.keys()


def test_every_field_and_part_of_a_plan_has_a_word() -> None:
    fields, nouns, seen = set(), set(), set()
    kinds: list[type] = [Plan]
    while kinds:
        kind = kinds.pop()
        if kind in seen:
            continue
        seen.add(kind)
        nouns.add(noun_of(object.__new__(kind)))
        for part in parts_of(kind):
            fields.add(field_words(part.name))
            if part.record is not None:
                kinds.append(part.record)
    assert fields <= set(FIELD_TERMS)
    assert nouns <= set(PART_TERMS)


def test_every_move_that_may_be_refused_has_a_word() -> None:
    assert {move.replace("_", " ") for move in MOVES} <= set(MOVE_TERMS)
