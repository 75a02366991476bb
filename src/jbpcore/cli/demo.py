"""``jbpcore demo``: a small programme made, kept, measured and explained."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from jbpcore.adapters.open_store import open_store
from jbpcore.cli.demo_founding import iter_founding_lines
from jbpcore.cli.demo_programme import (
    AS_OF,
    FOUNDING_GOAL,
    FOUNDING_PLAN,
    SAVED_AT,
    SAVED_BY,
    make_entries,
    make_plans,
)
from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.errors import StorageError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.storage import Store
from jbpcore.views.marks import ASCII_MARKS, UNICODE_MARKS, Marks
from jbpcore.views.portfolio_text import portfolio_text
from jbpcore.views.text_layout import wrapped

__all__ = ["add_arguments", "run"]

_STORE: Final = Path("jbpcore-demo.db")
_TENANT: Final = "jbpcore-demo"
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WIDEST = 140
_REFUSED = 2
