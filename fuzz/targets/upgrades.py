"""Plans of older versions, which upgrades bring up to the newest.

The format has one version so far. So two made-up ones stand here, which rename, move
and reckon as those will, on whatever a stranger wrote.
"""

from __future__ import annotations

from typing import Any, Final

from fuzz.harness import attempt, expect
from fuzz.json_mutating import mutated

from jbpcore.codec.documents import DocumentFormat
from jbpcore.codec.plain import read_document, to_data
from jbpcore.codec.problems import FAILED, ProblemLog
from jbpcore.codec.strict_json import parsed
from jbpcore.errors import Finding
from jbpcore.model.plan import Plan

__all__ = ["check", "mutate"]

LONGEST: Final = 16_384
_Data = dict[str, Any]

mutate = mutated


def _one_to_two(data: _Data) -> _Data:
    rest = {key: item for key, item in data.items() if key != "title"}
    return {**rest, "names": [data["title"].strip()]}


def _two_to_three(data: _Data) -> _Data:
    rest = {key: item for key, item in data.items() if key != "names"}
    goals = [
        {**goal, "weight": str(int(goal.get("weight", "1")))} for goal in data["goals"]
    ]
    return {**rest, "name": data["names"][0], "goals": goals}


_LATER: Final = DocumentFormat(
    name="jbpcore.plan", kind=Plan, upgrades=(_one_to_two, _two_to_three)
)


def check(data: bytes) -> None:
    """Read a plan of some version; what is accepted is a plan like any other."""
    log = ProblemLog()
    plain = attempt(parsed, data, log)
    if plain is None or plain is FAILED:
        return
    for keeps_extra in (False, True):
        read: Any = attempt(read_document, plain, _LATER, keeps_extra=keeps_extra)
        if read is None:
            continue
        if isinstance(read, tuple):
            expect(all(isinstance(one, Finding) for one in read), "no findings", read)
            continue
        plan = read.value
        document = {**to_data(plan), "format_version": 3}
        again: Any = read_document(document, _LATER)
        expect(not isinstance(again, tuple), "an upgraded plan is refused", again)
        expect(again.value == plan, "an upgraded plan comes back as another")
