"""The reference lists every module, so that nothing is there to be found by luck."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jbpcore"
# Three that are no part of a floor: the front door, the version, `python -m jbpcore`.
NO_PAGE = {"jbpcore", "jbpcore.__about__", "jbpcore.__main__"}


def test_every_module_has_its_place_in_the_reference() -> None:
    modules = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        .removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
    }  # fmt: skip
    pages = (ROOT / "docs" / "reference").glob("*.md")
    listed = [
        name
        for page in sorted(pages)
        for name in re.findall(r"automodule:: (\S+)", page.read_text("utf-8"))
    ]
    assert sorted(listed) == sorted(modules - NO_PAGE)
