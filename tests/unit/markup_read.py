"""HTML read by the standard library, to see what is in it and that it is whole."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Read(HTMLParser):
    """What is in a fragment.

    Attributes:
        tags: The name of each element, in order.
        attributes: Element, attribute and value of each attribute.
        texts: The texts, without style sheets.
        open: What is still open; empty where all was closed in order.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.is_sound = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.is_sound = False

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.is_sound = data is None

    def handle_decl(self, decl: str) -> None:
        self.is_sound = decl is None

    def unknown_decl(self, data: str) -> None:
        self.is_sound = data is None

    @property
    def text(self) -> str:
        """All texts on one line."""
        return " ".join(" ".join(self.texts).split())

    def values(self, name: str) -> list[str]:
        """Return the values of every attribute of a name."""
        return [value for _, found, value in self.attributes if found == name]
