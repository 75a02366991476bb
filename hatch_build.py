"""Compile the catalogues of translations into the wheel.

An editable installation reads what the translators write, so there is nothing to do.
"""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("src")
CATALOGUES = SOURCES / "jbpcore" / "formatting" / "catalogues"


class CatalogueHook(BuildHookInterface[Any]):
    """Puts a ``.mo`` for each ``.po`` into the wheel, and none into the sources."""

    _built: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is translated, and name it to the builder."""
        if version == "editable":
            return
        root, built = Path(self.root), Path(mkdtemp(prefix="jbpcore-catalogues-"))
        self._built = built
        for source in sorted((root / CATALOGUES).rglob("*.po")):
            place = source.relative_to(root / SOURCES).with_suffix(".mo")
            target = built / place
            target.parent.mkdir(parents=True)
            with source.open("rb") as written, target.open("wb") as compiled:
                write_mo(compiled, read_po(written))
            build_data["force_include"][str(target)] = place.as_posix()

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Clear away what was compiled; the wheel has it now."""
        del version, build_data, artifact_path
        if self._built is not None:
            rmtree(self._built)
