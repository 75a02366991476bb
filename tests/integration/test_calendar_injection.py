"""No text of a stranger changes what a calendar is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.integration.calendar_injecting import PAYLOADS, SLOTS, attempt, census, usual

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("slot", sorted(SLOTS))
def test_no_payload_changes_the_parts_of_a_calendar(slot: str) -> None:
    harmless = usual(slot)
    assert len(harmless) == 7
    became = {name: attempt(slot, text, harmless) for name, text in PAYLOADS.items()}
    wrong = {n: told for n, told in became.items() if told.startswith("CHANGED")}
    assert wrong == {}


def test_nor_does_one_without_asserts() -> None:
    done = subprocess.run(
        [sys.executable, "-O", "-m", "tests.integration.calendar_injecting"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=300,
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["asserts"] is False
    became = answer["became"]
    assert len(became) == len(SLOTS) * len(PAYLOADS) >= 144
    assert {k: v for k, v in became.items() if v.startswith("CHANGED")} == {}
    told = Counter(text.partition(":")[0] for text in became.values())
    # Both happen: what is text goes through as text, what is not is refused.
    assert told["unchanged"] > 20
    assert told["refused"] > 100


def test_the_count_notices_what_was_smuggled_in() -> None:
    plain = b"BEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
    smuggled = plain.replace(b":A", b":A\r\nATTENDEE:mailto:evil@x.example")
    parameter = plain.replace(b"SUMMARY:", b"SUMMARY;X-EVIL=1:")
    separator = plain.replace(b":A", ":A\u2028X-EVIL:1".encode())
    harmless = census(iter([plain]))
    for evil in (smuggled, parameter, separator):
        assert census(iter([evil])) != harmless
