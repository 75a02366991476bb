"""Every library of data frames in turn."""

from __future__ import annotations

import pytest
from tests.frames.libraries import KINDS, Polars


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest) -> Polars:
    return KINDS[request.param]()
