"""Count how many small changes to the source the tests notice.

First the map, once: which tests run which line. ``nox -s coverage`` leaves it.

Then ``python -m benchmarks.mutation --map reports/branches.coverage --out
mutants.json``, beside ``--layers`` and ``--seed``. What was not noticed is tried
``--again mutants.json``, with all tests that come near it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
import pytest
from benchmarks.mutation.in_a_copy import try_in_a_copy
from benchmarks.mutation.mutants import LAYERS, ROOT, Mutant, sample
from benchmarks.mutation.trials import Covering, InPlace, Trial

TESTS = (
    "src/jbpcore",
    "tests/unit",
    "tests/properties",
    "tests/truth",
    "tests/templates",
    "tests/contract/test_memory.py",
)
NINETY_FIVE = 1.96  # deviations of a normal distribution, to both sides
_QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no")


def main() -> int:
    """Try the mutants, and write what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="*", default=TESTS)
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--layers", nargs="*", default=LAYERS)
    parser.add_argument("--again", type=Path)
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    covering = Covering(asked.map, by_file=asked.again is not None)
    mutants = [
        mutant
        for layer in asked.layers
        for mutant in sample(layer, asked.count, asked.seed)[asked.after :]
    ]
    if asked.again is not None:
        mutants = list(left_of(asked.again))
    timing = asked.map.with_suffix(".seconds.json")
    log = os.fdopen(os.dup(2), "w")
    in_place = InPlace(mutants, covering, timing, log, budget=asked.seconds)
    pytest.main([*_QUIET, *asked.tests], plugins=[in_place])
    trials = []
    for trial in in_place.trials:
        again = trial.outcome == "not a function" or (
            trial.outcome == "survived" and covering.runs_at_import(trial.mutant)
        )
        trials.append(try_in_a_copy(trial) if again else trial)
        asked.out.write_text(
            json.dumps([attrs.asdict(one) for one in trials], indent=1)
        )
    report(asked.layers, trials)
    return 0


def left_of(trials: Path) -> Iterator[Mutant]:
    """Yield what was not noticed, if the source still is what it was."""
    for trial in json.loads(trials.read_text()):
        mutant = Mutant(**trial["mutant"])
        source = (ROOT / mutant.path).read_bytes()[mutant.start : mutant.end]
        is_left = trial["outcome"] not in {"noticed", "timed out"}
        if is_left and source.decode(errors="replace") == mutant.before:
            yield mutant


def report(layers: Iterable[str], trials: Iterable[Trial]) -> None:
    """Print how many were noticed, layer by layer."""
    told = list(trials)
    for layer in layers:
        counts = Counter(one.outcome for one in told if one.mutant.layer == layer)
        caught = counts["noticed"] + counts["timed out"]
        tried = counts.total() or 1
        low, high = likely(caught, tried)
        share = f"{caught}/{tried} = {caught / tried:.1%}, {low:.1%} to {high:.1%}"
        print(f"{layer:10} {share} {dict(counts)}")


def likely(caught: int, tried: int) -> tuple[float, float]:
    """Return where the share of the whole layer lies in 95 of 100 samples (Wilson)."""
    spread, share = NINETY_FIVE**2 / tried, caught / tried
    middle = (share + spread / 2) / (1 + spread)
    half = (share * (1 - share) * spread + spread**2 / 4) ** 0.5 / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    sys.exit(main())
