"""Each promise of the kit catches a provider of rates that breaks it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from jbpcore.errors import InvalidValueError, NoRateError, NoRateReason
from jbpcore.model.fx_rate import AppliedRate, FxLeg, FxRate
from jbpcore.model.fx_table import FxTable
from jbpcore.ports.fx import FxRates
from jbpcore.testing import fx_contract
from jbpcore.testing.fx_contract import FxRatesContract

CONTRACT = FxRatesContract()
FRIDAY = date(2026, 3, 27)


class Rates:
    """Answers from a table; on its own it keeps every promise."""

    def __init__(self, rates: Sequence[FxRate]) -> None:
        self.rates = rates
        self.table = FxTable(rates=rates, pivot="USD")
        self.asked: list[tuple[str, str]] = []

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        return self.table.rate(base, quote, on=on)


class KnowsNoRateOfItself(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        if base == quote and not any(rate.base == base for rate in self.rates):
            raise NoRateError(base, quote, on)
        return super().rate(base, quote, on=on)


class RoundsRates(Rates):
    def __init__(self, rates: Sequence[FxRate]) -> None:
        super().__init__(rates)
        self.table = FxTable(
            rates=[
                attrs.evolve(rate, rate=Fraction(round(rate.rate * 10**6), 10**6))
                for rate in rates
            ],
            pivot="USD",
        )


class ForgetsTheSource(Rates):
    def __init__(self, rates: Sequence[FxRate]) -> None:
        super().__init__([attrs.evolve(rate, source="") for rate in rates])


class KnowsBankDaysAlone(Rates):
    """Has no rate on a day that none was stated for."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        if found.age_days:
            raise NoRateError(base, quote, on, NoRateReason.TOO_OLD)
        return found


class CountsFromTheNextDay(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on - timedelta(days=1))
        return attrs.evolve(found, on=on)


class LooksAhead(Rates):
    """Takes the nearest rate, whatever its day."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        try:
            return super().rate(base, quote, on=on)
        except NoRateError as error:
            if error.reason is not NoRateReason.NOT_YET:
                raise
            return super().rate(base, quote, on=date(2026, 12, 31))


class AnswersForAnotherDay(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        return attrs.evolve(found, on=found.stated_on)


class TurnsAround(Rates):
    """Gives the rate that it has, whichever way round it was asked for."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        if any(leg.is_inverted for leg in found.legs):
            return super().rate(quote, base, on=on)
        return found


class DerivesTheInverse(Rates):
    """Makes up a stated rate of the other way round, with six digits."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        if len(found.legs) != 1 or not found.legs[0].is_inverted:
            return found
        value = Fraction(round(found.value * 10**6), 10**6)
        made = FxRate(base=base, quote=quote, rate=value, on=found.stated_on)
        return attrs.evolve(found, legs=[FxLeg(made)])


class DerivesTheCross(Rates):
    """Makes up a stated rate of what it crossed, with two digits."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        if len(found.legs) < 2:
            return found
        value = Fraction(round(found.value * 100) + 1, 100)
        made = FxRate(base=base, quote=quote, rate=value, on=found.stated_on)
        return attrs.evolve(found, legs=[FxLeg(made)])


