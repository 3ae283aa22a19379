from __future__ import annotations

import pytest

from genrelens.audio.decoding.limits import check_claims, is_cut
from genrelens.audio.faults import SoundError


@pytest.mark.parametrize("rate", [8_000, 44_100, 384_000])
@pytest.mark.parametrize("n_channels", [1, 8])
def test_what_music_has_is_let_through(rate, n_channels) -> None:
    check_claims(rate=rate, n_channels=n_channels, seconds=4 * 3600)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"rate": 7_999}, "out-of-range"),
        ({"rate": 384_001}, "out-of-range"),
        ({"rate": 0}, "out-of-range"),
        ({"n_channels": 0}, "out-of-range"),
        ({"n_channels": 9}, "out-of-range"),
        ({"seconds": 4 * 3600 + 1}, "too-long"),
    ],
)
def test_what_no_track_has_is_refused_with_the_limit(claims, code) -> None:
    with pytest.raises(SoundError) as caught:
        check_claims(**{"rate": 44_100, "n_channels": 2, "seconds": 60} | claims)
    assert caught.value.code == code
    assert "read" in caught.value.reason


def test_what_encoders_leave_out_is_no_cut() -> None:
    assert not is_cut(stated=200.0, found=199.1)
    assert is_cut(stated=200.0, found=198.5)
    assert is_cut(stated=3.0, found=2.7)
    assert not is_cut(stated=3.0, found=4.0)
