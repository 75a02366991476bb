"""Write the two lists of the front door that follow from its imports.

The imports for type checkers, in ``src/jbpcore/__init__.py``, are what is edited by
hand: ``python scripts/front_door.py`` sorts them and writes ``_HOMES`` and ``__all__``
from them. With ``--check`` it only says whether they agree.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

FRONT_DOOR = Path(__file__).parent.parent / "src" / "jbpcore" / "__init__.py"
LINE_LENGTH = 88
IMPORT = re.compile(r"^    from (\S+) import \(?\s*(\w+) as \2,?\s", re.MULTILINE)
IMPORTS = re.compile(r"(?<=^if TYPE_CHECKING:\n)(?:    .*\n|\n(?=    ))+", re.MULTILINE)
HOMES = re.compile(r"(?<=^_HOMES = \{\n)[^}]*(?=^\})", re.MULTILINE)
NAMES = re.compile(r"(?<=^__all__ = \[\n)[^\]]*(?=^\])", re.MULTILINE)


def imported(home: str, name: str) -> str:
    """Return the import of one name, folded where the line would be too long."""
    line = f"    from {home} import {name} as {name}"
    if len(line) <= LINE_LENGTH:
        return f"{line}\n"
    return f"    from {home} import (\n        {name} as {name},\n    )\n"


def kind_first(name: str) -> tuple[int, str]:
    """Put constants before classes, and these before functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def written(text: str) -> str:
    """Return the front door with both lists as its imports have them."""
    pairs = sorted(set(IMPORT.findall(text)))
    homes = sorted((name, home) for home, name in pairs)
    imports = "".join(imported(home, name) for home, name in pairs)
    table = "".join(f'    "{name}": "{home}",\n' for name, home in homes)
    names = sorted((name for name, _ in homes), key=kind_first)
    listed = "".join(f'    "{name}",\n' for name in names)
    text = IMPORTS.sub(lambda _: imports, text, count=1)
    text = HOMES.sub(lambda _: table, text, count=1)
    return NAMES.sub(lambda _: listed, text, count=1)


def main() -> int:
    """Write or check the front door; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args()

    text = FRONT_DOOR.read_text("utf-8")
    if written(text) == text:
        return 0
    if options.check:
        print("The front door's lists do not follow its imports.", file=sys.stderr)
        return 1
    FRONT_DOOR.write_text(written(text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
