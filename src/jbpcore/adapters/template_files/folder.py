"""A folder of templates."""

from __future__ import annotations

import re
import threading
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from jbpcore.adapters.template_files.file_text import SUFFIXES, try_file_text
from jbpcore.codec.templates.overlay import BaseFinder
from jbpcore.codec.templates.reading import no_base, try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.errors import Finding, JbpError, TemplateNotFoundError
from jbpcore.model.answer import TemplateRef
from jbpcore.planning.templates.declared import DeclaredTemplate

__all__ = ["TemplateFolder"]

_STEM = re.compile("([a-z][a-z0-9_-]{0,63})(?:@([1-9][0-9]{0,5}))?", re.ASCII)
_MOST_FILES: Final = 1_000


class TemplateFolder:
    """The templates in the files of one folder; it is a ``TemplateSource``.

    A file is called after its key, ``growth.toml``, or after key and version,
    ``growth@2.toml``. It is read when it is first asked for, and once; make a new
    ``TemplateFolder`` to see what was changed since. Only files of the folder itself
    are opened, whatever somebody asks for or a template extends.

    Args:
        folder: The folder.
        find_base: Finds templates that those in the folder extend and that are not in
            it.

    Examples:
        >>> from importlib.resources import files
        >>> shipped = files("jbpcore.adapters.template_files") / "shipped"
        >>> TemplateFolder(shipped).get("growth").name
        'Annual growth plan'
    """

    def __init__(
        self, folder: Traversable | str, *, find_base: BaseFinder = no_base
    ) -> None:
        """Remember the folder; nothing is opened yet."""
        self._folder: Traversable = Path(folder) if isinstance(folder, str) else folder
        self._find_base = find_base
        self._lock = threading.RLock()
        self._files: dict[str, list[Traversable]] | None = None
        self._problems: list[Finding] = []
        self._texts: dict[str, TemplateText | Finding] = {}
        self._made: dict[TemplateRef, DeclaredTemplate | None] = {}

    def __repr__(self) -> str:
        """Which folder it reads."""
        return f"<TemplateFolder {str(self._folder)!r}>"

    def list_templates(self) -> tuple[TemplateRef, ...]:
        """Return what can be used, in order of key and version."""
        with self._lock:
            refs = {ref for key in self._by_key() for ref in self._refs(key)}
            usable = [ref for ref in refs if self._template(ref) is not None]
        return tuple(sorted(usable, key=lambda ref: (ref.key, ref.version)))

    def get(self, key: str, version: int | None = None) -> DeclaredTemplate:
        """Return a template.

        Args:
            key: Its key.
            version: Its version; the newest that can be used if ``None``.

        Raises:
            TemplateNotFoundError: If it is not there, or cannot be used; why not is in
                :meth:`list_problems`.
        """
        with self._lock:
            for ref in sorted(self._refs(key), key=lambda ref: -ref.version):
                if version in {None, ref.version}:
                    found = self._template(ref)
                    if found is not None:
                        return found
            known = tuple(sorted(self._by_key()))
        raise TemplateNotFoundError(str(key), version, known)

    def list_problems(self) -> tuple[Finding, ...]:
        """Return what keeps files from being used, file by file."""
        self.list_templates()
        return tuple(sorted(self._problems, key=lambda one: (one.path, one.row or 0)))

    def try_text(self, key: str, version: int | None = None) -> TemplateText | None:
        """Return what a file says, for a template that extends it; ``None`` if none.

        Args:
            key: Its key.
            version: Its version; the newest if ``None``.
        """
        with self._lock:
            found = [
                text
                for file in self._by_key().get(key, ())
                if isinstance(text := self._text(file), TemplateText)
                and version in {None, text.data.get("version")}
            ]
        whole = [text for text in found if type(text.data.get("version")) is int]
        return max(whole, key=lambda text: int(text.data["version"]), default=None)

    # --- what is in the folder --------------------------------------------------------

    def _by_key(self) -> dict[str, list[Traversable]]:
        if self._files is None:
            self._files = {}
            for file in self._iter_files():
                stem = _STEM.fullmatch(file.name.rpartition(".")[0])
                if stem is None:
                    message = (
                        "Must be called after its key, as 'growth.toml', or after key "
                        "and version, as 'growth@2.toml'."
                    )
                    self._note(file.name, "jbp.template.file", message)
                else:
                    self._files.setdefault(stem[1], []).append(file)
        return self._files

    def _iter_files(self) -> list[Traversable]:
        try:
            there = [one for one in self._folder.iterdir() if one.is_file()]
        except OSError as error:
            message = f"Cannot be read: {error.strerror or error}."
            self._note(self._folder.name, "jbp.template.file", message)
            return []
        found = sorted(
            (one for one in there if one.name.endswith(SUFFIXES)),
            key=lambda one: one.name,
        )
        if len(found) > _MOST_FILES:
            message = f"Has {len(found):,} files; the first {_MOST_FILES:,} are used."
            self._note(self._folder.name, "jbp.template.file", message)
        return found[:_MOST_FILES]

    def _note(self, name: str, code: str, message: str) -> None:
        self._problems.append(
            Finding(code=code, path=f"{name}:1", message=message, row=1)
        )

    def _text(self, file: Traversable) -> TemplateText | Finding:
        if file.name not in self._texts:
            try:
                found = try_file_text(file)
            except JbpError as error:  # an extra is missing
                found = Finding(
                    code=error.code, path=f"{file.name}:1", message=str(error), row=1
                )
            if isinstance(found, Finding):
                self._problems.append(found)
            self._texts[file.name] = found
        return self._texts[file.name]

    def _refs(self, key: str) -> list[TemplateRef]:
        """Return the templates in the files of a key, sound or not, each once."""
        refs: dict[TemplateRef, None] = {}
        for file in self._by_key().get(key, ()):
            text = self._text(file)
            if isinstance(text, TemplateText):
                ref = self._try_ref(key, text)
                if ref is not None:
                    refs[ref] = None
        return list(refs)

    def _try_ref(self, key: str, text: TemplateText) -> TemplateRef | None:
        """Return what a file's template is called, if that is what its name says."""
        try:
            ref = TemplateRef(key=text.data["key"], version=text.data["version"])
        except (KeyError, TypeError, ValueError):
            self._made_of(None, text)
            return None
        stem = text.name.rpartition(".")[0]
        if stem not in {ref.key, str(ref)}:
            message = (
                f"Is called {text.name!r}, and its key is {ref.key!r} in version "
                f"{ref.version}. Rename the one or the other."
            )
            finding = text.finding("jbp.template.file", ("key",), "key", message)
            if finding not in self._problems:
                self._problems.append(finding)
            return None
        others = [
            one
            for one in self._by_key()[key]
            if one.name < text.name
            and isinstance(other := self._text(one), TemplateText)
            and (other.data.get("key"), other.data.get("version"))
            == (ref.key, ref.version)
        ]
        if others:
            message = f"{ref} stands in {others[0].name} already. Raise the version."
            finding = text.finding(
                "jbp.template.file", ("version",), "version", message
            )
            if finding not in self._problems:
                self._problems.append(finding)
        return ref

    def _template(self, ref: TemplateRef) -> DeclaredTemplate | None:
        if ref not in self._made:
            text = self.try_text(ref.key, ref.version)
            self._made[ref] = None if text is None else self._made_of(ref, text)
        return self._made[ref]

    def _made_of(
        self, ref: TemplateRef | None, text: TemplateText
    ) -> DeclaredTemplate | None:
        found = try_template(text, find_base=self._base)
        if isinstance(found, tuple):
            self._problems += [one for one in found if one not in self._problems]
            return None
        return None if ref is None else DeclaredTemplate(found)

    def _base(self, key: str, version: int | None) -> TemplateText | None:
        return self.try_text(key, version) or self._find_base(key, version)
