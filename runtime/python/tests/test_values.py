from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motia.errors import InvalidValueError
from motia.values import LARGEST_INTEGER, from_json, to_json

TEXTS = st.text(["a", "0", "å", "\u2028", "\x00", '"', "\\", "/", "\ud800", "\U0001f600"])

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    text = to_json(value)
    assert from_json(text) == value
    assert json.loads(text.encode("utf-8")) == value


@given(st.integers(LARGEST_INTEGER + 1) | st.integers(max_value=-LARGEST_INTEGER - 1))
def test_integer_that_javascript_cannot_hold(value: int) -> None:
    with pytest.raises(InvalidValueError, match=r"at \.list\[1\]; store it as str"):
        to_json({"list": [0, value]})
    found = from_json(str(value))
    assert isinstance(found, float) or math.isinf(found)


@given(st.text(list('[]{}",:0123456789eE+-.NaIfnityul\\ ')))
def test_reading_never_raises_anything_but_value_errors(text: str) -> None:
    try:
        from_json(text)
    except ValueError:
        pass


def test_long_digits_in_a_text_are_no_integer() -> None:
    assert to_json({"card": "12345678901234567890", "pi": 3.141592653589793}) == (
        '{"card":"12345678901234567890","pi":3.141592653589793}'
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "NaN and infinities have no JSON form; store None"),
        ({"a": [1, float("-inf")]}, r"no JSON form at \.a\[1\]"),
        ({"a": object()}, "a object has no JSON form"),
        ({(1, 2): 3}, "keys of a dict must be texts"),
    ],
)
def test_value_that_is_no_json(value: Any, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        to_json(value)


def test_value_that_holds_itself() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(InvalidValueError, match="refers to itself"):
        to_json(value)


def test_nan_is_no_json_to_read() -> None:
    with pytest.raises(ValueError, match="NaN is no JSON"):
        from_json("[NaN]")
