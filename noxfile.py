"""Every check as one command: ``nox -s tests``, or ``nox`` for all of them.

``nox --list`` names them. Each makes its own environment under ``.nox``; with ``-R``
the environments of the last run are used again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
PACKAGES = ROOT / "packages"
REPORTS = ROOT / "reports"
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
    # Not in Turkish: there sqlite3 of Python takes "INSERT" for no word it knows, and
    # begins no transaction for a host that leaves it to do so.
    "3.11": "in Samoa, hashes at random",
    "3.12": "in Calcutta, zones of the wheel",
    "3.13": "in Samoa, hashes at random",
    "3.14": "in Cairo, zones of the system",
}

nox.options.default_venv_backend = "uv|virtualenv"  # uv where it is installed
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


def build(session: nox.Session) -> None:
    """Build the sdist, and from it the wheel, into an empty folder."""
    shutil.rmtree(DIST, ignore_errors=True)
    session.install(*group("package"))
    build_both(session, "--outdir", str(DIST), str(ROOT))


def build_both(session: nox.Session, *arguments: str) -> None:
    """Build in an environment of its own, which is made by uv where sessions' are."""
    installer = ("--installer", "uv") if session.venv_backend == "uv" else ()
    session.run("python", "-m", "build", *installer, *arguments)


def built_wheel() -> Path | None:
    """Return the wheel in ``dist``, or None if the sources changed since."""
    wheels = sorted(DIST.glob("jbpcore-*.whl"))
    sources = [ROOT / "README.md", ROOT / "hatch_build.py", ROOT / "pyproject.toml"]
    sources += [path for path in (ROOT / "src").rglob("*.*") if path.suffix != ".pyc"]
    changed = max(path.stat().st_mtime for path in sources)
    fresh = [path for path in wheels if path.stat().st_mtime > changed]
    return fresh[-1] if fresh else None


def wheel(session: nox.Session) -> str:
    """Return the wheel of the sources as they are; build it if that was not done."""
    if built_wheel() is None:
        build(session)
    found = built_wheel()
    if found is None:
        session.error("the sources changed while they were built")
    return str(found)


def empty_environment(session: nox.Session, folder: Path, *requirements: str) -> Path:
    """Install packages, and nothing else, and return where their programs are."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    if session.venv_backend == "uv":
        session.run("uv", "venv", "--quiet", "--clear", str(folder), external=True)
        install: tuple[str, ...] = ("uv", "pip", "install", "--python", python)
    else:
        session.run("python", "-m", "venv", "--clear", str(folder))
        install = (python, "-m", "pip", "install")
    session.run(*install, "--quiet", *requirements, external=True)
    return programs


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
    folder = ROOT / ".nox" / "locales"
    folder.mkdir(parents=True, exist_ok=True)
    language, _, charset = wanted.partition(".")
    made = answer("localedef", "-i", language, "-f", charset, str(folder / wanted))
    if made is None and not (folder / wanted).exists():
        session.warn(f"no locale {wanted} can be made here")
        return {key: value for key, value in found.items() if key != "LC_ALL"}
    return {**found, "LOCPATH": str(folder)}


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
    cores = ("-n", "auto", "--maxprocesses", "8")
    run_each(
        session,
        ("pytest", junit("tests"), *cores, "src", "tests"),
        # The examples of a page build on each other, so one process runs them all.
        (
            *("pytest", junit("documentation"), *cores, "--dist", "loadfile"),
            *("README.md", "docs"),
        ),
    )


@nox.session
def coverage(session: nox.Session) -> None:
    """Ask for every branch of the five layers that calculate and move plans.

    It takes twice as long as the tests, or three times before Python 3.12, and so it is
    not part of them.
    """
    session.install("-e", ".", *group("coverage"))
    # The bound is for both runs together, and so not for pytest to see to.
    alone = ("--cov-report=", "--cov-fail-under=0")
    measured = ("--cov", "--cov-branch", "--cov-context=test", *alone)
    paths = ("src", *COVERING)
    session.run("pytest", *measured, *(session.posargs or ("-n", "2")), *paths)
    pages = ("-n", "0", "README.md", "docs")
    session.run("pytest", *measured, "--cov-append", *pages)
    session.run("coverage", "report")


@nox.session
def environments(session: nox.Session) -> None:
    """Run the quick tests wherever a program may find itself, in another order."""
    session.install("-e", ".", *group("test"))
    failed = []
    for seed, (name, variables) in enumerate(ENVIRONMENTS.items()):
        session.log(name)
        options = shuffled(seed)
        try:
            paths = session.posargs or ("tests/unit", "tests/properties")
            session.run("pytest", *options, *paths, env=surrounding(session, variables))
        except CommandFailed:
            failed.append(name)
    if failed:
        session.error(f"failed: {'; '.join(failed)}")


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
    tests = ("tests/frames", "docs/how-to/assess-a-channel-in-a-data-frame.md")
    # The examples of a page build on each other, so one process runs them all.
    files = ("--dist", "loadfile")
    session.run("pytest", report, *files, *tests, *session.posargs, env=required)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at every view in a real browser, and drive the portal of the docs."""
    session.run("bash", "scripts/install-browser", external=True)
    session.install("-e", ".", *group("browser"))
    required = {"JBPCORE_REQUIRE_BROWSER": "1"}
    # A file at a time, since each has a browser of its own, and fonts to load.
    options = (junit("browser"), "--dist", "loadfile")
    session.run("pytest", *options, "tests/browser", *session.posargs, env=required)


