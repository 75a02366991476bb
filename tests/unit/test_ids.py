from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122, UUID

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.values import ids
from jbpcore.values.ids import check_id, new_id


@pytest.mark.parametrize(
    "value",
    [
        "a",
        "7",
        "new-revenue",
        "crm:0015e00000ABCde",
        "maria@acme.example",
        "v1.2+build_3",
        "019a0000-0000-7000-8000-000000000000",
        "x" * 128,
    ],
)
def test_ids_of_common_systems_are_accepted(value: str) -> None:
    assert check_id(value, "Goal.id") == value


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        "a b",
        "a\n",
        "a\x00",
        "a/b",
        "a\\b",
        "../etc",
        ".hidden",
        "-rf",
        "_a",
        "@a",
        "=1+1",
        "a'b",
        'a"b',
        "a<b",
        "a%20b",
        "a;b",
        "é",
        "ａ",  # noqa: RUF001  # a full-width letter is what is tested
        "a\u202eb",
        "\ud800",
        "x" * 129,
        None,
        7,
        b"a",
    ],
    ids=lambda bad: ascii(bad)[:24],
)
def test_what_is_no_id_is_refused(bad: object) -> None:
    with pytest.raises(InvalidValueError, match=r"^Goal\.id must be 1 to 128 ASCII"):
        check_id(bad, "Goal.id")


def test_a_new_id_is_a_version_7_uuid() -> None:
    parsed = UUID(new_id())
    assert (parsed.version, parsed.variant) == (7, RFC_4122)
    assert check_id(new_id(), "Goal.id")


def test_the_layout_is_that_of_the_rfc() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22 at UTC-5 is 0x017F22E279B0 in Unix
    # milliseconds. Below it a counter of 42 bits, then 32 bits of chance.
    bits = {41: 0x123_4567_89AB, 32: 0xCAFE_F00D}
    source = ids._Uuid7Source(  # noqa: SLF001  # clock and chance are set by hand
        now_ns=lambda: 0x017F_22E2_79B0 * 1_000_000 + 999_999,
        random_bits=bits.__getitem__,
    )
    # 0x123456789AB >> 30 is 0x48D; the rest, 0x056789AB, sits below the variant 0b10.
    assert source.next() == "017f22e2-79b0-748d-8567-89abcafef00d"
    assert source.next() == "017f22e2-79b0-748d-8567-89accafef00d"


def test_ids_go_up_when_the_clock_stands_still_or_steps_back() -> None:
    clock = itertools.chain([5_000, 5_000, 5_000, 1_000, 4_999, 0], itertools.count(1))
    source = ids._Uuid7Source(  # noqa: SLF001  # the clock is set by hand
        now_ns=lambda: next(clock) * 1_000_000
    )
    made = [source.next() for _ in range(6_000)]
    assert made == sorted(set(made))
    assert UUID(made[-1]).int >> 80 == 5_994  # and follow the clock once it is ahead


def test_a_counter_that_runs_out_moves_the_time_on() -> None:
    source = ids._Uuid7Source(  # noqa: SLF001  # clock and chance are set by hand
        now_ns=lambda: 7_000_000, random_bits=lambda _: 0
    )
    first = source.next()
    source._counter = (1 << 42) - 2  # noqa: SLF001  # counting there takes a day
    last, after = source.next(), source.next()
    assert first < last < after
    assert last == "00000000-0007-7fff-bfff-ffff00000000"
    assert after == "00000000-0008-7000-8000-000000000000"


def test_ids_of_many_threads_are_unique_and_ordered_in_each() -> None:
    def make(_: int) -> list[str]:
        return [new_id() for _ in range(2_000)]

    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(make, range(8)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len(set(itertools.chain(*batches))) == 8 * 2_000


def test_a_fresh_counter_leaves_room_to_count() -> None:
    made = {ids._random_bits(41) for _ in range(200)}  # noqa: SLF001  # no other way in
    assert len(made) == 200
    assert max(made) < 1 << 41
    assert max(made) >= 1 << 38  # the upper bits are drawn too


FORK = """
import os
from jbpcore.values import ids

before = ids.new_id()
receive, send = os.pipe()
with ids._SOURCE._lock:  # as if another thread were making one
    child = os.fork()
    if child == 0:
        os.write(send, f"{ids.new_id()} {ids.new_id()}".encode())
        os._exit(0)
    os.waitpid(child, 0)
print(before, os.read(receive, 100).decode())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_makes_other_ids_even_while_its_parent_is_making_one() -> None:
    process = subprocess.Popen(  # noqa: S603  # the very interpreter that runs this
        [sys.executable, "-c", FORK],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=60)  # or the child waits for the lock
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    before, first, second = output.split()
    assert before < first < second


def test_a_forked_process_goes_on_after_the_ids_of_its_parent() -> None:
    # The clock stands still, and chance gives nothing: only the restart tells.
    source = ids._Uuid7Source(  # noqa: SLF001  # clock and chance are set by hand
        lambda: 5_000_000, lambda _: 0
    )
    before = [source.next(), source.next()]
    source.restart_after_fork()
    after = [source.next(), source.next()]
    assert [*before, *after] == sorted({*before, *after})
