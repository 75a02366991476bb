"""Whether data that no class describes is plain: what JSON holds, but fractions."""

from __future__ import annotations

from typing import Any, Final

from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.codec.scalars import TextNode, WholeNumberNode
from jbpcore.wording import Sentence

__all__ = ["MOST_DEPTH", "report_unplain"]

MOST_DEPTH: Final = 32
"""Objects and lists inside each other, the document itself included."""

_TEXT: Final = TextNode()
_WHOLE_NUMBER: Final = WholeNumberNode()


def report_unplain(data: object, place: Place, log: ProblemLog) -> bool:
    """Note everything in *data* that is not plain; True if there is anything.

    Plain are ``None``, bools, whole numbers, sound text, and lists and dicts of such.
    """
    before = len(log.findings)
    _report(data, place, log)
    return len(log.findings) > before


def _report(data: object, place: Place, log: ProblemLog) -> None:
    if isinstance(data, dict | list):
        _report_inside(data, place, log)
    elif isinstance(data, str):
        _TEXT.examine(data, place, log)
    elif data is not None and not isinstance(data, bool):
        _WHOLE_NUMBER.examine(data, place, log)


def _report_inside(
    data: dict[Any, Any] | list[Any], place: Place, log: ProblemLog
) -> None:
    if len(place.steps) >= MOST_DEPTH:
        message = Sentence(
            "Must not be nested more than {most_depth} deep.", most_depth=MOST_DEPTH
        )
        log.report("jbp.data.depth", place, message)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            _report(item, place.child(index), log)
    else:
        log.repeated_keys(place, data)
        for key, item in data.items():
            if _TEXT.examine(key, place, log) == key:
                _report(item, place.child(key), log)
