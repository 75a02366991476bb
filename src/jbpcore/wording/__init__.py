"""Sentences that can still be said in another language.

What people read is written down as a whole English sentence with named places in it,
``"{goal} has no target. Agree on one."``. That sentence is also the key under which a
catalogue holds its translations, so it stands in the code as it is read, and tools find
it there. Filling a place looks up a name and does nothing else: no attribute, no index,
no call, no format, and a brace in a value stays a brace.

A :class:`~jbpcore.wording.sentence.Sentence` is such a sentence in English, as text,
that knows its facts; :class:`~jbpcore.formatting.words.Words` says it in any language.
"""

from __future__ import annotations

from jbpcore.wording.facts import AnyOf, Both, Opening, Worded
from jbpcore.wording.sentence import Sentence
from jbpcore.wording.templates import fill, message, named, places
from jbpcore.wording.values_shown import shown, unshown

__all__ = [
    "AnyOf",
    "Both",
    "Opening",
    "Sentence",
    "Worded",
    "fill",
    "message",
    "named",
    "places",
    "shown",
    "unshown",
]
