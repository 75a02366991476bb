"""Templates that somebody wrote to do harm, each as large as it may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jbpcore.codec.templates.template_text import LONGEST_TEMPLATE

HEAD: Final = 'format = 1\nkey = "bad"\nversion = 1\nname = "Bad"\n'


def _full(piece: str, *, head: str = HEAD, tail: str = "") -> str:
    """Repeat *piece* until the text is as long as a template may be."""
    room = LONGEST_TEMPLATE - len(head) - len(tail)
    return head + piece * (room // len(piece)) + tail


def _numbered(piece: str, count: int, *, head: str = HEAD) -> str:
    return head + "".join(piece.replace("#", str(at)) for at in range(count))


def _within(text: str) -> str:
    return text[:LONGEST_TEMPLATE]


TOML: Final[Mapping[str, str]] = {
    "one key of 20,000 parts": HEAD + ".".join(["a"] * 20_000) + " = 1\n",
    "20,000 dotted keys": _within(_numbered("a.k# = 1\n", 20_000)),
    "20,000 dotted keys of their own": _within(_numbered("k#.a.b = 1\n", 20_000)),
    "20,000 headers": _within(_numbered("[t#.a]\n", 20_000)),
    "a header of 20,000 parts": HEAD + "[" + ".".join(["a"] * 20_000) + "]\n",
    "lists in lists": _full("[", head=HEAD + "a = "),
    "tables in tables": _full("{a=", head=HEAD + "a = "),
    "lists in lists in lists of tables": _full("[{a=", head=HEAD + "a = "),
    "a list of 100,000 numbers": _full("1,", head=HEAD + "a = [", tail="]\n"),
    "a list of empty tables": _full("{},", head=HEAD + "goals = [", tail="]\n"),
    "goals without anything": _full("[[goals]]\n"),
    "goals with one letter": _full("[[goals]]\nx=1\n"),
    "actions that are all wrong": _full(
        '[[actions]]\nid = 1\nname = ""\nside = "x"\ndue = "never"\n'
    ),
    "questions with bad bounds": _full(
        '[[questions]]\nid="a"\nname="A"\nkind="count"\nleast="x"\n'
    ),
    "questions called alike": _full(
        '[[questions]]\nid = "a"\nname = "A"\nkind = "text"\n'
    ),
    "unknown keys": _within(_numbered("nonsense# = 1\n", 20_000)),
    "names nearly right": _within(_numbered("goal# = 1\n", 20_000)),
    "long names nearly right": _within(_numbered(f"{'questions' * 8}# = 1\n", 9_000)),
    "goals that are sound and too many": _numbered(
        '[[goals]]\nid="g#"\nname="G"\nmetric="revenue"\n', 1_999
    ),
    "a hundred kinds of mistakes in each part": _numbered(
        '[[questions]]\nid="Q#"\nname=1\nkind="x"\nhlep=1\nleast="a"\nwhen=1\n'
        'fill_from=["x"]\nchocies=[]\n',
        200,
    ),
    "actions that all stand twice": _numbered(
        '[[actions]]\nid="a"\nname="{x}"\nside="vendor"\ndue="action b"\n'
        'goal="c"\ninitiative="d"\nneeds=["e","f"]\nowner="g"\nimpact="h"\n',
        400,
    ),
    "promises of everything": _numbered(
        '[[commitments]]\nid="a#"\nname="{x}"\nside="vendor"\ndue="review b 1"\n'
        'goal="c"\nowner="g.h"\nwhen={question="q",answer="x"}\n',
        200,
    ),
    "quotes": _full('"'),
    "single quotes": _full("'"),
    "three quotes again and again": _full('"""\\'),
    "three quotes and escapes": _full('\\"""', head=HEAD + 'a = """'),
    "a text that never ends": _full("x", head=HEAD + 'a = """'),
    "single quotes that never end": _full("''x", head=HEAD + "a = '''"),
    "backslashes": _full("\\\\", head=HEAD + 'a = "'),
    "escapes": _full("\\u0041", head=HEAD + 'a = "', tail='"\n'),
    "things to leave out that are not there": _full(
        '"goals.x",', head=HEAD + "remove = [", tail='"a"]\n'
    )[: 9_000 * 10 + len(HEAD)]
    + '"a"]\n',
    "equals signs": _full("=", head=""),
    "brackets that open nothing": _full("[", head=""),
    "dots": _full(".", head=""),
    "keys without values": _full("a=", head=""),
    "blank lines and blanks": _full("\n ", head=""),
    "a comment": _full("#"),
    "comments": _full("#\n"),
    "blanks": _full(" "),
    "lines": _full("\n"),
    "carriage returns": _full("\r"),
    "one long word": _full("a"),
    "a number of 250,000 digits": _full("9", head=HEAD + "a = ", tail="\n"),
    "a hexadecimal number of 250,000 digits": _full("f", head=HEAD + "a = 0x"),
    "a number with an endless fraction": _full("9", head=HEAD + "a = 0."),
    "a number with an endless exponent": _full("9", head=HEAD + "a = 1e"),
    "days that are none": _full("a#=2026-99-99\n"),
    "a text of placeholders": _full(
        "{partner.name}", head=HEAD + 'notes = "', tail='"\n'
    ),
    "a text of braces": _full("{", head=HEAD + 'notes = "', tail='"\n'),
    "texts of braces": _full(
        '[[initiatives]]\nid="a"\nname="A"\ndescription="' + "{" * 9_000 + '"\n'
    ),
    "texts of unknown placeholders": _full(
        '[[initiatives]]\nid="a"\nname="A"\ndescription="' + "{a}{b}{c}" * 1_000 + '"\n'
    ),
    "a formula of formulas": HEAD
    + '[[goals]]\nid="a"\nname="A"\nmetric="revenue"\ntarget='
    + '{formula="uplift",by=1,base=' * 7
    + "1"
    + "}" * 7
    + "\n",
    "sums of sums": HEAD
    + '[[goals]]\nid="a"\nname="A"\nmetric="revenue"\ntarget={formula="sum",parts=['
    + ('{formula="sum",parts=[' + "1," * 49 + "1]}," * 1) * 49
    + "1]}\n",
    "goals worked out from each other": _numbered(
        '[[goals]]\nid="g#"\nname="G"\nmetric="revenue"\n'
        'target={formula="sum",parts=['
        + ",".join(f'"goals.g{at}.target"' for at in range(50))
        + "]}\n",
        50,
    ),
    "actions that wait for each other": _numbered(
        '[[actions]]\nid="a#"\nname="A"\nside="vendor"\ndue="end"\nneeds=['
        + ",".join(f'"a{at}"' for at in range(24))
        + "]\n",
        400,
    ),
    "questions in a circle": _numbered(
        '[[questions]]\nid="q#"\nname="Q"\nkind="yes_no"\nwhen={question="q0"}\n', 200
    )
    + '[[questions]]\nid="q0"\nname="Q"\nkind="yes_no"\nwhen={question="q199"}\n',
    "reviews every day for five years": HEAD
    + "months = 60\n"
    + "".join(
        f'[[cadences]]\nid="c{at}"\nname="C"\nstep="weekly"\n'
        'on="monday, tuesday, wednesday, thursday, friday, saturday, sunday"\n'
        for at in range(50)
    ),
    "a huge count of reviews": HEAD
    + '[[cadences]]\nid="c"\nname="C"\nstep="weekly"\ncount=999999999\n',
    "a huge step": HEAD
    + '[[cadences]]\nid="c"\nname="C"\nstep="weekly"\nevery=99999999999999\n',
    "a huge repeat": HEAD
    + '[[actions]]\nid="a"\nname="A"\nside="vendor"\ndue="end"\n'
    + 'repeats={step="weekly",count=99999999}\n',
    "a day in ten thousand years": HEAD
    + '[[actions]]\nid="a"\nname="A"\nside="vendor"\ndue="day 9999"\n',
    "a file of its maker": HEAD + 'extends = "../../etc/passwd"\n',
    "a file by its address": HEAD + 'extends = "file:///etc/passwd"\n',
    "a file with a zero": HEAD + 'extends = "growth\\u0000.toml"\n',
    "itself": HEAD + 'extends = "bad"\n',
    "removes a lot": _within(
        HEAD + "extends = 'bad'\nremove = [" + '"goals.a",' * 20_000 + "]\n"
    ),
    "zeroes": _full("\x00"),
    "half a pair": HEAD + 'a = "\\ud800"\n',
    "signs that turn around": _full("\u202e"),
    "accents on accents": _full("\u0301", head=HEAD + 'summary = "e', tail='"\n'),
    "nothing at all": "",
    "no table": "[]",
}
"""TOML by what it does; every one of them ends in findings."""

