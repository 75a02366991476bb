"""Plain data that says how to read something: import mappings and exchange rates."""

from __future__ import annotations

import json
from typing import Any, Final

from fuzz.harness import attempt, expect
from fuzz.json_mutating import mutated

from jbpcore.adapters.tabular.import_mapping import ImportMapping
from jbpcore.model.fx_rows import read_fx_rates
from jbpcore.model.fx_table import FxTable

__all__ = ["check", "mutate"]

LONGEST: Final = 4_096

mutate = mutated


def check(data: bytes) -> None:
    """Read a mapping, and rates; what is accepted is written and read again."""
    try:
        plain: Any = json.loads(data)
    except (ValueError, RecursionError):
        return  # of the host's own reader of JSON
    mapping = attempt(ImportMapping.from_dict, plain)
    if mapping is not None:
        written = mapping.to_dict()
        again = ImportMapping.from_dict(json.loads(json.dumps(written)))
        expect(again == mapping, "a mapping comes back as another", written)
        expect(again.to_dict() == written, "a mapping is written in two ways")
    rates = attempt(read_fx_rates, plain if isinstance(plain, list) else [plain])
    if rates is not None:
        expect(
            attempt(FxTable, rates=rates) is not None, "rates that make no table", rates
        )
        rows = [
            {
                "base": rate.base,
                "quote": rate.quote,
                "rate": str(rate.rate),
                "on": str(rate.on),
                "source": rate.source,
            }
            for rate in rates
        ]
        expect(read_fx_rates(rows) == rates, "rates come back as others", rows)
