"""The result of measuring a channel, in the order and the terms of the peers.

What the definitions differ in is translated here: a hand-written projection is linear
where ours goes along the phasing, a ceiling's gap has the other sign there, and their
colours are bands of ours.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, TypeAlias

Frame: TypeAlias = Any
"""A frame of any library, or a connection to DuckDB, which is measured alike."""

Numbers: TypeAlias = Any
"""A column of numpy."""

SUMS = {
    "weight": "weight",
    "target_usd": "target",
    "actual_usd": "attained",
    "expected_usd": "expected_to_date",
}


def peers_module(name: str) -> ModuleType:
    """Return a module of the peers' folder."""
    return import_module(name)


def canonical(found: dict[str, Any]) -> dict[str, Any]:
    """Return the result as the peers have theirs."""
    np = import_module("numpy")
    goals = {n: plain(found["goals"], n) for n in ("goal_id", "partner_id", "weight")}
    figures = ("target", "attained", "expected_to_date", "total_days", "elapsed_days")
    g = {name: plain(found["goals"], name) for name in figures}
    left = plain(found["goals"], "remaining_days")
    up = plain(found["goals"], "direction") > 0
    gap, daily = plain(found["goals"], "gap_to_target"), g["target"] - g["attained"]
    agree("gap", np.where(up, gap, -gap), daily)
    ours = plain(found["goals"], "required_daily", missing=0)
    theirs = half_even(np.maximum(daily, 0), np.maximum(left, 1)) * (left > 0)
    agree("required_daily", ours[up], theirs[up])
    finish = half_even(
        g["attained"] * g["total_days"], np.maximum(g["elapsed_days"], 1)
    )
    finish = finish * (g["elapsed_days"] > 0)
    linear = np.isnan(plain(found["goals"], "phasing", missing=np.nan))
    projected = plain(found["goals"], "projected_finish", missing=0)
    agree("projection", projected[linear], finish[linear])
    over = np.where(up, g["attained"], g["target"])
    under = np.where(up, g["target"], g["attained"])
    made = np.where(up, g["attained"], g["expected_to_date"])
    due = np.where(up, g["expected_to_date"], g["attained"])
    attained = plain(found["goals"], "attainment_ratio", missing=np.nan)
    pace = plain(found["goals"], "pace_index", missing=np.nan)
    with np.errstate(all="ignore"):
        ratio = np.where(up, attained, np.where(under > 0, over / under, np.nan))
    colour = np.where(made >= due, 2, np.where(100 * made >= 85 * due, 1, 0))
    colour = np.where(g["elapsed_days"] == 0, 3, colour)
    points = half_even(over * 1_000_000, np.maximum(under, 1)).clip(0, 2_000_000)
    points = np.where(under > 0, points, np.where(up, 0, 2_000_000))
    partners = {"partner_id": plain(found["partners"], "partner_id")}
    partners |= {n: plain(found["partners"], c) for n, c in SUMS.items()}
    partners["score_ppm"] = plain(found["partners"], "score_millionths")
    order = np.argsort(partners["partner_id"], kind="stable")
    partners = {name: column[order] for name, column in partners.items()}
    place = np.searchsorted(partners["partner_id"], goals["partner_id"])
    for name, of_each in {
        "wppm": goals["weight"] * points,
        **{n: (colour == i) * 1 for i, n in enumerate(("red", "amber", "green"))},
    }.items():
        sums = np.zeros(len(order), "i8")
        np.add.at(sums, place, of_each)
        partners[name] = sums
    whole = dict(found["total"])
    whole |= {n: int(partners[n].sum()) for n in ("wppm", "red", "amber", "green")}
    whole["score_ppm"] = int(
        half_even(np.array([whole["wppm"]]), np.array([whole["weight"]]))[0]
    )
    result = {
        "goal_id": goals["goal_id"],
        "actual": g["attained"],
        "expected": g["expected_to_date"],
        "gap": daily,
        "remaining_days": left,
        "required_daily": np.where(up, ours, theirs),
        "projection": np.where(linear, projected, finish),
        "attainment": ratio,
        "pace": pace,
        "rag": colour,
    }
    found_all: dict[str, Any] = peers_module("workload").canonical(
        result, partners, order_of_total(whole)
    )
    return found_all


def agree(name: str, ours: Numbers, theirs: Numbers) -> None:
    """Stop where figures are not the same."""
    if not (ours == theirs).all():
        raise SystemExit(name)


def order_of_total(whole: dict[str, int]) -> dict[str, int]:
    """Return the sums in the order in which the peers have them."""
    names = ["weight", "wppm", "target_usd", "actual_usd", "expected_usd"]
    names += ["red", "amber", "green", "score_ppm"]
    return {name: whole[name] for name in names}


def plain(frame: Frame, name: str, missing: float | None = None) -> Numbers:
    """Return a column of any library for numpy."""
    column = frame[name]
    if hasattr(column, "combine_chunks"):
        column = import_module("polars").from_arrow(column)
    if missing is None:
        return column.to_numpy()
    is_pandas = hasattr(column, "fillna")
    if missing == missing:  # noqa: PLR0124 - a number
        filled = column.fillna(missing) if is_pandas else column.fill_null(missing)
        return filled.to_numpy()
    if is_pandas:
        return column.astype("float64").to_numpy()
    return column.cast(import_module("polars").Float64).to_numpy()


def half_even(over: Numbers, under: Numbers) -> Numbers:
    """Return quotients of columns, rounded half-even."""
    np = import_module("numpy")
    size = np.abs(over)
    whole = size // under
    twice = 2 * (size - whole * under)
    whole = whole + ((twice > under) | ((twice == under) & (whole % 2 == 1)))
    return np.where(over < 0, -whole, whole)
