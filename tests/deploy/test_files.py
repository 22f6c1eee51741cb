"""The files that define servers: read as their tools do, and compared with each other."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement

from deploy.local import CONFIGURATION, ROOT
from explainer.server import headers
from tests.deploy.balancer import haproxy

DEPLOY = ROOT / "deploy"
SCHEMAS = json.loads(Path(__file__).with_name("kubernetes.json").read_text(encoding="utf-8"))
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")

COPIED = {
    name
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    for name in line.split()[:-1]
}


def manifest(kind: str) -> Any:
    (found,) = [one for one in MANIFESTS if one["kind"] == kind]
    return found


def faults(one: Any) -> list[str]:
    """Return the errors of a manifest by the schema of its kind, which knows every field."""
    schema = SCHEMAS["kinds"][f"{one['apiVersion']} {one['kind']}"]
    whole = schema | {"$defs": SCHEMAS["$defs"]}
    validator = jsonschema.validators.validator_for(whole)
    return [error.message for error in validator(whole).iter_errors(one)]


@pytest.mark.parametrize("one", MANIFESTS, ids=lambda one: one["kind"])
def test_a_manifest_is_what_kubernetes_takes(one: Any) -> None:
    assert faults(one) == []


def test_a_field_that_is_misspelt_is_found() -> None:
    wrong = json.loads(json.dumps(manifest("Deployment")))
    (container,) = wrong["spec"]["template"]["spec"]["containers"]
    container["securityContext"]["readOnlyRootFileSystem"] = True
    assert any("readOnlyRootFileSystem" in fault for fault in faults(wrong))


def test_manifests_name_each_other() -> None:
    deployment, service = manifest("Deployment"), manifest("Service")
    name, template = deployment["metadata"]["name"], deployment["spec"]["template"]
    labels = template["metadata"]["labels"]
    (container,) = template["spec"]["containers"]
    assert service["spec"]["selector"] == labels
    assert service["spec"]["ports"][0]["targetPort"] == container["ports"][0]["name"]
    assert manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert manifest("NetworkPolicy")["spec"]["podSelector"]["matchLabels"] == labels
    assert manifest("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == name
    (rule,) = manifest("Ingress")["spec"]["rules"]
    assert rule["http"]["paths"][0]["backend"]["service"]["name"] == service["metadata"]["name"]


def test_a_container_can_do_no_more_than_it_must() -> None:
    pod = manifest("Deployment")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    for service in COMPOSE["services"].values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    assert f"USER {pod['securityContext']['runAsUser']}:" in DOCKERFILE


def test_one_port_and_one_name_everywhere() -> None:
    port = re.search(r"--server.port=(\d+)", DOCKERFILE)[1]  # type: ignore[index]
    assert f"EXPOSE {port}" in DOCKERFILE
    assert f"presetenv PAGE page:{port}" in CONFIGURATION.read_text()
    assert "page" in COMPOSE["services"]
    (container,) = manifest("Deployment")["spec"]["template"]["spec"]["containers"]
    assert container["ports"][0]["containerPort"] == int(port)
    assert front_matter()["app_port"] == int(port)
    assert headers.FRAMES in COMPOSE["services"]["page"]["environment"]
    assert headers.FRAMES in {one["name"] for one in container["env"]}


def test_what_the_dockerfile_copies_is_there_and_is_sent_to_docker() -> None:
    assert COPIED
    assert all((ROOT / name).exists() for name in COPIED)
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text().split("\n")
    assert {f"!{name}" for name in COPIED} == {line for line in sent if line.startswith("!")}


def front_matter() -> Any:
    _, block, _ = (DEPLOY / "spaces" / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(block)


def test_a_space_is_made_with_docker() -> None:
    assert front_matter()["sdk"] == "docker"
    assert headers.FRAMES in (DEPLOY / "spaces" / "README.md").read_text(encoding="utf-8")


def test_the_versions_that_servers_get_are_tested_and_what_the_project_asks_for() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [Requirement(text) for text in asked["project"]["dependencies"]]
    assert list(pinned) == [one.name for one in wanted]
    assert all(one.specifier.contains(pinned[one.name]) for one in wanted)


@pytest.mark.parametrize(
    "file",
    [".ci/run", "deploy/Dockerfile", ".github/workflows/site.yml", "deploy/spaces/README.md"],
)
def test_whoever_tests_or_publishes_takes_these_versions(file: str) -> None:
    assert "requirements.txt" in (ROOT / file).read_text(encoding="utf-8")


def test_what_a_space_is_made_of_is_in_the_repository_and_is_what_the_dockerfile_copies() -> None:
    text = (DEPLOY / "spaces" / "README.md").read_text(encoding="utf-8")
    archived = re.search(r"archive HEAD (.+) \|", text)[1].split()  # type: ignore[index]
    assert set(archived) == COPIED
    taken = re.search(r"deploy/\{(\S+)\} \.", text)[1].split(",")  # type: ignore[index]
    assert all((DEPLOY / name).exists() for name in taken)


# The cluster's rules are put into this configuration for HAProxy to read them.
AROUND = """
defaults
    mode http
    timeout connect 1s
    timeout client 1s
    timeout server 1s
frontend in
    bind 127.0.0.1:1
    default_backend page
backend page
"""


def test_the_clusters_rules_are_the_balancers(tmp_path: Path) -> None:
    snippet = manifest("Service")["metadata"]["annotations"]["haproxy.org/backend-config-snippet"]
    rules = snippet.splitlines()
    ours = {" ".join(line.split()) for line in CONFIGURATION.read_text().splitlines()}
    # With only one backend, the rules that count sessions are written differently.
    counting = re.compile("track-sc|sc_http_req_rate")
    assert [rule for rule in rules if rule not in ours and not counting.search(rule)] == []
    checked = tmp_path / "haproxy.cfg"
    checked.write_text(AROUND + "".join(f"    {rule}\n" for rule in rules))
    done = subprocess.run([haproxy(), "-c", "-f", str(checked)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
