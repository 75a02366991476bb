from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from jbpcore.engine.conversion import RateSource
from jbpcore.model.fx_rate import FxRate
from jbpcore.model.fx_table import FxTable
from jbpcore.ports.fx import FxRates
from jbpcore.testing.fx_contract import FxRatesContract


def make(*, pivot: str | None, inverse: bool) -> Callable[[Sequence[FxRate]], FxRates]:
    return lambda rates: FxTable(rates=rates, pivot=pivot, inverse=inverse)


def as_the_engine_asks(provider: FxRates) -> RateSource:
    """Return what the port promises as what the engine needs; mypy checks it."""
    return provider


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


def test_the_engine_asks_no_more_than_the_port_promises() -> None:
    source = as_the_engine_asks(make(pivot=None, inverse=True)([]))
    assert source.rate("USD", "USD", on=date(2026, 3, 31)).value == 1
