"""Templates as texts, and what is said of their mistakes."""

from __future__ import annotations

import jbpcore as jbp
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.codec.templates.toml_text import try_toml_text
from jbpcore.errors import Finding

HEAD = 'format = 1\nkey = "t"\nversion = 1\nname = "T"\n'


def read(text: str, **bases: str) -> jbp.Template | tuple[Finding, ...]:
    def find(key: str, _: int | None) -> TemplateText | None:
        return parsed(bases[key], f"{key}.toml") if key in bases else None

    return try_template(parsed(text, "t.toml"), find_base=find)


def parsed(text: str, name: str) -> TemplateText:
    found = try_toml_text(text, name)
    assert isinstance(found, TemplateText), found
    return found


def mistakes(text: str, **bases: str) -> list[str]:
    found = read(text, **bases)
    assert isinstance(found, tuple), "there is no mistake in it"
    return [finding.path for finding in found]


def sound(text: str, **bases: str) -> jbp.Template:
    found = read(text, **bases)
    assert isinstance(found, jbp.Template), found
    return found


BASE = (
    HEAD.replace('"t"', '"base"')
    + """
currency = "USD"
[[questions]]
id = "base"
name = "Base"
kind = "money"
[[goals]]
id = "a"
name = "A"
metric = "revenue"
target = "base"
stretch = "base"
[[goals]]
id = "b"
name = "B"
metric = "deals-won"
"""
)


def action(key: str, due: str = "end", *needs: str) -> str:
    return (
        f'[[actions]]\nid="{key}"\nname="A"\nside="vendor"\ndue="{due}"\n'
        f"needs={list(needs)}\n"
    )
