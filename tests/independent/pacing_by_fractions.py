"""A second pacing engine, slow on purpose: plain fractions, dates and dicts alone.

It walks day by day, knows nothing of the library, and shares no formula with it. A case
is a dict of what was agreed and booked; :func:`answer` says how it stands, in a dict
of figures, each a number, or the code of the reason why there is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.independent.goal_by_hand import (
    ONE_DAY,
    Case,
    Found,
    agreed_versions,
    attained_of,
    beside,
    count_of,
    days_gone,
    days_of,
    due_of,
    good_above,
    kind_of,
    moves,
    share_due,
    start_of,
    target_of,
    to_minor,
    told,
)
from tests.independent.ledger_by_hand import Ledger, read

HEALTHS = ("ahead", "on_track", "at_risk")


def answer(case: Case) -> dict[str, Any]:
    """Say how the goal of *case* stands at the end of its day."""
    versions = agreed_versions(case)
    target = target_of(case, versions)
    kind = kind_of(case, target)
    ledger = read(case)
    attained, checks = attained_of(case, kind, ledger)
    if isinstance(attained, Fraction) and kind not in {"keep", "milestone"}:
        attained = told(attained, case["unit"])
    share = share_due(case, kind, checks)
    whole = Fraction(1) if kind in {"keep", "milestone"} else target
    expected = None
    if whole is not None and share is not None:
        expected = due_of(case, kind, whole, share)
    book = {
        "kind": kind,
        "attained": attained,
        "target": whole,
        "start": start_of(case, kind),
        "share": share,
        "expected": expected,
        "gone": days_gone(case),
        "all": len(days_of(case)),
    }
    figures = figures_of(case, book, ledger)
    health, reason = verdict(case, book, figures, ledger)
    return {
        **figures,
        "attained": attained,
        "expected_to_date": expected,
        "expected_ratio": share,
        "target": whole,
        "kind": kind,
        "health": health,
        "reason": reason,
        "elapsed_days": book["gone"],
        "total_days": book["all"],
        "checks": checks,
        "findings": ledger.findings,
        "disputed": beside(case, kind, ledger.disputed),
        "pipeline": beside(case, kind, ledger.pipeline),
        "last_entry_on": max((e["on"] for e in ledger.booked), default=None),
        "entry_count": count_of(case, kind, ledger),
        "freshness": freshness_of(case, ledger),
        "levels": levels_of(case, kind, versions, whole, attained, share),
    }


# What follows.


def figures_of(case: Case, book: Case, ledger: Ledger) -> dict[str, Found]:
    kind, attained, target = book["kind"], book["attained"], book["target"]
    start, expected = book["start"], book["expected"]
    shown = {}
    sign = 1 if good_above(kind) else -1
    missing = "no_target" if target is None else attained
    known = isinstance(attained, Fraction) and target is not None
    stop = hindrance(case, book)

    shown["gap_to_target"] = sign * (target - attained) if known else missing
    shown["attainment_ratio"] = over(attained, target, "zero_target", known, missing)
    if known and isinstance(start, str):
        shown["progress_ratio"] = start
    else:
        shown["progress_ratio"] = (
            over(attained - start, target - start, stop or "zero_target", known, "")
            if known
            else missing
        )
    if known and expected is not None:
        shown["gap_to_pace"] = sign * (expected - attained)
    else:
        shown["gap_to_pace"] = (stop or "phasing_empty") if known else missing
    shown["pace_index"] = pace_of(book, stop)
    shown |= rates_of(case, book, shown["gap_to_target"])
    shown["projected_finish"] = finish_of(case, book)
    shown |= coverage_of(case, book, ledger, shown["gap_to_target"])
    return shown


def over(above: Any, below: Any, zero: str, known: bool, missing: Found) -> Found:  # noqa: FBT001 - one line for each of its callers
    if not known:
        return missing
    return zero if below == 0 else Fraction(above) / Fraction(below)


def hindrance(case: Case, book: Case) -> str | None:
    """Say why nothing can be said, whatever is booked."""
    kind, target, start = book["kind"], book["target"], book["start"]
    if kind == "keep" and case["keep"] is None:
        return "no_keep_band"
    if target is None:
        return "no_target"
    if isinstance(start, str):
        return start
    if target == start:
        agreed = moves(kind) and case["baseline"] is not None
        return "target_is_baseline" if agreed else "zero_target"
    if target < 0 and not moves(kind):
        return "negative_target"
    return "phasing_empty" if book["share"] is None else None


def pace_of(book: Case, stop: str | None) -> Found:
    attained, expected, start = book["attained"], book["expected"], book["start"]
    if stop is not None:
        return stop
    if isinstance(attained, str):
        return attained
    if book["gone"] == 0:
        return "not_started"
    if expected == start:
        return "nothing_due"
    if book["kind"] != "ceiling":
        return Fraction((attained - start) / (expected - start))
    return Fraction(expected / attained) if attained > 0 else "nothing_attained"


def rates_of(case: Case, book: Case, gap: Found) -> dict[str, Found]:
    first, last, as_of = case["first"], case["last"], case["as_of"]
    off = case["workdays_off"]
    if off is None and case["phasing"][0] == "workdays":
        off = case["phasing"][1]
    worked = None if off is None else [d for d in days_of(case) if d not in set(off)]
    gone = [day for day in days_of(case) if day <= as_of]
    left = (last - max(as_of, first - ONE_DAY)).days
    shown: dict[str, Found] = {
        "run_rate": so_far(book, len(gone)),
        "required_run_rate": from_now(book, gap, max(left, 0)),
        "run_rate_per_workday": "no_work_calendar",
        "required_run_rate_per_workday": "no_work_calendar",
    }
    if worked is not None:
        over_now = sum(day <= as_of for day in worked)
        shown["run_rate_per_workday"] = so_far(book, over_now)
        shown["required_run_rate_per_workday"] = from_now(
            book, gap, len(worked) - over_now
        )
    now, then = shown["run_rate"], shown["required_run_rate"]
    if isinstance(then, str):
        shown["lift_needed"] = then
    elif isinstance(now, str):
        shown["lift_needed"] = now
    else:
        shown["lift_needed"] = then / now if now > 0 else "nothing_attained"
    return shown


def so_far(book: Case, days: int) -> Found:
    attained, start = book["attained"], book["start"]
    if book["kind"] in {"keep", "milestone"}:
        return "no_rate"
    if isinstance(attained, str):
        return attained
    if isinstance(start, str):
        return start
    moved = start - attained if book["kind"].endswith("down") else attained - start
    return Fraction(moved, days) if days else "not_started"


def from_now(book: Case, gap: Found, days: int) -> Found:
    if book["kind"] in {"keep", "milestone"}:
        return "no_rate"
    if isinstance(gap, str):
        return gap
    if not days:
        return "no_days_left"
    return gap / days if gap > 0 else Fraction(0)


def finish_of(case: Case, book: Case) -> Found:
    attained, start, share = book["attained"], book["start"], book["share"]
    if book["kind"] == "milestone":
        return "no_rate"
    if isinstance(attained, str):
        return attained
    if isinstance(start, str):
        return start
    if share is None:
        return "phasing_empty"
    if share == 0:
        return "nothing_due" if book["gone"] else "not_started"
    finish = attained / share - start * (1 / share - 1)
    if book["kind"] == "keep":
        return Fraction(finish)
    return to_minor(finish, case["unit"])


def coverage_of(case: Case, book: Case, ledger: Ledger, gap: Found) -> dict[str, Found]:
    names = ("coverage_of_target", "coverage_of_gap")
    pipeline = beside(case, book["kind"], ledger.pipeline)
    if pipeline is None or book["kind"] != "flow":
        return dict.fromkeys(names, "no_pipeline")
    target = book["target"]
    of_target: Found = "no_target"
    if target is not None:
        of_target = pipeline / target if target > 0 else "zero_target"
    of_gap = gap
    if isinstance(gap, Fraction):
        of_gap = pipeline / gap if gap > 0 else "target_reached"
    return {"coverage_of_target": of_target, "coverage_of_gap": of_gap}


def levels_of(
    case: Case,
    kind: str,
    versions: list[Case],
    target: Fraction | None,
    attained: Found,
    share: Fraction | None,
) -> list[tuple[Any, ...]]:
    named = [("target", target)]
    if kind not in {"keep", "milestone"}:
        named = [
            ("commit", case["commit"]),
            ("target", target),
            ("stretch", case["stretch"]),
        ]
        if versions:
            named.append(("original_target", case["target"]))
    sign = 1 if good_above(kind) else -1
    found: list[tuple[Any, ...]] = []
    for name, amount in named:
        if amount is None:
            continue
        due = None if share is None else due_of(case, kind, amount, share)
        if isinstance(attained, str):
            found.append((name, amount, None, None, None, due, None))
            continue
        gap = sign * (amount - attained)
        behind = None if due is None else sign * (due - attained)
        ratio = attained / amount if amount else None
        found.append((name, amount, gap <= 0, ratio, gap, due, behind))
    return found


# The verdict.


def verdict(
    case: Case, book: Case, figures: dict[str, Found], ledger: Ledger
) -> tuple[str, str]:
    stop = hindrance(case, book)
    if stop is not None:
        return "not_applicable", stop
    if book["gone"] == 0:
        return "not_started", "not_started"
    through = case["data_through"]
    heard = bool(ledger.booked) or (through is not None and through >= case["first"])
    if not heard and book["kind"] != "milestone":
        return "no_data", "no_entries"
    attained = book["attained"]
    if isinstance(attained, str):
        return ("on_track" if attained == "nothing_due" else "no_data"), attained
    return by_numbers(case, book, attained, figures)


def by_numbers(
    case: Case, book: Case, attained: Fraction, figures: dict[str, Found]
) -> tuple[str, str]:
    gap, pace = figures["gap_to_target"], figures["pace_index"]
    reached = isinstance(gap, Fraction) and gap <= 0
    if book["gone"] == book["all"]:
        return ("met" if reached else "missed"), "period_ended"
    if reached and book["kind"] in {"flow", "milestone"}:
        return "met", "target_reached"
    if isinstance(pace, str):
        return by_sign(book, attained), pace
    for name, bound in zip(HEALTHS, case["bands"], strict=True):
        if pace >= bound:
            return name, "pace"
    return "off_track", "pace"


def by_sign(book: Case, attained: Fraction) -> str:
    due = book["expected"]
    if attained == due:
        return "on_track"
    above = attained > due
    return "ahead" if above == good_above(book["kind"]) else "off_track"


def freshness_of(case: Case, ledger: Ledger) -> str:
    """Compare the age of what is known with the age that was agreed.

    How far the source has delivered is better to know than when something came last;
    it may be no older than the day, unless more was agreed.
    """
    through, allowed = case["data_through"], case["stale"]
    reaches = through is not None and through >= case["first"]
    if not ledger.booked and not reaches:
        return "no_data"
    until = min(case["as_of"], case["last"])
    if through is not None:
        return "stale" if (until - through).days > (allowed or 0) else "fresh"
    if allowed is None:
        return "not_stated"
    newest = max(entry["on"] for entry in ledger.booked)
    return "stale" if (until - newest).days > allowed else "fresh"
