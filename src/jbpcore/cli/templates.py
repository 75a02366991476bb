"""``jbpcore templates``: list, show, check, begin and compare templates."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jbpcore.adapters.template_catalogue import (
    TemplateCatalogue,
    default_template_catalogue,
)
from jbpcore.adapters.template_files.template_file import (
    read_template_file,
    try_template_file,
)
from jbpcore.cli.screen import writable
from jbpcore.cli.template_words import iter_template_lines, starter_text
from jbpcore.codec.templates.differing import diff_templates
from jbpcore.codec.templates.schema import template_schema
from jbpcore.errors import InvalidValueError
from jbpcore.model.slugs import check_slug
from jbpcore.planning.templates.declared import DeclaredTemplate
from jbpcore.ports.templates import PlanTemplate

__all__ = ["add_arguments", "add_folders", "find_template", "run"]

_WRONG: Final = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be asked for on *parser*."""
    commands = parser.add_subparsers(dest="templates", metavar="WHAT", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=f"{summary.capitalize()}.",
            allow_abbrev=False,
        )

    add_folders(add("list", "list every template there is"))
    show = add("show", "show what a template asks, and what it makes of it")
    show.add_argument("template", metavar="TEMPLATE", help="its key, or a file")
    add_folders(show)
    check = add("check", "find every mistake in files of templates")
    check.add_argument("files", nargs="+", metavar="FILE", help="a file, or several")
    add_folders(check)
    new = add("new", "begin a template of your own")
    new.add_argument("key", metavar="KEY", help="its key; the file is KEY.toml")
    new.add_argument("--extends", metavar="KEY", help="change this template")
    difference = add("diff", "say what is different between two templates")
    difference.add_argument("old", metavar="OLD", help="a key, or a file")
    difference.add_argument("new", metavar="NEW", help="a key, or a file")
    add_folders(difference)
    add("schema", "print the JSON Schema of templates, for editors")


def add_folders(parser: argparse.ArgumentParser) -> None:
    """Declare where templates are looked for besides."""
    parser.add_argument(
        "--folder",
        action="append",
        default=[],
        metavar="FOLDER",
        help="a folder with templates of your own; may be given several times",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for.

    Args:
        arguments: What :func:`add_arguments` declared.

    Returns:
        0 if all went well, 1 if a file has mistakes or a template cannot be used.

    Raises:
        TemplateNotFoundError: If there is no such template.
        InvalidDataError: If a file has mistakes.
        InvalidValueError: If a file is there already, or a template cannot be compared.
    """
    return _RUNS[arguments.templates](arguments)


def find_template(named: str, catalogue: TemplateCatalogue) -> PlanTemplate:
    """Return the template of a key, ``key@version`` or a file's name.

    Args:
        named: What was typed in.
        catalogue: Where keys are looked up.

    Raises:
        TemplateNotFoundError: If there is no such template.
        InvalidDataError: If it is a file with mistakes.
        InvalidValueError: If the version is no number.
    """
    if "/" in named or named.endswith((".toml", ".yaml", ".yml")):
        return read_template_file(named, find_base=catalogue.try_text)
    return catalogue.get(*_key_and_version(named))


def _key_and_version(named: str) -> tuple[str, int | None]:
    key, at, version = named.partition("@")
    if at and not (version.isascii() and version.isdecimal()):
        expected = "a key such as 'growth', or key and version as in 'growth@2'"
        raise InvalidValueError("template", named, expected)
    return key, int(version[:7]) if at else None


def _print(*lines: str) -> None:
    print(writable("\n".join(lines), sys.stdout))


def _list(arguments: argparse.Namespace) -> int:
    catalogue = default_template_catalogue(folders=arguments.folder)
    for ref in catalogue.list_templates():
        template = catalogue.get(ref.key, ref.version)
        whom = ", ".join(
            [*template.suits.kinds, *template.suits.tiers, *template.suits.regions]
        )
        months = f"{template.months} months"
        _print(
            f"{ref!s:24} {months:10} {template.language:6} {template.name}",
            f"{'':24} for {whom or 'everybody'}; from {catalogue.origin_of(ref.key)}",
        )
    problems = catalogue.list_problems()
    for problem in problems:
        print(writable(str(problem), sys.stderr), file=sys.stderr)
    return _WRONG if problems else 0


def _show(arguments: argparse.Namespace) -> int:
    catalogue = default_template_catalogue(folders=arguments.folder)
    _print(*iter_template_lines(find_template(arguments.template, catalogue)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    catalogue = default_template_catalogue(folders=arguments.folder)
    status = 0
    for name in arguments.files:
        found = try_template_file(name, find_base=catalogue.try_text)
        if not isinstance(found, tuple):
            questions, goals = len(found.questions()), len(found.template.goals)
            _print(
                f"{name}: {found.ref} is sound; {questions} questions, {goals} goals"
            )
            continue
        status = _WRONG
        _print(*map(str, found), f"{name}: {len(found)} to mend")
    return status


def _new(arguments: argparse.Namespace) -> int:
    key = check_slug(arguments.key, "KEY")
    base = None
    if arguments.extends is not None:
        base = default_template_catalogue().get(*_key_and_version(arguments.extends))
    path = Path(f"{key}.toml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter_text(key, base, extends=arguments.extends))
    except FileExistsError:
        expected = "the key of a new template: the file is there already"
        raise InvalidValueError("KEY", str(path), expected) from None
    _print(f"{path} is begun. Change it, then: jbpcore templates check {path}")
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    catalogue = default_template_catalogue(folders=arguments.folder)
    found = []
    for named in (arguments.old, arguments.new):
        template = find_template(named, catalogue)
        if not isinstance(template, DeclaredTemplate):
            expected = "a template that is written down, not one that is code"
            raise InvalidValueError("template", named, expected)
        found.append(template.template)
    changes = diff_templates(*found)
    _print(*(change.sentence for change in changes))
    if not changes:
        _print("Nothing is different but key and version.")
    return 0


def _schema(_: argparse.Namespace) -> int:
    print(json.dumps(template_schema(), indent=2))
    return 0


_RUNS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = MappingProxyType(
    {
        "list": _list,
        "show": _show,
        "check": _check,
        "new": _new,
        "diff": _diff,
        "schema": _schema,
    }
)
