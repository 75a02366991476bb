"""Where the tests run, with what beside them, and which of them need not run twice.

``noxfile.py`` makes its sessions of it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nox

LOCALES = Path(__file__).resolve().parents[1] / ".nox" / "locales"

# What "coverage" runs beside the examples of docstrings and pages; other tests need
# processes and servers, and show what disks do.
COVERING = (
    "tests/architecture",
    "tests/contract/test_memory.py",
    "tests/contract/test_sqlite.py",
    "tests/integration/test_documents_of_every_version.py",
    "tests/integration/test_sqlite_faults.py",
    "tests/integration/test_workbooks.py",
    "tests/properties",
    "tests/templates",
    "tests/truth",
    "tests/unit",
)
OTHER_PYTHONS = ("3.12", "3.13", "3.14")

# What the dependencies resolve to without being asked, and what they are held to. The
# floors are those of pyproject.toml; dateutil is in use in two lines at once, and the
# packages that hold on to the older one, such as holidays, are tested beside it.
NEWEST = ("newest", ("python-dateutil>=4",))
DATEUTIL_2 = ("dateutil-2", ("python-dateutil==2.9.0.post0", "holidays>=0.50"))
LOWEST = (
    "lowest",
    (
        "attrs==23.2.0",
        "babel==2.12.1",
        "icalendar==7.0.0",
        "openpyxl==3.1.5",
        "XlsxWriter==3.2.0",
        "python-dateutil==2.9.0",
        "SQLAlchemy==2.0.25",
        "aiosqlite==0.20.0",
        "alembic==1.13.0",
    ),
)
RESOLUTIONS = {
    "3.11": (LOWEST,),  # the session "tests" is the newest on 3.11
    "3.12": (DATEUTIL_2,),
    "3.13": (NEWEST,),
    "3.14": (NEWEST,),
}

# Where a program may find itself. Each of the sessions for other interpreters takes one
# of them along, and its tests in another order; "environments" goes through them all.
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "in Cairo, zones of the system": {"TZ": "Africa/Cairo"},
    "in Calcutta, zones of the wheel": {"TZ": "Asia/Kolkata", "PYTHONTZPATH": ""},
    "in Samoa, hashes at random": {"TZ": "Pacific/Apia", "PYTHONHASHSEED": "random"},
    "in New York, in Turkish": {"TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8"},
    "optimised": {"PYTHONOPTIMIZE": "1"},
}
TAKES_ALONG = {
    "3.11": "in New York, in Turkish",
    "3.12": "in Calcutta, zones of the wheel",
    "3.13": "in Samoa, hashes at random",
    "3.14": "in Cairo, zones of the system",
}

# What these prove does not depend on the interpreter, and they take most of the time:
# that the kits catch stores which are broken on purpose, that a process may die at any
# line, that editors and tenants do not meet, the laws of whole plans, and what programs
# of others read. The session "tests" and those of their own run them.
ONCE = (
    "tests/architecture",
    "tests/browser",
    "tests/clients",
    "tests/contract/test_async_contract_bites.py",
    "tests/contract/test_async_in_threads.py",
    "tests/contract/test_async_on_disk.py",
    "tests/contract/test_async_sqlalchemy.py",
    "tests/contract/test_capabilities.py",
    "tests/contract/test_clocks_that_run_back.py",
    "tests/contract/test_contract_bites.py",
    "tests/contract/test_eight_broken_stores.py",
    "tests/contract/test_every_order_of_editors.py",
    "tests/contract/test_json_files.py",
    "tests/contract/test_nothing_can_be_worked_out.py",
    "tests/contract/test_nothing_leaks.py",
    "tests/contract/test_tenant_cells.py",
    "tests/hostile",
    "tests/integration/test_calendar_injection.py",
    "tests/integration/test_failing_calls.py",
    "tests/integration/test_golden_hosts.py",
    "tests/integration/test_json_files_faults.py",
    "tests/integration/test_json_files_killed.py",
    "tests/integration/test_many_editors.py",
    "tests/integration/test_sqlite_dying.py",
    "tests/integration/test_sqlite_processes.py",
    "tests/integration/test_writers_that_die.py",
    "tests/properties/test_attention_laws.py",
    "tests/properties/test_codec_laws.py",
    "tests/properties/test_engine_and_store_laws.py",
    "tests/properties/test_merge_laws.py",
    "tests/properties/test_pacing_by_fractions.py",
    "tests/properties/test_plan_lives.py",
    "tests/properties/test_review_laws.py",
    "tests/properties/test_roll_forward_laws.py",
    "tests/properties/test_visibility_laws.py",
    "tests/properties/test_window_laws.py",
    "tests/servers",
    "tests/templates/test_hostile_templates.py",
    "tests/truth/test_projected_finishes.py",
    "tests/truth/test_score_truth.py",
    "tests/unit/test_charts.py",
    "tests/unit/test_view_injection.py",
)


def answer(*command: str) -> str | None:
    """Return what a command prints, or None where it is absent or fails."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def interpreter(version: str) -> str | None:
    """Return the path of an interpreter that runs, or None.

    A command of that name may exist and refuse to run, as pyenv's do for a version
    that is installed but not selected; then pyenv is asked where it is.
    """
    where = "import sys; print(sys.executable)"
    if path := answer(f"python{version}", "-c", where):
        return path
    installed = answer("pyenv", "whence", f"python{version}")
    if not installed:
        return None
    prefix = answer("pyenv", "prefix", installed.split()[-1])
    return answer(f"{prefix}/bin/python{version}", "-c", where)


def shuffled(seed: int) -> tuple[str, ...]:
    """Return the options that put tests in an order of their own."""
    return ("--random-order", f"--random-order-seed={seed}")


def surrounding(session: nox.Session, variables: dict[str, str]) -> dict[str, str]:
    """Return *variables*, and where the locale is, which is made if it can be.

    Debian makes locales from the package "locales"; without it the language stays out.
    """
    found = {"HYPOTHESIS_PROFILE": "quick", **variables}
    wanted = variables.get("LC_ALL")
    if wanted is None:
        return found
    LOCALES.mkdir(parents=True, exist_ok=True)
    language, _, charset = wanted.partition(".")
    made = answer("localedef", "-i", language, "-f", charset, str(LOCALES / wanted))
    if made is None and not (LOCALES / wanted).exists():
        session.warn(f"no locale {wanted} can be made here")
        return {key: value for key, value in found.items() if key != "LC_ALL"}
    return {**found, "LOCPATH": str(LOCALES)}
