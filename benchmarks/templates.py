"""How long hostile templates, and ordinary ones, take to be read and built.

Every text of the tests' collection, each as large as a template may be, is read in this
process; what counts is the processor's time, the least of three. ``--check`` fails
where one takes 200 ms or more. An ordinary template is measured beside them: read, and
built into a plan.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.templates.hostile import TOML, YAML

import jbpcore as jbp
from jbpcore.adapters.template_files.yaml_text import try_yaml_text
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding

MOST_SECONDS = 0.2
ANSWERS = {
    "last_year_revenue": "400000 EUR",
    "growth": "15%",
    "new_customers": 8,
    "certified_now": 4,
}


def seconds(action: Callable[[], object]) -> float:
    """Return the least time of the processor that *action* takes."""
    found = []
    for _ in range(3):
        start = time.process_time()
        action()
        found.append(time.process_time() - start)
    return min(found)


def read(found: TemplateText | Finding) -> object:
    """Read a template as far as it goes."""
    if isinstance(found, Finding):
        return found
    return try_template(found, find_base=lambda key, _: found if key == "bad" else None)


def toml(text: str, name: str) -> object:
    """Read a template in TOML."""
    return read(try_toml_text(text, name))


def yaml(raw: bytes, name: str) -> object:
    """Read a template in YAML."""
    return read(try_yaml_text(raw, name))


def hostile() -> list[tuple[float, str]]:
    """Return how long each hostile text takes, the longest first."""
    took = [
        (seconds(partial(toml, text, "bad.toml")), name) for name, text in TOML.items()
    ]
    for name, text in YAML.items():
        least = seconds(partial(yaml, text.encode(), "bad.yaml"))
        took.append((least, f"{name} (YAML)"))
    return sorted(took, reverse=True)


def ordinary() -> list[tuple[float, str]]:
    """Return how long the shipped growth plan takes."""
    place = files("jbpcore.adapters.template_files") / "shipped" / "growth.toml"
    text = place.read_text("utf-8")
    found = read(try_toml_text(text, "growth.toml"))
    if not isinstance(found, jbp.Template):
        message = "the shipped template is not sound"
        raise SystemExit(message)
    template = jbp.DeclaredTemplate(found)
    setting = jbp.PlanSetting(
        id="p",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    )
    plan = template.build(ANSWERS, setting).plan
    return [
        (seconds(lambda: read(try_toml_text(text, "growth.toml"))), "read growth"),
        (seconds(lambda: template.build(ANSWERS, setting)), "build a plan of it"),
        (seconds(lambda: jbp.loads(jbp.dumps(plan), jbp.Plan)), "that plan as JSON"),
    ]


def main() -> int:
    """Measure, and say what is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail at 200 ms")
    options = parser.parse_args()
    for took, name in ordinary():
        print(f"{took * 1_000:8.1f} ms  {name}")
    slow = hostile()
    print(f"{len(slow)} hostile texts, the slowest:")
    for took, name in slow[:8]:
        print(f"{took * 1_000:8.1f} ms  {name}")
    return int(options.check and slow[0][0] >= MOST_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
