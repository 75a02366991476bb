"""How many examples a law gets that costs more, or less, than most."""

from __future__ import annotations

from hypothesis import settings

_USUAL = 100


def examples(usual: int) -> int:
    """Return *usual*, scaled as the profile in force scales the usual hundred."""
    in_force = settings.default
    assert in_force is not None
    return max(usual * in_force.max_examples // _USUAL, 1)
