"""Templates in YAML."""

from __future__ import annotations

from typing import Final

from fuzz.harness import attempt, expect
from fuzz.targets.template_toml import check_text

from jbpcore.adapters.template_files.yaml_text import try_yaml_text
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.errors import Finding

__all__ = ["check"]

LONGEST: Final = 4_096


def check(data: bytes) -> None:
    """Read a template, and do with it as with one in TOML."""
    text = attempt(try_yaml_text, data, "bad.yaml")
    if isinstance(text, TemplateText):
        check_text(text)
    else:
        expect(isinstance(text, Finding), "neither a text nor a finding", text)
