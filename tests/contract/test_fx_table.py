from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable
from jbpcore.ports.fx import FxRates
from jbpcore.testing.fx_contract import FxRatesContract


def make(*, pivot: str | None, inverse: bool) -> Callable[[Sequence[FxRate]], FxRates]:
    return lambda rates: FxTable(rates=rates, pivot=pivot, inverse=inverse)


class TestFxTable(FxRatesContract):
    @pytest.fixture(params=[None, "USD"])
    def provider_of(
        self, request: pytest.FixtureRequest
    ) -> Callable[[Sequence[FxRate]], FxRates]:
        return make(pivot=request.param, inverse=True)


class TestFxTableThatTurnsNothingRound(FxRatesContract):
    @pytest.fixture
    def provider_of(self) -> Callable[[Sequence[FxRate]], FxRates]:
        return make(pivot=None, inverse=False)
