"""Chromium as Debian packages it, driven by playwright, which brings none here.

``scripts/install-browser`` installs it, with axe-core; ``nox -s browser`` the rest.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("JBPCORE_BROWSER", ROOT / ".cache" / "browser"))
AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
FONT = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
MUST_BE_THERE = bool(os.environ.get("JBPCORE_REQUIRE_BROWSER"))
# As root there is no sandbox; the rest keeps it from calling home and from waiting.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


def missing() -> list[str]:
    """Name what is not there."""
    absent = [name for name in ("PIL", "playwright") if find_spec(name) is None]
    absent += [] if shutil.which("chromium") else ["chromium"]
    return absent + [path.name for path in (AXE, FONT) if not path.exists()]


@contextmanager
def open_browser() -> Iterator[Any]:
    """Yield a Chromium, closed at the end; it never asks anything but loopback."""
    with import_module("playwright.sync_api").sync_playwright() as driver:
        program = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=program, args=[*FLAGS])
        yield browser
        browser.close()
