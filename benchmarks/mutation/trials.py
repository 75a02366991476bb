"""Try mutants against the tests that run the mutated line; a plugin of pytest.

Everything is collected once. Then each mutant is tried in a child process of its own,
in which the changed code is put in the place of the function's: that takes as long as
its tests do. What is no function's body, and what survives that, is tried again in a
copy of the tree, in a new interpreter.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import CodeType, FunctionType
from typing import TextIO

import attrs
import coverage
import pytest
from benchmarks.mutation.mutants import ROOT, SOURCE, Mutant

__all__ = ["Covering", "InPlace", "Trial"]

_CACHED = type(functools.lru_cache(lambda: None))
_MOST_TESTS = 1_000
_MOST_MEMORY = 6 * 2**30
_NOTICED, _SURVIVED, _NOT_A_FUNCTION, _BROKEN = 1, 0, 9, 7
_OUTCOMES = {
    _NOTICED: "noticed",
    _SURVIVED: "survived",
    _NOT_A_FUNCTION: "not a function",
    _BROKEN: "broken",
}


@attrs.frozen
class Trial:
    """What became of one mutant."""

    mutant: Mutant
    outcome: str  # noticed, timed out, survived, not covered, not a function
    tests: tuple[str, ...]
    seconds: float


class Covering:
    """Which tests run which line, from a run with dynamic contexts."""

    def __init__(self, data_file: Path, *, by_file: bool = False) -> None:
        """Read what coverage wrote; *by_file* takes all tests of a file for a line.

        What is kept once it was worked out runs for the first test alone.
        """
        self._by_file = by_file
        self._data = coverage.CoverageData(str(data_file))
        self._data.read()
        self._of_file: dict[str, dict[int, set[str]]] = {}
        # The map may have been made in another copy of the tree, or in several.
        self._measured: dict[str, list[str]] = defaultdict(list)
        for name in self._data.measured_files():
            self._measured[name[name.index("src/jbpcore/") :]].append(name)

    def tests_of(self, mutant: Mutant) -> set[str]:
        """Return the ids of the tests that run its line, else those of its file.

        What runs when the module is imported, whichever test that is for, runs for
        every test of the file.
        """
        lines = self._lines(mutant.path)
        if self._by_file:
            return {name for names in lines.values() for name in names if name}
        here = lines.get(mutant.line, set())
        last = mutant.line + mutant.before.count("\n")
        for line in range(mutant.line, last + 1):
            here = here | lines.get(line, set())
        if here and "" not in here:
            return here
        return {name for names in lines.values() for name in names if name}

    def runs_at_import(self, mutant: Mutant) -> bool:
        """Whether its line also runs while modules are imported or tests collected."""
        return "" in self._lines(mutant.path).get(mutant.line, {""})

    @functools.cached_property
    def breadth(self) -> dict[str, int]:
        """How many lines of all the layers each test runs: the fewer, the closer."""
        counts: dict[str, int] = defaultdict(int)
        for path in self._measured:
            for names in self._lines(path).values():
                for name in names:
                    counts[name] += 1
        return counts

    def _lines(self, path: str) -> dict[int, set[str]]:
        if path not in self._of_file:
            by_line: dict[int, set[str]] = defaultdict(set)
            for measured in self._measured.get(path, ()):
                found = self._data.contexts_by_lineno(measured)
                for line, contexts in found.items():
                    by_line[line] |= {name.rpartition("|")[0] for name in contexts}
            self._of_file[path] = by_line
        return self._of_file[path]


def _functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return the functions of the library that there are, by where they are written."""
    found: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            code = thing.__code__
            if code.co_filename.startswith(str(SOURCE)):
                key = (code.co_filename, code.co_qualname, code.co_firstlineno)
                found[key].append(thing)
    return found


