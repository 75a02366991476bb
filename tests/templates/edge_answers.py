"""What is known of a plan before its template asks, and what it then asks."""

from __future__ import annotations

from typing import Any

from tests.templates.built_plan import NOW

import jbpcore as jbp

KNOWN: dict[str, Any] = {
    "vendor": jbp.Party(id="acme", name="Acme"),
    "partner": jbp.Partner(id="nw", name="Northwind"),
    "at": NOW,
    "answers": {"base": "1000 EUR"},
}
