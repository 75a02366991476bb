"""Stores that break a promise on closing, each in one way."""

from __future__ import annotations

from tests.contract.broken.revisions import LastWriteWins
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.errors import InvalidValueError


class OpensAgain(Sloppy):
    def close(self) -> None:
        pass


class ComplainsOfClosing(Sloppy):
    def close(self) -> None:
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open")
        super().close()


class StaysOpen(Sloppy):
    def __exit__(self, *_: object) -> None:
        pass


class SwallowsErrors(Sloppy):
    def __exit__(self, *_: object) -> bool:  # type: ignore[override]  # the mistake
        self.close()
        return True


BITES = [
    bite(LastWriteWins, CONTRACT.test_c3_anything_in_any_order_is_as_the_model_says),
    bite(
        OpensAgain, CONTRACT.test_c1_a_closed_store_refuses_everything, operation="save"
    ),
    bite(
        ComplainsOfClosing,
        CONTRACT.test_c1_a_closed_store_refuses_everything,
        operation="save",
    ),
    bite(StaysOpen, CONTRACT.test_c2_a_block_closes_the_store),
    bite(SwallowsErrors, CONTRACT.test_c2_a_block_closes_the_store),
]
