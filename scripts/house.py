"""Count the floors of the house, and draw them from what they import.

``python -m scripts.house`` writes both into ``docs/explanation/layers.md``, between the
two marks there. A test holds the drawing to the imports, and the counts to a tenth.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "jbpcore"
PAGE = ROOT / "docs" / "explanation" / "layers.md"
DRAWN = re.compile(
    r"(?<=<!-- drawn by scripts/house.py -->\n).*?(?=<!-- end -->)", re.DOTALL
)
NO_FLOOR = {"__about__", "__init__", "__main__"}
WIDTH = 72
Imports = Mapping[str, frozenset[str]]


class Count(NamedTuple):
    """How much stands on a floor."""

    files: int
    lines: int
    names: int


def floor_of(path: Path) -> str:
    """Return the floor that a file stands on."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def files_of_floors() -> dict[str, list[Path]]:
    """Return the files of each floor."""
    floors: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if floor_of(path) not in NO_FLOOR:
            floors.setdefault(floor_of(path), []).append(path)
    return floors


def names_of(tree: ast.Module) -> set[str]:
    """Return the public classes and functions that a module defines."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        node.name
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_")
    }


def imported(tree: ast.Module) -> set[str]:
    """Return the floors that a module imports, wherever in it that is done."""
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            modules.update(f"{node.module}.{alias.name}" for alias in node.names)
    parts = [module.split(".") for module in modules]
    return {part[1] for part in parts if part[0] == "jbpcore" and len(part) > 1}


def surveyed() -> tuple[dict[str, Count], Imports]:
    """Return the counts of each floor, and which floors it imports."""
    counts: dict[str, Count] = {}
    imports: dict[str, frozenset[str]] = {}
    floors = files_of_floors()
    for floor, paths in floors.items():
        texts = [path.read_text("utf-8") for path in paths]
        trees = [ast.parse(text) for text in texts]
        counts[floor] = Count(
            len(paths),
            sum(len(text.splitlines()) for text in texts),
            sum(len(names_of(tree)) for tree in trees),
        )
        found = set[str]().union(*map(imported, trees))
        imports[floor] = frozenset(found & set(floors) - {floor})
    return counts, imports


def storeys(imports: Imports) -> list[list[str]]:
    """Return the floors from top to bottom: each stands above all that it imports."""
    heights: dict[str, int] = {}

    def height(floor: str, above: tuple[str, ...] = ()) -> int:
        if floor in above:
            circle = " → ".join((*above[above.index(floor) :], floor))
            message = f"floors import each other in a circle: {circle}"
            raise ValueError(message)
        if floor not in heights:
            below = (height(one, (*above, floor)) for one in sorted(imports[floor]))
            heights[floor] = 1 + max(below, default=0)
        return heights[floor]

    top = max(map(height, imports))
    return [
        sorted(floor for floor in imports if heights[floor] == level)
        for level in range(top, 0, -1)
    ]


def drawn(imports: Imports) -> str:
    """Return the floors as a picture of text."""
    rows = [" │ ".join(storey) for storey in storeys(imports)]
    bar = "─" * (WIDTH - 2)
    lines = f"\n├{bar}┤\n".join(f"│ {row:<{WIDTH - 4}} │" for row in rows)
    return f"```text\n┌{bar}┐\n{lines}\n└{bar}┘\n```\n"


def table(counts: Mapping[str, Count], imports: Imports) -> str:
    """Return the counts, and what each floor imports, as a table."""
    order = [floor for storey in storeys(imports) for floor in storey]
    lines = ["| floor | files | lines | public names | imports |"]
    lines.append("|---|---|---|---|---|")
    for floor in order:
        files, length, names = counts[floor]
        below = ", ".join(f"`{one}`" for one in order if one in imports[floor])
        lines.append(f"| `{floor}` | {files} | {length:,} | {names} | {below or '-'} |")
    files, length, names = (
        sum(column) for column in zip(*counts.values(), strict=True)
    )
    lines.append(f"| together | {files} | {length:,} | {names} | |")
    return "\n".join(lines) + "\n"


def read_counts(text: str) -> dict[str, Count]:
    """Return the counts that a table holds."""
    rows = re.findall(
        r"^\| `(\w+)` \| (\d+) \| ([\d,]+) \| (\d+) \|", text, re.MULTILINE
    )
    return {
        floor: Count(int(files), int(length.replace(",", "")), int(names))
        for floor, files, length, names in rows
    }


def main() -> int:
    """Write the picture and the table into the page."""
    counts, imports = surveyed()
    text = f"\n{drawn(imports)}\n{table(counts, imports)}\n"
    PAGE.write_text(DRAWN.sub(lambda _: text, PAGE.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
