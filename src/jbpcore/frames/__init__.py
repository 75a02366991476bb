"""Tables for notebooks, and whole channels in data frames.

Results and ledgers as columns, data in from any frame; and ``assess``, which measures
all goals of a data frame at once, by the definitions of a single one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jbpcore.frames.assessing import assess as assess
    from jbpcore.frames.plan_columns import CHANNEL_KEYS as CHANNEL_KEYS
    from jbpcore.frames.plan_columns import ChannelTables as ChannelTables
    from jbpcore.frames.plan_columns import channel_tables as channel_tables
    from jbpcore.frames.portfolio_query import portfolio_sql as portfolio_sql
    from jbpcore.frames.portfolio_state import PortfolioState as PortfolioState
    from jbpcore.frames.roll_up_definition import ScoreRule as ScoreRule
    from jbpcore.frames.rolling_up import roll_up as roll_up

__all__ = [
    "CHANNEL_KEYS",
    "ChannelTables",
    "PortfolioState",
    "ScoreRule",
    "assess",
    "channel_tables",
    "portfolio_sql",
    "roll_up",
]

_HOMES: Final = {
    "CHANNEL_KEYS": "plan_columns",
    "ChannelTables": "plan_columns",
    "PortfolioState": "portfolio_state",
    "ScoreRule": "roll_up_definition",
    "assess": "assessing",
    "channel_tables": "plan_columns",
    "portfolio_sql": "portfolio_query",
    "roll_up": "rolling_up",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Import what is asked for, as it needs a package that not everybody has."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
