"""How many goals stand together, by any columns of a data frame."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final, TypeVar

from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.as_narwhals import with_stage
from jbpcore.frames.as_sql import Dialect
from jbpcore.frames.assess_frames import alike
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.frame_engines import null_beside
from jbpcore.frames.frame_kinds import FrameKind, as_frame, kind_of
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.roll_up_definition import (
    ROLLED_UP,
    SUMMED,
    RollUpRequest,
    ScoreRule,
    after_sums,
    before_sums,
)
from jbpcore.frames.roll_up_sql import roll_up_sql

__all__ = ["roll_up"]

_Native = TypeVar("_Native")
_Frame = Any
_NEEDED: Final = (
    "target",
    "attained",
    "expected_to_date",
    "progress_ratio",
    "health",
    "reason",
)
_READ: Final = (
    *_NEEDED,
    "shape",
    "baseline",
    "weight",
    "currency",
    "rate_millionths",
)
_MILLION: Final = 1_000_000


def roll_up(  # noqa: PLR0913 - one question, and each part of it by name
    assessed: _Native,
    *,
    by: str | Iterable[str],
    fx: Any = None,  # noqa: ANN401 - a frame of the same library
    into: str | None = None,
    rule: ScoreRule | str = ScoreRule.PROGRESS,
    score_floor: Fraction | int | None = None,
    score_cap: Fraction | int | None = None,
) -> _Native:
    """Add up goals that were measured, by groups.

    They come from :func:`~jbpcore.frames.assessing.assess`.
    Each amount is converted and rounded half-even by itself, and whole numbers are
    added up; so no order of the rows changes a digit, and sums of sums are those of the
    whole. Goals without a target, or anything else that is summed up, and milestones,
    are in no sum; ``left_out`` counts them. A gap is that of the amounts summed.

    Args:
        assessed: The goals with their figures.
        by: The columns to group by, such as ``"partner_id"``.
        fx: Rates by currency, if *assessed* has none beside the goals.
        into: The reporting currency, for a column ``currency``.
        rule: What of a goal counts in ``score_millionths``.
        score_floor: The least that it counts, 1 being 100 %; ``None`` for no limit.
        score_cap: The most.

    Returns:
        A row for each group, in no order where *assessed* is computed late. Where goals
        of a group are in several currencies and there are no rates, its sums are
        missing; a frame in memory is refused.

    Raises:
        InvalidDataError: If a column is missing, or goals of one group are in several
            currencies without rates.
        InvalidValueError: If *assessed* is no data frame, or *fx* of another library.
    """
    frame = as_frame(assessed, "assessed")
    names = [by] if isinstance(by, str) else list(by)
    kind = kind_of(frame)
    rates = None if fx is None else as_frame(fx, "fx")
    if rates is not None and kind_of(rates) is not kind:
        raise InvalidValueError("fx", kind_of(rates).value, f"of {kind}, as goals are")
    columns = _columns(frame, names, rates)
    request = RollUpRequest(
        columns=columns,
        rule=ScoreRule(rule),
        floor=_millionths(score_floor, "score_floor"),
        cap=_millionths(score_cap, "score_cap"),
        is_mixed=not ({"rate_millionths"} & columns)
        and "currency" in columns
        and "currency" not in names,
    )
    found = _run(request, frame, rates, names, into)
    result: _Native = found
    return result


def _columns(frame: _Frame, names: list[str], rates: _Frame | None) -> frozenset[str]:
    there = frozenset(map(str, frame.collect_schema().names()))
    needed = [*names, *_NEEDED, *(["currency"] if rates is not None else [])]
    missing = [name for name in dict.fromkeys(needed) if name not in there]
    if missing:
        expected = "a column, as assess gives it"
        findings = [
            problem("column", f"assessed.{n}", expected, "none") for n in missing
        ]
        raise InvalidDataError("input", tuple(findings))
    return there | {"rate_millionths"} if rates is not None else there


def _millionths(limit: Fraction | int | None, field: str) -> int | None:
    if limit is None:
        return None
    found = Fraction(limit) * _MILLION
    if found.denominator != 1 or abs(found) > _MILLION * _MILLION:
        expected = "whole millionths, up to a million"
        raise InvalidValueError(field, str(limit), expected)
    return int(found)


def _run(
    request: RollUpRequest,
    frame: _Frame,
    rates: _Frame | None,
    names: list[str],
    into: str | None,
) -> _Frame:
    kind = kind_of(frame)
    if kind in {FrameKind.DUCKDB, FrameKind.PYSPARK}:
        return _by_query(request, frame, rates, names, into)
    columns = dict.fromkeys([*names, *(c for c in _READ if c in request.columns)])
    is_now = isinstance(frame, nw.DataFrame)
    columns.pop("rate_millionths", None) if rates is not None else None
    given = frame.select(*columns)
    if is_now and kind is FrameKind.POLARS:
        given = given.lazy()
        rates = None if rates is None else rates.lazy()
    if kind.days_are_moments:
        given = null_beside(given, kind)
    found = _rolled_up(request, given, rates, names, shows_null=kind.days_are_moments)
    if into is not None:
        found = found.with_columns(currency=nw.lit(into))
    if not is_now:
        return found.drop("jbp_currencies", strict=False).to_native()
    if kind is FrameKind.POLARS:
        found = nw.from_native(found.to_native().collect(engine="streaming"))
    found = found.sort(*names)
    _refuse_mixed(request, found, names)
    return found.drop("jbp_currencies", strict=False).to_native()


def _rolled_up(
    request: RollUpRequest,
    given: _Frame,
    rates: _Frame | None,
    names: list[str],
    *,
    shows_null: bool,
) -> _Frame:
    if rates is not None:
        rates = alike(rates, given, ["currency"])
        rates = rates.select("currency", "rate_millionths")
        given = given.join(rates, on="currency", how="left")
    for stage in folded_stages(
        before_sums(request), kept=[f"jbp_of_{n}" for n in SUMMED]
    ):
        given = with_stage(given, stage, shows_null=shows_null)
    sums = [nw.col(f"jbp_of_{name}").sum().alias(f"jbp_all_{name}") for name in SUMMED]
    if request.is_mixed:
        sums.append(nw.col("currency").n_unique().alias("jbp_currencies"))
    found = given.group_by(*names).agg(*sums)
    if shows_null:
        found = null_beside(found, kind_of(found))
    for stage in folded_stages(after_sums(request), kept=ROLLED_UP):
        found = with_stage(found, stage, shows_null=shows_null)
    counted = ["jbp_currencies"] if request.is_mixed else []
    return found.select(*names, *ROLLED_UP, *counted)


def _refuse_mixed(request: RollUpRequest, found: _Frame, names: list[str]) -> None:
    if not request.is_mixed:
        return
    mixed = found.filter(nw.col("jbp_currencies") > 1).select(*names)
    if len(mixed):
        named = "; ".join(
            ", ".join(f"{name} {value!r}" for name, value in row.items())
            for row in mixed.head(3).rows(named=True)
        )
        expected = (
            "the same in each group, or a column to group by, or have rates in fx"
        )
        got = f"several for {len(mixed):,}: {named}"
        finding: Finding = problem("value", "assessed.currency", expected, got)
        raise InvalidDataError("input", (finding,))


def _by_query(
    request: RollUpRequest,
    frame: _Frame,
    rates: _Frame | None,
    names: list[str],
    into: str | None,
) -> _Frame:
    native = frame.to_native()
    others = {} if rates is None else {"fx": rates.to_native()}
    if kind_of(frame) is FrameKind.DUCKDB:
        jbp_of_fx = others.get("fx")  # noqa: F841 - DuckDB finds it by its name
        query = roll_up_sql(
            request,
            Dialect.DUCKDB,
            assessed="jbp_of_assessed",
            by=tuple(names),
            fx="jbp_of_fx" if others else None,
            into=into,
        )
        return native.query("jbp_of_assessed", query)
    query = roll_up_sql(
        request,
        Dialect.SPARK,
        assessed="{assessed}",
        by=tuple(names),
        fx="{fx}" if others else None,
        into=into,
    )
    return native.sparkSession.sql(query, assessed=native, **others)
