"""Targets and bookings of a quarter as texts of files, and what a command answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

# One owner on the way, one with a typing error, one without bookings, one without a
# target, one who is on no list at all. Halfway: 15 May is day 45 of 91.
TARGETS = """\
partner;month;target
ann;2026-04;20.000,00
ann;2026-05;30.000,00
ann;2026-06;50.000,00
bob;2026-05;1.000,00
bob;2026-06;-
cat;2026-04;lots
dan;2026-Q2;5
eve;2026-04;90
eve;2026-05;90
eve;2026-06;90
"""

ACTUALS = """\
date,owner,amount,note
2026-04-07,ann,12000.50,
2026-05-15,ann,8000,"a ""quoted"" note"
2026-05-16,ann,70000,after the day asked about
2026-05-02,bob,1500.00,
2026-05-32,bob,1,
2026-05-04,fox,77,
"""

Run = Callable[..., tuple[int, str, str]]


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["owner"]: row for row in csv.DictReader(io.StringIO(text))}