YAML: Final[Mapping[str, str]] = {
    "a billion laughs": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} ["
        + ",".join([f"*{chr(97 + at)}"] * 9)
        + "]\n"
        for at in range(8)
    ),
    "itself": "a: &a [*a]\n",
    "code": "a: !!python/object/apply:os.system ['true']\n",
    "a name": "a: !!python/name:os.system\n",
    "a new object": "a: !!python/object/new:os.system [true]\n",
    "a merge": "a: {<<: {b: 1}}\n<<: {c: 1}\n",
    "lists in lists": "a: " + "[" * 60_000,
    "tables in tables": "a: " + "{a: " * 15_000,
    "blocks in blocks": "".join(" " * at + "a:\n" for at in range(300)),
    "a list of lists": "- " * 30_000,
    "keys": "".join(f"k{at}: 1\n" for at in range(6_500)),
    "keys again": "a: 1\n" * 10_000,
    "two documents": "a: 1\n---\nb: 1\n",
    "a key that is a list": "? [a, b]\n: 1\n",
    "a day": "format: 1\nkey: bad\nversion: 2026-01-01\nname: x\n",
    "half a quote": "a: '" + "x" * 60_000,
    "anchors": "a: &" + "x" * 60_000 + " 1\n",
    "a tab": "a:\n\t- b\n",
    "numbers": "a: " + "9" * 60_000 + "\n",
    "too large": "#" * 70_000,
    "no table": "- a\n",
    "nothing at all": "",
}
"""YAML by what it does; every one of them ends in findings."""
