"""Several processes that begin at once."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor

__all__ = ["let_go"]


def let_go(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Start them together once all are ready, and return what they answer."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(len(processes)) as threads:
        answers = list(threads.map(lambda one: one.communicate("go\n")[0], processes))
    assert [process.returncode for process in processes] == [0] * len(processes)
    return answers
