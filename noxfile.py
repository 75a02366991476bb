"""Every check as one command: ``nox -s tests``, or ``nox`` for all of them.

``nox --list`` names them. Each makes its own environment under ``.nox``; with ``-R``
the environments of the last run are used again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
PACKAGES = ROOT / "packages"
REPORTS = ROOT / "reports"
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

LANGUAGES = 14  # that have a catalogue; English is in the code
SAYS_IT_IN_GERMAN = (
    "import jbpcore; words = jbpcore.Words.for_locale('de'); "
    "assert words.name('health', 'Met') == 'Erreicht'"
)

nox.options.default_venv_backend = "virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "lint", "typing", "docs", "package"]


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group, for a pip that knows none."""
    pyproject = nox.project.load_toml(ROOT / "pyproject.toml")
    return list(nox.project.dependency_groups(pyproject, name))


def answer(*command: str) -> str | None:
    """Return what a command prints, or None where it is absent or fails."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(  # noqa: S603 - the commands stand in this file
        command, capture_output=True, text=True, check=False
    )
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


def run_each(session: nox.Session, *commands: tuple[str, ...]) -> None:
    """Run every command, and fail afterwards if one of them did."""
    failed = []
    for command in commands:
        try:
            session.run(*command)
        except CommandFailed:
            failed.append(" ".join(command))
    if failed:
        session.error(f"failed: {'; '.join(failed)}")


def built_wheel() -> str:
    """Return the wheel that the session "package" built."""
    wheels = sorted(DIST.glob("*.whl"), key=lambda path: path.stat().st_mtime)
    return str(wheels[-1])


def build(session: nox.Session) -> None:
    """Build the sdist, and from it the wheel, into an empty folder."""
    shutil.rmtree(DIST, ignore_errors=True)
    session.install(*group("package"))
    session.run("python", "-m", "build", "--outdir", str(DIST), str(ROOT))


def junit(name: str) -> str:
    """Return the option that writes a report that CI reads afterwards."""
    return f"--junitxml={REPORTS / name}.xml"


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test, the code in README.md and docs/ included."""
    session.install("-e", ".", *group("test"))
    if session.posargs:
        session.run("pytest", junit("tests"), *session.posargs)
        return
    run_each(
        session,
        ("pytest", junit("tests"), "src", "tests"),
        # The examples of a page build on each other, so one process runs them all.
        ("pytest", junit("documentation"), "-n", "0", "README.md", "docs"),
    )


@nox.session(name="calendar-clients")
def calendar_clients(session: nox.Session) -> None:
    """Ask calendar programs of others what they read in our files."""
    session.run("bash", "scripts/install-calendar-clients", external=True)
    session.install("-e", ".", *group("test"))
    required = {"JBPCORE_REQUIRE_CALENDAR_CLIENTS": "1"}
    report = junit("calendar-clients")
    session.run("pytest", report, "tests/clients", *session.posargs, env=required)


@nox.session
def frames(session: nox.Session) -> None:
    """Hand tables to data frames of others, and take theirs."""
    session.install("-e", ".[arrow,frames]", *group("frames"))
    required = {"JBPCORE_REQUIRE_FRAMES": "1"}
    report = junit("frames")
    session.run("pytest", report, "tests/frames", *session.posargs, env=required)


@nox.session
def postgresql(session: nox.Session) -> None:
    """Prove that plans are kept in a real PostgreSQL, and on disks that fail."""
    session.install("-e", ".", *group("postgresql"))
    required = {"JBPCORE_REQUIRE_POSTGRESQL": "1"}
    session.run("bash", "scripts/install-compiler", external=True)
    failing = "tests/integration/test_failing_calls.py"  # by a library made with gcc
    pytest = ("pytest", junit("postgresql"), "tests/servers", failing, *session.posargs)
    beside = ("bash", "scripts/with-postgresql", "python", "-m")
    session.run(*beside, *pytest, env=required, external=True)


@nox.session
def pyodide(session: nox.Session) -> None:
    """Run the notebooks of docs/ as a browser would: core only, in Pyodide."""
    session.run("bash", "scripts/install-pyodide", external=True)
    folder = ROOT / ".cache" / "pyodide"
    for old in (folder / "wheels").glob("jbpcore-*.whl"):
        old.unlink()
    wheel = ("wheel", "--quiet", "--no-deps", "-w", str(folder / "wheels"), str(ROOT))
    session.run("python", "-m", "pip", *wheel)
    REPORTS.mkdir(exist_ok=True)
    options = (str(folder), "pyodide", *(session.posargs or ("docs/notebooks",)))
    # What other runs of pytest are asked for, as -n, is not there.
    session.run("node", "scripts/run_in_pyodide.mjs", *options, external=True)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, formatting, the direction of imports, and the changelog."""
    session.install("-e", ".", *group("lint"))
    run_each(
        session,
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("lint-imports", "--no-cache"),  # it may be stale where modules were added
        ("towncrier", "build", "--draft", "--version", "next"),
    )


@nox.session
def typing(session: nox.Session) -> None:
    """Check types as strictly as mypy can."""
    session.install("-e", ".", *group("typing"))
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken reference or any warning fails it."""
    session.install("-e", ".", *group("docs"))
    options = ("--fresh-env", "--nitpicky", "--fail-on-warning", "--keep-going")
    session.run("sphinx-build", *options, "-q", "docs", "docs/_build/html")


