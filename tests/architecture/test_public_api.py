"""What is promised changes on purpose or not at all."""

from __future__ import annotations

from difflib import unified_diff

from scripts import public_api

KEPT = public_api.GOLDEN.read_text("utf-8").splitlines()
WHAT_TO_DO = """
The public API is not what it was. If that is meant: put a fragment into changelog.d,
see docs/reference/stability.md for what may change when, write down what is deprecated
in docs/reference/deprecations.md, and run: python -m scripts.public_api
"""


def test_what_is_promised_is_what_was_promised() -> None:
    found = public_api.written().splitlines()
    changes = [
        line
        for line in unified_diff(KEPT, found, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    assert changes == [], WHAT_TO_DO


def test_the_list_has_names_signatures_members_and_values() -> None:
    kept = "\n".join(KEPT)
    assert "jbpcore.Health.OFF_TRACK = 'off_track'" in KEPT
    assert "jbpcore.assess_goal(goal: Goal, " in kept
    assert "jbpcore.DateRange.length_days -> int" in KEPT
    assert "jbpcore.metrics.REVENUE: Metric" in KEPT
    assert "jbpcore.ports.storage.PlanStore.save(self, plan: Plan, /, *, " in kept
    assert "jbpcore.testing.store_contract.StoreContract.test_" in kept


def test_no_line_tells_where_something_lies_in_memory() -> None:
    assert not [line for line in KEPT if " at 0x" in line or "/site-packages/" in line]
