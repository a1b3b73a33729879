"""What breaks no caller: kinds of change, each with every place for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from tests.contract.mutatie import (
    Mutatie,
    Tree,
    Vinder,
    answered,
    asked,
    but,
    may_be_null,
    more,
    named,
    operations,
    parameters,
    responses,
    with_,
    without,
)
from tests.contract.verwijzing import resolved

_NEW: Final = {"type": "string"}
_JSON: Final = {"application/json": {"schema": _NEW}}
_OPERATION: Final = {"operationId": "nieuw", "responses": {"200": {"description": "Nieuw.", "content": _JSON}}}


def _field_added(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        if "properties" in schema:
            added = {**schema["properties"], "nieuw": _NEW}
            yield Mutatie(path, with_(properties=added))
            yield Mutatie(path, with_(properties=added, required=[*schema.get("required", ()), "nieuw"]))


def _never_null(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if may_be_null(schema):
            yield Mutatie((*path, "anyOf"), lambda kinds: [kind for kind in kinds if kind != {"type": "null"}])


def _known_value_added(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if "x-extensible-enum" in schema:
            yield Mutatie((*path, "x-extensible-enum"), more("nieuw"))


def _form_promised(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if schema.get("type") == "string" and "pattern" not in schema:
            yield Mutatie(path, with_(pattern="^nieuw$", minLength=5, maxLength=5))


def _answer_added(document: Tree) -> Iterator[Mutatie]:
    for path, operation in operations(document):
        yield Mutatie((*path, "responses"), with_(**{"418": operation["responses"]["200"]}))
    for path, response in responses(document):
        for kind, new in (("content", {"text/nieuw": {"schema": _NEW}}), ("headers", {"Nieuw": {"schema": _NEW}})):
            yield Mutatie(path, with_(**{kind: {**response.get(kind, {}), **new}}))


def _path_or_operation_added(document: Tree) -> Iterator[Mutatie]:
    yield Mutatie(("paths",), with_(**{"/nieuw": {"get": _OPERATION}}))
    yield from (Mutatie(("paths", path), with_(post=_OPERATION)) for path in document["paths"])


def _more_may_be_given(document: Tree) -> Iterator[Mutatie]:
    for path, operation in operations(document):
        for place in ("query", "header", "cookie"):
            new = {"name": "nieuw", "in": place, "required": False, "schema": _NEW}
            yield Mutatie(path, with_(parameters=[*operation.get("parameters", ()), new]))
        yield Mutatie(path, with_(requestBody={"content": _JSON}))
    for path, parameter in parameters(document):
        if parameter.get("required"):
            yield Mutatie(path, without("required"))


def _more_is_taken(document: Tree) -> Iterator[Mutatie]:
    for path, schema in asked(document):
        for key in schema.keys() & {"minLength", "maxLength", "minimum", "maximum", "maxItems", "pattern", "enum"}:
            yield Mutatie(path, without(key))
        if "enum" in schema:
            yield Mutatie((*path, "enum"), more("nieuw"))
        if "default" not in schema:
            yield Mutatie(path, with_(default="nieuw"))
        yield Mutatie(path, lambda node: {"anyOf": [node, {"type": "null"}]})


def _told_otherwise(document: Tree) -> Iterator[Mutatie]:
    told = {"description": "Anders.", "title": "Anders", "examples": ["anders"], "deprecated": True}
    for path, _ in chain(answered(document), asked(document)):
        yield Mutatie(path, with_(**told, **{"x-zgw": "zaken.Zaak.anders"}))
    for path, _ in chain(operations(document), responses(document), parameters(document)):
        yield Mutatie(path, with_(description="Anders.", summary="Anders."))
    yield Mutatie(("info",), with_(title="Anders", version="9.9.9"))


def _written_in_another_order(document: Tree) -> Iterator[Mutatie]:
    yield from (Mutatie((key,), _turned) for key in document if key != "openapi")


def _turned(tree: Any) -> Any:
    match tree:
        case dict():
            return {key: _turned(value) for key, value in reversed(tree.items())}
        case list():
            return [_turned(value) for value in reversed(tree)]
    return tree


def _written_out(document: Tree) -> Iterator[Mutatie]:
    for path, schema in chain(answered(document), asked(document)):
        if "$ref" in schema:
            yield Mutatie(path, but(resolved(document, schema)))


def _way_in_added(document: Tree) -> Iterator[Mutatie]:
    yield Mutatie(("security",), more({"anders": []}))
    yield Mutatie(("security",), but([{}]))
    yield from (Mutatie(path, with_(security=[{}])) for path, _ in operations(document))
    yield Mutatie(("components", "securitySchemes"), with_(anders={"type": "mutualTLS"}))
    yield Mutatie(("servers",), more({"url": "/v1-nieuw"}))
    yield Mutatie(("components", "schemas"), with_(Nieuw=_NEW))


PAST: Final[Mapping[str, Vinder]] = {
    "a field is added": _field_added,
    "a field is never null": _never_null,
    "a known value is added": _known_value_added,
    "a form is promised": _form_promised,
    "an answer is added": _answer_added,
    "a path or operation is added": _path_or_operation_added,
    "more may be given": _more_may_be_given,
    "more is taken": _more_is_taken,
    "something is told otherwise": _told_otherwise,
    "something is written in another order": _written_in_another_order,
    "something is written out": _written_out,
    "a way in is added": _way_in_added,
}
"""In the document itself."""


def _question_field_may_be_given(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        if "properties" in schema:
            yield Mutatie(path, with_(properties={**schema["properties"], "nieuw": _NEW}))
            yield from (Mutatie((*path, "required"), without(n)) for n, _ in enumerate(schema.get("required", ())))


def _question_more_is_taken(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        if "enum" in schema:
            yield Mutatie((*path, "enum"), more("nieuw"))
            yield Mutatie(path, without("enum"))
        if "pattern" in schema:
            yield Mutatie(path, without("pattern"))
        if len(path) > 3 and path[-2] == "properties" and not may_be_null(schema):
            yield Mutatie(path, lambda node: {"anyOf": [node, {"type": "null"}]})


VRAAG_PAST: Final[Mapping[str, Vinder]] = {
    "a field may be given": _question_field_may_be_given,
    "more is taken": _question_more_is_taken,
    "a known value is added": _known_value_added,
    "something is told otherwise": _told_otherwise,
}
"""In a document whose schemas are those of what is asked."""
