"""``jbpcore templates``: list, show, check, begin and compare templates."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from jbpcore.adapters.template_files.template_file import try_template_file
from jbpcore.codec.templates.schema import template_schema

__all__ = ["add_arguments", "run"]

_WRONG: Final = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is asked for."""
    commands = parser.add_subparsers(dest="templates", metavar="WHAT", required=True)
    check = commands.add_parser("check", help="find every mistake in template files")
    check.add_argument("files", nargs="+", metavar="FILE")
    commands.add_parser(
        "schema", help="write the JSON Schema of templates, for editors"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for."""
    return _RUNS[arguments.templates](arguments)


def _check(arguments: argparse.Namespace) -> int:
    status = 0
    for name in arguments.files:
        found = try_template_file(name)
        if not isinstance(found, tuple):
            questions, goals = len(found.questions()), len(found.template.goals)
            print(f"{name}: {found.ref} is sound; {questions} questions, {goals} goals")
            continue
        status = _WRONG
        for finding in found:
            print(finding)
        print(f"{name}: {len(found)} to mend")
    return status


def _schema(_: argparse.Namespace) -> int:
    print(json.dumps(template_schema(), indent=2))
    return 0


_RUNS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = MappingProxyType(
    {"check": _check, "schema": _schema}
)
