"""A place to install plugins in, for one test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from tests.plugins.installing import Site

from jbpcore.plugins.listing import refresh_plugins


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Return a folder to install in; what it brings is gone after the test."""
    before = set(sys.modules)
    site = Site(tmp_path / "site")
    # Whoever runs these tests may have plugins installed; they are none of the tests'.
    everything = metadata.distributions

    def ours() -> Iterator[metadata.Distribution]:
        for one in everything():
            if str(one.locate_file("")).startswith(str(tmp_path)):
                yield one

    monkeypatch.setattr(metadata, "distributions", ours)
    monkeypatch.syspath_prepend(str(site.folder))
    refresh_plugins()
    yield site
    for name in set(sys.modules) - before:
        if not name.startswith(("jbpcore.", "tests.")):
            del sys.modules[name]
    refresh_plugins()
