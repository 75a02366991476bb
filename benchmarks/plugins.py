"""What listing 500 plugins costs, against reading the same entry points with Python.

Each plugin is a distribution of its own, with a module that ends the process should
anybody import it. All is timed in this process, by turns; the files are in the
system's cache, as they are after the first run of a product. ``--check`` fails where
the list takes a second or more.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from jbpcore.plugins.listing import list_plugins, refresh_plugins

MANY = 500
MOST_SECONDS = 1.0
ABOUT = "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n\n" + "Long text.\n" * 1_000


def install(folder: Path, number: int) -> None:
    """Write what pip would leave of one distribution with one store."""
    name = f"acme-{number}"
    info = folder / f"acme_{number}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(ABOUT.format(name=name), "utf-8")
    points = f"[jbpcore.stores]\ns{number} = acme_{number}:opened\n"
    (info / "entry_points.txt").write_text(points, "utf-8")
    module = "raise SystemExit('imported')\n"
    (folder / f"acme_{number}.py").write_text(module, "utf-8")


def anew() -> int:
    """List the plugins, all looked for again."""
    refresh_plugins()
    return len(list_plugins("jbpcore.stores"))


def known() -> int:
    """List the plugins once more."""
    return len(list_plugins("jbpcore.stores"))


def python() -> int:
    """Read the entry points as Python itself does, names and versions too."""
    importlib.invalidate_caches()
    points = entry_points(group="jbpcore.stores")
    return len(
        [(point.dist.name, point.dist.version) for point in points if point.dist]
    )


def seconds(action: Callable[[], int]) -> float:
    """Return how long *action* takes; it must find all of them."""
    started = time.perf_counter()
    found = action()
    taken = time.perf_counter() - started
    if found < MANY:
        print(f"found {found}", file=sys.stderr)
        sys.exit(2)
    return taken


def main() -> int:
    """Print the medians; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="fail from a second on")
    options = parser.parse_args()

    actions = {"listed anew": anew, "listed again": known, "entry_points()": python}
    taken: dict[str, list[float]] = {name: [] for name in actions}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MANY):
            install(Path(folder), number)
        sys.path.insert(0, folder)
        for _ in range(options.runs):
            for name, action in actions.items():
                taken[name].append(seconds(action))
        sys.path.remove(folder)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{median * 1e3:8.1f} ms  {name} ({MANY} plugins)")
    return int(options.check and medians["listed anew"] >= MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
