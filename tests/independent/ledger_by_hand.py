"""Which entries of a case count, sorted out with plain loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeAlias

Case: TypeAlias = dict[str, Any]


@dataclass
class Ledger:
    """Entries that count, and what is to be told about the others.

    Attributes:
        booked: What counts.
        standing: Of these, what was neither taken back nor takes back.
        disputed: What is argued about.
        pipeline: What is open.
        findings: Codes of what is wrong.
    """

    booked: list[Case]
    standing: list[Case]
    disputed: list[Case]
    pipeline: list[Case]
    findings: set[str] = field(default_factory=set)


def read(case: Case) -> Ledger:
    """Sort the entries of *case*."""
    findings: set[str] = set()
    seen: dict[str, list[Case]] = {}
    for entry in case["entries"]:
        asked, at = case["known_at"], entry["at"]
        is_late = asked is not None and at is not None and at > asked
        is_due = entry["on"] <= case["as_of"] or entry["status"] == "pipeline"
        if is_due and not is_late:
            seen.setdefault(entry["id"], []).append(entry)
    usable = []
    for rivals in seen.values():
        first = min(rivals, key=rank)
        for rival in rivals:
            if rival is not first:
                same = facts(rival) == facts(first)
                findings.add(f"jbp.entry.{'duplicate' if same else 'conflict'}")
        if first["unit"] != case["unit"] and case["adds"] != "ratio":
            findings.add("jbp.entry.currency")
            continue
        usable.append(first)
    findings |= links(usable, summed=case["adds"] != "level")
    findings |= shared(usable)
    booked = [entry for entry in usable if entry["status"] == "booked"]
    taken = {entry["reverses"] for entry in booked}
    standing = [
        entry
        for entry in booked
        if entry["id"] not in taken and entry["reverses"] is None
    ]
    return Ledger(
        booked,
        standing,
        [entry for entry in usable if entry["status"] == "disputed"],
        [entry for entry in usable if entry["status"] == "pipeline"],
        findings,
    )


def rank(entry: Case) -> tuple[bool, datetime | None, date]:
    """Put what was recorded first in front; what nobody dated was always there."""
    at = entry["at"]
    return (at is not None, at, entry["on"])


def facts(entry: Case) -> Case:
    return {name: value for name, value in entry.items() if name != "at"}


def counted(entry: Case) -> tuple[Fraction, ...]:
    return tuple(part * entry["credit"] for part in entry["amount"])


def links(entries: list[Case], *, summed: bool) -> set[str]:
    """Return what is wrong between reversals and what they take back."""
    found = set()
    by_id = {entry["id"]: entry for entry in entries}
    for original_id in {e["reverses"] for e in entries if e["reverses"] is not None}:
        group = [entry for entry in entries if entry["reverses"] == original_id]
        original = by_id.get(original_id)
        if original is None:
            found.add("dangling")
            continue
        if original in group:
            found.add("itself")
        group = [entry for entry in group if entry is not original]
        if not summed:
            if len(group) > 1:
                found.add("twice")
            continue
        found |= sums(original, group)
    return {f"jbp.reversal.{word}" for word in found}


def sums(original: Case, group: list[Case]) -> set[str]:
    found = set()
    alike = [
        entry
        for entry in group
        if (entry["unit"], entry["status"]) == (original["unit"], original["status"])
    ]
    if len(alike) < len(group):
        found.add("mismatch")
    whole = counted(original)
    wholly = 0
    left = list(whole)
    for entry in alike:
        parts = counted(entry)
        if any((a > 0 < b) or (a < 0 > b) for a, b in zip(whole, parts, strict=True)):
            found.add("adds")
        wholly += all(a == -b for a, b in zip(whole, parts, strict=True))
        left = [a + b for a, b in zip(left, parts, strict=True)]
    if wholly > 1:
        found.add("twice")
    elif any(
        (a == 0 != b) or (a > 0 > b) or (a < 0 < b)
        for a, b in zip(whole, left, strict=True)
    ):
        found.add("over")
    return found


def shared(entries: list[Case]) -> set[str]:
    """Return whether more than the whole of one fact is given away."""
    given: dict[tuple[str, str], Fraction] = {}
    for entry in entries:
        undone = list(counted(entry))
        took = False
        for other in entries:
            if other["reverses"] == entry["id"] and (
                (other["unit"], other["status"]) == (entry["unit"], entry["status"])
            ):
                took = True
                parts = counted(other)
                undone = [a + b for a, b in zip(undone, parts, strict=True)]
        is_gone = took and not any(undone)
        if entry["of"] is not None and entry["reverses"] is None and not is_gone:
            key = (entry["of"], entry["status"])
            given[key] = given.get(key, Fraction(0)) + entry["credit"]
    return {"jbp.credit.over"} if any(sum_ > 1 for sum_ in given.values()) else set()