def _iter_code(code: CodeType) -> Iterable[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _iter_code(constant)


def _replaced(
    mutant: Mutant, functions: dict[tuple[str, str, int], list[FunctionType]]
) -> bool:
    """Put the changed code in place; say whether all of the change is in it."""
    file = str(ROOT / mutant.path)
    source = Path(file).read_bytes()
    before = compile(source, file, "exec", dont_inherit=True)
    after = compile(mutant.applied(source), file, "exec", dont_inherit=True)
    done = False
    old = {(c.co_qualname, c.co_firstlineno): c for c in _iter_code(before)}
    for code in _iter_code(after):
        name = (code.co_qualname, code.co_firstlineno)
        if name not in old or _same(code, old[name]):
            continue
        for function in functions.get((file, *name), ()):
            if len(function.__code__.co_freevars) != len(code.co_freevars):
                return False
            function.__code__ = code
            done = True
    return done


def _same(one: CodeType, other: CodeType) -> bool:
    return (
        one.co_code == other.co_code
        and one.co_consts == other.co_consts
        and one.co_names == other.co_names
        and one.co_varnames == other.co_varnames
    )


class InPlace:
    """The plugin: instead of running the tests, it runs those of each mutant."""

    def __init__(
        self,
        mutants: list[Mutant],
        covering: Covering,
        timing: Path,
        log: TextIO,
        *,
        budget: float,
    ) -> None:
        """Take what is to be tried.

        Args:
            mutants: The mutants.
            covering: Which tests run them.
            timing: Where it is kept how long each test takes.
            log: What is written to while tests run.
            budget: How many seconds of tests there are for each mutant.
        """
        self._budget = budget
        self._mutants = mutants
        self._covering = covering
        self._timing = timing
        self._log = log
        self.trials: list[Trial] = []
        self.failed: str | None = None
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure, in the child that runs the tests of one mutant."""
        self.seconds[report.nodeid] = (
            self.seconds.get(report.nodeid, 0) + report.duration
        )
        if report.failed:
            self.failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Time every test of a mutant once, and then try every mutant."""
        asked = set[str]().union(*map(self._covering.tests_of, self._mutants))
        items = {one.nodeid: one for one in session.items if one.nodeid in asked}
        seconds = self._timed(items)
        for mutant in self._mutants:  # the front door opens on demand only
            importlib.import_module(mutant.module)
        functions = _functions()
        for n, mutant in enumerate(self._mutants):
            names = self._covering.tests_of(mutant) & seconds.keys()
            order = self._closest(names, seconds)
            started = time.perf_counter()
            outcome = "not covered"
            if order:
                chosen = [items[name] for name in order]
                allowed = 4 + 3 * sum(seconds[name] for name in order)
                outcome = self._tried(mutant, chosen, functions, allowed)
            took = time.perf_counter() - started
            self.trials.append(Trial(mutant, outcome, tuple(order), took))
            told = f"{outcome:14} {took:5.1f} s {len(order):5} {mutant.name[:150]!r}"
            print(f"{n + 1:4} {told}", file=self._log, flush=True)
        return True

    def _closest(self, names: Iterable[str], seconds: dict[str, float]) -> list[str]:
        """Return the tests to run: those that run little else first, in the budget."""
        chosen: list[str] = []
        spent, breadth = 0.0, self._covering.breadth
        for name in sorted(names, key=lambda one: (breadth[one] * seconds[one], one)):
            if len(chosen) == _MOST_TESTS:
                break
            if spent + seconds[name] > self._budget:
                continue
            chosen.append(name)
            spent += seconds[name]
        return chosen

    def _tried(
        self,
        mutant: Mutant,
        chosen: list[pytest.Item],
        functions: dict[tuple[str, str, int], list[FunctionType]],
        allowed: float,
    ) -> str:
        child = os.fork()
        if child == 0:
            code = _SURVIVED
            try:
                _limit(allowed)
                is_in_place = _replaced(mutant, functions)
                if is_in_place:
                    _clear_caches()
                    code = _NOTICED if self._fails(chosen) else _SURVIVED
                else:
                    code = _NOT_A_FUNCTION
            except SyntaxError:
                code = _BROKEN  # the file has changed meanwhile
            except BaseException:  # noqa: BLE001 - whatever the mutant does to the tests
                code = _NOTICED
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "timed out"
        return _OUTCOMES[os.WEXITSTATUS(status)]

    def _fails(self, chosen: list[pytest.Item]) -> bool:
        for item, after in zip(chosen, [*chosen[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.failed:
                return True
        return False

    def _timed(self, items: dict[str, pytest.Item]) -> dict[str, float]:
        """Return how long each test takes; one that fails as it is counts for none."""
        known: dict[str, float] = {}
        if self._timing.exists():
            known = json.loads(self._timing.read_text())
        child = os.fork()
        if child == 0:
            good = dict(known)
            every = [item for name, item in items.items() if name not in known]
            for item, after in zip(every, [*every[1:], None], strict=True):
                self.failed = _none()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if self.failed is not None:
                    print("fails as it is:", item.nodeid, file=self._log, flush=True)
                else:
                    good[item.nodeid] = self.seconds[item.nodeid]
            self._timing.write_text(json.dumps(good))
            os._exit(0)
        os.waitpid(child, 0)
        timed = json.loads(self._timing.read_text())
        return {name: taken for name, taken in timed.items() if name in items}


def _none() -> str | None:
    """Return nothing; type checkers do not see that a hook sets it."""
    return None


def _clear_caches() -> None:
    for thing in gc.get_objects():
        if isinstance(thing, _CACHED) and thing.__module__.startswith("jbpcore"):
            thing.cache_clear()


def _limit(seconds: float) -> None:
    """Let the kernel end a mutant that runs for ever, or takes all the memory."""
    soft = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    with contextlib.suppress(ValueError):
        signal.alarm(10 * soft)
