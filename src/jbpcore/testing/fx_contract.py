"""The promises of :class:`~jbpcore.ports.fx.FxRates`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError, NoRateError, NoRateReason
from jbpcore.model.fx_rate import AppliedRate, FxPath, FxRate
from jbpcore.ports.fx import FxRates

__all__ = ["FxRatesContract"]

_FRIDAY = date(2026, 3, 27)
_MONDAY = date(2026, 3, 30)
_TUESDAY = date(2026, 3, 31)


def _stated(base: str, quote: str, rate: Fraction | str, on: date) -> FxRate:
    return FxRate(base=base, quote=quote, rate=rate, on=on, source=f"desk {base} {on}")


_RATES = (
    _stated("EUR", "USD", "1.0825", _FRIDAY),
    _stated("EUR", "USD", "1.08137", _TUESDAY),
    _stated("GBP", "USD", "1.29445000000000001", _FRIDAY),
    _stated("USD", "JPY", "149.83", _FRIDAY),
    _stated("CHF", "DKK", Fraction(23, 3), _MONDAY),
)
_ASKED = [
    (base, quote, on)
    for base in ("EUR", "GBP", "USD", "JPY", "CHF", "DKK")
    for quote in ("EUR", "USD", "JPY", "DKK")
    for on in (_FRIDAY, _MONDAY, _TUESDAY)
]


def _answer(
    provider: FxRates, base: str, quote: str, on: date
) -> AppliedRate | NoRateReason:
    try:
        return provider.rate(base, quote, on=on)
    except NoRateError as error:
        return error.reason


class FxRatesContract:
    """Subclass as ``TestMyRates``, override ``provider_of``, and run pytest."""

    @pytest.fixture
    def provider_of(self) -> Callable[[Sequence[FxRate]], FxRates]:
        """Return what makes a provider that knows exactly the rates it is given.

        For one that asks a service, let a stand-in for the service answer with them.
        """
        raise NotImplementedError

    @pytest.fixture
    def provider(self, provider_of: Callable[[Sequence[FxRate]], FxRates]) -> FxRates:
        """Return the provider under test."""
        return provider_of(_RATES)

    @pytest.mark.parametrize("currency", ["USD", "EUR", "XCG"])
    def test_f1_a_currency_in_itself_is_one(
        self, provider: FxRates, currency: str
    ) -> None:
        """F1: also where no rate is known of it, and before the first rate."""
        found = provider.rate(currency, currency, on=date(1999, 1, 4))
        assert (found.base, found.quote) == (currency, currency)
        assert (found.value, found.path) == (Fraction(1), FxPath.SAME)

    @pytest.mark.parametrize("stated", _RATES, ids=lambda rate: rate.source)
    def test_f2_a_stated_rate_comes_back_exactly(
        self, provider: FxRates, stated: FxRate
    ) -> None:
        """F2: to the last digit, thirds included, with its day and its source."""
        found = provider.rate(stated.base, stated.quote, on=stated.on)
        assert found.value == stated.rate
        assert [leg.stated for leg in found.legs] == [stated]

    def test_f3_the_latest_day_before_counts(self, provider: FxRates) -> None:
        """F3: over a weekend, the rate of the Friday."""
        for day in (28, 29, 30):
            found = provider.rate("EUR", "USD", on=date(2026, 3, day))
            assert (found.value, found.stated_on) == (Fraction("1.0825"), _FRIDAY)

    def test_f3_the_day_itself_counts(self, provider: FxRates) -> None:
        """F3: a rate counts from its own day on."""
        for day in (_TUESDAY, date(2026, 4, 1)):
            found = provider.rate("EUR", "USD", on=day)
            assert found.value == Fraction("1.08137")

    def test_f3_a_later_rate_is_never_used(self, provider: FxRates) -> None:
        """F3: before the first rate there is none, however near it is."""
        with pytest.raises(NoRateError) as caught:
            provider.rate("EUR", "USD", on=date(2026, 3, 26))
        assert caught.value.reason is NoRateReason.NOT_YET

    def test_f3_an_answer_says_which_day_was_asked_about(
        self, provider: FxRates
    ) -> None:
        """F3: so that a figure can show how old its rate is."""
        found = provider.rate("EUR", "USD", on=_MONDAY)
        assert (found.on, found.age_days) == (_MONDAY, 3)

    def test_f4_an_answer_leads_where_it_was_asked(self, provider: FxRates) -> None:
        """F4: whatever way it takes, and made of what was stated alone."""
        for base, quote, on in _ASKED:
            found = _answer(provider, base, quote, on)
            if isinstance(found, AppliedRate):
                assert (found.base, found.quote) == (base, quote)
                assert {leg.stated for leg in found.legs} <= set(_RATES)

    def test_f4_the_other_way_round_is_one_divided_by_it(
        self, provider: FxRates
    ) -> None:
        """F4: exactly, or there is no rate; a provider need not turn rates round."""
        found = _answer(provider, "USD", "EUR", _FRIDAY)
        if isinstance(found, AppliedRate):
            assert found.value == 1 / Fraction("1.0825")

    def test_f4_through_a_third_currency_is_the_product(
        self, provider: FxRates
    ) -> None:
        """F4: exactly, or there is no rate; a provider need not cross rates."""
        found = _answer(provider, "GBP", "JPY", _FRIDAY)
        if isinstance(found, AppliedRate):
            assert found.value == Fraction("1.29445000000000001") * Fraction("149.83")
            assert found.currencies == ("GBP", "USD", "JPY")

    @pytest.mark.parametrize(
        ("base", "quote"), [("EUR", "SEK"), ("SEK", "EUR"), ("CHF", "USD")]
    )
    def test_f5_no_rate_is_an_error_with_its_facts(
        self, provider: FxRates, base: str, quote: str
    ) -> None:
        """F5: for a currency nobody knows, and for two that nothing connects."""
        with pytest.raises(NoRateError) as caught:
            provider.rate(base, quote, on=_TUESDAY)
        error = caught.value
        assert (error.base, error.quote, error.on) == (base, quote, _TUESDAY)
        assert error.reason is NoRateReason.NO_PAIR

    def test_f6_the_same_question_has_the_same_answer(
        self, provider_of: Callable[[Sequence[FxRate]], FxRates]
    ) -> None:
        """F6: asked again, and asked after other questions."""
        provider = provider_of(_RATES)
        first = {asked: _answer(provider, *asked) for asked in _ASKED}
        again = {asked: _answer(provider, *asked) for asked in reversed(_ASKED)}
        other = provider_of(_RATES)
        backwards = {asked: _answer(other, *asked) for asked in reversed(_ASKED)}
        assert first == again == backwards

    def test_f6_from_several_threads_at_once(self, provider: FxRates) -> None:
        """F6: one thread's question has no part in another's answer."""
        alone = [_answer(provider, *asked) for asked in _ASKED]
        with ThreadPoolExecutor(8) as pool:
            together = list(
                pool.map(lambda asked: _answer(provider, *asked), _ASKED * 5)
            )
        assert together == alone * 5

    @pytest.mark.parametrize("bad", ["usd", "", "US", "USDX", "U5D", None, 840])
    def test_f7_a_bad_currency_is_refused(self, provider: FxRates, bad: Any) -> None:  # noqa: ANN401 - anything
        """F7: on either side."""
        with pytest.raises(InvalidValueError):
            provider.rate(bad, "USD", on=_FRIDAY)
        with pytest.raises(InvalidValueError):
            provider.rate("USD", bad, on=_FRIDAY)

    @pytest.mark.parametrize(
        "bad", ["2026-03-27", None, 20260327, datetime(2026, 3, 27, tzinfo=UTC)]
    )
    def test_f7_a_bad_day_is_refused(self, provider: FxRates, bad: Any) -> None:  # noqa: ANN401 - anything
        """F7: also where both currencies are the same."""
        with pytest.raises(InvalidValueError):
            provider.rate("EUR", "USD", on=bad)
        with pytest.raises(InvalidValueError):
            provider.rate("USD", "USD", on=bad)
