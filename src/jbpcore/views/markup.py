"""The one way to HTML and SVG here, in which text cannot become anything else.

There is no template: a page is made by calling :class:`Tag`. What is not
:class:`Markup` already is text, and is escaped. Names of tags, of attributes and what
may stand in them are closed lists, so that nothing that somebody typed can become a
script, a handler or a style; an address has to be a :class:`Link`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import Any, Final, TypeAlias, final
from urllib.parse import urlsplit

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["Child", "Link", "Markup", "Style", "Tag", "joined"]

_TAGS: Final = frozenset(
    [
        "a",
        "article",
        "b",
        "circle",
        "dd",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "g",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "img",
        "line",
        "li",
        "ol",
        "p",
        "path",
        "polygon",
        "polyline",
        "rect",
        "section",
        "small",
        "span",
        "strong",
        "style",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "ul",
    ]
)
_KEPT: Final = 1024  # values such as x="42.3%", which come again and again
_FEW: Final = 8  # children that are quicker added one by one than joined
_VOID: Final = frozenset({"img"})
_NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,3})?%?", re.ASCII)
_NUMBERS = re.compile(r"[-0-9., MLHVZ]{1,20000}", re.ASCII)
_WORD = re.compile(r"[a-zA-Z0-9_-]{1,60}", re.ASCII)
_WORDS = re.compile(r"[a-zA-Z0-9_ -]{1,200}", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-f]{6}|none|currentColor", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ANY: Final = None
_ATTRIBUTES: Final[Mapping[str, re.Pattern[str] | None]] = MappingProxyType(
    {
        "align": _WORD,
        "alt": _ANY,
        "aria-hidden": _WORD,
        "aria-label": _ANY,
        "border": _NUMBER,
        "cellpadding": _NUMBER,
        "cellspacing": _NUMBER,
        "class": _WORDS,
        "colspan": _NUMBER,
        "cx": _NUMBER,
        "cy": _NUMBER,
        "d": _NUMBERS,
        "data-label": _ANY,
        "data-theme": _WORD,
        "datetime": _DAY,
        "dir": _WORD,
        "fill": _COLOUR,
        "focusable": _WORD,
        "height": _NUMBER,
        "lang": _WORD,
        "points": _NUMBERS,
        "preserveAspectRatio": _WORDS,
        "r": _NUMBER,
        "rel": _WORDS,
        "role": _WORD,
        "rx": _NUMBER,
        "scope": _WORD,
        "stroke": _COLOUR,
        "stroke-linecap": _WORD,
        "stroke-width": _NUMBER,
        "tabindex": _NUMBER,
        "title": _ANY,
        "valign": _WORD,
        "viewBox": _NUMBERS,
        "width": _NUMBER,
        "x": _NUMBER,
        "x1": _NUMBER,
        "x2": _NUMBER,
        "xmlns": re.compile(re.escape("http://www.w3.org/2000/svg")),
        "y": _NUMBER,
        "y1": _NUMBER,
        "y2": _NUMBER,
    }
)
_SPECIAL: Final = frozenset({"href", "style"})
_NAMES: Final = MappingProxyType(
    {name.replace("-", "_"): name for name in _ATTRIBUTES} | {"class_": "class"}
)
_DECLARATION = re.compile(r"[a-z-]+:[-a-zA-Z0-9#%., ']+", re.ASCII)
_SCHEMES: Final = frozenset({"http", "https"})
# They hold over what follows, and so could make one figure look like another.
_TURNS_TEXT = re.compile("[\u202a-\u202e\u2066\u2067]")
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2000-\u206f\ufeff]")


@final
class Markup(str):
    """HTML that is safe to put into a page as it is.

    Only :class:`Tag` and :func:`joined` make it. Whatever else is done with it, such as
    adding text, gives a plain ``str`` again, which would be escaped. Jinja2, Django and
    MarkupSafe know it by ``__html__`` and do not escape it once more.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as it is: it is HTML."""
        return self


Child: TypeAlias = Markup | str
"""What stands inside a tag: markup, or text that is escaped."""


@final
@attrs.frozen
class Style:
    """Declarations for a ``style`` attribute, as mails need them.

    Attributes:
        text: Such as ``"color:#17212b;margin:0"``.

    Raises:
        InvalidValueError: If it holds anything but plain declarations: no address, no
            expression, no comment.
    """

    text: str = attrs.field()

    @text.validator
    def _check(self, _: object, value: str) -> None:
        if not all(map(_DECLARATION.fullmatch, value.split(";"))):
            raise InvalidValueError("Style.text", value, "plain declarations")


@final
@attrs.frozen
class Link:
    """An address that a page may lead to.

    Attributes:
        url: An absolute address with ``http`` or ``https``.

    Raises:
        InvalidValueError: If it is anything else; ``javascript:`` above all.

    Examples:
        >>> Link("https://meet.example/q2").url
        'https://meet.example/q2'
        >>> Link.try_of("javascript:alert(1)") is None
        True
    """

    url: str = attrs.field()

    @url.validator
    def _check(self, _: object, value: str) -> None:
        if not _is_address(value):
            raise InvalidValueError("Link.url", value, "an http or https address")

    @classmethod
    def try_of(cls, url: str) -> Link | None:
        """Return the link, or ``None`` where *url* is no address to lead to."""
        return cls(url) if _is_address(url) else None


def _is_address(url: str) -> bool:
    if _NO_ADDRESS.search(url):
        return False
    try:
        found = urlsplit(url)
    except ValueError:
        return False
    return found.scheme in _SCHEMES and bool(found.hostname)


def _inner(child: Child) -> str:
    return child if type(child) is Markup else _escaped(child)


def _escaped(text: str) -> str:
    if not text.isascii():
        text = _TURNS_TEXT.sub("", text)
    # Few texts have any of them, and to look for each is quicker than a pattern.
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text if type(text) is str else str(text)


def joined(children: Iterable[Child]) -> Markup:
    """Return *children* one after the other, text escaped.

    Examples:
        >>> joined(["2 < 3", Tag("b")("!")])
        '2 &lt; 3<b>!</b>'
    """
    return Markup("".join(map(_inner, children)))


@final
class Tag:
    """A kind of element, with what never changes in its attributes.

    Attributes are given by keyword: ``class_`` for ``class``, ``aria_label`` for
    ``aria-label``. ``href`` takes a :class:`Link`, ``style`` a :class:`Style`; one that
    is ``None`` is left out.

    Args:
        name: Its name.
        **attributes: What every such element has.

    Raises:
        InvalidValueError: If a name is not on the lists, or a value is not of the form
            that its attribute takes.

    Examples:
        >>> note = Tag("p", class_="jbp-note")
        >>> note("Gap: ", "<b>17,500</b>")
        '<p class="jbp-note">Gap: &lt;b&gt;17,500&lt;/b&gt;</p>'
    """

    __slots__ = ("_begin", "_close", "_name", "_open")

    def __init__(self, name: str, **attributes: Any) -> None:  # noqa: ANN401 - each is checked
        """Check the names and the values once and for all."""
        if name not in _TAGS:
            raise InvalidValueError("name", name, f"one of {', '.join(sorted(_TAGS))}")
        self._name = name
        self._open = f"<{name}{_written(attributes)}"
        self._begin = f"{self._open}>"
        self._close = "" if name in _VOID else f"</{name}>"

    def __call__(self, *children: Child) -> Markup:
        """Return an element with *children* in it."""
        if len(children) > _FEW:
            return Markup(f"{self._begin}{joined(children)}{self._close}")
        inner = ""
        for child in children:
            inner += child if type(child) is Markup else _escaped(child)
        return Markup(f"{self._begin}{inner}{self._close}")

    def having(self, **attributes: Any) -> Tag:  # noqa: ANN401 - each is checked
        """Return the same kind of element with more attributes."""
        return self._like(f"{self._open}{_written(attributes)}", self._close)

    def around(self, inner: Tag) -> Tag:
        """Return what makes this element with one of *inner* in it, in one step.

        Attributes that it is to have go to *inner*.

        Examples:
            >>> Tag("td").around(Tag("b"))("30%")
            '<td><b>30%</b></td>'
        """
        return self._like(f"{self._begin}{inner._open}", f"{inner._close}{self._close}")

    def _like(self, opening: str, closing: str) -> Tag:
        other = object.__new__(Tag)
        other._name = self._name
        other._open = opening
        other._begin = f"{opening}>"
        other._close = closing
        return other

    def raw(self, text: str) -> Markup:
        """Return a ``style`` element around *text* of our own.

        Raises:
            InvalidValueError: If it is another element, or *text* could end it.
        """
        if self._name != "style" or "<" in text:
            raise InvalidValueError("text", self._name, "a style without a '<'")
        return Markup(f"{self._begin}{text}{self._close}")


def _written(attributes: Mapping[str, Any]) -> str:
    found = []
    for key, value in attributes.items():
        if value is None:
            continue
        name = _NAMES.get(key) or key.rstrip("_").replace("_", "-")
        if name in _SPECIAL:
            found.append(f' {name}="{escape(_special(name, value))}"')
            continue
        if name not in _ATTRIBUTES:
            raise InvalidValueError("attribute", name, "one that views use")
        text, form = str(value), _ATTRIBUTES[name]
        shown = _escaped(text) if form is None else _of_form(name, text)
        found.append(f' {name}="{shown}"')
    return "".join(found)


@lru_cache(maxsize=_KEPT)
def _of_form(name: str, text: str) -> str:
    form = _ATTRIBUTES[name]
    if form is not None and not form.fullmatch(text):
        raise InvalidValueError(name, text, f"a value of the form {form.pattern}")
    return _escaped(text)


def _special(name: str, value: object) -> str:
    if name == "href" and type(value) is Link:
        return value.url
    if name == "style" and type(value) is Style:
        return value.text
    raise InvalidValueError(name, value, "a Link" if name == "href" else "a Style")
