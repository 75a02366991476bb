"""Draw the tables of the reference that follow from the code.

``python -m scripts.doc_tables`` writes them between the marks of five pages: the
names of the front door, the promises by number with the tests that hold them, what each
store can do, the schemas, and the commands. A test compares the pages with the code.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import getdoc
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final, NewType

import jbpcore as jbp
from jbpcore import _HOMES as HOMES
from jbpcore.cli.main import _COMMANDS as COMMANDS
from jbpcore.codec.documents import FORMATS
from jbpcore.engine.shape import GoalShape
from jbpcore.frames.layout import SHAPES
from jbpcore.ports.actuals import ActualsStore
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.ports.fx import FxRates
from jbpcore.ports.personal_data import PersonalData
from jbpcore.ports.plan_events import PlanEvents
from jbpcore.ports.storage import PlanStore, Store
from jbpcore.ports.templates import PlanTemplate, TemplateSource
from jbpcore.testing.async_store_contract import AsyncStoreContract
from jbpcore.testing.capabilities import Capability, needed_by
from jbpcore.testing.fx_contract import FxRatesContract
from jbpcore.testing.store_contract import StoreContract
from jbpcore.testing.template_contract import TemplateSourceContract
from jbpcore.views.view import View

ROOT: Final = Path(__file__).parent.parent
REFERENCE: Final = ROOT / "docs" / "reference"
DRAWN: Final = re.compile(
    r"(?<=<!-- drawn by scripts/doc_tables.py -->\n).*?(?=<!-- end -->)", re.DOTALL
)
PORTS: Final[tuple[tuple[type, type], ...]] = (
    (PlanStore, StoreContract),
    (PlanEvents, StoreContract),
    (ActualsStore, StoreContract),
    (PersonalData, StoreContract),
    (Store, StoreContract),
    (AsyncStore, AsyncStoreContract),
    (FxRates, FxRatesContract),
    (PlanTemplate, TemplateSourceContract),
    (TemplateSource, TemplateSourceContract),
)
PROMISE: Final = re.compile(
    r"^\* \*\*([A-Z]\d+)\*\* (.+?)(?=^\* \*\*|^\S|\Z)", re.MULTILINE | re.DOTALL
)
ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`")
STORES: Final = {
    "TestMemoryStore": "`memory://`, while its process lives",
    "TestSqliteStore": "`sqlite:///`",
    "TestJsonStore": "`json:///`",
    "TestSqlAlchemyOnSqlite": "`sqlite+pysqlite:///`",
    "TestPostgresql": "`postgresql+psycopg://`",
    "TestMemoryInThreads": "any store in threads",
    "TestAsyncpg": "`postgresql+asyncpg://`",
    "TestJournalStore": "`jbpcore-journal`, a plugin to copy",
    "TestShelfStore": "the store of [](../how-to/write-a-store.md)",
}
"""What the kit is run on, by the class that runs it."""

FLOORS: Final = {
    "model": "the nouns",
    "planning": "the moves, from plan to plan",
    "engine": "the answers",
    "views": "what people look at",
    "formatting": "words in a locale",
    "periods": "spans of days",
    "values": "money, counts and ratios",
    "codec": "plans as plain data",
    "adapters": "in and out",
    "frames": "many goals at once",
    "ports": "what a store is asked, and answers",
    "plugins": "what other packages add",
    "errors": "what goes wrong",
    "wording": "sentences that keep their facts",
}
"""The floors in the order in which a reader meets them."""

EXTRAS: Final = {
    "arrow": "results and ledgers go over to pandas, polars and DuckDB as Arrow",
    "calendar": "invitations and feeds",
    "charts": "charts as pictures, and in altair",
    "excel": "workbooks in and out",
    "frames": "whole channels in a data frame, beside the library of your tables",
    "holidays": "days off of a country",
    "sqlalchemy": "plans in your database, beside the driver",
    "sqlalchemy-async": "the same in an event loop",
    "testing": "the kits that prove a store or a template",
    "yaml": "templates in YAML",
}


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    heads = list(heading)
    lines = [heads, ["---"] * len(heads), *map(list, rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def plain(text: str) -> str:
    """Return a docstring's words as Markdown, in one line."""
    said = ROLE.sub(r"`\1`", " ".join(text.split()))
    return said.replace("``", "`").replace("|", "\\|")


def promises_of(port: type) -> list[tuple[str, str]]:
    """Return the numbers and texts of a port's own promises."""
    return [
        (number, plain(text)) for number, text in PROMISE.findall(getdoc(port) or "")
    ]


