"""Try a mutant in a copy of the tree, in an interpreter of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path

import attrs
from benchmarks.mutation.mutants import ROOT
from benchmarks.mutation.trials import Trial

__all__ = ["try_in_a_copy"]

_MOST_FILES = 20
_LONGEST_SECONDS = 120
_COPIED = (
    "src",
    "tests",
    "benchmarks",
    "packages",
    "docs",
    "conftest.py",
    "pyproject.toml",
    "README.md",
)
_FAILED = {1, 2, 3, 4}


@cache
def _tree() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__", "_build"),
            )
        else:
            shutil.copy(source, folder / name)
    return folder


def try_in_a_copy(trial: Trial) -> Trial:
    """Run the tests of the files that hold most of its tests."""
    mutant, tree = trial.mutant, _tree()
    files = Counter(name.partition("::")[0] for name in trial.tests)
    near = {name for name, _ in files.most_common(_MOST_FILES)}
    tests = [name for name in trial.tests if name.partition("::")[0] in near]
    if not tests:
        return attrs.evolve(trial, outcome="not covered")
    ids = tree / "ids.txt"
    ids.write_text("\n".join(tests))
    path = tree / mutant.path
    source = path.read_bytes()
    started = time.perf_counter()
    options = ("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist")
    command = (sys.executable, "-B", "-m", "pytest", *options, f"@{ids}")
    try:
        path.write_bytes(mutant.applied(source))
        done = subprocess.run(
            command,
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree / "src")},
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
        outcome = "noticed" if done.returncode in _FAILED else "survived"
    except subprocess.TimeoutExpired:
        outcome = "timed out"
    finally:
        path.write_bytes(source)
    took = time.perf_counter() - started
    print(
        f"copy {outcome:14} {took:5.1f} s {len(tests):5} {mutant.name[:150]!r}",
        file=sys.stderr,
        flush=True,
    )
    return attrs.evolve(trial, outcome=outcome, tests=tuple(tests), seconds=took)
