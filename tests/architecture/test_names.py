"""One word, one thing: what is public has a name of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import jbpcore as jbp

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "jbpcore"
FRONT_DOOR = PACKAGE / "__init__.py"  # it only hands on

# The same move on another kind of store, of file or of work: the word is the same
# because the thing is, and whoever reads one of them knows the others.
TWINS = {
    # The command line calls each of its commands in the same way.
    "add_arguments": "cli/",
    "run": "cli/",
    # Each kind of store does the same with its own rows and its own errors.
    "add_revision": "adapters/",
    "append_all": "adapters/",
    "describe_plan": "adapters/",
    "erase": "adapters/",
    "is_busy": "adapters/",
    "iter_entries": "adapters/",
    "iter_events": "adapters/",
    "iter_ids": "adapters/",
    "iter_items": "adapters/",
    "plan_row": "adapters/",
    "storage_error": "adapters/",
    "upgrade_tables": "adapters/",
}
# The contract asks a store to do what an adapter does, by the words of the port.
WORDS_OF_THE_STORE = {"delete", "restore", "save"}
# The same question to a data frame, asked as `frames.roll_up`.
ON_FRAMES = {"roll_up"}
# Python and Alembic look for these by name; and goals are rolled up, be they objects or
# the rows of a data frame.
CALLED_BY_NAME = {
    "main": {"adapters/excel/child.py", "cli/main.py"},
    "migrate": {
        "adapters/sqlalchemy/migrating.py",
        "adapters/sqlalchemy/migrations/env.py",
    },
    "roll_up": {"engine/roll_up.py", "frames/rolling_up.py"},
    "upgrade": {
        "adapters/sqlalchemy/migrations/versions/jbp_0001.py",
        "adapters/template_upgrade.py",
    },
}


def defined_in(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Go through the public names that a module defines, and whether of a class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, True
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, False
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            # An alias of a type is read as a class is; so is a constant of its own.
            yield node.target.id, True
        elif isinstance(node, ast.Assign):
            yield from (
                (name.id, True)
                for name in node.targets
                # A letter for any type is a variable, not a name.
                if isinstance(name, ast.Name) and len(name.id) > 1
            )


def homes() -> dict[str, dict[str, bool]]:
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for path in sorted(PACKAGE.rglob("*.py")):
        if path == FRONT_DOOR:
            continue
        tree = ast.parse(path.read_text("utf-8"), filename=str(path))
        for name, is_class in defined_in(tree):
            if not name.startswith("_"):
                found[name][path.relative_to(PACKAGE).as_posix()] = is_class
    return dict(found)


def is_explained(name: str, modules: set[str]) -> bool:
    if name in WORDS_OF_THE_STORE:
        return modules == {
            "adapters/sqlalchemy/plan_writing.py",
            "testing/store_steps.py",
        }
    if name in ON_FRAMES:
        return modules == {"engine/roll_up.py", "frames/rolling_up.py"}
    if name in CALLED_BY_NAME:
        return modules == CALLED_BY_NAME[name]
    floor = TWINS.get(name)
    return floor is not None and all(module.startswith(floor) for module in modules)


def test_no_two_classes_or_aliases_share_a_name() -> None:
    shared = {
        name: sorted(modules)
        for name, modules in homes().items()
        if len(modules) > 1 and any(modules.values())
    }  # fmt: skip
    assert shared == {}


def test_two_functions_share_a_name_only_where_they_do_the_same() -> None:
    shared = {
        name: sorted(modules)
        for name, modules in homes().items()
        if len(modules) > 1
        and not any(modules.values())
        and not is_explained(name, set(modules))
    }
    assert shared == {}


def test_a_name_of_the_front_door_is_no_other_thing_elsewhere() -> None:
    found = homes()
    shared = {
        name: sorted(found[name])
        for name in jbp.__all__
        if len(found.get(name, {})) > 1 and name not in {*CALLED_BY_NAME, *ON_FRAMES}
    }
    assert shared == {}


def test_every_exception_is_needed() -> None:
    found = {name for name, modules in homes().items() if len(modules) > 1}
    explained = {*TWINS, *WORDS_OF_THE_STORE, *ON_FRAMES, *CALLED_BY_NAME}
    assert explained <= found
