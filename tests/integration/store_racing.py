"""One of several processes that edit one plan at once. A script.

Adds a line to the plan's notes that often, then prints the lines it added.

    python store_racing.py URL NAME EDITS MODE

In the mode "wins" it saves over whatever is there, which is how updates get lost.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime

import attrs

from jbpcore.adapters.open_store import open_store
from jbpcore.errors import StaleRevisionError, StoreBusyError
from jbpcore.ports.storage import Store

AT = datetime(2026, 1, 7, tzinfo=UTC)
PLAN_ID = "contested"


def add_line(store: Store, line: str, *, last_write_wins: bool) -> None:
    """Add the line, and begin again when somebody else was first."""
    while True:
        found = store.read(PLAN_ID)
        plan = attrs.evolve(found.plan, notes=f"{found.plan.notes}{line}\n")
        expected = found.revision
        if last_write_wins:
            time.sleep(0.01)  # long enough for the others, also on a busy machine
            expected = store.read(PLAN_ID).revision
        try:
            store.save(plan, expected_revision=expected, by="maria", at=AT, note=line)
        except (StaleRevisionError, StoreBusyError):
            continue
        return


def main(url: str, name: str, edits: int, mode: str) -> None:
    """Wait until the others are there too, then edit."""
    lines = [f"{name}/{n}" for n in range(edits)]
    with open_store(url, tenant="acme") as store:
        print("ready", flush=True)  # noqa: T201 - the others wait for it
        sys.stdin.readline()
        for line in lines:
            add_line(store, line, last_write_wins=mode == "wins")
    print(json.dumps(lines))  # noqa: T201 - the answer


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
