"""The JSON schema of ``--format json``: ``output.schema.json``."""

import json
import os


def output_schema() -> dict[str, object]:
    """The schema of what the JSON format writes."""
    path = os.path.join(os.path.dirname(__file__), "output.schema.json")
    with open(path, encoding="utf-8") as file:
        schema: dict[str, object] = json.load(file)
    return schema
