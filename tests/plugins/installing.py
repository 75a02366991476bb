"""Distributions made on the spot: a ``dist-info`` folder and modules, as pip leaves."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

Points = Mapping[str, Mapping[str, str]]

WORKS = """\
    JBPCORE_API = 1

    def opened(url, *, tenant):
        from jbpcore.adapters.memory import MemoryStore
        return MemoryStore(tenant=tenant)
    """


class Site:
    """A folder on ``sys.path``, where packages are installed without pip."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")

    def install(
        self,
        distribution: str,
        points: Points | str | bytes,
        modules: Mapping[str, str] | None = None,
        *,
        version: str = "1.0",
    ) -> Path:
        """Install a distribution, and return its ``dist-info`` folder."""
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        about = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        (info / "METADATA").write_text(f"{about}\nName: not this one\n", "utf-8")
        if isinstance(points, bytes):
            (info / "entry_points.txt").write_bytes(points)
        else:
            text = points if isinstance(points, str) else entry_points(points)
            (info / "entry_points.txt").write_text(text, "utf-8")
        for name, source in (modules or {}).items():
            self.write(name, source)
        return info

    def install_store(self, name: str, source: str = WORKS) -> None:
        """Install a distribution ``acme-<name>`` with one store in one module."""
        module = f"acme_{name}"
        points = {"jbpcore.stores": {name: f"{module}:opened"}}
        self.install(f"acme-{name}", points, {f"{module}.py": source})


def entry_points(points: Points) -> str:
    lines = []
    for group, named in points.items():
        lines.append(f"[{group}]")
        lines += [f"{name} = {value}" for name, value in named.items()]
    return "\n".join([*lines, ""])


def zipped(folder: Path, archive: Path) -> Path:
    """Pack what was installed in *folder* into a zip file."""
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder).as_posix())
    return archive
