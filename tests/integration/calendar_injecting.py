"""Put hostile text into every slot of a calendar, and count what comes out.

Run as a program, it prints what became of each attempt: ``python -O`` of it shows that
no check is an ``assert``.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
from tests.clients.building import (
    DOMAIN,
    MARIA,
    STAMPED_AT,
    TOM,
    a_cadence,
    a_plan,
    booked,
    called_off,
    moved,
    on,
)

import jbpcore as jbp

PAYLOADS = {
    "CRLF": "\r\nATTENDEE:mailto:evil@x.example",
    "LF": "\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "CR": "\rX-EVIL:1",
    "line separator": "\u2028X-EVIL:1",
    "paragraph separator": "\u2029X-EVIL:1",
    "next line": "\x85X-EVIL:1",
    "vertical tab": "\x0bX-EVIL:1",
    "form feed": "\x0cX-EVIL:1",
    "NUL": "\x00X-EVIL:1",
    "quote": '";X-EVIL="1:mailto:evil@x.example',
    "delimiters": ";X-EVIL=1:mailto:evil@x.example,mailto:b@x.example",
    "escapes": "\\nEND:VEVENT\\N^nX-EVIL:1^'\\",
    "folding": "\r\n X-EVIL:1" + "\U0001f680é" * 40 + "\r\n\tX-EVIL:2",
    "half a pair": "\ud800X-EVIL:1",
}


def _put(record: Any, **fields: Any) -> Any:
    """Return a copy with these fields, which nothing looks at on their way in."""
    copy = attrs.evolve(record)
    for name, value in fields.items():
        object.__setattr__(copy, name, value)
    return copy


def _everything(
    plan: jbp.Plan, *, domain: str = DOMAIN, **given: Any
) -> Iterator[bytes]:
    """Yield every kind of file there is of a plan."""
    organizer = given.pop("organizer", MARIA)
    feed = jbp.FeedOptions(actions_as=given.pop("actions_as", jbp.ActionsAs.TODO))
    if "name" in given:
        feed = _put(feed, name=given.pop("name"))
    told = {"organizer": organizer, "domain": domain, "stamped_at": STAMPED_AT}
    for per in jbp.InvitationPer:
        options = jbp.InvitationOptions(per=per, agenda="Wins", categories=["Plan"])
        options = _put(options, **given)
        for make in (jbp.calendar_invitations, jbp.calendar_cancellation):
            for file in make(plan, options=options, **told):
                yield file.content
    yield jbp.calendar_feed(plan, "tom", options=feed, **told).content


CADENCE = a_cadence(
    "weekly", "2026-03-03", link="https://meet.example/1", location="Room 3"
)


def _plan(
    cadence: Mapping[str, Any] | None = None,
    review: Mapping[str, Any] | None = None,
    action: Mapping[str, Any] | None = None,
    person: Mapping[str, Any] | None = None,
    **fields: Any,
) -> jbp.Plan:
    days = ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"]
    first, second, third, fourth = booked(CADENCE, days)
    second = _put(moved(second, "2026-03-11"), **(review or {}))
    fourth = called_off(fourth, "Trade fair")
    if review and "cancelled_why" in review:
        fourth = _put(fourth, **review)
    goal = jbp.Goal(
        id="revenue",
        name="New revenue",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(25000, "USD"),
        period=jbp.FiscalCalendar.calendar_year().quarter(2026, 2),
    )
    todo = jbp.Action(
        id="demo",
        name="Demo",
        side=jbp.Side.PARTNER,
        owner_id="tom",
        due_on=on("2026-03-31"),
        status=jbp.ActionStatus.BLOCKED,
        blocked_reason="No lab",
        notes="Three of them",
    )
    plan = a_plan(
        "northwind",
        people=[MARIA, _put(TOM, **(person or {}))],
        cadences=[_put(CADENCE, **(cadence or {}))],
        reviews=[first, second, third, fourth],
        actions=[_put(todo, **(action or {}))],
        goals=[_put(goal, name=fields.pop("goal", goal.name))],
    )
    return _put(plan, **fields)  # type: ignore[no-any-return] # a plan still


SLOTS: Mapping[str, Callable[[str], Iterator[bytes]]] = {
    "plan id": lambda text: _everything(_plan(id=f"northwind{text}")),
    "plan name": lambda text: _everything(_plan(name=f"Northwind{text}")),
    "cadence name": lambda text: _everything(_plan({"name": f"Check-in{text}"})),
    "review name": lambda text: _everything(_plan(review={"name": f"Check-in{text}"})),
    "location": lambda text: _everything(_plan({"location": f"Room{text}"})),
    "link": lambda text: _everything(_plan({"link": f"https://meet.example/{text}"})),
    "zone": lambda text: _everything(_plan({"zone": f"Europe/Berlin{text}"})),
    "rule": lambda text: _everything(_plan({"every": f"1{text}" if text else 1})),
    "why": lambda text: _everything(_plan(review={"cancelled_why": f"Fair{text}"})),
    "person name": lambda text: _everything(_plan(person={"name": f"Tom{text}"})),
    "person mail": lambda text: _everything(_plan(person={"email": f"t@nw.ex{text}"})),
    "organizer name": lambda text: _everything(
        _plan(), organizer=_put(MARIA, name=f"Maria{text}")
    ),
    "organizer mail": lambda text: _everything(
        _plan(), organizer=_put(MARIA, email=f"maria{text}@acme.example")
    ),
    "domain": lambda text: _everything(_plan(), domain=f"acme.example{text}"),
    "agenda": lambda text: _everything(_plan(), agenda=f"Wins{text}"),
    "category": lambda text: _everything(_plan(), categories=(f"Plan{text}",)),
    "goal name": lambda text: _everything(_plan(goal=f"New revenue{text}")),
    "action name": lambda text: _everything(_plan(action={"name": f"Demo{text}"})),
    "action notes": lambda text: _everything(_plan(action={"notes": f"Three{text}"})),
    "feed name": lambda text: _everything(_plan(), name=f"Tom{text}"),
}

_NAME = re.compile(r"[A-Z-]+(?=[;:])", re.ASCII)


def census(files: Iterator[bytes]) -> list[Counter[str]]:
    """Count the names of the lines of each file, as a careless reader takes lines."""
    counts = []
    for content in files:
        physical = content.split(b"\r\n")
        if any(len(line) > 75 for line in physical) or physical[-1] != b"":
            counts.append(Counter({"a line too long, or without an end": 1}))
            continue
        whole = [line.decode("utf-8") for line in physical]  # no character is split
        unfolded = "\n".join(whole).replace("\n ", "")
        counted: Counter[str] = Counter()
        # Also at what Python takes for the end of a line, and RFC 5545 does not.
        for line in unfolded.splitlines():
            found = _NAME.match(line)
            name = found[0] if found else f"no name: {line!a}"
            counted[line if name in {"BEGIN", "END"} else name] += 1
            parameters = line.split(":", 1)[0].split('"')[::2]
            counted.update(re.findall(r";[A-Z-]+=", "".join(parameters)))
        counts.append(counted)
    return counts


def attempt(slot: str, payload: str, harmless: list[Counter[str]]) -> str:
    """Say what became of one attempt."""
    try:
        counts = census(SLOTS[slot](payload))
    except jbp.JbpError as error:
        return f"refused: {error.code}"
    return "unchanged" if counts == harmless else f"CHANGED: {counts}"


def usual(slot: str) -> list[Counter[str]]:
    """Count the names of what comes out of harmless text."""
    # A series that is called otherwise than its meetings tells all of them apart.
    return census(SLOTS[slot](" again" if slot == "cadence name" else ""))


def attempts() -> dict[str, str]:
    """Say what became of every attempt."""
    return {
        f"{slot} × {name}": attempt(slot, payload, harmless)
        for slot in SLOTS
        for harmless in [usual(slot)]
        for name, payload in PAYLOADS.items()
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"asserts": __debug__, "became": attempts()}))