@nox.session
def package(session: nox.Session) -> None:
    """Build the package and do the main job with it in an empty environment."""
    build(session)
    session.run("check-wheel-contents", built_wheel())
    names = ZipFile(built_wheel()).namelist()
    compiled = [name for name in names if name.endswith("/jbpcore.mo")]
    if len(compiled) < LANGUAGES or any(
        name.endswith((".po", ".pot")) for name in names
    ):
        session.error("the wheel holds other catalogues than the compiled ones")
    empty = Path(session.create_tmp()).resolve() / "empty"
    session.run("python", "-m", "venv", "--clear", str(empty))
    programs = empty / ("Scripts" if os.name == "nt" else "bin")
    install = ("-m", "pip", "install", "--quiet", built_wheel())
    session.run(str(programs / "python"), *install, external=True)
    with session.chdir(empty):
        session.run(str(programs / "jbpcore"), "demo", external=True)
        session.run(str(programs / "python"), "-c", SAYS_IT_IN_GERMAN, external=True)


@nox.session(name="sample-packages")
def sample_packages(session: nox.Session) -> None:
    """Install each sample package from its own wheel, and run its own tests there."""
    wheels = Path(session.create_tmp()).resolve() / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    session.install(*group("package"))
    build_wheel = ("python", "-m", "build", "--wheel", "--outdir", str(wheels))
    session.run(*build_wheel, str(ROOT))
    (library,) = wheels.glob("jbpcore-*.whl")
    for package in sorted(path.parent for path in PACKAGES.glob("*/pyproject.toml")):
        session.run(*build_wheel, str(package))
        built = package.name.replace("-", "_")
        (wheel,) = wheels.glob(f"{built}-*.whl")
        empty = wheels.parent / built
        session.run("python", "-m", "venv", "--clear", str(empty))
        programs = empty / ("Scripts" if os.name == "nt" else "bin")
        python = str(programs / "python")
        install = ("-m", "pip", "install", "--quiet", f"{library}[testing]")
        session.run(python, *install, str(wheel), external=True)
        with session.chdir(package):
            # What the runs of the library's own tests are asked for is not for these.
            options = {"PYTEST_ADDOPTS": ""}
            session.run(
                python, "-m", "pytest", *session.posargs, external=True, env=options
            )
        check = ("plugins", "--check", "--allow", package.name)
        session.run(str(programs / "jbpcore"), *check, external=True)


@nox.session(name="complete-types")
def complete_types(session: nox.Session) -> None:
    """Check on the built wheel that every public name has a type."""
    build(session)
    session.install(built_wheel(), *group("complete-types"), *group("test"))
    session.run("python", "scripts/complete_types.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Hold importing, keeping plans and listing plugins to what they may cost."""
    session.install(".[yaml]", *group("bench"))
    session.run("python", "benchmarks/import_time.py", "--check")
    session.run("python", "benchmarks/plugins.py", "--check")
    session.run("python", "benchmarks/templates.py", "--check")
    session.run("python", "-m", "benchmarks.sqlite_store", "--check")
    few = ("--count", "50000")
    session.run("python", "-m", "benchmarks.sqlite_ledger", "--check", *few)


@nox.session(name="bench-peers")
def bench_peers(session: nox.Session) -> None:
    """Compare with cattrs, and projections with statsforecast."""
    session.install(".", *group("bench-peers"))
    session.run("python", "-m", "benchmarks.plan_json", "--check")
    session.run("python", "benchmarks/projection.py", *session.posargs)


# What these prove does not depend on the interpreter, and they take most of the time:
# that the kits catch stores which are broken on purpose, that a process may die at any
# line, that editors and tenants do not meet, the laws of whole plans, and what programs
# of others read. The session "tests" and those of their own run them.
ONCE = (
    "tests/architecture",
    "tests/clients",
    "tests/contract/test_async_contract_bites.py",
    "tests/contract/test_async_in_threads.py",
    "tests/contract/test_async_on_disk.py",
    "tests/contract/test_async_sqlalchemy.py",
    "tests/contract/test_capabilities.py",
    "tests/contract/test_contract_bites.py",
    "tests/contract/test_eight_broken_stores.py",
    "tests/contract/test_every_order_of_editors.py",
    "tests/contract/test_json_files.py",
    "tests/contract/test_nothing_leaks.py",
    "tests/contract/test_tenant_cells.py",
    "tests/integration/test_calendar_injection.py",
    "tests/integration/test_failing_calls.py",
    "tests/integration/test_golden_hosts.py",
    "tests/integration/test_json_files_faults.py",
    "tests/integration/test_json_files_killed.py",
    "tests/integration/test_many_editors.py",
    "tests/integration/test_sqlite_dying.py",
    "tests/integration/test_sqlite_processes.py",
    "tests/integration/test_writers_that_die.py",
    "tests/properties/test_codec_laws.py",
    "tests/properties/test_merge_laws.py",
    "tests/properties/test_pacing_by_fractions.py",
    "tests/properties/test_roll_forward_laws.py",
    "tests/properties/test_visibility_laws.py",
    "tests/servers",
    "tests/truth/test_projected_finishes.py",
)


def _on_python(session: nox.Session, version: str) -> None:
    session.install(".", *group("test"))
    failed = []
    for name, pins in RESOLUTIONS[version]:
        session.log(f"Python {version}, dependencies: {name}")
        session.install(*pins)
        ignored = [f"--ignore={path}" for path in ONCE]
        options = (junit(f"python-{version}-{name}"), *ignored)
        try:
            session.run(
                "pytest", *options, "tests", env={"HYPOTHESIS_PROFILE": "quick"}
            )
        except CommandFailed:
            failed.append(name)
    if failed:
        session.error(f"failed with dependencies: {', '.join(failed)}")


def _add_session(version: str, path: str | None) -> None:
    @nox.session(name=f"python-{version}", python=path)
    def on_python(session: nox.Session) -> None:
        """Run the library's tests, as a wheel, with other dependencies."""
        _on_python(session, version)


_add_session("3.11", None)
for _version in OTHER_PYTHONS:
    if _path := interpreter(_version):
        _add_session(_version, _path)
