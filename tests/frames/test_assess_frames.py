"""What data frames have to have to be measured, and what comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.frames.founding_frames import AS_OF, actuals, goals, measured, phasing
from tests.frames.goal_columns import Columns
from tests.frames.libraries import KINDS, Polars, lib, skip_without_libraries

from jbpcore.errors import InvalidDataError, InvalidValueError, MissingExtraError
from jbpcore.frames import assess, host_narwhals
from jbpcore.frames.assessing import assess as from_its_module
from jbpcore.model.health import HealthBands

skip_without_libraries()


def test_the_founding_case(make: Polars) -> None:
    """Figures from the design, worked out by hand long before."""
    rows = {row["goal_id"]: row for row in make.rows(measured(make))}

    plain, phased = rows["plain"], rows["phased"]
    assert plain["expected_to_date"] == 1_236_264
    assert plain["gap_to_target"] == 1_750_000
    assert plain["gap_to_pace"] == 486_264
    assert plain["required_daily"] == 38_043
    assert plain["projected_finish"] == 1_516_667
    assert plain["lift_needed"] == pytest.approx(2.28, abs=0.005)
    assert plain["health"] == "off_track"
    assert phased["expected_to_date"] == 862_903
    assert phased["projected_finish"] == pytest.approx(2_172_900, abs=50)
    assert phased["health"] == "at_risk"
    assert phased["entry_count"] == 1


def test_rows_and_columns_come_back_as_they_were(make: Polars) -> None:
    rows = make.rows(measured(make))
    found = [(row["goal_id"], row["name"]) for row in rows]
    given = [("plain", "New revenue"), ("phased", "By month")]

    assert sorted(found) == sorted(given)
    if not make.is_late:
        assert found == given
    assert list(rows[0])[:6] == list(goals())


def test_pandas_keeps_its_labels_and_whole_numbers() -> None:
    make = KINDS["pandas-types"]()
    found = measured(make)

    assert list(found.index) == ["5", "6"]
    assert str(found["attained"].dtype) == "Int64"
    assert str(found["entry_count"].dtype) == "Int64"


def test_late_frames_stay_late() -> None:
    """A frame that cannot be read is only missed when the result is asked for."""
    pl = lib("polars")

    def broken(_: Any) -> Any:
        pytest.fail("it was computed")

    table = KINDS["polars"]()
    late = table(actuals()).lazy().map_batches(broken, schema=table(actuals()).schema)
    found = assess(
        table(goals()).lazy().map_batches(broken, schema=table(goals()).schema),
        late,
        phasing=table(phasing()).lazy(),
        as_of=AS_OF,
    )

    assert isinstance(found, pl.LazyFrame)


def test_entries_may_be_late_beside_goals_that_are_not() -> None:
    table, late = KINDS["polars"](), KINDS["polars-lazy"]()
    found = assess(
        table(goals()), late(actuals()), phasing=table(phasing()), as_of=AS_OF
    )

    assert table.rows(found) == table.rows(measured(table))


def test_several_columns_may_name_a_goal(make: Polars) -> None:
    named = goals(metric=["revenue", "revenue"]) | {"partner": ["a", "b"]}
    booked = actuals(metric=["revenue", "revenue", "revenue", "deals"])
    booked["partner"] = ["a", "b", "b", "b"]
    del named["goal_id"], booked["goal_id"]
    found = assess(
        make(named),
        make(booked),
        phasing=make(phasing()),
        as_of=AS_OF,
        keys=("partner", "metric"),
    )

    rows = {row["partner"]: row["attained"] for row in make.rows(found)}
    assert rows == {"a": 750_000, "b": 750_000}


def test_numbers_may_name_goals_and_phasings(make: Polars) -> None:
    found = assess(
        make(goals(goal_id=[1, 2], phasing=[7, 8])),
        make(actuals(goal_id=[1, 2, 2, 3])),
        phasing=make(
            {
                "phasing": [7, 7, 7, 8, 8, 8],
                "month": [0, 1, 2] * 2,
                "weight": [1, 1, 1, 20, 30, 50],
            }
        ),
        as_of=AS_OF,
    )

    rows = {row["goal_id"]: row["expected_to_date"] for row in make.rows(found)}
    assert rows[2] == 862_903


def test_a_table_may_be_as_short_as_it_can(make: Polars) -> None:
    short = {k: v for k, v in goals().items() if k not in {"name", "phasing"}}
    rows = make.rows(assess(make(short), make(actuals()), as_of=AS_OF))

    assert [row["expected_to_date"] for row in rows] == [1_236_264] * 2


def test_no_entry_at_all(make: Polars) -> None:
    early = actuals(date=[date(2027, 1, 1)] * 4)
    found = assess(make(goals()), make(early), phasing=make(phasing()), as_of=AS_OF)

    rows = make.rows(found)
    assert {row["health"] for row in rows} == {"no_data"}
    assert {row["attained"] for row in rows} == {0}


def test_columns_that_hold_nothing() -> None:
    pl, pandas = lib("polars"), lib("pandas")
    nothing = [None, None]
    few = goals(target=nothing, baseline=nothing, shape=nothing, phasing=nothing)
    empty: Columns = {"phasing": [], "month": [], "weight": []}
    for frame in (pl.DataFrame, pl.LazyFrame, pandas.DataFrame):
        found = assess(frame(few), frame(actuals()), phasing=frame(empty), as_of=AS_OF)
        found = found.collect() if isinstance(found, pl.LazyFrame) else found
        assert set(found["reason"]) == {"no_target"}


def test_names_of_narrower_types() -> None:
    pl = lib("polars")
    table = KINDS["polars"]()
    booked = table(actuals(goal_id=[1, 2, 2, 3]))
    found = assess(
        table(goals(goal_id=[1, 2])),
        booked.with_columns(pl.col("goal_id").cast(pl.Int16)),
        phasing=table(phasing()).with_columns(
            pl.col("phasing").cast(pl.Categorical), pl.col("month").cast(pl.Int8)
        ),
        as_of=AS_OF,
    )

    assert found["expected_to_date"].to_list() == [1_236_264, 862_903]
    assert found["attained"].to_list() == [750_000, 750_000]


def test_a_name_that_is_there_in_a_category() -> None:
    pl = lib("polars")
    table = KINDS["polars"]()
    coded = table(goals(shape=["flow", "flow"])).with_columns(
        pl.col("shape").cast(pl.Categorical)
    )
    found = assess(coded, table(actuals()), phasing=table(phasing()), as_of=AS_OF)

    assert found["expected_to_date"].to_list() == [1_236_264, 862_903]


def test_pyarrow_takes_texts_by_number() -> None:
    arrow = lib("pyarrow")
    make = KINDS["pyarrow"]()
    table = make(goals(shape=["flow", "flow"]))
    coded = table.set_column(
        table.column_names.index("shape"),
        "shape",
        table["shape"].cast(arrow.large_string()).dictionary_encode(),
    )
    found = assess(coded, make(actuals()), phasing=make(phasing()), as_of=AS_OF)

    assert found["expected_to_date"].to_pylist() == [1_236_264, 862_903]


def test_other_bands(make: Polars) -> None:
    """The pace is 0.607, and 0.869."""
    mild = HealthBands(ahead="9/10", on_track="3/5", at_risk="1/2")
    rows = make.rows(measured(make, bands=mild))

    assert {row["health"] for row in rows} == {"on_track"}


def test_bands_of_many_digits_are_refused() -> None:
    fine = HealthBands(ahead="1.1001")

    with pytest.raises(InvalidValueError, match="parts up to 500"):
        measured(KINDS["polars"](), bands=fine)


def test_rates_stand_beside_the_goals(make: Polars) -> None:
    found = assess(
        make(goals(currency=["EUR", "USD"])),
        make(actuals()),
        phasing=make(phasing()),
        fx=make({"currency": ["EUR", "USD"], "rate_millionths": [1_083_451, 10**6]}),
        as_of=AS_OF,
    )

    rows = {row["goal_id"]: row["rate_millionths"] for row in make.rows(found)}
    assert rows == {"plain": 1_083_451, "phased": 1_000_000}


def test_a_currency_without_a_rate_is_named(make: Polars) -> None:
    with pytest.raises(InvalidDataError, match="currency 'GBP'"):
        assess(
            make(goals(currency=["GBP", "USD"])),
            make(actuals()),
            phasing=make(phasing()),
            fx=make({"currency": ["USD"], "rate_millionths": [10**6]}),
            as_of=AS_OF,
            check=True,
        )


def test_the_extra_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = type(host_narwhals.nw)("no_such_package.x", "frames")
    monkeypatch.setattr("jbpcore.frames.frame_kinds.nw", late)

    with pytest.raises(MissingExtraError, match="frames"):
        from_its_module(goals(), actuals(), as_of=AS_OF)
