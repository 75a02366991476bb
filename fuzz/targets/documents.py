"""Documents of every kind and version, and the files of the store on JSON files."""

from __future__ import annotations

from typing import Final

from fuzz.harness import attempt, expect
from fuzz.json_mutating import mutated

from jbpcore.adapters.json_files.documents import RevisionFile
from jbpcore.adapters.json_files.manifest import Manifest
from jbpcore.codec.documents import FORMATS
from jbpcore.codec.json_text import dumps, loads, try_loads

__all__ = ["check", "mutate"]

LONGEST: Final = 16_384
_TENANT: Final = "acme"

mutate = mutated


def check(data: bytes) -> None:
    """Read a document as each kind there is; what is accepted is written again."""
    for document_format in FORMATS:
        kind = document_format.kind
        read: object = attempt(try_loads, data, kind)
        if isinstance(read, kind):
            text = dumps(read)
            again: object = loads(text, kind)
            expect(again == read, "a document comes back as another", kind)
            expect(dumps(again) == text, "a document is written in two ways", kind)
    manifest = attempt(Manifest.from_content, data, _TENANT)
    if manifest is not None:
        again = Manifest.from_content(manifest.content, _TENANT)
        expect(again == manifest, "a manifest comes back as another")
        expect(again.content == manifest.content, "a manifest in two ways")
    revision = attempt(RevisionFile.from_content, data)
    if revision is not None:
        again = RevisionFile.from_content(revision.content)
        expect(again == revision, "a revision comes back as another")
        expect(again.content == revision.content, "a revision in two ways")
