"""Changes to a JSON document that keep it JSON, which changes of bytes seldom do."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any, Final

__all__ = ["mutated"]

_NUMBERS: Final = (
    0,
    -1,
    1,
    2,
    10,
    53,
    2**31,
    2**53 - 1,
    2**53,
    10**24,
    -(10**24),
    1.5,
    1e308,
)
_TEXTS: Final = (
    "",
    " ",
    "a",
    "\x00",
    "\ud800",
    "\u202e",
    "{partner.name}",
    "2026-02-30",
    "2026-12-31",
    "0001-01-01",
    "9999-12-31",
    "2026-05-15T09:30:00+00:00",
    "2026-05-15T09:30:00.000001+14:00",
    "1/3",
    "0/1",
    "1/0",
    "-0",
    "1E+999999999",
    "999999999999999999999999",
    "0.00000000000000000000000000000000001",
    "EUR",
    "XAU",
    "deals",
    "vendor",
    "partner",
    "=1+1",
    "x" * 201,
    "9" * 121,
)
_OTHERS: Final[tuple[Any, ...]] = (None, True, False, [], {}, [[]], {"type": "money"})


def mutated(
    data: bytes, longest: int, seed: int, by_bytes: Callable[[bytes, int], bytes]
) -> bytes:
    """Return *data* with something in it changed.

    Args:
        data: What was there.
        longest: The most bytes of the result.
        seed: Decides what is changed.
        by_bytes: Changes bytes, for every third time and for what is no JSON.
    """
    chance = random.Random(seed)  # noqa: S311 - it chooses what to break
    if chance.randrange(3) == 0:
        return by_bytes(data, longest)
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return by_bytes(data, longest)
    root = [whole]
    for _ in range(1 + chance.randrange(3)):
        _change(root, chance)
    text = json.dumps(root[0], separators=(",", ":"))
    changed = text.encode("utf-8", "surrogatepass")
    return changed if len(changed) <= longest else by_bytes(data, longest)


def _change(root: list[Any], chance: random.Random) -> None:
    places = list(_iter_places(root))
    inside, key = chance.choice(places)
    action = chance.randrange(8)
    if action == 0 and len(places) > 1 and inside is not root:
        del inside[key]
    elif action == 1:
        other, where = chance.choice(places)
        inside[key] = json.loads(json.dumps(other[where]))
    elif action == 2 and isinstance(inside, list) and inside is not root:
        inside.insert(key, json.loads(json.dumps(chance.choice(inside))))
    elif action == 3 and isinstance(inside, dict):
        other, where = chance.choice(places)
        name = where if isinstance(where, str) else chance.choice(_TEXTS)
        inside[name] = json.loads(json.dumps(other[where]))
    elif action == 4 and isinstance(inside[key], str):
        inside[key] = _text_like(inside[key], chance)
    elif action == 5 and isinstance(inside[key], int):
        inside[key] += chance.choice((-1, 1, 1000))
    else:
        put = chance.choice(chance.choice((_NUMBERS, _TEXTS, _OTHERS)))
        inside[key] = copy.copy(put)


def _text_like(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    put = chance.choice((*_TEXTS, "0", "1", "9", "-", "/", ".", ":", "T", text))
    return text[:at] + put + text[at + chance.randrange(2) :]


def _iter_places(inside: Any) -> Any:  # noqa: ANN401 - JSON of any kind
    keys = inside if isinstance(inside, dict) else range(len(inside))
    for key in keys:
        yield inside, key
        if isinstance(inside[key], (dict, list)):
            yield from _iter_places(inside[key])
