"""Which column holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.adapters.tabular.text_table import TextTable
from jbpcore.errors import Finding, InvalidDataError
from jbpcore.wording import Sentence, message

__all__ = ["ColumnFinder"]

# Headings that say by themselves what a column holds, by role.
_COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "owner": (
            "owner owner_id partner partner_id reseller reseller_id "
            "reseller_key account account_id salesperson salesperson_id "
            "sales_rep rep rep_id employee employee_id employee_key seller "
            "seller_id"
        ),
        "period": ("period month quarter fiscal_period fiscal_month fiscal_quarter"),
        "start": "start start_date period_start first_day",
        "end": "end end_date period_end last_day",
        "target": "target target_amount quota goal amount",
        "date": (
            "date order_date booking_date booked_on close_date invoice_date "
            "sales_date on"
        ),
        "amount": (
            "amount actual actual_amount revenue sales sales_amount booked "
            "net_amount value"
        ),
        "id": "entry_id transaction_id booking_id line_id",
        "credit": "credit credit_share credit_ratio",
        "currency": "currency currency_code",
        "status": "status entry_status booking_status",
        "credit_of": "credit_of shared_credit_of split_of",
        "reverses": "reverses reversal_of reverses_id takes_back",
        "numerator": "numerator",
        "denominator": "denominator",
        "unit": "amount_unit metric_unit",
        "denominator_unit": "denominator_unit",
        "recorded_at": "recorded_at known_at",
        "metric": "metric metric_key",
        "source": "source source_system",
        "owner_id": "owner_id partner_id employee_id id",
        "owner_key": "owner_key partner_key employee_key key",
        "owner_name": "owner_name partner_name name full_name",
    }
)

_UNCLEAR: Final = message(
    "Which column is the {role}? Of the headings, {fitting} could both be it. State "
    "one of: {there}."
)
_UNKNOWN: Final = message(
    "Which column is the {role}? Of the headings, no heading says by itself that it "
    "is. State one of: {there}."
)
_SEVERAL: Final = message(
    "{count} columns are called {stated}, stated as the {role}. State one of: {there}."
)
_NONE: Final = message(
    "No column is called {stated}, stated as the {role}. State one of: {there}."
)


class ColumnFinder:
    """Finds the columns of a table by what is stated, else by headings that say it.

    A heading serves unstated only if it is the only one that could. Everything that
    cannot be found is reported at once, by :meth:`check`.

    Args:
        table: The table.
        currency: A heading may end in it, as ``target_usd`` does.
    """

    def __init__(self, table: TextTable, *, currency: str = "") -> None:
        """Start with nothing missing."""
        self._table = table
        self._ending = f"_{currency.lower()}" if currency else ""
        self._missing: list[Finding] = []

    def need(self, role: str, stated: str | None) -> int:
        """Return the position of the column for *role*; -1, and a finding, if none."""
        at = self.may(role, stated)
        if at is None and stated is None:
            fitting = [self._table.header[at] for at in self._fitting(role)]
            sentence = _UNCLEAR if fitting else _UNKNOWN
            self._miss(role, sentence, fitting=" and ".join(map(repr, fitting)))
        return -1 if at is None else at

    def may(self, role: str, stated: str | None) -> int | None:
        """Return the position of the column for *role*, if there is one.

        A stated column has to be there, and once; an empty text states that there is
        none.
        """
        if stated == "":
            return None
        if stated is None:
            found = self._fitting(role)
            return found[0] if len(found) == 1 else None
        wanted = " ".join(stated.split())
        found = [at for at, name in enumerate(self._table.header) if name == wanted]
        if len(found) == 1:
            return found[0]
        sentence = _SEVERAL if found else _NONE
        self._miss(role, sentence, count=len(found), stated=repr(stated))
        return None

    def list_prefixed(self, prefix: str) -> list[tuple[str, int]]:
        """Return the columns whose heading begins so, each with the rest of it."""
        return [
            (name.removeprefix(prefix), at)
            for at, name in enumerate(self._table.header)
            if name.startswith(prefix) and self._table.header.count(name) == 1
        ]

    def check(self) -> None:
        """Raise if anything was not found.

        Raises:
            InvalidDataError: With one finding for each missing column, its ``column``
                being the role.
        """
        if self._missing:
            raise InvalidDataError(self._table.name, tuple(self._missing))

    def _fitting(self, role: str) -> list[int]:
        names = set(_COMMON[role].split())
        header = enumerate(self._table.header)
        return [at for at, name in header if self._plain(name) in names]

    def _plain(self, heading: str) -> str:
        plain = re.sub("[^a-z0-9]+", "_", heading.lower()).strip("_")
        return plain.removesuffix(self._ending) if self._ending else plain

    def _miss(self, role: str, sentence: str, **facts: object) -> None:
        there = ", ".join(repr(name) for name in self._table.header if name)
        self._missing.append(
            Finding(
                code="jbp.table.column",
                path=self._table.name,
                message=Sentence(sentence, role=role, there=there, **facts),
                row=1,
                column=role,
            )
        )
