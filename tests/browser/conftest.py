"""One browser for the tests of each file, or none of them where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.browsing import MUST_BE_THERE, missing, open_browser

collect_ignore = ["pictures.py"]  # it has no tests, and takes a library to be imported


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    absent = missing()
    if absent and not MUST_BE_THERE:
        pytest.skip("no browser to look with; nox -s browser installs what is missing")
    assert absent == []
    with open_browser() as opened:
        yield opened
