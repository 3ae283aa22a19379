from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.bundle.strict_json import (
    MAX_DEPTH,
    MAX_JSON_BYTES,
    json_from_bytes,
    json_to_bytes,
)
from genrelens.errors import BundleError

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)


@given(VALUES)
def test_values_come_back_exactly(value: object) -> None:
    content = json_to_bytes([value])
    assert json_from_bytes(content) == [value]
    assert json_to_bytes(json_from_bytes(content)) == content


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_every_bit(value: float) -> None:
    found = json_from_bytes(json_to_bytes([value]))
    assert np.float64(found[0]).tobytes() == np.float64(value).tobytes()


def test_numbers_of_numpy_become_plain() -> None:
    assert json_from_bytes(json_to_bytes([np.int64(3), np.float32(0.5)])) == [3, 0.5]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[1,]",
        b"[NaN]",
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b"[9223372036854775808]",
        b"[" + b"9" * 5_000 + b"]",
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 1}}',
        b'["\\ud800"]',
        b'{"\\udfff": 1}',
        b'["\xff"]',
        b"\xef\xbb\xbf[]",
        "[]".encode("utf-16"),
        b"[1] [2]",
        b"'a'",
        b'["' + b"a" * 10_001 + b'"]',
        b"[" * 100_000 + b"]" * 100_000,
        b"[" * 100_000,
        b"[" + b"[]," * 200_000 + b"[]]",
        b"[" + b"1," * 1_000_001 + b"1]",
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_not_plain_json_is_refused_quickly(text: bytes) -> None:
    begin = time.process_time()
    with pytest.raises(BundleError, match="manifest of the model cannot be read"):
        json_from_bytes(text)
    assert time.process_time() - begin < 2


def test_nesting_is_allowed_up_to_the_limit() -> None:
    inner = MAX_DEPTH - 1
    assert json_from_bytes(b"[" * inner + b"1" + b"]" * inner)
    with pytest.raises(BundleError, match="nested more than"):
        json_from_bytes(b"[" * (inner + 1) + b"1" + b"]" * (inner + 1))


def test_a_text_beyond_the_size_is_refused_unread() -> None:
    with pytest.raises(BundleError, match=r"8,388,609 bytes of 8,388,608"):
        json_from_bytes(b" " * (MAX_JSON_BYTES + 1))


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, b"x", "\ud800", object])
def test_what_json_cannot_hold_is_refused_on_writing(value: object) -> None:
    with pytest.raises(BundleError):
        json_to_bytes({"a": value})


def test_a_value_within_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(BundleError):
        json_to_bytes(value)
