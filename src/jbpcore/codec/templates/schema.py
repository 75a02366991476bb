"""The JSON Schema of templates, from the same table that reads them."""

from __future__ import annotations

from typing import Final

from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.templates.reading import TEMPLATE_FORMAT
from jbpcore.codec.templates.walk import template_record_for
from jbpcore.model.template import Template

__all__ = ["template_schema"]

_BASE: Final = "^[a-z][a-z0-9_-]{0,63}(?:@[1-9][0-9]{0,5})?$"


def template_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of templates, for editors.

    Whatever is a sound template by itself is valid. One that extends another may leave
    out of its parts what that one states, so what has to be there is asked of templates
    that extend none.

    Examples:
        >>> template_schema()["$id"]
        'urn:jbpcore:schema:jbpcore.template:1'
    """
    definitions: Definitions = {}
    template_record_for(Template).schema(definitions)
    whole = definitions.pop("Template")
    about_the_file: Schema = {
        "$schema": {"type": "string", "description": "Where this schema is."},
        "format": {"const": TEMPLATE_FORMAT, "description": "Version of this format."},
        "extends": {
            "type": "string",
            "pattern": _BASE,
            "description": "The template that this one changes.",
        },
        "remove": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What of that one is left out, such as 'goals.certified'.",
        },
    }
    required = ["format", "key", "version"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jbpcore:schema:jbpcore.template:{TEMPLATE_FORMAT}",
        "title": f"Template of a joint business plan, format {TEMPLATE_FORMAT}",
        "description": whole.get("description", ""),
        "type": "object",
        "properties": {**about_the_file, **whole["properties"]},
        "required": required,
        "additionalProperties": False,
        "anyOf": [
            {"required": ["extends"]},
            {"$ref": "#/$defs/Whole"},
        ],
        "$defs": dict(sorted(_loosened(definitions).items())),
    }


def _loosened(definitions: Definitions) -> Definitions:
    """Ask for what has to be there only where a template stands by itself."""
    lists = {
        "sections": "Section",
        "questions": "Question",
        "metrics": "TemplateMetric",
        "profiles": "TemplateProfile",
        "goals": "TemplateGoal",
        "initiatives": "TemplateInitiative",
        "actions": "TemplateAction",
        "commitments": "TemplateCommitment",
        "cadences": "TemplateCadence",
        "completeness": "CompletenessRule",
    }
    asked: Schema = {}
    for name, kind in lists.items():
        required = definitions[kind]["required"]
        asked[name] = {"items": {"required": required}}
        definitions[kind] = {**definitions[kind], "required": ["id"]}
    definitions["Whole"] = {"required": ["name"], "properties": asked}
    return definitions
