"""No host may change a byte of what the library says about the worked cases.

Forty-eight hosts, each a process of its own: every decimal context of three precisions,
eight roundings and two sets of traps, beside locales, hash seeds, time zones, optimised
bytecode and UTF-8 modes in turn. Each works all cases and hands back one digest.
"""

from __future__ import annotations

import decimal
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.golden.digesting import digest, iter_told

import jbpcore as jbp

ROOT = Path(__file__).resolve().parents[2]
SRC = Path(jbp.__file__).resolve().parents[1]
PRECISIONS = (3, 28, 50)
ROUNDINGS = (
    decimal.ROUND_CEILING,
    decimal.ROUND_DOWN,
    decimal.ROUND_FLOOR,
    decimal.ROUND_HALF_DOWN,
    decimal.ROUND_HALF_EVEN,
    decimal.ROUND_HALF_UP,
    decimal.ROUND_UP,
    decimal.ROUND_05UP,
)
TRAPS = ("free", "trapped")
# Their lengths have no common factor with each other, so that they meet in turn.
LOCALES = (
    "C",
    "POSIX",
    "C.UTF-8",
    "de_DE.UTF-8",
    "tr_TR.UTF-8",
    "ar_EG.UTF-8",
    "fa_IR.UTF-8",
    "ja_JP.eucJP",
    "hi_IN.UTF-8",
    "en_US.ISO-8859-1",
    "fr_CH.UTF-8",
)
SEEDS = ("0", "1", "42", "4294967295", "random")
ZONES = {
    "UTC": "+0000",
    "Asia/Kathmandu": "+0545",
    "America/New_York": "-0400",
    "Pacific/Kiritimati": "+1400",
    "Pacific/Marquesas": "-0930",
    "Europe/Berlin": "+0200",
    "XYZ+12": "-1200",
}
OPTIMISED = ((), ("-O",), ("-OO",))
UTF8 = (("0", ()), ("1", ()), (None, ("-X", "utf8")), (None, ("-X", "utf8=0")))
BATCH = 6
T = TypeVar("T")


@dataclass(frozen=True)
class Host:
    """What one process is started with."""

    number: int
    precision: int
    rounding: str
    traps: str

    def at(self, values: tuple[T, ...]) -> T:
        return values[self.number % len(values)]


HOSTS = [
    Host(number, *context)
    for number, context in enumerate(product(PRECISIONS, ROUNDINGS, TRAPS))
]


def run(host: Host) -> dict[str, Any]:
    utf8, flags = host.at(UTF8)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {
        **kept,
        "PYTHONPATH": os.pathsep.join((str(SRC), str(ROOT))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": host.at(LOCALES),
        "LANG": host.at(LOCALES),
        "TZ": host.at(tuple(ZONES)),
        "PYTHONHASHSEED": host.at(SEEDS),
    }
    if utf8 is not None:
        environment["PYTHONUTF8"] = utf8
    told = subprocess.run(  # noqa: S603 - this very interpreter
        [
            sys.executable,
            *host.at(OPTIMISED),
            *flags,
            "-m",
            "tests.golden.digesting",
            str(host.precision),
            host.rounding,
            host.traps,
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, f"{host}\n{told.stderr}"
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.fixture(scope="module")
def base() -> str:
    return digest()


@pytest.mark.parametrize("first", range(0, len(HOSTS), BATCH))
def test_no_host_changes_a_byte(first: int, base: str) -> None:
    hosts = HOSTS[first : first + BATCH]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(run, hosts))
    for host, found in zip(hosts, answers, strict=True):
        assert found["digest"] == base, (host, found)
        # And each of them was what it should be.
        is_trapped = host.traps == "trapped"
        assert found["decimal"] == [host.precision, host.rounding, is_trapped]
        assert found["optimize"] == OPTIMISED.index(host.at(OPTIMISED))
        utf8, flags = host.at(UTF8)
        assert found["utf8"] == int(utf8 == "1" or flags[-1:] == ("utf8",))
        assert found["zone"] == ZONES[host.at(tuple(ZONES))]
        name = host.at(LOCALES)
        # A locale that is not installed leaves the variables, which Python reads too.
        assert found["locale"] is None or found["locale"] in {name, "C"}


def test_there_are_as_many_hosts_as_there_should_be() -> None:
    assert len(HOSTS) >= 48
    for values in (LOCALES, SEEDS, tuple(ZONES), OPTIMISED, UTF8):
        assert {host.at(values) for host in HOSTS} == set(values)


def test_hash_seeds_are_in_force() -> None:
    one, two = (run(host) for host in HOSTS if host.number in {0, 1})
    assert one["hash"] != two["hash"]


def test_the_digest_is_of_all_that_is_said() -> None:
    told = "\n".join(iter_told())
    assert "Off track: $7,500.00 of $25,000.00" in told
    assert '"health"' in told
    assert "gap to pace: (Fraction(121566, 25), 'USD')" in told
    assert told.count("\n# ") + 1 >= 70