def tests_of(number: str, kit: type) -> list[str]:
    """Return the names of the tests of a promise."""
    begin = f"test_{number.lower()}_"
    return sorted(name for name in dir(kit) if name.startswith(begin))


def promises() -> str:
    """Return the promises of all ports, by number."""
    sections = []
    for port, kit in PORTS:
        rows = [
            (f"**{number}**", text, "<br>".join(f"`{one}`" for one in names))
            for number, text in promises_of(port)
            if (names := tests_of(number, kit))
        ]
        where = f"{{py:class}}`~{port.__module__}.{port.__name__}`"
        proof = f"{{py:class}}`~{kit.__module__}.{kit.__name__}`"
        head = f"## {port.__name__}\n\n{where}, proved by {proof}.\n\n"
        sections.append(head + table(("number", "promise", "tests"), rows))
    return "\n" + "\n".join(sections) + "\n"


def capability_words() -> dict[str, str]:
    """Return what each capability means, as its docstring says."""
    source = (ROOT / "src/jbpcore/testing/capabilities.py").read_text("utf-8")
    (body,) = (
        node.body
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "Capability"
    )
    return documented(body)


def documented(body: Iterable[ast.stmt]) -> dict[str, str]:
    """Return the names that are set in a body with a docstring below, and that."""
    words: dict[str, str] = {}
    for name, text in pairwise(body):
        match name, text:
            case (
                ast.Assign(targets=[ast.Name(id=key)])
                | ast.AnnAssign(target=ast.Name(id=key)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                words[key] = plain(said)
    return words


def declared() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the classes that run a whole kit, and what they say that a store lacks."""
    places = ("tests/contract", "tests/servers", "packages")
    files = [path for place in places for path in (ROOT / place).rglob("test_*.py")]
    for path in sorted(files):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and _runs_a_kit(node):
                yield node.name, _lacks_of(node)


def _runs_a_kit(node: ast.ClassDef) -> bool:
    names = {base.id for base in node.bases if isinstance(base, ast.Name)}
    return bool(names & {"StoreContract", "AsyncStoreContract"})


def _lacks_of(node: ast.ClassDef) -> dict[str, str]:
    for line in node.body:
        match line:
            case (
                ast.Assign(targets=[ast.Name(id="lacks")], value=ast.Dict() as said)
                | ast.AnnAssign(target=ast.Name(id="lacks"), value=ast.Dict() as said)
            ):
                return {
                    key.attr: value.value
                    for key, value in zip(said.keys, said.values, strict=True)
                    if isinstance(key, ast.Attribute)
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                }
    return {}


def capabilities() -> str:
    """Return what stores, frames and extras can do."""
    words = capability_words()
    members = sorted(Capability.__members__)
    needing = {
        name: sum(
            Capability[name] in needed_by(getattr(StoreContract, test))
            for test in dir(StoreContract)
            if test.startswith("test_")
        )
        for name in members
    }
    meant = [(f"`{name}`", words[name], str(needing[name])) for name in members]
    stores = []
    for name, lacks in sorted(declared(), key=lambda one: list(STORES).index(one[0])):
        reasons = "; ".join(f"`{key}`: {why}" for key, why in sorted(lacks.items()))
        stores.append((STORES[name], reasons or "everything"))
    shapes = [
        (f"`{shape.value}`", "yes", "yes" if shape in SHAPES else "no")
        for shape in GoalShape
    ]
    extras = [(f"`{name}`", words) for name, words in sorted(EXTRAS.items())]
    return (
        "\n## What a store may lack\n\n"
        + table(("capability", "means", "tests that ask for it"), meant)
        + "\n## What each store can do\n\n"
        + table(("store", "can do everything, but for"), stores).replace(
            "| everything |", "| nothing |"
        )
        + "\n## What shapes of goals can be measured where\n\n"
        + table(("shape", "`assess_goal`", "data frames and SQL"), shapes)
        + "\n## What each extra brings\n\n"
        + table(("extra", "what for"), extras)
        + "\n"
    )


def home(kind: type) -> str:
    """Return where a class is had: by the front door, if that offers it."""
    offered = getattr(jbp, kind.__name__, None) is kind
    return f"jbp.{kind.__name__}" if offered else f"{kind.__module__}.{kind.__name__}"


def schemas() -> str:
    """Return every schema, and how it is had."""
    views: list[type[View]] = [
        *(jbp.AmendmentDiff, jbp.HistoryStory, jbp.PlanCard, jbp.PortfolioTable),
        *(jbp.ReviewPage, jbp.ScorecardPage, jbp.WindowBoard),
    ]
    rows = [
        (each.name, f"json_schema({home(each.kind)})", jbp.json_schema(each.kind))
        for each in FORMATS
    ]
    for view in views:
        schema = jbp.view_schema(view)
        rows.append((f"view {view.kind}", f"view_schema({home(view)})", schema))
    rows.append(("a template", "template_schema()", jbp.template_schema()))
    ticked = [
        (name, f"`jbp.{call}`", f"`{schema['$id']}`") for name, call, schema in rows
    ]
    return "\n" + table(("document", "its schema", "`$id`"), ticked) + "\n"


def _options(parser: argparse.ArgumentParser, called: str) -> Iterator[str]:
    """Yield a section for a command, and one for each command inside it."""
    rows = []
    inside: list[tuple[str, argparse.ArgumentParser]] = []
    for action in parser._actions:  # noqa: SLF001 - argparse tells its options nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - see above
            inside = list(action.choices.items())
        elif action.help != argparse.SUPPRESS and action.dest != "help":
            rows.append((_shown(action), _help(action)))
    options = table(("option", "what for"), rows) if rows else "It has no options.\n"
    if not inside:
        yield f"## `{called}`\n\n{parser.description}\n\n{options}"
    for name, parser_inside in inside:
        yield from _options(parser_inside, f"{called} {name}")


def _shown(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings)
    value = "" if action.nargs == 0 else action.dest.upper()
    if action.metavar is not None:
        value = str(action.metavar)
    elif action.choices is not None:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    shown = f"{name} {value}".strip()
    return f"`{shown}`" + (", required" if action.required and name else "")


def _help(action: argparse.Action) -> str:
    words = " ".join((action.help or "").split())
    facts = {**vars(action), "prog": "jbpcore"}
    if action.choices is not None:
        facts["choices"] = ", ".join(map(str, action.choices))
    return (words % facts).replace("|", "\\|")


def commands() -> str:
    """Return every command with its options."""
    sections = [table(("command", "what it does"), (
        (f"`jbpcore {name}`", does) for name, does in COMMANDS.items()
    ))]  # fmt: skip
    for name, does in COMMANDS.items():
        parser = argparse.ArgumentParser(description=f"{does.capitalize()}.")
        import_module(f"jbpcore.cli.{name}").add_arguments(parser)
        sections += _options(parser, f"jbpcore {name}")
    return "\n" + "\n".join(sections) + "\n"


def front_door() -> str:
    """Return every name that is promised, by the floor that it comes from."""
    floors: dict[str, list[tuple[str, str]]] = {}
    names = sorted(set(jbp.__all__) - {"__version__"})
    for name in sorted(names, key=str.casefold):
        where = HOMES[name]
        floor = where.split(".")[1]
        floors.setdefault(floor, []).append((_linked(name, where), _said(name, where)))
    tables = [
        f"## {floor.capitalize()}: {FLOORS[floor]}\n\n"
        + table(("name", "what it is"), floors[floor])
        for floor in sorted(floors, key=list(FLOORS).index)
    ]
    return "\n" + "\n".join(tables) + "\n"


def _linked(name: str, where: str) -> str:
    role = "py:mod" if isinstance(getattr(jbp, name), ModuleType) else "py:obj"
    return f"{{{role}}}`{name} <{where}.{name}>`"


def _said(name: str, where: str) -> str:
    value = getattr(jbp, name)
    if isinstance(value, type | FunctionType | ModuleType):
        return plain((getdoc(value) or "").partition("\n\n")[0])
    if isinstance(value, NewType):
        return "A text that type checkers tell from every other text."
    path = ROOT / "src" / Path(*where.split(".")).with_suffix(".py")
    return documented(ast.parse(path.read_text("utf-8")).body).get(name, "")


PAGES: Final[dict[str, Callable[[], str]]] = {
    "promises.md": promises,
    "capabilities.md": capabilities,
    "schemas.md": schemas,
    "cli.md": commands,
    "front-door.md": front_door,
}


def redrawn(page: str, tables: str) -> str:
    """Return a page with other tables between its marks."""
    return DRAWN.sub(lambda _: tables, page)


def main() -> int:
    """Write all tables into their pages."""
    for name, draw in PAGES.items():
        page = REFERENCE / name
        page.write_text(redrawn(page.read_text("utf-8"), draw()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
