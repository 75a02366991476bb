"""Dask comes to the digits that each goal comes to by itself."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from tests.cluster.many_goals import LOOKED_AT, assessed, check
from tests.frames.goal_columns import Columns
from tests.frames.libraries import PandasTypes

# The package that narwhals means to move its support of Dask to is not there yet.
pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")


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
    found = assessed(partial(in_dask, dask), as_of)

    assert isinstance(found, dask.DataFrame)
    check(found.compute().to_dict("records"), as_of)
