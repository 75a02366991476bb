"""Keep the catalogues of translations in step with the sentences in the code.

``python -m scripts.catalogues extract`` collects the sentences into ``jbpcore.pot``,
``update`` does that and carries them over into the ``.po`` of every language, and
``check`` says what is missing or broken in them, for all languages or those named::

    python -m scripts.catalogues update
    python -m scripts.catalogues check de fr

``pybabel extract`` finds the same sentences with ``babel.cfg``, from the root of the
project; the head of that file says how.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from jbpcore.formatting.catalogue import MessageCatalogue
from jbpcore.formatting.locales import LANGUAGES
from jbpcore.wording import places

ROOT = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "src" / "jbpcore"
FOLDER: Final = SOURCES / "formatting" / "catalogues"
TEMPLATE: Final = FOLDER / "jbpcore.pot"
TRANSLATED: Final = tuple(language for language in LANGUAGES if language != "en")
# How sentences are marked in the code: which argument is one, and `c` for its context.
KEYWORDS: Final[dict[str, Any]] = {
    "Sentence": (1,),
    "count": (1, 2),
    "counted": (1, 2),
    "message": (1,),
    "name": ((1, "c"), 2),
    "named": ((1, "c"), 2),
    "text": (1,),
}
COMMENT: Final = "Translators:"
WIDTH: Final = 88
_SAME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)  # no file changes by being written


@cache
def collected() -> Catalog:
    """Return every sentence in the code, in the order of the alphabet."""
    found = Catalog(
        project="jbpcore",
        version="1",
        charset="utf-8",
        creation_date=_SAME_DAY,
        revision_date=_SAME_DAY,
        copyright_holder="The jbpcore authors",
        header_comment="# The sentences of jbpcore. Read GLOSSARY.md first.",
        msgid_bugs_address="see the project's page",
        last_translator="The jbpcore authors",
        language_team="The jbpcore authors",
        fuzzy=False,
    )
    for name, _, message, comments, context in extract_from_dir(
        SOURCES,
        method_map=[
            ("testing/**.py", "ignore"),
            ("**.py", "scripts.sentences:extract"),
        ],
        keywords=KEYWORDS,
        comment_tags=(COMMENT,),
        strip_comment_tags=True,
    ):
        found.add(
            message,
            None,
            [(f"src/jbpcore/{Path(name).as_posix()}", 0)],
            auto_comments=comments,
            context=context,
        )
    return found


def file_of(language: str) -> Path:
    """Return where the translations into a language are."""
    return FOLDER / language / "LC_MESSAGES" / "jbpcore.po"


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its file holds it."""
    target = io.BytesIO()
    write_po(
        target,
        catalog,
        width=WIDTH,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return target.getvalue()


def extract() -> None:
    """Write the template that all languages follow."""
    TEMPLATE.write_bytes(written(collected()))


def update() -> None:
    """Write the template, and carry it over into every language."""
    extract()
    template = collected()
    for language in TRANSLATED:
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = Catalog(locale=language, project="jbpcore", charset="utf-8")
        if path.exists():
            with path.open("rb") as file:
                catalog = read_po(file, locale=language)
        # What was said of another sentence is no translation of this one.
        catalog.update(template, no_fuzzy_matching=True)
        catalog.creation_date = catalog.revision_date = _SAME_DAY
        catalog.header_comment = (
            f"# jbpcore in {catalog.locale.english_name}. Read GLOSSARY.md first."
            if catalog.locale
            else "#"
        )
        catalog.last_translator = catalog.language_team = "The jbpcore authors"
        catalog.fuzzy = False
        catalog.version = template.version
        catalog.msgid_bugs_address = template.msgid_bugs_address
        path.write_bytes(written(catalog))


def is_stale() -> bool:
    """Whether the template holds other sentences, or other comments, than the code."""
    with TEMPLATE.open("rb") as file:
        kept = read_po(file)
    one, other = (
        {as_key(entry): _said(entry) for entry in _entries(catalog)}
        for catalog in (kept, collected())
    )
    return one != other


def as_key(message: Message) -> tuple[str | None, Any]:
    """Return what a sentence is known by."""
    return message.context, message.id


def missing(language: str) -> list[str]:
    """Return the sentences that a language has no translation for."""
    with file_of(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    have = {
        as_key(entry)
        for entry in catalog
        if entry.id and not entry.fuzzy and entry.string and all(_texts(entry))
    }
    return [str(key) for key in map(as_key, _entries(collected())) if key not in have]


def broken(language: str) -> list[str]:
    """Return the sentences whose translation would lose a fact, or cannot be used."""
    return list(
        MessageCatalogue.from_po(language, file_of(language).read_bytes()).problems
    )


def _said(entry: Message) -> str:
    return " ".join(" ".join(entry.auto_comments).split())


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (entry for entry in catalog if entry.id)


def _texts(entry: Message) -> tuple[str, ...]:
    string = entry.string
    return tuple(string) if isinstance(string, tuple | list) else (str(string),)


def check(languages: list[str]) -> int:
    """Say what is missing or broken; 1 if anything is."""
    faults = 0
    if is_stale():
        print("jbpcore.pot is stale: run python -m scripts.catalogues update")
        faults += 1
    for language in languages or TRANSLATED:
        lost, bad = missing(language), broken(language)
        count = len(list(_entries(collected())))
        print(f"{language}: {count - len(lost)} of {count}, {len(bad)} broken")
        if languages:
            for text in lost:
                print(f"  missing: {text}")
            for text in bad:
                print(f"  broken: {text} (has {', '.join(sorted(places(text)))})")
        faults += len(lost) + len(bad)
    return 1 if faults else 0


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["extract", "update", "check"])
    parser.add_argument("languages", nargs="*", help="for check; all if none is named")
    asked = parser.parse_args()
    if asked.what == "check":
        return check(asked.languages)
    {"extract": extract, "update": update}[asked.what]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
