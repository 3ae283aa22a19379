from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.music.byte_ranges import (
    ByteRange,
    UnsatisfiableRangeError,
    asked_range,
)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 100))
def test_a_range_lies_within_the_file_and_begins_where_it_was_asked(
    first: int, last: int, n_bytes: int
) -> None:
    try:
        found = asked_range(f"bytes={first}-{last}", n_bytes)
    except UnsatisfiableRangeError:
        assert first >= n_bytes
        return
    if found is None:
        assert last < first
        return
    assert found.first == first
    assert found.last == min(last, n_bytes - 1)
    assert 1 <= found.n_bytes <= n_bytes


@given(st.text(max_size=60), st.integers(0, 100))
def test_no_header_is_an_error_but_one_that_asks_for_what_is_not_there(
    header: str, n_bytes: int
) -> None:
    try:
        found = asked_range(header, n_bytes)
    except UnsatisfiableRangeError:
        return
    assert found is None or 0 <= found.first <= found.last < n_bytes


@pytest.mark.parametrize("n_bytes", [0, 5])
def test_the_end_of_a_file_is_given_as_far_as_there_is_one(n_bytes: int) -> None:
    if not n_bytes:
        with pytest.raises(UnsatisfiableRangeError):
            asked_range("bytes=-3", 0)
        return
    assert asked_range("bytes=-3", n_bytes) == ByteRange(2, 4)
    assert asked_range("bytes=-99", n_bytes) == ByteRange(0, 4)
    assert asked_range(None, n_bytes) is None
