"""The JSON document: the dataclasses of trede.explain.model, written and described."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

from pydantic import TypeAdapter

from trede.explain import model
from trede.explain.model import SCHEMA, Explanation, Trace

_DOCUMENT: TypeAdapter[Explanation | Trace] = TypeAdapter(Explanation | Trace)


def to_json(document: Explanation | Trace) -> str:
    """Write a document as JSON; amounts are text, so that no digit is lost."""
    return TypeAdapter(type(document)).dump_json(document, indent=2).decode()


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of the documents, each key described as its dataclass does."""
    schema = _DOCUMENT.json_schema(mode="serialization")
    for name, definition in schema["$defs"].items():
        described = _attributes(getattr(model, name))
        definition["description"] = (inspect.getdoc(getattr(model, name)) or "").split("\n\n")[0]
        for key, property_ in definition["properties"].items():
            property_["description"] = described[key]
            property_.pop("title", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "What `trede explain --json` writes",
        **schema,
    }


def written_schema() -> str:
    """Return the schema as it stands in docs/explain_schema.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _attributes(of: type) -> dict[str, str]:
    """Return the attributes that a docstring describes."""
    text = (inspect.getdoc(of) or "").partition("Attributes:\n")[2]
    found = re.findall(r"^    (\w+): (.+(?:\n {8}.+)*)", text, re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in found}
