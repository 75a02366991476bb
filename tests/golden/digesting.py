"""One digest of all that the library says about the worked cases.

Run as a script it sets the decimal context that it is told to, takes over the locale of
the environment if it is installed, and prints the digest beside what was in force.
"""

from __future__ import annotations

import decimal
import hashlib
import json
import locale
import sys
import time

from tests.golden.asking import Asked, as_text, bare
from tests.golden.reading import read_cases

import jbpcore as jbp

__all__ = ["digest", "iter_told"]

SIGNALS = [decimal.Inexact, decimal.Rounded, decimal.FloatOperation]


def iter_told() -> list[str]:
    """Return everything: results as JSON, their sentences, and each figure stated."""
    told = []
    for case in read_cases():
        asked = Asked(case)
        told.append(f"# {case.name}")
        for record in asked.records:
            told.append(jbp.dumps(record))
            if isinstance(record, jbp.GoalResult):
                told += [jbp.explain(record), jbp.explain(record, locale="en_IN")]
        for name, _ in case.pairs("The answer"):
            found = asked.answer(name)
            told.append(f"{name}: {bare(found) or as_text(found)}")
    return told


def digest() -> str:
    """Return the SHA-256 of all of it."""
    return hashlib.sha256("\n".join(iter_told()).encode("utf-8")).hexdigest()


def locale_in_force() -> str | None:
    """Take over the locale of the environment; ``None`` if it is not installed."""
    try:
        return locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        return None


def main(precision: str, rounding: str, traps: str) -> None:
    context = decimal.Context(
        prec=int(precision),
        rounding=rounding,
        traps=SIGNALS if traps == "trapped" else [],
    )
    decimal.setcontext(context)
    # Threads, and contexts made without asking for more, begin from this one.
    decimal.DefaultContext.prec = context.prec
    decimal.DefaultContext.rounding = context.rounding
    found = {
        "locale": locale_in_force(),
        "digest": digest(),
        "optimize": sys.flags.optimize,
        "utf8": sys.flags.utf8_mode,
        "hash": hash("northwind"),
        "zone": time.strftime("%z", time.localtime(1_780_000_000)),
        "decimal": [
            decimal.getcontext().prec,
            decimal.getcontext().rounding,
            decimal.getcontext().traps[decimal.Inexact],
        ],
    }
    print(json.dumps(found))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])
