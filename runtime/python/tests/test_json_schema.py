"""The package jsonschema is the oracle."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motia.errors import DefinitionError
from motia.schema import compile_schema

NAMES = st.sampled_from(["a", "b", "c"])
SMALL = st.integers(-3, 3)
COUNTS = st.integers(0, 3)

SCALARS = st.none() | st.booleans() | SMALL | st.sampled_from([0.5, 1.0, 2.25, -1.5]) | st.text("ab1", max_size=3)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)

TYPES = st.sampled_from(["null", "boolean", "string", "number", "integer", "array", "object"])


def keywords(schema: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "const": VALUES,
            "minimum": SMALL,
            "maximum": SMALL,
            "exclusiveMinimum": SMALL,
            "exclusiveMaximum": SMALL,
            "multipleOf": st.sampled_from([1, 2, 0.25, 0.1]),
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "pattern": st.sampled_from(["^a", "b$", "[0-9]", "^(a|b)+$"]),
            "properties": st.dictionaries(NAMES, schema, max_size=3),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b|c"]), schema, max_size=2),
            "additionalProperties": schema,
            "propertyNames": schema,
            "required": st.lists(NAMES, max_size=2, unique=True),
            "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=2),
            "dependentSchemas": st.dictionaries(NAMES, schema, max_size=2),
            "minProperties": COUNTS,
            "maxProperties": COUNTS,
            "prefixItems": st.lists(schema, min_size=1, max_size=2),
            "items": schema,
            "contains": schema,
            "minContains": COUNTS,
            "maxContains": COUNTS,
            "uniqueItems": st.booleans(),
            "minItems": COUNTS,
            "maxItems": COUNTS,
            "allOf": st.lists(schema, min_size=1, max_size=2),
            "anyOf": st.lists(schema, min_size=1, max_size=2),
            "oneOf": st.lists(schema, min_size=1, max_size=3),
            "not": schema,
            "if": schema,
            "then": schema,
            "else": schema,
            "$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"]),
        },
    )


SCHEMAS = st.recursive(st.booleans() | keywords(st.booleans()), keywords, max_leaves=4)


@settings(max_examples=60, deadline=None)
@given(SCHEMAS, keywords(st.booleans()), st.lists(VALUES, min_size=1, max_size=5))
def test_judges_as_jsonschema_does(schema: Any, one: dict[str, Any], values: list[Any]) -> None:
    one.pop("$ref", None)
    whole = {"allOf": [schema], "$defs": {"one": one, "two": {"properties": {"a": {"$ref": "#/$defs/one"}}}}}
    validate = compile_schema(whole, "bodySchema")
    oracle = jsonschema.Draft202012Validator(whole)
    for value in values:
        assert (validate(value)[1] == []) is oracle.is_valid(value), value


def test_schema_that_refers_to_itself() -> None:
    tree = {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
                "required": ["name"],
            }
        },
    }
    validate = compile_schema(tree, "input")
    assert validate({"name": "a", "children": [{"name": "b", "children": []}]})[1] == []
    assert [issue["path"] for issue in validate({"name": "a", "children": [{"name": "b"}, {"name": 1}]})[1]] == [
        "children.1.name"
    ]


def test_every_issue_is_told_at_its_path() -> None:
    schema = {
        "properties": {
            "items": {"items": {"required": ["sku"], "properties": {"n": {"type": "integer", "minimum": 1}}}}
        },
        "additionalProperties": False,
    }
    issues = compile_schema(schema, "bodySchema")({"items": [{"n": 0}, {"sku": "x", "n": "1"}], "more": 1})[1]
    assert issues == [
        {"path": "items.0.sku", "message": "is required"},
        {"path": "items.0.n", "message": "must be at least 1"},
        {"path": "items.1.n", "message": "must be integer"},
        {"path": "more", "message": "is not allowed"},
    ]


def test_union_tells_of_the_kind_that_was_meant() -> None:
    schema = {
        "anyOf": [
            {"type": "object", "properties": {"kind": {"const": "card"}, "number": {"type": "string"}}},
            {"type": "string"},
        ]
    }
    assert [issue["path"] for issue in compile_schema(schema, "input")({"kind": "card", "number": 7})[1]] == ["number"]
    assert [issue["path"] for issue in compile_schema(schema, "input")(7)[1]] == [""]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"properties": {"a": {"typ": "string"}}}, "unknown keyword 'typ', at #/properties/a"),
        ({"type": "strng"}, "unknown type 'strng'"),
        ({"unevaluatedProperties": False}, "unknown keyword 'unevaluatedProperties'"),
        ({"$ref": "https://example.com/schema"}, "points out of the schema"),
        ({"$ref": "#/$defs/none"}, "points to nothing"),
        ({"properties": {"a": "string"}}, "a schema is a dict or a bool, this is 'string'"),
        ({"pattern": "("}, "no regular expression"),
        ({"required": "a"}, "list of names"),
        ({"minimum": "1"}, "must be a number"),
    ],
)
def test_schema_that_cannot_be_checked_is_refused(schema: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=r"(?s)^bodySchema is no schema that can be checked: .*") as refused:
        compile_schema(schema, "bodySchema")
    assert message in str(refused.value)


def test_what_pydantic_writes() -> None:
    pydantic = pytest.importorskip("pydantic")
    from typing import Literal

    class Item(pydantic.BaseModel):
        sku: str = pydantic.Field(min_length=1)
        price: float = pydantic.Field(ge=0)
        tags: set[str] = set()
        kind: Literal["a", "b"] = "a"
        note: str | None = None

    class Order(pydantic.BaseModel):
        items: list[Item]
        meta: dict[str, int] = {}

    validate = compile_schema(Order.model_json_schema(), "bodySchema")
    assert validate({"items": [{"sku": "x", "price": 1, "note": None}], "meta": {"a": 1}})[1] == []
    wrong = {"items": [{"sku": "", "price": -1, "kind": "c", "note": 1}], "meta": {"a": "b"}}
    paths = {issue["path"] for issue in validate(wrong)[1]}
    assert paths == {"items.0.sku", "items.0.price", "items.0.kind", "items.0.note", "meta.a"}


def test_pydantic_model_is_what_the_handler_gets() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Order(pydantic.BaseModel):
        id: str
        count: int = 1

    validate = compile_schema(Order, "bodySchema")
    assert validate({"id": "7"}) == (Order(id="7"), [])
    assert [issue["path"] for issue in validate({"count": "x"})[1]] == ["id", "count"]
    assert compile_schema(pydantic.TypeAdapter(list[int]), "input")(["1"]) == ([1], [])


def test_anything_else_is_refused() -> None:
    with pytest.raises(DefinitionError, match="input is a str"):
        compile_schema("string", "input")
