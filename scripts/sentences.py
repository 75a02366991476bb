"""Find the sentences in a Python file that people read, for babel to collect.

They stand in calls of ``Sentence``, ``message`` and ``named``, and of the methods
``text``, ``count`` and ``name`` of something called ``words`` or ``voice``. A
tokeniser, such as babel's own, cannot tell these from ``"a,b".count(",")``; a syntax
tree can.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import IO, Any, Final

__all__ = ["extract"]

# How many of the first arguments are texts.
_FUNCTIONS: Final = {"Sentence": 1, "message": 1, "named": 2}
_CLASS_METHODS: Final = {"counted": 2, "named": 2}
_METHODS: Final = {"text": 1, "count": 2, "name": 2}
_MARKED: Final = re.compile(rb"\bSentence\b|\bmessage\(|\bnamed\(|\b(?:words|voice)\.")
_RECEIVERS: Final = {"voice", "words", "_words"}


def extract(
    file: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: dict[str, Any],
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Yield each sentence with its line, the function around it, and its comments.

    A call with anything but plain texts, such as a look-up in a table, is passed over:
    what stands in the table is marked there.

    Args:
        file: The Python file.
        keywords: The functions to look for.
        comment_tags: How a comment for translators begins.
        options: Not used; babel hands them on.
    """
    del options
    source = file.read()
    if not _MARKED.search(source):
        return
    comments = _comments(source)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function, count = _function(node.func)
        texts = [
            arg.value
            for arg in node.args[:count]
            if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if function not in keywords or not count or len(texts) != count:
            continue
        lines = {node.lineno, *(arg.lineno for arg in node.args[:count])}
        said = [line for at in lines for line in _above(comments, at, comment_tags)]
        yield node.lineno, function, tuple(texts) if count > 1 else texts[0], said


def _function(called: ast.expr) -> tuple[str, int]:
    """Return the name under which a call is a sentence, and how many texts it has."""
    if isinstance(called, ast.Name):
        return called.id, _FUNCTIONS.get(called.id, 0)
    if isinstance(called, ast.Attribute):
        owner = called.value
        name = owner.id if isinstance(owner, ast.Name) else ""
        if isinstance(owner, ast.Attribute):
            name = owner.attr
        if name in _RECEIVERS:
            return called.attr, _METHODS.get(called.attr, 0)
        if name == "Sentence":
            return called.attr, _CLASS_METHODS.get(called.attr, 0)
    return "", 0


def _comments(source: bytes) -> dict[int, str]:
    """Return the comments by line, of those that have a line to themselves."""
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.tokenize(BytesIO(source).readline)
        if token.type == tokenize.COMMENT and token.line.lstrip().startswith("#")
    }


def _above(comments: dict[int, str], line: int, tags: Collection[str]) -> list[str]:
    """Return the comment that ends right above *line*, from its tag on."""
    block: list[str] = []
    while line - 1 in comments:
        line -= 1
        block.insert(0, comments[line])
        if comments[line].startswith(tuple(tags)):
            return block
    return []
