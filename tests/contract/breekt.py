"""What breaks a caller: kinds of change, each with every place for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from tests.contract.mutatie import (
    Mutatie,
    Path,
    Tree,
    Vinder,
    answered,
    asked,
    but,
    is_place,
    may_be_null,
    more,
    named,
    operations,
    parameters,
    responses,
    with_,
    without,
)

_NEW: Final = {"type": "string"}
_BOUNDS: Final = {
    "string": ("minLength", "maxLength"), "integer": ("minimum", "maximum"), "array": ("minItems", "maxItems"),
}  # fmt: skip


def _field_gone(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        yield from (Mutatie((*path, "properties"), without(name)) for name in schema.get("properties", {}))


def _field_may_be_missing(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        yield from (Mutatie((*path, "required"), without(n)) for n, _ in enumerate(schema.get("required", ())))


def _type_changed(document: Tree) -> Iterator[Mutatie]:
    for path, schema in chain(answered(document), asked(document)):
        if "type" in schema and schema["type"] != "null":
            yield Mutatie(path, with_(type="number"))
        if "$ref" in schema:
            yield Mutatie(path, but({"type": "number"}))


def _format_changed(document: Tree) -> Iterator[Mutatie]:
    for path, schema in chain(answered(document), asked(document)):
        if schema.get("type") == "string":
            yield Mutatie(path, with_(format="anders"))
        if is_place(path) and any("format" in each for each in (schema, *schema.get("anyOf", ()))):
            yield Mutatie(path, _without_format)


def _without_format(schema: Any) -> Any:
    """Also in its alternatives: it may be told in both."""
    plain = without("format")(schema)
    return {**plain, "anyOf": [without("format")(each) for each in plain["anyOf"]]} if "anyOf" in plain else plain


def _field_may_be_null(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if is_place(path) and not may_be_null(schema):
            yield Mutatie(path, lambda node: {"anyOf": [node, {"type": "null"}]})


def _closed_list_changed(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if "enum" in schema:
            yield Mutatie((*path, "enum"), more("nieuw"))
            yield Mutatie(path, without("enum"))
            yield from (Mutatie((*path, "enum"), without(n)) for n, _ in enumerate(schema["enum"]))


def _known_value_gone(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if known := schema.get("x-extensible-enum"):
            yield Mutatie(path, without("x-extensible-enum"))
            yield from (Mutatie((*path, "x-extensible-enum"), without(n)) for n, _ in enumerate(known))


def _form_no_longer_promised(document: Tree) -> Iterator[Mutatie]:
    for path, schema in answered(document):
        if "pattern" in schema:
            yield Mutatie(path, without("pattern"))
            yield Mutatie(path, with_(pattern="anders"))


def _not_to_be_judged(document: Tree) -> Iterator[Mutatie]:
    for path, _ in chain(answered(document), asked(document)):
        yield Mutatie(path, with_(oneOf=[_NEW]))


def _path_or_operation_gone(document: Tree) -> Iterator[Mutatie]:
    yield from (Mutatie(("paths",), without(path)) for path in document["paths"])
    yield from (Mutatie(path[:-1], without(path[-1])) for path, _ in operations(document))


def _operation_renamed(document: Tree) -> Iterator[Mutatie]:
    yield from (Mutatie((*path, "operationId"), but("anders")) for path, _ in operations(document))


def _status_gone(document: Tree) -> Iterator[Mutatie]:
    yield from (Mutatie(path[:-1], without(path[-1])) for path, _ in responses(document))


def _media_type_or_header_gone(document: Tree) -> Iterator[Mutatie]:
    for path, response in responses(document):
        for kind in ("content", "headers"):
            yield from (Mutatie((*path, kind), without(name)) for name in response.get(kind, {}))


def _parameter_gone(document: Tree) -> Iterator[Mutatie]:
    yield from (Mutatie(path[:-1], without(path[-1])) for path, _ in parameters(document))


def _must_be_given(document: Tree) -> Iterator[Mutatie]:
    for path, parameter in parameters(document):
        if not parameter.get("required"):
            yield Mutatie(path, with_(required=True))
    for path, operation in operations(document):
        for place in ("query", "header", "cookie"):
            new = {"name": "nieuw", "in": place, "required": True, "schema": _NEW}
            yield Mutatie(path, with_(parameters=[*operation.get("parameters", ()), new]))
        yield Mutatie(path, with_(requestBody={"required": True, "content": {"application/json": {"schema": _NEW}}}))


def _less_of_a_parameter_is_taken(document: Tree) -> Iterator[Mutatie]:
    for path, schema in asked(document):
        yield from less_is_taken(path, schema)
    for path, _ in parameters(document):
        yield Mutatie(path, with_(style="anders"))


def less_is_taken(path: Path, schema: Tree) -> Iterator[Mutatie]:
    """What makes a schema of something asked narrower."""
    kind = schema.get("type")
    if kind in _BOUNDS:
        lower, upper = _BOUNDS[kind]
        yield Mutatie(path, with_(**{lower: schema.get(lower, 0) + 1}))
        yield Mutatie(path, with_(**{upper: schema.get(upper, 100_000) - 1}))
    if kind == "string":
        yield Mutatie(path, with_(pattern="anders"))
        yield Mutatie(path, with_(const="alleen dit"))
    if "default" in schema:
        yield Mutatie(path, without("default"))
        yield Mutatie(path, with_(default="anders"))
    yield from (Mutatie((*path, "enum"), without(n)) for n, _ in enumerate(schema.get("enum", ())))


def _way_in_gone(document: Tree) -> Iterator[Mutatie]:
    other: list[Any] = [{"anders": []}]
    for name in document["components"]["securitySchemes"]:
        yield Mutatie(("components", "securitySchemes"), without(name))
        yield Mutatie(("components", "securitySchemes", name), with_(scheme="basic"))
        yield Mutatie(("security",), but([{name: ["zaken"]}]))
        yield Mutatie(("security",), but([{name: [], "anders": []}]))
    yield Mutatie(("security",), but(other))
    yield from (Mutatie(path, with_(security=other)) for path, _ in operations(document))


def _address_gone(_document: Tree) -> Iterator[Mutatie]:
    yield Mutatie(("servers",), but([{"url": "/v2"}]))


def renamed(document: Tree, name: str, new: str) -> Tree:
    """The document in which a schema is called otherwise, also in every link to it."""
    link = f"#/components/schemas/{name}"

    def told(tree: Any) -> Any:
        match tree:
            case dict():
                return {key: told(value) for key, value in tree.items()}
            case list():
                return [told(value) for value in tree]
        return f"#/components/schemas/{new}" if tree == link else tree

    changed: Tree = told(document)
    schemas = changed["components"]["schemas"]
    schemas[new] = schemas.pop(name)
    return changed


BREEKT: Final[Mapping[str, Vinder]] = {
    "a field is gone": _field_gone,
    "a field may be missing": _field_may_be_missing,
    "a type changed": _type_changed,
    "a format changed": _format_changed,
    "a field may be null": _field_may_be_null,
    "a closed list changed": _closed_list_changed,
    "a known value is gone": _known_value_gone,
    "a form is no longer promised": _form_no_longer_promised,
    "something cannot be judged": _not_to_be_judged,
    "a path or operation is gone": _path_or_operation_gone,
    "an operation is renamed": _operation_renamed,
    "a status is gone": _status_gone,
    "a media type or header is gone": _media_type_or_header_gone,
    "a parameter is gone": _parameter_gone,
    "something must be given": _must_be_given,
    "less of a parameter is taken": _less_of_a_parameter_is_taken,
    "a way in is gone": _way_in_gone,
    "an address is gone": _address_gone,
}
"""In the document itself."""


def _question_field_must_be_given(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        if "properties" in schema:
            yield Mutatie(path, with_(properties={**schema["properties"], "nieuw": _NEW}, required=["nieuw"]))
            yield Mutatie(path, with_(additionalProperties=False))


def _question_may_no_longer_be_null(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        if may_be_null(schema):
            yield Mutatie((*path, "anyOf"), lambda kinds: [kind for kind in kinds if kind != {"type": "null"}])


def _question_less_is_taken(document: Tree) -> Iterator[Mutatie]:
    for path, schema in named(document):
        yield from less_is_taken(path, schema)


VRAAG_BREEKT: Final[Mapping[str, Vinder]] = {
    "a field is gone": _field_gone,
    "a type changed": _type_changed,
    "a format changed": _format_changed,
    "a known value is gone": _known_value_gone,
    "a field must be given": _question_field_must_be_given,
    "a field may no longer be null": _question_may_no_longer_be_null,
    "less is taken": _question_less_is_taken,
}
"""In a document whose schemas are those of what is asked."""
