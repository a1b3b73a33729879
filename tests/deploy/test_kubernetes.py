"""The manifests: what they build is valid, names only what is there, and says of the service what is so."""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import trustme
import yaml
from kubernetes_validate import validate

from mijnzaken_bff import __version__
from mijnzaken_bff.cli import main
from mijnzaken_bff.settings.dienst import Beheer, Dienst
from mijnzaken_bff.settings.read import read_settings
from tests.deploy.kustomize import built, containers
from tests.genoemd import ROOT

KUBERNETES: Final = ROOT / "deploy" / "kubernetes"
GRACE_OF_ITS_OWN: Final = 10
"""In seconds: how long the log of verwerkingen may take to close."""
WHOLE = built(KUBERNETES / "voorbeeld")
"""The base with everything that may be added."""
OF_KUBERNETES: Final = [r for r in WHOLE if not r["apiVersion"].startswith("monitoring.coreos.com/")]
"""Of the rest no schema comes with Kubernetes: their selectors and queries are looked at here."""


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [resource for resource in WHOLE if resource["kind"] == kind]


def named(kind: str, name: str) -> dict[str, Any]:
    (found,) = [resource for resource in of_kind(kind) if resource["metadata"]["name"] == name]
    return found


DEPLOYMENT = named("Deployment", "mijnzaken-bff")
POD = DEPLOYMENT["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]


@pytest.mark.parametrize("resource", OF_KUBERNETES, ids=lambda r: f"{r['kind']}/{r['metadata']['name']}")
@pytest.mark.parametrize("version", ["1.28", "1.34"])
def test_every_resource_is_what_kubernetes_takes(resource: dict[str, Any], version: str) -> None:
    validate(resource, version, strict=True)


def test_what_is_not_of_kubernetes_is_of_the_prometheus_operator() -> None:
    other = [resource for resource in WHOLE if resource not in OF_KUBERNETES]

    assert {(r["apiVersion"], r["kind"]) for r in other} == {
        ("monitoring.coreos.com/v1", "ServiceMonitor"),
        ("monitoring.coreos.com/v1", "PrometheusRule"),
    }


def test_nothing_is_there_twice() -> None:
    names = [(resource["kind"], resource["metadata"]["name"]) for resource in WHOLE]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("folder", ["basis", "voorbeeld"])
def test_kustomize_builds_the_same(folder: str) -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not here")
    result = subprocess.run(  # noqa: S603 - a program of the machine on our own files
        [kubectl, "kustomize", str(KUBERNETES / folder)], capture_output=True, text=True, check=True
    )
    theirs = list(yaml.safe_load_all(result.stdout))
    ours = built(KUBERNETES / folder)

    def told(resources: list[dict[str, Any]]) -> list[Any]:
        plain = [_without_hash(resource) for resource in resources]
        return sorted(plain, key=lambda resource: (resource["kind"], resource["metadata"]["name"]))

    assert told(theirs) == told(ours)


def _without_hash(resource: Mapping[str, Any]) -> Any:
    """A resource in which the generated ConfigMap has its plain name, wherever it stands."""
    text = json.dumps(resource)
    head, *rest = text.split("mijnzaken-configuratie-")
    return json.loads("mijnzaken-configuratie".join([head, *(part[10:] for part in rest)]))


# Nothing asks for more rights than the profile "restricted" gives. Source: Kubernetes, Pod Security Standards.


@pytest.mark.parametrize("deployment", of_kind("Deployment"), ids=lambda r: r["metadata"]["name"])
def test_a_pod_has_no_rights_that_it_can_do_without(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 10_000
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    assert all("hostPath" not in volume for volume in pod["volumes"])
    for container in containers(deployment):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert all(mount["readOnly"] for mount in container["volumeMounts"])
        assert container["resources"]["limits"]["memory"]
        assert container["livenessProbe"]
        assert container["readinessProbe"]


def test_the_user_is_the_one_of_the_image() -> None:
    user = f"{POD['securityContext']['runAsUser']}:{POD['securityContext']['runAsGroup']}"

    assert f"\nUSER {user}\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


# Every name that one resource has for another exists.


def _selects(selector: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    return all(labels.get(name) == value for name, value in selector.items())


def _pods(selector: Mapping[str, str]) -> list[dict[str, Any]]:
    """The pods that a selector finds, as their Deployments describe them."""
    templates = [deployment["spec"]["template"] for deployment in of_kind("Deployment")]
    return [template for template in templates if _selects(selector, template["metadata"]["labels"])]


def _ports(template: Mapping[str, Any]) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for c in template["spec"]["containers"] for port in c["ports"]}


@pytest.mark.parametrize("service", of_kind("Service"), ids=lambda r: r["metadata"]["name"])
def test_a_service_leads_to_a_port_of_one_kind_of_pod(service: dict[str, Any]) -> None:
    (pod,) = _pods(service["spec"]["selector"])

    assert all(port["targetPort"] in _ports(pod) for port in service["spec"]["ports"])


@pytest.mark.parametrize("policy", of_kind("NetworkPolicy"), ids=lambda r: r["metadata"]["name"])
def test_a_network_policy_is_about_pods_and_ports_that_exist(policy: dict[str, Any]) -> None:
    spec = policy["spec"]
    (pod,) = _pods(spec["podSelector"]["matchLabels"])
    for rule in spec.get("ingress", ()):
        assert all(port["port"] in _ports(pod) for port in rule["ports"])
        for peer in rule["from"]:
            assert "namespaceSelector" in peer or _pods(peer["podSelector"]["matchLabels"])
    for rule in spec.get("egress", ()):
        inside = [peer for peer in rule["to"] if set(peer) == {"podSelector"}]
        for peer in inside:
            (other,) = _pods(peer["podSelector"]["matchLabels"])
            assert {port["port"] for port in rule["ports"]} <= set(_ports(other).values())


def test_what_guards_and_scales_the_pods_finds_them() -> None:
    (budget,) = of_kind("PodDisruptionBudget")
    (scaler,) = of_kind("HorizontalPodAutoscaler")
    target = scaler["spec"]["scaleTargetRef"]

    assert len(_pods(budget["spec"]["selector"]["matchLabels"])) == 1
    assert named(target["kind"], target["name"]) is DEPLOYMENT
    assert "replicas" not in DEPLOYMENT["spec"], "the autoscaler and every roll-out would quarrel"
    assert scaler["spec"]["minReplicas"] > budget["spec"]["maxUnavailable"]
    for spread in POD["topologySpreadConstraints"]:
        assert _pods(spread["labelSelector"]["matchLabels"])


def test_prometheus_finds_the_management_port() -> None:
    (monitor,) = of_kind("ServiceMonitor")
    found = [
        s for s in of_kind("Service") if _selects(monitor["spec"]["selector"]["matchLabels"], s["metadata"]["labels"])
    ]
    (endpoint,) = monitor["spec"]["endpoints"]

    assert [service["metadata"]["name"] for service in found] == ["mijnzaken-bff-beheer"]
    assert endpoint["port"] in [port["name"] for port in found[0]["spec"]["ports"]]
    assert endpoint["path"] == "/metrics"


def test_every_volume_is_there_and_every_mount_has_one() -> None:
    assert {mount["name"] for mount in CONTAINER["volumeMounts"]} == {volume["name"] for volume in POD["volumes"]}
    (configmap,) = [volume["configMap"]["name"] for volume in POD["volumes"] if "configMap" in volume]
    assert "mijnzaken.yaml" in named("ConfigMap", configmap)["data"]
    assert named("ServiceAccount", POD["serviceAccountName"])["automountServiceAccountToken"] is False


# It says of the service what is so.


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    """The configuration as a pod has it, with the secrets that it asks for, somewhere else."""
    text = named("ConfigMap", "mijnzaken-configuratie")["data"]["mijnzaken.yaml"]
    (mount,) = [m["mountPath"] for m in CONTAINER["volumeMounts"] if m["name"] == "geheimen"]
    assert mount in text
    (tmp_path / "dienst").write_text("d" * 40)
    (tmp_path / "waterdam").write_text("w" * 40)
    path = tmp_path / "mijnzaken.yaml"
    path.write_text(text.replace(mount, str(tmp_path)), encoding="utf-8")
    return path


def test_its_configuration_is_in_order(configured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--controleer", "--config", str(configured)]) == 0
    assert "in orde, 1 bron." in capsys.readouterr().out
    assert not list(read_settings(configured).unsafe())


def test_what_replicas_share_is_where_the_configuration_says(configured: Path) -> None:
    component = (KUBERNETES / "met-valkey" / "kustomization.yaml").read_text(encoding="utf-8")
    told = "\n".join(re.findall(r"^#   (.*)$", component, re.MULTILINE))
    text = configured.read_text(encoding="utf-8") + told.replace("/run/secrets/mijnzaken", str(configured.parent))
    (configured.parent / "valkey").write_text("v" * 40)
    trustme.CA().cert_pem.write_to_path(str(configured.parent / "valkey-ca"))
    configured.write_text(text, encoding="utf-8")

    gedeeld = read_settings(configured).gedeeld

    assert gedeeld is not None
    address = urlsplit(gedeeld.url)
    (port,) = named("Service", address.hostname or "")["spec"]["ports"]
    assert (address.scheme, address.port) == ("rediss", port["port"])
    (valkey,) = containers(named("Deployment", "mijnzaken-valkey"))
    assert valkey["args"][valkey["args"].index("--tls-port") + 1] == str(port["port"])
    policy = valkey["args"][valkey["args"].index("--maxmemory-policy") + 1]
    assert f"maxmemory-policy {policy}" in (ROOT / "docs" / "replicas.md").read_text(encoding="utf-8")


def test_a_folder_of_bronnen_may_be_a_volume_of_its_own(configured: Path) -> None:
    """As the kubelet lays a ConfigMap down: every key is a link into a folder that begins with two points."""
    folder = configured.with_name("bronnen.d")
    (folder / "..2026_11_26").mkdir(parents=True)
    (folder / "..data").symlink_to("..2026_11_26")
    bron = yaml.safe_load(configured.read_text(encoding="utf-8"))["bronnen"][0] | {"id": "duinoord"}
    (folder / "..data" / "duinoord.yaml").write_text(yaml.safe_dump(bron), encoding="utf-8")
    (folder / "duinoord.yaml").symlink_to("..data/duinoord.yaml")

    assert [bron.id for bron in read_settings(configured).bronnen] == ["waterdam", "duinoord"]


def test_what_replicas_share_fits(configured: Path) -> None:
    (valkey,) = [c for d in of_kind("Deployment") for c in containers(d) if c["name"] == "valkey"]
    told = dict(zip(valkey["args"], valkey["args"][1:], strict=False))
    megabytes = int(told["--maxmemory"].removesuffix("mb"))

    assert megabytes >= 128, "342 bronnen take some 100, by docs/replicas.md"
    assert megabytes * 1.5 <= int(valkey["resources"]["limits"]["memory"].removesuffix("Mi"))


def test_ports_and_paths_are_those_of_the_service(configured: Path) -> None:
    dienst = read_settings(configured).dienst
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}

    assert ports == {"http": dienst.poort, "beheer": dienst.beheer.poort} == {"http": 8000, "beheer": 8001}
    assert (Dienst().poort, Beheer().poort) == (8000, 8001)
    assert (dienst.adres, dienst.beheer.adres) == ("0.0.0.0", "0.0.0.0")  # noqa: S104 - a pod is its own host
    probes = {name: CONTAINER[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {probe["port"] for probe in probes.values()} == {"beheer"}
    assert [probes[name]["path"] for name in probes] == ["/livez", "/livez", "/readyz"]


def test_a_pod_gets_the_time_to_leave(configured: Path) -> None:
    stoppen = read_settings(configured).dienst.stoppen
    readiness = CONTAINER["readinessProbe"]

    assert POD["terminationGracePeriodSeconds"] >= math.ceil(stoppen.uitloop + stoppen.afronden) + GRACE_OF_ITS_OWN
    assert readiness["periodSeconds"] * readiness["failureThreshold"] < stoppen.uitloop, "it hears of it in time"


def test_the_version_is_ours_everywhere() -> None:
    images = [c["image"] for c in containers(DEPLOYMENT)]
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))

    assert [image.rpartition(":")[2] for image in images] == [__version__]
    assert compose["services"]["mijnzaken"]["image"] == f"mijnzaken-bff:{__version__}"
    assert f'image.version="{__version__}"' in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_compose_asks_for_no_more_than_kubernetes_does(configured: Path) -> None:
    folder = ROOT / "deploy"
    (service,) = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))["services"].values()
    stoppen = read_settings(configured).dienst.stoppen
    mounted = {target: folder / source for source, target, _ in (volume.split(":") for volume in service["volumes"])}

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert (folder / service["build"] / "Dockerfile").is_file()
    assert set(mounted) == {"/etc/mijnzaken", "/run/secrets/mijnzaken"}
    assert not any(source.suffix for source in mounted.values()), "a file that is replaced is not seen in a container"
    assert int(service["stop_grace_period"].removesuffix("s")) >= stoppen.uitloop + stoppen.afronden + GRACE_OF_ITS_OWN
    assert service["ports"] == ["127.0.0.1:8000:8000"], "the management port stays inside"
