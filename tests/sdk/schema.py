"""Holds answers against the provider's OpenAPI document."""

import json
import pathlib
import re

import jsonschema_rs

DOCUMENT = pathlib.Path(__file__).parent.parent / "data" / "cloudflare" / "openapi.json"

# What may be null in recorded answers and in the SDKs of 2026, but not in this document of 2024.
LATER_NULLABLE = [
    ("dns-records_comment",),
    ("dns-settings_soa", "properties", "mname"),
]


def as_json_schema(node):
    """OpenAPI 3.0's `nullable` in JSON Schema's words; everything else is the same for what is checked here."""
    if isinstance(node, list):
        return [as_json_schema(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    node = {key: as_json_schema(value) for key, value in node.items()}
    if node.pop("nullable", False):
        if "type" in node:
            node["type"] = [node["type"], "null"]
        if "enum" in node and None not in node["enum"]:
            node["enum"].append(None)
    # A message list declares `minLength`, which is about strings.
    if "allOf" in node and node.get("minLength"):
        node.pop("minLength")
    return node


class Document:
    """Finds the schema of an answer and lists what in the answer does not fit."""

    def __init__(self):
        document = json.loads(DOCUMENT.read_text())
        for node, *path in LATER_NULLABLE:
            node = document["components"]["schemas"][node]
            for key in path:
                node = node[key]
            node["nullable"] = True
        document = as_json_schema(document)
        self.components = document["components"]
        self.operations = []
        for path, item in document["paths"].items():
            pattern = re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$")
            for method, operation in item.items():
                if "responses" in operation:
                    self.operations.append((pattern, method, path, operation["responses"]))
        self.seen = set()

    def faults(self, method, path, status, answer):
        """What does not fit; an operation that the document lacks is a fault too."""
        for pattern, its_method, template, responses in self.operations:
            if its_method == method.lower() and pattern.match(path):
                self.seen.add((its_method, template))
                declared = responses.get(str(status)) or responses.get("4XX") or responses["4xx"]
                # The failure of a list declares the success's shape besides: `success: false` fits no both.
                schema = declared["content"]["application/json"]["schema"]
                if status >= 400 and "allOf" in schema:
                    schema = schema["allOf"][-1]
                validator = jsonschema_rs.validator_for({**schema, "components": self.components})
                return [f"{error.instance_path}: {error.message[:300]}" for error in validator.iter_errors(answer)]
        return [f"no operation {method} {path}"]
