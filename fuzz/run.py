"""Run one fuzzer for a while: ``python -m fuzz.run amounts 600``.

New inputs that reach new code are kept in the folder that is named last, if one is;
what broke is written there too, as ``crash-…``. Needs ``atheris``.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import atheris

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"


def main(arguments: list[str]) -> None:
    """Fuzz the target that *arguments* name, for so many seconds."""
    name, seconds, *rest = arguments
    found = Path(rest[0]) if rest else Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    found.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["jbpcore", "tomllib"]):
        harness = importlib.import_module("fuzz.harness")
        target: Any = importlib.import_module(f"fuzz.targets.{name}")
    warnings.simplefilter("error")
    longest = getattr(target, "LONGEST", 1024)

    def one(data: bytes) -> None:
        harness.judge(target.check, data)

    options = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-max_len={longest}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={found}{os.sep}",
    ]
    words = CORPUS.parent / "words" / f"{name}.txt"
    if words.is_file():
        options.append(f"-dict={words}")
    named: dict[str, Any] = {}
    if hasattr(target, "mutate"):

        def mutate(data: bytes, most: int, seed: int) -> bytes:
            changed: bytes = target.mutate(data, most, seed, atheris.Mutate)
            return changed

        named["custom_mutator"] = mutate
    atheris.Setup([*options, str(found), str(CORPUS / name)], one, **named)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