class TakesOneForUnknown(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        try:
            return super().rate(base, quote, on=on)
        except NoRateError as error:
            if error.reason is NoRateReason.NOT_YET:
                raise
            made = FxRate(base=base, quote=quote, rate=1, on=on)
            return AppliedRate(base=base, quote=quote, on=on, legs=[FxLeg(made)])


class RaisesKeyError(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        try:
            return super().rate(base, quote, on=on)
        except NoRateError as error:
            raise KeyError(base) from error


class GetsUsedToADay(Rates):
    """Keeps the first answer for a pair, whatever day it is asked about later."""

    def __init__(self, rates: Sequence[FxRate]) -> None:
        super().__init__(rates)
        self.kept: dict[tuple[str, str], AppliedRate] = {}

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        found = super().rate(base, quote, on=on)
        kept = self.kept.setdefault((base, quote), found)
        return attrs.evolve(kept, on=max(on, kept.on))


class KeepsTheQuestion(Rates):
    """Remembers what it was asked on itself, where another thread may ask as well."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        self.asked.append((base, quote))
        if len(self.asked) > 200:
            base, quote = self.asked[-200]
        return super().rate(base, quote, on=on)


class AcceptsSmallLetters(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        return super().rate(str(base).upper(), quote, on=on)


class AcceptsTimes(Rates):
    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        day = date(on.year, on.month, on.day)
        return super().rate(base, quote, on=day)


BITES: list[tuple[type[Rates], Callable[..., None], dict[str, Any]]] = [
    (
        KnowsNoRateOfItself,
        CONTRACT.test_f1_a_currency_in_itself_is_one,
        {"currency": "XCG"},
    ),
    (
        RoundsRates,
        CONTRACT.test_f2_a_stated_rate_comes_back_exactly,
        {"stated": fx_contract._RATES[2]},  # noqa: SLF001 - what the kit asks about
    ),
    (
        ForgetsTheSource,
        CONTRACT.test_f2_a_stated_rate_comes_back_exactly,
        {"stated": fx_contract._RATES[0]},  # noqa: SLF001 - as above
    ),
    (KnowsBankDaysAlone, CONTRACT.test_f3_the_latest_day_before_counts, {}),
    (CountsFromTheNextDay, CONTRACT.test_f3_the_day_itself_counts, {}),
    (LooksAhead, CONTRACT.test_f3_a_later_rate_is_never_used, {}),
    (
        AnswersForAnotherDay,
        CONTRACT.test_f3_an_answer_says_which_day_was_asked_about,
        {},
    ),
    (TurnsAround, CONTRACT.test_f4_an_answer_leads_where_it_was_asked, {}),
    (DerivesTheInverse, CONTRACT.test_f4_an_answer_leads_where_it_was_asked, {}),
    (DerivesTheInverse, CONTRACT.test_f4_the_other_way_round_is_one_divided_by_it, {}),
    (DerivesTheCross, CONTRACT.test_f4_through_a_third_currency_is_the_product, {}),
    (
        TakesOneForUnknown,
        CONTRACT.test_f5_no_rate_is_an_error_with_its_facts,
        {"base": "EUR", "quote": "SEK"},
    ),
    (
        RaisesKeyError,
        CONTRACT.test_f5_no_rate_is_an_error_with_its_facts,
        {"base": "SEK", "quote": "EUR"},
    ),
    (GetsUsedToADay, CONTRACT.test_f6_the_same_question_has_the_same_answer, {}),
    (KeepsTheQuestion, CONTRACT.test_f6_from_several_threads_at_once, {}),
    (AcceptsSmallLetters, CONTRACT.test_f7_a_bad_currency_is_refused, {"bad": "usd"}),
    (
        AcceptsTimes,
        CONTRACT.test_f7_a_bad_day_is_refused,
        {"bad": datetime(2026, 3, 27, tzinfo=UTC)},
    ),
]


def ask(
    broken: type[Rates], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    fixtures = {
        "provider_of": broken,
        "provider": broken(fx_contract._RATES),  # noqa: SLF001 - as above
    }
    wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
    test(**{name: fixtures[name] for name in wanted}, **parameters)


@pytest.mark.parametrize(
    ("broken", "test", "parameters"),
    [
        pytest.param(*bite, id=f"{bite[0].__name__}-{bite[1].__name__}")
        for bite in BITES
    ],
)
def test_each_promise_catches_rates_that_break_it(
    broken: type[Rates], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    ask(Rates, test, parameters)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(broken, test, parameters)


def kit() -> set[str]:
    return {name for name in dir(FxRatesContract) if name.startswith("test_")}


def test_every_test_of_the_kit_is_seen_to_bite() -> None:
    assert {test.__name__ for _, test, _ in BITES} == kit()


def test_every_promise_has_a_test_and_every_test_states_its_promise() -> None:
    promised = re.findall(r"\*\*(F\d+)\*\*", inspect.getdoc(FxRates) or "")
    assert len(promised) == len(set(promised))
    assert set(promised) == {name.split("_")[1].upper() for name in kit()}
    for name in kit():
        doc = getattr(FxRatesContract, name).__doc__ or ""
        assert doc.startswith(f"{name.split('_')[1].upper()}: "), name


def test_an_answer_cannot_contradict_its_own_rates() -> None:
    stated = FxRate(base="EUR", quote="USD", rate="1.08", on=FRIDAY)
    with pytest.raises(InvalidValueError, match="leg by leg"):
        AppliedRate(base="USD", quote="EUR", on=FRIDAY, legs=[FxLeg(stated)])
    with pytest.raises(InvalidValueError, match="leg by leg"):
        AppliedRate(base="EUR", quote="GBP", on=FRIDAY, legs=[FxLeg(stated)])
    early = FRIDAY - timedelta(days=1)
    with pytest.raises(InvalidValueError, match="or before"):
        AppliedRate(base="EUR", quote="USD", on=early, legs=[FxLeg(stated)])
