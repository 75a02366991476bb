"""What reading and writing a plan as JSON costs, against cattrs made as strict.

The plan has 10 goals, 30 actions and 8 reviews, and is read from text and written to
text by turns. The peer, in :mod:`benchmarks.cattrs_peer`, makes the same objects and
writes the same document; that it does, and that it refuses what it should, is asked
first. It is taken twice: with ``detailed_validation``, its default, by which it finds
all problems of a document as jbpcore does, and without, so that it stops at the first.

``--check`` fails where reading and writing together cost more than 1.3 times what they
cost the first peer.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import cattrs_peer
from benchmarks.sample_plan import sample_plan

import jbpcore as jbp

MOST_RATIO = 1.3
# Each makes a document bad in a way that both have to refuse.
MISTAKES = (
    ('"name":"Northwind 2026"', '"name":7'),
    ('"name":"Northwind 2026"', '"name":"Northwind 2026","nmae":""'),
    ('"name":"Northwind 2026"', '"name":"Northwind 2026","name":"Again"'),
    ('"id":"goal-1"', '"id":"../goal"'),
    ('"amount":"250000.50"', '"amount":250000.5'),
    ('"amount":"250000.50"', '"amount":"250_000"'),
    ('"amount":"250000.50"', '"amount":"2.5e5"'),
    ('"start":"2026-01-01"', '"start":"20260101"'),
    ('"due_on":"2026-03-31"', '"due_on":"2026-02-30"'),
    ('"signed_at":"2026-01-07T09:30:00.000001Z"', '"signed_at":"2026-01-07T09:30:00"'),
    ('"side":"vendor"', '"side":"both"'),
    ('"type":"money"', '"type":"cash"'),
    ('"weight":"1"', '"weight":1.0'),
    ('"wins":[', '"wins":[1,'),
)


def is_refused(work: Callable[[], object]) -> bool:
    """Whether *work* raises anything."""
    try:
        work()
    except Exception:  # noqa: BLE001 - a peer refuses in many ways
        return True
    return False


def check_alike(plan: jbp.Plan, peers: dict[str, Any]) -> None:
    """See that the peers do what is measured.

    Raises:
        RuntimeError: If one of them does not.
    """
    text = jbp.dumps(plan)
    for name, converter in peers.items():
        other = cattrs_peer.dumps(plan, converter)
        if json.loads(other) != json.loads(text):
            raise RuntimeError(name, "writes something else")
        if cattrs_peer.loads(text, converter) != plan:
            raise RuntimeError(name, "reads something else")
    for right, wrong in MISTAKES:
        bad = text.replace(right, wrong)
        if bad == text or not is_refused(lambda bad=bad: jbp.loads(bad, jbp.Plan)):  # type: ignore[misc] # bound at once
            raise RuntimeError(wrong, "is no mistake")
        for name, converter in peers.items():
            if not is_refused(
                lambda bad=bad, by=converter: cattrs_peer.loads(bad, by)  # type: ignore[misc] # as above
            ):
                raise RuntimeError(name, "takes", wrong)


def medians(rounds: int) -> dict[str, tuple[float, float]]:
    """Return the median seconds of reading and of writing, for each way."""
    plan = sample_plan(goals=10, actions=30, reviews=8)
    text = jbp.dumps(plan)
    peers = {
        "cattrs, all problems": cattrs_peer.peer_converter(detailed=True),
        "cattrs, the first problem": cattrs_peer.peer_converter(detailed=False),
    }
    check_alike(plan, peers)
    print(f"A plan of 10 goals, 30 actions, 8 reviews: {len(text.encode()):,} bytes")
    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "jbpcore": (lambda: jbp.loads(text, jbp.Plan), lambda: jbp.dumps(plan))
    }
    for name, converter in peers.items():
        ways[name] = (
            lambda by=converter: cattrs_peer.loads(text, by),  # type: ignore[misc] # bound at once
            lambda by=converter: cattrs_peer.dumps(plan, by),  # type: ignore[misc] # as above
        )
    taken: dict[str, tuple[list[float], list[float]]] = {
        name: ([], []) for name in ways
    }
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, pair in ways.items():
            for way, seconds in zip(pair, taken[name], strict=True):
                started = time.perf_counter()
                way()
                way()
                seconds.append((time.perf_counter() - started) / 2)
    return {
        name: (statistics.median(reading), statistics.median(writing))
        for name, (reading, writing) in taken.items()
    }


def main() -> int:
    """Print times and ratios; return 1 where the check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--check", action="store_true", help="fail above the bound")
    options = parser.parse_args()

    found = medians(options.rounds)
    ours = found.pop("jbpcore")
    print(f"{ours[0] * 1e6:10,.0f} us read {ours[1] * 1e6:10,.0f} us write  jbpcore")
    ratios = []
    for name, theirs in found.items():
        ratios.append(sum(ours) / sum(theirs))
        print(
            f"{theirs[0] * 1e6:10,.0f} us read {theirs[1] * 1e6:10,.0f} us write  "
            f"{name}: ratio {ratios[-1]:.2f}"
        )
    print(f"the ratio to the first is at most {MOST_RATIO}")
    return int(options.check and ratios[0] > MOST_RATIO)


if __name__ == "__main__":
    sys.exit(main())
