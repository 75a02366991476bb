"""Hypothesis strategies for money, quantities, ratios, ids and text.

They draw what is likely to break: zero, negative amounts, the largest ones, currencies
without a minor unit or with three digits, and letters beyond the first plane. Needs
hypothesis.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from jbpcore.values.currency import MINOR_DIGITS
from jbpcore.values.decimals import exact_decimal
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["ids", "money", "quantities", "ratios", "texts"]

_FIRST_IN_ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LATER_IN_ID = _FIRST_IN_ID + "._:@+-"
_UNITS = ("deals", "certified staff", "seats", "NPS points", "démos")


def money(
    *,
    currency: str | None = None,
    min_amount: Decimal | int | str = -(10**9),
    max_amount: Decimal | int | str = 10**9,
) -> st.SearchStrategy[Money]:
    """Whole numbers of minor units from *min_amount* to *max_amount*.

    Args:
        currency: The one to draw in; by default any with a known minor unit.
        min_amount: Least amount, in major units.
        max_amount: Greatest amount, in major units.

    Examples:
        >>> draw_cents = money(currency="EUR", min_amount="0.01")
    """
    least = exact_decimal(min_amount, "min_amount")
    most = exact_decimal(max_amount, "max_amount")
    codes = st.just(currency) if currency else _currencies()
    return codes.flatmap(
        lambda code: st.decimals(least, most, places=MINOR_DIGITS[code]).map(
            lambda amount: Money(amount, code)
        )
    )


def _currencies() -> st.SearchStrategy[str]:
    common = st.sampled_from(["EUR", "JPY", "KWD", "CLF"])  # 2, 0, 3 and 4 digits
    return st.one_of(common, st.sampled_from(sorted(MINOR_DIGITS)))


def quantities(
    *,
    unit: str | None = None,
    min_amount: Decimal | int | str = -(10**6),
    max_amount: Decimal | int | str = 10**6,
    places: int = 0,
) -> st.SearchStrategy[Quantity]:
    """Counts from *min_amount* to *max_amount*.

    Args:
        unit: What is counted; by default one of a few.
        min_amount: Least count.
        max_amount: Greatest count.
        places: Decimal places; by default only whole things.
    """
    least = exact_decimal(min_amount, "min_amount")
    most = exact_decimal(max_amount, "max_amount")
    units = st.just(unit) if unit else st.sampled_from(_UNITS)
    return st.builds(Quantity, st.decimals(least, most, places=places), units)


def ratios(
    *,
    min_value: Fraction | int | str = -10,
    max_value: Fraction | int | str = 10,
    max_denominator: int = 10_000,
) -> st.SearchStrategy[Ratio]:
    """Ratios from *min_value* to *max_value*, thirds and sevenths included."""
    least, most = Fraction(min_value), Fraction(max_value)
    fractions = st.fractions(least, most, max_denominator=max_denominator)
    return st.builds(Ratio, fractions)


def ids(*, max_length: int = 128) -> st.SearchStrategy[str]:
    """Ids of every allowed character, up to *max_length* long."""
    first = st.sampled_from(_FIRST_IN_ID)
    later = st.text(_LATER_IN_ID, max_size=max_length - 1)
    return st.builds(lambda start, rest: start + rest, first, later)


def texts(
    *, min_length: int = 1, max_length: int = 200, one_line: bool = False
) -> st.SearchStrategy[str]:
    """Text that the model accepts: any script, accents in either form, emoji.

    Args:
        min_length: Fewest code points; 0 draws empty and blank text too.
        max_length: Most code points.
        one_line: Whether to leave out line breaks and tabs, as for names.
    """
    separators = ("Zl", "Zp") if one_line else ()
    letters = st.characters(exclude_categories=("Cc", "Cs", *separators))
    if not one_line:
        letters = st.one_of(letters, st.sampled_from("\n\t"))
    drawn = st.text(letters, min_size=min_length, max_size=max_length)
    return drawn.filter(lambda text: bool(text.strip())) if min_length else drawn
