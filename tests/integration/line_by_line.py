"""Break work off at its n-th line, for every n."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["broken_off_at", "interrupted_at", "killed_at"]


def broken_off_at(
    number: int,
    work: Callable[[], None],
    folders: tuple[str, ...],
    end: Callable[[], Any],
) -> None:
    """Do *work*, and call *end* before the given line of the code in *folders*."""
    seen = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(folders):
            return None
        if event == "line":
            seen += 1
            if seen == number:
                end()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)


def interrupted_at(number: int, work: Callable[[], None], *folders: str) -> bool:
    """Do *work*, with Ctrl-C at the given line; whether it got there."""

    def press_ctrl_c() -> None:
        raise KeyboardInterrupt

    try:
        broken_off_at(number, work, folders, press_ctrl_c)
    except KeyboardInterrupt:
        return True
    return False


def killed_at(number: int, work: Callable[[], None], *folders: str) -> bool:
    """Do *work* in a fork that dies at the given line; whether it got there."""
    child = os.fork()
    if child == 0:
        status = 2
        try:
            broken_off_at(number, work, folders, lambda: os._exit(1))
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in {0, 1}:
        raise RuntimeError(number, "the work itself failed at this line")
    return status == 1
