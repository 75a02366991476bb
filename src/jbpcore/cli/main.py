"""``jbpcore``: its commands, and what becomes of errors and interruptions."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast

from jbpcore.__about__ import __version__
from jbpcore.errors import JbpError

__all__ = ["main"]

_UNUSABLE: Final = 2
_INTERRUPTED: Final = 130  # 128 + SIGINT, as shells expect
_READER_GONE: Final = 141  # 128 + SIGPIPE
# A command is the module of its name, with add_arguments(parser) and run(arguments).
# It is imported when it is asked for, so that none pays for another.
_COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demo": "make a small programme and show how its partners stand",
        "new": "draft a plan from a template, by a few questions",
        "plugins": "list what other packages add, and what is wrong with it",
        "score": "score a list of targets against a list of bookings",
        "templates": "list, show, check, begin and compare templates",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments; the process's own if ``None``.

    Returns:
        The exit status: 0 if all went well, 1 or 2 as the command says, 2 for input
        that cannot be used, 130 after Ctrl-C, 141 if nobody reads the output any more.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    command = next((word for word in given if not word.startswith("-")), None)
    arguments = _parser(command).parse_args(given)
    run = cast("Callable[[argparse.Namespace], int]", arguments.run)
    try:
        status = run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"\njbpcore {command}: interrupted", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # What is left in the buffer must not raise again when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _READER_GONE
    except JbpError as error:
        print(f"jbpcore {command}: {error}", file=sys.stderr)
        return _UNUSABLE
    except OSError as error:
        # A file that is not there, or a folder that may not be written to.
        problem = error.strerror or str(error)
        named = "" if error.filename is None else f"{error.filename}: "
        print(f"jbpcore {command}: {named}{problem}", file=sys.stderr)
        return _UNUSABLE
    return status


def _parser(command: str | None) -> argparse.ArgumentParser:
    """Return the parser, with the options of *command* alone filled in."""
    parser = argparse.ArgumentParser(
        prog="jbpcore",
        description="Joint business planning between a vendor and its partners.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, summary in _COMMANDS.items():
        ours = commands.add_parser(
            name,
            help=summary,
            description=f"{summary.capitalize()}.",
            allow_abbrev=False,
        )
        if name == command:
            module = importlib.import_module(f"jbpcore.cli.{name}")
            module.add_arguments(ours)
            ours.set_defaults(run=module.run)
    return parser
