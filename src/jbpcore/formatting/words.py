"""Stand-in until the words come."""

from __future__ import annotations

from jbpcore.formatting.numbers import show_number

__all__ = ["Words"]


class Words:
    """English only."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def text(self, template: str, /, **facts: object) -> str:
        """Say a sentence."""
        for key, value in facts.items():
            template = template.replace("{" + key + "}", str(value))
        return template

    def count(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """Say a count."""
        return self.text(one if number == 1 else many, **{"n": show_number(number, locale=self.locale), **facts})

    def name(self, context: str, text: str, /) -> str:
        """Say a word."""
        del context
        return text
