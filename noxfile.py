"""Every check as one command: ``nox -s tests``, or ``nox`` for all of them.

``nox --list`` names them. Each makes its own environment under ``.nox``; with ``-R``
the environments of the last run are used again.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))  # nox, as a program of its own, does not look here

from scripts.where_tests_run import (  # noqa: E402 - found by the line above
    COVERING,
    ENVIRONMENTS,
    LOWEST,
    NEWEST,
    ONCE,
    OTHER_PYTHONS,
    RESOLUTIONS,
    TAKES_ALONG,
    interpreter,
    shuffled,
    surrounding,
)

DIST = ROOT / "dist"
PACKAGES = ROOT / "packages"
REPORTS = ROOT / "reports"

nox.options.default_venv_backend = "uv|virtualenv"  # uv where it is installed
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "lint", "typing", "docs", "package"]


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group, for a pip that knows none."""
    pyproject = nox.project.load_toml(ROOT / "pyproject.toml")
    return list(nox.project.dependency_groups(pyproject, name))


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
    pages = ("analyse-in-a-notebook", "assess-a-channel-in-a-data-frame")
    tests = ("tests/frames", *(f"docs/how-to/{page}.md" for page in pages))
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
