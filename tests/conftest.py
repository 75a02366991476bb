"""Settings and fixtures that every test may use."""

from __future__ import annotations

import locale
import os
import time
import zoneinfo
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline anywhere: how long an example takes says more about the machine's other
# work than about the code. Where it must not fail by chance, examples are the same in
# every run, and a third as many, since no run finds what the last did not. Set
# HYPOTHESIS_PROFILE to quick for the same tests on many interpreters, and to thorough
# for a long look.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=34,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=20)
# Whether a law is broken is all that benchmarks/mutation asks, not the simplest way.
settings.register_profile(
    "mutants",
    settings.get_profile("quick"),
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)


def pytest_configure() -> None:
    """Take the locale of the environment on, as programs with windows do."""
    if os.environ.get("LC_ALL"):
        locale.setlocale(locale.LC_ALL, "")


def pytest_report_header() -> list[str]:
    names = ("attrs", "babel", "python-dateutil", "hypothesis")
    spoken, asserts = locale.setlocale(locale.LC_ALL), "on" if __debug__ else "off"
    zones = "the system" if zoneinfo.TZPATH else "the wheel"
    return [
        "with: " + ", ".join(f"{name} {version(name)}" for name in names),
        f"in: {time.tzname}, zones of {zones}, {spoken}, plain asserts {asserts}",
    ]


@pytest.fixture(scope="session")
def truth() -> Path:
    """Return the folder of expected values that others made.

    They are not ours to pass on, so they lie beside the repository, or where
    ``JBPCORE_TRUTH`` points. A test that needs them is skipped where they are absent,
    unless ``JBPCORE_REQUIRE_TRUTH`` says that they have to be there.
    """
    named = os.environ.get("JBPCORE_TRUTH")
    folder = Path(named) if named else ROOT.parent / "shared" / "truth"
    if not folder.is_dir():
        message = f"no expected values in {folder}; set JBPCORE_TRUTH to their folder"
        if os.environ.get("JBPCORE_REQUIRE_TRUTH"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
