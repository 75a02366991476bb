"""A place to install plugins in, for one test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugins.installing import Site

from jbpcore.plugins.listing import refresh_plugins


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Return a folder to install in; what it brings is gone after the test."""
    before = set(sys.modules)
    site = Site(tmp_path / "site")
    monkeypatch.syspath_prepend(str(site.folder))
    refresh_plugins()
    yield site
    for name in set(sys.modules) - before:
        if not name.startswith(("jbpcore.", "tests.")):
            del sys.modules[name]
    refresh_plugins()
