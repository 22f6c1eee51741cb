"""Extract the schemas of the manifests' kinds from a package that has all schemas.

    pip install kubernetes-validate && python -m tests.deploy.take_schemas

The package has 72 MB of schemas. Those extracted, without descriptions, are enough for an
offline test.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

VERSION = "v1.34.0"
KINDS = {  # the schema's file, by apiVersion and kind
    "apps/v1 Deployment": "deployment-apps-v1",
    "v1 Service": "service-v1",
    "networking.k8s.io/v1 Ingress": "ingress-networking-v1",
    "networking.k8s.io/v1 NetworkPolicy": "networkpolicy-networking-v1",
    "autoscaling/v2 HorizontalPodAutoscaler": "horizontalpodautoscaler-autoscaling-v2",
    "policy/v1 PodDisruptionBudget": "poddisruptionbudget-policy-v1",
}
TAKEN = Path(__file__).with_name("kubernetes.json")
REFERENCE = re.compile(r'#/\$defs/([^"]+)"')


def plain(schema: Any) -> Any:
    """Return the schema without its descriptions, which are most of it."""
    if isinstance(schema, dict):
        return {
            name: plain(value)
            for name, value in schema.items()
            if not (name == "description" and isinstance(value, str))
        }
    return [plain(one) for one in schema] if isinstance(schema, list) else schema


def needed(definitions: dict[str, Any], schemas: Any) -> dict[str, Any]:
    """Return the definitions that the schemas refer to, directly or through others."""
    found: dict[str, Any] = {}
    names = set(REFERENCE.findall(json.dumps(schemas)))
    while names:
        found |= {name: definitions[name] for name in names}
        names = set(REFERENCE.findall(json.dumps(found))) - found.keys()
    return dict(sorted(found.items()))


def main() -> None:
    folder = files("kubernetes_validate") / "kubernetes-json-schema" / f"{VERSION}-local-strict"

    def read(name: str) -> Any:
        return plain(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))

    kinds = {kind: read(name) for kind, name in KINDS.items()}
    definitions = needed(read("_definitions")["$defs"], kinds)
    schema = {"version": VERSION, "kinds": kinds, "$defs": definitions}
    text = json.dumps(schema, separators=(",", ":")).replace("/api/_definitions.json#", "#")
    TAKEN.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
