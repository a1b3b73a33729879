"""As much of kustomize as our own kustomizations use: what they build, without any program beside us.

Source: kubernetes-sigs/kustomize, "The Kustomization File". A field that is not known here is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

_KNOWN: Final = {
    "apiVersion", "kind", "resources", "components", "namespace", "labels", "images", "configMapGenerator",
}  # fmt: skip


def built(folder: Path) -> list[dict[str, Any]]:
    """Every resource that the kustomization in ``folder`` builds; generated names without the hash of their content."""
    return list(_built(folder.resolve()))


def _built(folder: Path) -> Iterator[dict[str, Any]]:
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    assert set(kustomization) <= _KNOWN, f"{folder.name}: {set(kustomization) - _KNOWN}"
    found = [
        resource
        for name in (*kustomization.get("resources", ()), *kustomization.get("components", ()))
        for resource in _resources(folder / name)
    ]
    found += [_config_map(folder, told) for told in kustomization.get("configMapGenerator", ())]
    namespace = kustomization.get("namespace")
    for resource in found:
        if namespace and resource["kind"] != "Namespace":
            resource["metadata"]["namespace"] = namespace
        for labels in kustomization.get("labels", ()):
            assert set(labels) == {"pairs"}
            resource["metadata"].setdefault("labels", {}).update(labels["pairs"])
        for image in kustomization.get("images", ()):
            _rename(resource, image)
    yield from found


def _resources(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_dir():
        yield from _built(path.resolve())
    else:
        yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


def _config_map(folder: Path, told: Mapping[str, Any]) -> dict[str, Any]:
    labels = told.get("options", {}).get("labels", {})
    data = {name: (folder / name).read_text(encoding="utf-8") for name in told["files"]}
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": told["name"], "labels": dict(labels)},
        "data": data,
    }


def _rename(resource: Mapping[str, Any], image: Mapping[str, str]) -> None:
    for container in containers(resource):
        if container["image"].rpartition(":")[0] == image["name"]:
            container["image"] = f"{image.get('newName', image['name'])}:{image['newTag']}"


def containers(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The containers of a Deployment; none of anything else."""
    return resource["spec"]["template"]["spec"]["containers"] if resource["kind"] == "Deployment" else []
