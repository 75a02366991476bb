"""Add up the reports of several pytest runs, and see that nothing was left out.

A test may be skipped where it cannot run (another Python, a library that is absent)
only if it has run somewhere else; one of what a store says that it lacks, if it has run
for another store. A part of the suite of which no test ran fails too.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

# How pytest names the tests of each part in its report.
PARTS = (
    "README.md",
    "docs.",
    "src.jbpcore.",
    "tests.architecture.",
    "tests.browser.",
    "tests.clients.",
    "tests.cluster.",
    "tests.contract.",
    "tests.frames.",
    "tests.hostile.",
    "tests.plugins.",
    "tests.properties.",
    "tests.servers.",
    "tests.truth.",
    "tests.unit.",
)


def outcome(case: ET.Element) -> str:
    """Return what became of one test."""
    for found, name in (("failure", "failed"), ("error", "failed")):
        if case.find(found) is not None:
            return name
    skipped = case.find("skipped")
    if skipped is None:
        return "passed"
    return "xfailed" if skipped.get("type") == "pytest.xfail" else "skipped"


def ran_as_a_whole(name: str, ran: set[str]) -> bool:
    """Whether it is a module skipped as one, and run test by test elsewhere."""
    module = name.removeprefix("::")
    tests = (one for one in ran if one.startswith(f"{module}::"))
    return name.startswith("::") and any(tests)


def ran_for_another_store(name: str, reason: str, ran: set[str]) -> bool:
    """Whether a store says that it lacks what is tested, and another one has it."""
    test = name.rpartition("::")[2]
    others = (one for one in ran if one.endswith(f"Store::{test}"))
    return reason.startswith("the store lacks ") and any(others)


def main(paths: list[str]) -> int:
    """Print the totals and what is wrong; return 1 where anything is."""
    totals: Counter[str] = Counter()
    ran: set[str] = set()
    skipped: dict[str, str] = {}
    for path in sorted(map(Path, paths)):
        # Our own pytest wrote the file a moment ago.
        cases = ET.parse(path).getroot().iter("testcase")  # noqa: S314
        counts: Counter[str] = Counter()
        for case in cases:
            name = f"{case.get('classname')}::{case.get('name')}"
            became = outcome(case)
            counts[became] += 1
            if became == "skipped":
                reason = case.find("skipped")
                skipped[name] = "" if reason is None else str(reason.get("message"))
            else:
                ran.add(name)
        print(f"{path.stem:28} {dict(counts)}")
        totals += counts

    problems = [
        f"skipped everywhere: {name} ({reason})"
        for name, reason in skipped.items()
        if name not in ran
        and not ran_as_a_whole(name, ran)
        and not ran_for_another_store(name, reason, ran)
    ]
    problems += [
        f"no test ran whose name starts with {part!r}"
        for part in PARTS
        if not any(name.startswith(part) for name in ran)
    ]
    print(*problems, sep="\n")
    passed, failed = totals["passed"] + totals["xfailed"], totals["failed"]
    print(f"{passed} passed, {failed} failed, {totals['skipped']} skipped")
    return int(bool(problems) or failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
