from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.decoding.window import middle


@given(st.integers(1, 10**9), st.integers(8_000, 384_000), st.floats(3, 600))
def test_the_stretch_lies_within_the_track_and_in_its_middle(n, rate, seconds) -> None:
    start, wanted = middle(n, rate=rate, seconds=seconds)
    before, after = start, n - start - wanted
    assert 0 <= after - before <= 1
    assert wanted == n or abs(wanted - seconds * rate) <= 1
