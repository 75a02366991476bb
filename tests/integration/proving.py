"""The short forms of the proofs in benchmarks/reliability, each a process of its own.

They fork, for which a process has to have one thread, as pytest's need not have.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["proved"]

PROOFS = Path(__file__).resolve().parents[2] / "benchmarks" / "reliability"


def proved(script: str, *arguments: object) -> list[dict[str, Any]]:
    """Return what a proof says, for each kind of write."""
    command = [sys.executable, str(PROOFS / script), *map(str, arguments)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    return [json.loads(line) for line in answer.stdout.splitlines()]
