"""Say what is promised and was broken since the last release, by its tag.

``python -m scripts.api_breakage`` compares the sources with those of the newest tag of
this line of work. Until there is one, nothing was promised to anybody yet.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parent.parent
PROMISED = ("jbpcore.ports.", "jbpcore.testing.")


def last_tag(root: Path) -> str | None:
    """Return the newest tag that the sources come after, or None."""
    command = ("git", "-C", str(root), "describe", "--tags", "--abbrev=0")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def iter_offered(package: griffe.Object) -> Iterator[str]:
    """Yield where what the front door offers is defined."""
    for name in package.exports or []:
        member = package.members.get(str(name))
        if isinstance(member, griffe.Alias):
            yield member.target_path


def is_promised(path: str, offered: set[str]) -> bool:
    """Tell whether a path is one of those offered, or inside of it."""
    if path.startswith(PROMISED):
        return True
    return any(path == one or path.startswith(f"{one}.") for one in offered)


def breakages(root: Path, tag: str) -> list[str]:
    """Return what was promised at *tag* and is broken in *root*, a line for each."""
    sources = ["src"]
    old = griffe.load_git("jbpcore", ref=tag, repo=root, search_paths=sources)
    new = griffe.load("jbpcore", search_paths=[str(root / "src")])
    assert isinstance(old, griffe.Module)  # noqa: S101 - for the type checker
    assert isinstance(new, griffe.Module)  # noqa: S101 - the same
    offered = set(iter_offered(old))
    gone = {str(name) for name in old.exports or []} - {
        str(name) for name in new.exports or []
    }
    found = [f"jbpcore.{name} is gone" for name in sorted(gone)]
    found += [
        breakage.explain(griffe.ExplanationStyle.ONE_LINE)
        for breakage in griffe.find_breaking_changes(old, new)
        if is_promised(breakage.obj.canonical_path, offered)
    ]
    return sorted(set(found))


def main() -> int:
    """Print what is broken; return 1 where anything is."""
    tag = last_tag(ROOT)
    if tag is None:
        print("No release has a tag yet, so there is nothing to compare with.")
        return 0
    found = breakages(ROOT, tag)
    print(
        f"Since {tag}:", *(found or ["nothing that was promised is broken"]), sep="\n"
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
