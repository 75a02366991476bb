"""Hold the built wheel and sdist to what is promised of them.

``python -m scripts.check_package dist`` looks at the two files in a folder: what is in
the wheel and how large it is, what it says of itself, and that building both again
makes the same bytes: from the unpacked sdist, elsewhere, with files of another age and
other rights, in another time zone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from email.parser import Parser
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

# In bytes as they are stored. Catalogues are a third of the wheel, and grow with each
# language.
MOST = {"code": 1_500_000, "catalogues": 750_000}
LANGUAGES = 14  # that have a catalogue; English is in the code
STATED = {
    "License-Expression": ["Apache-2.0"],
    "License-File": ["LICENSE"],
    "Requires-Python": [">=3.11"],
}
SOURCES_OF_CATALOGUES = (".po", ".pot", "/GLOSSARY.md")
LONG_AGO = 1_000_000_000  # 2001


def iter_wrong_content(wheel: ZipFile) -> Iterator[str]:
    """Yield what is wrong with the files of a wheel."""
    names = wheel.namelist()
    compiled = [name for name in names if name.endswith("/jbpcore.mo")]
    if len(compiled) < LANGUAGES:
        yield f"only {len(compiled)} compiled catalogues"
    for name in names:
        if name.endswith(SOURCES_OF_CATALOGUES):
            yield f"{name} is for translators, and belongs in the sdist alone"
        if not name.startswith(("jbpcore/", "jbpcore-")):
            yield f"{name} would be installed beside the package"
    if "jbpcore/py.typed" not in names:
        yield "no py.typed: type checkers would not read it"


def iter_too_large(wheel: ZipFile) -> Iterator[str]:
    """Yield which part of a wheel takes more than it may."""
    sizes = {"code": 0, "catalogues": 0}
    for part in wheel.infolist():
        kind = "catalogues" if part.filename.endswith(".mo") else "code"
        # Each file stands in the archive twice by its name, with a head of its own.
        sizes[kind] += part.compress_size + 2 * len(part.filename) + 76
    for kind, size in sizes.items():
        print(f"{kind}: {size:,} bytes of {MOST[kind]:,}")
        if size > MOST[kind]:
            yield f"{kind} take {size:,} bytes, more than {MOST[kind]:,}"


def iter_wrong_statements(wheel: ZipFile) -> Iterator[str]:
    """Yield what is wrong with what a wheel says of its licence and its needs."""
    (info,) = {
        name.partition("/")[0]
        for name in wheel.namelist()
        if name.partition("/")[0].endswith(".dist-info")
    }
    stated = Parser().parsestr(wheel.read(f"{info}/METADATA").decode())
    for field, values in STATED.items():
        if stated.get_all(field) != values:
            yield f"{field} is {stated.get_all(field)}, not {values}"
    if any("License ::" in one for one in stated.get_all("Classifier", [])):
        yield "a licence is stated as a classifier too, which PEP 639 forbids"
    if f"{info}/licenses/LICENSE" not in wheel.namelist():
        yield "the text of the licence is missing"
    text = wheel.read(f"{info}/sboms/jbpcore.cdx.json").decode()
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        yield f"the SBOM is not CycloneDX 1.6: {problem}"
    bill: dict[str, Any] = json.loads(text)
    listed = {one["name"] for one in bill["components"]}
    needed = map(Requirement, stated.get_all("Requires-Dist", []))
    asked = {one.name for one in needed if "extra" not in str(one.marker)}
    if listed != asked:
        yield f"the SBOM lists {sorted(listed)}, and {sorted(asked)} are needed"
    if bill["metadata"]["component"]["version"] != stated["Version"]:
        yield "the SBOM is of another version"


def built_elsewhere(sdist: Path, folder: Path) -> Path:
    """Build an sdist again in other circumstances, and return where the files are."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (sources,) = folder.iterdir()
    for path in sources.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    made = folder / "made"
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", made, sources],
        env={
            **os.environ,
            "TZ": "Pacific/Chatham",
            "LC_ALL": "C",
            "PYTHONHASHSEED": "7",
        },
        umask=0o077,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return made


def iter_differences(built: Path) -> Iterator[str]:
    """Yield which of the files in a folder come out otherwise when built again."""
    (sdist,) = built.glob("*.tar.gz")
    with tempfile.TemporaryDirectory(prefix="another place ") as folder:
        again = built_elsewhere(sdist, Path(folder))
        for path in sorted([sdist, *built.glob("*.whl")]):
            first, second = (
                sha256(file.read_bytes()).hexdigest()
                for file in (path, again / path.name)
            )
            print(f"{first}  {path.name}")
            if first != second:
                yield f"{path.name} is {second} when it is built again"


def main(folder: str) -> int:
    """Print what is wrong with the files in *folder*; return 1 where anything is."""
    built = Path(folder)
    (path,) = built.glob("jbpcore-*.whl")
    with ZipFile(path) as wheel:
        problems = [
            *iter_wrong_content(wheel),
            *iter_too_large(wheel),
            *iter_wrong_statements(wheel),
        ]
    problems += iter_differences(built)
    print(*problems, sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
