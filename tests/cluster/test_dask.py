"""Dask comes to the digits that each goal comes to by itself."""

from __future__ import annotations

import os
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from tests.frames.goal_columns import (
    DAYS,
    Columns,
    actual_table,
    expected_rows,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)
from tests.frames.libraries import PandasTypes

from jbpcore.frames import assess

GOALS = int(os.environ.get("JBPCORE_FRAME_GOALS", "1000"))
SEED = 2026
# The package that narwhals means to move its support of Dask to is not there yet.
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
LOOKED_AT = DAYS if "JBPCORE_FRAME_GOALS" in os.environ else DAYS[:1]


@pytest.fixture(scope="module")
def dask() -> Any:
    if find_spec("dask") is None:
        if os.environ.get("JBPCORE_REQUIRE_CLUSTER"):
            pytest.fail("no Dask")
        pytest.skip("no Dask")
    return import_module("dask.dataframe")


def in_dask(dask: Any, columns: Columns) -> Any:
    frame = PandasTypes()(columns).reset_index(drop=True)
    for name in {"shape", "status"} & set(columns):
        frame[name] = frame[name].astype("string")
    return dask.from_pandas(frame, npartitions=3)


@pytest.mark.parametrize("as_of", LOOKED_AT, ids=str)
def test_every_figure_is_that_of_one_goal(dask: Any, as_of: date) -> None:
    cases = make_cases(GOALS, SEED, as_of)
    found = assess(
        in_dask(dask, goal_table(cases)),
        in_dask(dask, actual_table(cases)),
        phasing=in_dask(dask, phasing_table(cases)),
        as_of=as_of,
    )
    assert isinstance(found, dask.DataFrame)
    listed = found.compute().to_dict("records")

    rows = {row["goal_id"]: found_row(row) for row in listed}
    assert len(rows) == GOALS
    for expected in expected_rows(GOALS, SEED, as_of):
        row = rows[expected["goal_id"]]
        assert {name: row[name] for name in expected} == expected, row