@nox.session
def cluster(session: nox.Session) -> None:
    """Measure a channel on Spark and Dask, in processes of this machine."""
    session.run("bash", "scripts/install-java", external=True)
    session.install("-e", ".[frames]", *group("cluster"))
    required = {"JBPCORE_REQUIRE_CLUSTER": "1"}
    # One process: each would start a Spark of its own.
    pytest = ("pytest", junit("cluster"), "-n", "0", "tests/cluster")
    session.run(*pytest, *session.posargs, env=required)


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
    """Run the notebooks of docs/, and tests, as a browser would: in Pyodide."""
    session.install("pip")
    session.run("bash", "scripts/install-pyodide", external=True)
    folder = ROOT / ".cache" / "pyodide"
    for old in (folder / "wheels").glob("jbpcore-*.whl"):
        old.unlink()
    shutil.copy(wheel(session), folder / "wheels")
    options = (str(folder), "pyodide", *session.posargs)
    # It knows nothing of PYTEST_ADDOPTS: there is no second process for -n.
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
def api(session: nox.Session) -> None:
    """Compare what is promised with the last release, by its tag."""
    session.install(*group("api"))
    session.run("python", "-m", "scripts.api_breakage")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken reference or any warning fails it."""
    session.install("-e", ".", *group("docs"))
    options = ("--fresh-env", "--nitpicky", "--fail-on-warning", "--keep-going")
    session.run("sphinx-build", *options, "-q", "docs", "docs/_build/html")


@nox.session
def package(session: nox.Session) -> None:
    """Build the package, look at it, and do the main job in empty environments."""
    build(session)
    built = wheel(session)
    files = sorted(str(path) for path in DIST.iterdir())
    run_each(
        session,
        ("check-wheel-contents", built),
        ("twine", "check", "--strict", *files),
        ("python", "-m", "scripts.check_package", str(DIST)),
    )
    own = ("attrs==", "babel==", "python-dateutil==")
    for name, pins in (LOWEST, NEWEST):
        chosen = [pin for pin in pins if pin.startswith(own)]
        folder = Path(session.create_tmp()).resolve() / name
        programs = empty_environment(session, folder, built, *chosen)
        with session.chdir(folder):
            session.run(str(programs / "jbpcore"), "demo", external=True)
            main_job = str(ROOT / "scripts" / "main_job.py")
            session.run(str(programs / "python"), "-I", main_job, external=True)


@nox.session(name="sample-packages")
def sample_packages(session: nox.Session) -> None:
    """Install each sample package from its own wheel, and run its own tests there."""
    library = wheel(session)
    wheels = Path(session.create_tmp()).resolve() / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    session.install(*group("package"))
    for package in sorted(path.parent for path in PACKAGES.glob("*/pyproject.toml")):
        build_both(session, "--wheel", "--outdir", str(wheels), str(package))
        built = package.name.replace("-", "_")
        (sample,) = wheels.glob(f"{built}-*.whl")
        needs = (f"{library}[testing]", str(sample))
        programs = empty_environment(session, wheels.parent / built, *needs)
        with session.chdir(package):
            # What the runs of the library's own tests are asked for is not for these.
            options = {"PYTEST_ADDOPTS": ""}
            pytest = (str(programs / "python"), "-m", "pytest", *session.posargs)
            session.run(*pytest, external=True, env=options)
        check = ("plugins", "--check", "--allow", package.name)
        session.run(str(programs / "jbpcore"), *check, external=True)


@nox.session(name="complete-types")
def complete_types(session: nox.Session) -> None:
    """Check on the built wheel that every public name has a type."""
    built = wheel(session)
    session.install(built, *group("complete-types"), *group("test"))
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


FUZZ_SECONDS = "600"


@nox.session
def fuzz(session: nox.Session) -> None:
    """Feed each reader of strangers' input for ten minutes, or as many seconds.

    ``nox -s fuzz -- 60`` takes a minute for each, ``nox -s fuzz -- 60 amounts`` one
    minute for amounts. What breaks is in ``reports/fuzz``. Not part of CI, which
    replays what is kept in ``fuzz/corpus``.
    """
    seconds, *names = session.posargs or [FUZZ_SECONDS]
    session.install("-e", ".", *group("fuzz"))
    known = sorted(path.stem for path in (ROOT / "fuzz" / "targets").glob("*.py"))
    run_each(
        session,
        *(
            ("python", "-m", "fuzz.run", name, seconds, str(REPORTS / "fuzz" / name))
            for name in names or known
        ),
    )


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


def _on_python(session: nox.Session, version: str) -> None:
    session.install(".", *group("test"))
    failed = []
    for name, pins in RESOLUTIONS[version]:
        session.log(f"Python {version}, dependencies: {name}")
        session.install(*pins)
        ignored = [f"--ignore={path}" for path in ONCE]
        # The lowest dependencies are tried in one order, so that what fails is theirs.
        order = () if pins == LOWEST[1] else shuffled(int(version.partition(".")[2]))
        options = (junit(f"python-{version}-{name}"), *order, *ignored)
        taken = ENVIRONMENTS[TAKES_ALONG[version]]
        try:
            session.run("pytest", *options, "tests", env=surrounding(session, taken))
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
