from __future__ import annotations

import io
import tempfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.tagging.formats.unwritable import UnwritableFileError, WritingFailedError
from genrelens.tagging.journals.delta import (
    MAX_GROWTH,
    Copy,
    Put,
    apply_delta,
    check_length,
    make_delta,
)


def delta_of(there: bytes, wanted: bytes):
    """Give the delta of two contents, and what it makes of the first."""
    with tempfile.TemporaryFile() as old, tempfile.TemporaryFile() as new:
        for file, content in ((old, there), (new, wanted)):
            file.write(content)
            file.flush()
        delta = make_delta(old, new)
        made = io.BytesIO()
        apply_delta(old, made, delta)
        return delta, made.getvalue()


def n_put(delta) -> int:
    return sum(len(each.content) for each in delta if isinstance(each, Put))


pieces = st.lists(
    st.one_of(
        st.binary(max_size=200),
        st.integers(0, 255).map(lambda n: bytes([n]) * 150),
        st.integers(0, 9).map(lambda n: np.random.default_rng(n).bytes(3_000)),
    ),
    max_size=8,
).map(b"".join)


@given(there=pieces, wanted=pieces)
@settings(deadline=None, max_examples=150)
def test_the_wanted_file_is_made_from_any_other(there, wanted) -> None:
    assert delta_of(there, wanted)[1] == wanted


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b,
        lambda b: b"head" * 9 + b,
        lambda b: b[500:],
        lambda b: b[:4] + b"size" + b[8:] + b"chunk" * 30,
        lambda b: b[:100_000] + b"x" * 77 + b[100_000:],
        lambda b: b[:100] + b"y" * 40 + b[100:90_000] + b[90_040:],
    ],
)
def test_what_is_put_in_is_about_what_differs(change) -> None:
    """Also where both ends differ, as in a WAV file with a chunk behind its sound."""
    old = np.random.default_rng(3).bytes(200_000)
    delta, made = delta_of(change(old), old)
    assert made == old
    assert n_put(delta) < 2_000


def test_many_small_differences_stay_small() -> None:
    """Pages of an Ogg file carry a number and a checksum that all move."""
    pages = np.frombuffer(np.random.default_rng(4).bytes(400_000), np.uint8)
    changed = pages.reshape(-1, 4_000).copy()
    changed[:, 18:26] ^= 255
    delta, made = delta_of(changed.tobytes(), pages.tobytes())
    assert made == pages.tobytes()
    assert n_put(delta) < 100 * 80


def test_a_file_that_grew_shorter_is_noticed() -> None:
    with pytest.raises(UnwritableFileError, match="shorter"):
        apply_delta(io.BytesIO(b"abc"), io.BytesIO(), (Copy(0, 9),))


@pytest.mark.parametrize(
    ("delta", "size", "said"),
    [
        ((Copy(0, 3), Put(b"ab")), 6, "has 5 bytes and not 6"),
        ((Copy(0, 4),), 4, "bytes that it does not have"),
        ((Copy(0, 3),) * (MAX_GROWTH // 3 + 2), MAX_GROWTH + 5, "would make it grow"),
    ],
)
def test_a_delta_that_cannot_be_meant_is_refused_before_anything_is_written(
    tmp_path, delta, size, said
) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with (tmp_path / "a").open("rb") as there:
        check_length(there, (Copy(0, 3), Put(b"ab")), 5)
        with pytest.raises(WritingFailedError, match=said):
            check_length(there, delta, size)
