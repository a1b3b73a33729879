"""What a caller of one version of the contract trips over in another: pure, two OpenAPI 3.1 documents in, a list out.

Whatever is only added is fine. What this cannot judge it tells too: silence would look like a judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tests.contract.schemaverschil import Schemaverschil
from tests.contract.verwijzing import Node, bare, gone, resolved, shared, unknown

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_OF_OPERATION: Final = frozenset({"operationId", "parameters", "requestBody", "responses", "security"})
_OF_PARAMETER: Final = frozenset({"$ref", "name", "in", "required", "schema"})
_OF_CONTENT: Final = frozenset({"schema"})


def breaking(old: Node, new: Node) -> list[str]:
    """Where ``new`` breaks what ``old`` promised, and how: "where: what", each once."""
    return list(dict.fromkeys(_Verschil(old, new).all()))


class _Verschil:
    """Walks two documents side by side."""

    def __init__(self, old: Node, new: Node) -> None:
        self._old = old
        self._new = new
        self._schemas = Schemaverschil(old, new)

    def all(self) -> Iterator[str]:
        yield from gone("servers", "address", _servers(self._old), _servers(self._new))
        before, after = self._old.get("components", {}), self._new.get("components", {})
        for kind in ("schemas", "securitySchemes"):
            yield from gone("components", kind, before.get(kind, {}), after.get(kind, {}))
        logins = before.get("securitySchemes", {}), after.get("securitySchemes", {})
        for name in shared(*logins):
            yield from unknown(f"login {name}", bare(logins[0][name]), bare(logins[1][name]), frozenset())
        yield from gone("paths", "path", self._old["paths"], self._new["paths"])
        for path in shared(self._old["paths"], self._new["paths"]):
            old_path, new_path = self._old["paths"][path], self._new["paths"][path]
            for method in (method for method in _METHODS if method in old_path):
                if method in new_path:
                    yield from self._operation(f"{method} {path}", old_path, new_path, method)
                else:
                    yield f"{method} {path}: operation is gone"

    def _operation(self, where: str, old_path: Node, new_path: Node, method: str) -> Iterator[str]:
        old, new = old_path[method], new_path[method]
        yield from unknown(where, old, new, _OF_OPERATION)
        if old.get("operationId") != new.get("operationId"):
            yield f"{where}: operationId changed"
        for login in _logins(self._old, old):
            if not any(_asks_no_more(offered, login) for offered in _logins(self._new, new)):
                yield f"{where}: one no longer gets in with {', '.join(login) or 'nothing'}"
        yield from self._parameters(
            where, _parameters(self._old, old_path, method), _parameters(self._new, new_path, method)
        )
        yield from self._body(f"{where} body", *self._pair(old.get("requestBody", {}), new.get("requestBody", {})))
        yield from gone(where, "status", old["responses"], new["responses"])
        for status in shared(old["responses"], new["responses"]):
            yield from self._response(
                f"{where} {status}", *self._pair(old["responses"][status], new["responses"][status])
            )

    def _parameters(self, where: str, old: dict[str, Node], new: dict[str, Node]) -> Iterator[str]:
        yield from gone(where, "parameter", old, new)
        for name, parameter in new.items():
            if parameter.get("required") and not old.get(name, {}).get("required"):
                yield f"{where} {name}: must be given now"
        for name in shared(old, new):
            yield from unknown(f"{where} {name}", old[name], new[name], _OF_PARAMETER)
            yield from self._schemas.between(f"{where} {name}", old[name]["schema"], new[name]["schema"], answer=False)

    def _body(self, where: str, old: Node, new: Node) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{where}: must be given now"
        yield from self._content(where, old, new, answer=False)

    def _response(self, where: str, old: Node, new: Node) -> Iterator[str]:
        yield from self._content(where, old, new, answer=True)
        before, after = old.get("headers", {}), new.get("headers", {})
        yield from gone(where, "header", before, after)
        for name in shared(before, after):
            had, has = self._pair(before[name], after[name])
            yield from unknown(f"{where} {name}", had, has, _OF_PARAMETER)
            if had.get("required") and not has.get("required"):
                yield f"{where} {name}: may be missing now"
            yield from self._schemas.between(f"{where} {name}", had["schema"], has["schema"], answer=True)

    def _content(self, where: str, old: Node, new: Node, *, answer: bool) -> Iterator[str]:
        before, after = old.get("content", {}), new.get("content", {})
        yield from gone(where, "media type", before, after)
        for kind in shared(before, after):
            yield from unknown(f"{where} {kind}", before[kind], after[kind], _OF_CONTENT)
            had, has = before[kind].get("schema", {}), after[kind].get("schema", {})
            yield from self._schemas.between(f"{where} {kind}", had, has, answer=answer)

    def _pair(self, old: Node, new: Node) -> tuple[Node, Node]:
        return resolved(self._old, old), resolved(self._new, new)


def _parameters(document: Node, path: Node, method: str) -> dict[str, Node]:
    """Those of one operation, with those of its path, each by its place and name."""
    given = (resolved(document, each) for of in (path, path[method]) for each in of.get("parameters", ()))
    return {f"{parameter['in']} {parameter['name']}": parameter for parameter in given}


def _servers(document: Node) -> list[str]:
    return [server["url"] for server in document.get("servers", ())]


def _logins(document: Node, operation: Node) -> Sequence[Mapping[str, Sequence[str]]]:
    """The ways to get in, of which any will do. Source: OpenAPI 3.1, Security Requirement Object."""
    given: Sequence[Mapping[str, Sequence[str]]] = operation.get("security", document.get("security", ()))
    return given or [{}]


def _asks_no_more(offered: Mapping[str, Sequence[str]], login: Mapping[str, Sequence[str]]) -> bool:
    return all(name in login and set(scopes) <= set(login[name]) for name, scopes in offered.items())
