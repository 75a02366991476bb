"""Hold the installed jbpcore to 100 % typed public names, as a user's checker sees it.

Run it with the interpreter of an environment that has the built wheel and pyright.
pyright finds the package through an *activated* environment only; in any other it
reports 0 % of 0 names and means nothing by it, so no names at all is a failure here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig


def activated() -> dict[str, str]:
    """Return the variables that activating this interpreter's environment would set."""
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    return {**os.environ, "VIRTUAL_ENV": sys.prefix, "PATH": path}


def main() -> int:
    """Print what is not fully typed; return 1 unless there is nothing such."""
    command = [sys.executable, "-m", "pyright", "--verifytypes", "jbpcore"]
    done = subprocess.run(
        [*command, "--ignoreexternal", "--outputjson"],
        capture_output=True,
        text=True,
        check=False,
        env=activated(),
    )
    if not done.stdout.lstrip().startswith("{"):
        print(f"pyright gave no report:\n{done.stdout}{done.stderr}")
        return 1
    report = json.loads(done.stdout)["typeCompleteness"]
    counts = report["exportedSymbolCounts"]
    names = sum(counts.values())
    for symbol in report["symbols"]:
        if symbol["isExported"] and not symbol["isTypeKnown"]:
            print(symbol["name"])
            for diagnostic in symbol["diagnostics"]:
                print(f"    {diagnostic['message']}")
    print(f"{report['completenessScore']:.1%} of {names} public names: {counts}")
    complete = names > 0 and report["completenessScore"] == 1
    return int(not complete)


if __name__ == "__main__":
    sys.exit(main())
