"""Compile the catalogues of translations into the wheel, and say what it builds on.

An editable installation reads what the translators write, so there is nothing to do.
"""

from __future__ import annotations

import json
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.requirements import Requirement

SOURCES = Path("src")
CATALOGUES = SOURCES / "jbpcore" / "formatting" / "catalogues"
BILL_OF_MATERIALS = "jbpcore.cdx.json"


def bill_of_materials(version: str, licence: str, needed: list[str]) -> dict[str, Any]:
    """Return what is in the wheel and what it takes besides, as CycloneDX 1.6.

    Nothing of others is in it. What it takes has no versions, for whoever installs it
    chooses them; what the package asks for stands beside each. There is no serial
    number and no date either, so that the same sources make the same file.
    """
    own = f"pkg:pypi/jbpcore@{version}"
    requirements = sorted(map(Requirement, needed), key=lambda one: one.name)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": "jbpcore",
                "version": version,
                "licenses": [{"expression": licence}],
                "purl": own,
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{one.name}",
                "name": one.name,
                "scope": "optional" if one.marker else "required",
                "purl": f"pkg:pypi/{one.name}",
                "properties": [{"name": "jbpcore:requirement", "value": str(one)}],
            }
            for one in requirements
        ],
        "dependencies": [
            {"ref": own, "dependsOn": [f"pkg:pypi/{one.name}" for one in requirements]}
        ],
        "compositions": [{"aggregate": "complete", "assemblies": [own]}],
    }


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
        core = self.metadata.core
        bill = bill_of_materials(
            self.metadata.version, core.license_expression, core.dependencies
        )
        target = built / BILL_OF_MATERIALS
        target.write_text(f"{json.dumps(bill, indent=2)}\n", "utf-8")
        build_data["sbom_files"].append(str(target))

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Clear away what was compiled; the wheel has it now."""
        del version, build_data, artifact_path
        if self._built is not None:
            rmtree(self._built)
