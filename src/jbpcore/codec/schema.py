"""JSON Schema of the documents, from the same walk that reads and writes them."""

from __future__ import annotations

from jbpcore.codec.documents import format_of
from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.walk import record_for

__all__ = ["json_schema"]


def json_schema(kind: type) -> Schema:
    """Return the JSON Schema (draft 2020-12) of the documents that hold a *kind*.

    Whatever :func:`~jbpcore.codec.json_text.dumps` writes is valid; what is valid can
    still be refused, for rules between fields that no schema can express.

    Args:
        kind: What the document holds, such as ``Plan``.

    Returns:
        A dict of your own; it refers to nothing outside itself.

    Raises:
        InvalidValueError: If no document holds a *kind*.

    Examples:
        >>> from jbpcore.model.plan import Plan
        >>> json_schema(Plan)["$id"]
        'urn:jbpcore:schema:jbpcore.plan:1'
    """
    document_format = format_of(kind)
    definitions: Definitions = {}
    properties = {
        "format": {"const": document_format.name},
        "format_version": {"const": document_format.version},
        "data": record_for(kind).schema(definitions),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jbpcore:schema:{document_format.name}:{document_format.version}",
        "title": f"{document_format.name}, version {document_format.version}",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }
