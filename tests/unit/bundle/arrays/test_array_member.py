from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from genrelens.bundle.arrays.array_member import (
    ALLOWED_TYPES,
    array_from_bytes,
    array_to_bytes,
)
from genrelens.errors import BundleError

ARRAYS = st.sampled_from(ALLOWED_TYPES).flatmap(
    lambda dtype: arrays.arrays(dtype, st.integers(0, 40))
)


@given(ARRAYS)
def test_an_array_comes_back_bit_for_bit(array: np.ndarray) -> None:
    content = array_to_bytes(array)
    found = array_from_bytes(
        content, name="a", dtype=array.dtype.str, length=len(array)
    )
    assert found.dtype == array.dtype
    assert found.tobytes() == array.tobytes()
    assert not found.flags.writeable


@given(ARRAYS)
def test_numpy_itself_reads_the_member(array: np.ndarray) -> None:
    found = np.load(BytesIO(array_to_bytes(array)), allow_pickle=False)
    assert found.dtype == array.dtype
    assert found.tobytes() == array.tobytes()


@pytest.mark.parametrize("dtype", [object, "<U3", ">f4", "<c16", "<M8[s]", "<f2"])
def test_other_types_are_refused(dtype: object) -> None:
    array = np.zeros(2, dtype=dtype)
    with pytest.raises(BundleError, match="has no place in a model file"):
        array_to_bytes(array)


def test_two_axes_are_refused() -> None:
    with pytest.raises(BundleError, match="2 axes"):
        array_to_bytes(np.zeros((2, 2)))


@pytest.mark.parametrize("change", [b"x", b""])
def test_a_wrong_size_is_refused_with_both_sizes(change: bytes) -> None:
    content = array_to_bytes(np.arange(5, dtype="<u2"))
    changed = content + change if change else content[:-1]
    with pytest.raises(BundleError, match="need 138"):
        array_from_bytes(changed, name="a", dtype="<u2", length=5)


@pytest.mark.parametrize(("dtype", "length"), [("<u4", 5), ("<u2", 4), ("|u1", 10)])
def test_a_header_that_the_manifest_contradicts_is_refused(
    dtype: str, length: int
) -> None:
    content = array_to_bytes(np.arange(5, dtype="<u2"))
    with pytest.raises(BundleError, match="does not begin as"):
        array_from_bytes(content, name="a", dtype=dtype, length=length)


def test_fortran_order_and_later_header_versions_are_refused() -> None:
    content = array_to_bytes(np.arange(5, dtype="<u2"))
    for changed in (
        content.replace(b"False", b"True "),
        content.replace(b"\x93NUMPY\x01", b"\x93NUMPY\x02"),
    ):
        with pytest.raises(BundleError, match="does not begin as"):
            array_from_bytes(changed, name="a", dtype="<u2", length=5)
