"""Which copy is suggested to stay."""

from dataclasses import dataclass

import pytest

from genrelens.audio.similar_sound.keeping import choose_copy, tell_loss


@dataclass(frozen=True)
class Copy:
    path: str
    duration_ms: float = 200_000.0
    file_format: str = "mp3"
    bitrate_kbps: float | None = 128.0
    n_tags: int = 0


@pytest.mark.parametrize(
    ("copies", "kept", "reason"),
    [
        ([Copy("a.mp3"), Copy("bb.flac", file_format="FLAC")], "bb.flac", "lossless"),
        ([Copy("a.mp3"), Copy("b.mp3", duration_ms=209_000)], "b.mp3", "longer"),
        ([Copy("a.mp3"), Copy("b.mp3", bitrate_kbps=320)], "b.mp3", "higher bitrate"),
        ([Copy("a.mp3"), Copy("long/b.mp3", n_tags=3)], "long/b.mp3", "more tags"),
        ([Copy("long/a.mp3"), Copy("b.mp3")], "b.mp3", "shorter path"),
        (
            [
                Copy("a.flac", file_format="flac"),
                Copy("b.flac", file_format="flac", duration_ms=260_000),
                Copy("c.mp3", duration_ms=300_000),
            ],
            "b.flac",
            "lossless, longer",
        ),
    ],
)
def test_each_trait_decides_before_the_next(copies, kept, reason):
    for order in (copies, copies[::-1]):
        chosen, why = choose_copy(order)
        assert chosen.path == kept
        assert why == reason


def test_padding_of_an_encoder_is_no_longer_recording():
    chosen, why = choose_copy(
        [Copy("a.mp3", 200_050.0), Copy("b.mp3", 200_000.0, bitrate_kbps=320)]
    )
    assert (chosen.path, why) == ("b.mp3", "higher bitrate")


def test_an_unknown_bitrate_decides_nothing():
    chosen, why = choose_copy([Copy("a.mp3", bitrate_kbps=None), Copy("bb.mp3")])
    assert (chosen.path, why) == ("a.mp3", "shorter path")


FLAC = Copy("k.flac", file_format="flac", bitrate_kbps=900.0, n_tags=4)


@pytest.mark.parametrize(
    ("copy", "kept", "told"),
    [
        (Copy("a.mp3"), FLAC, "128 kb/s mp3 where the kept one is flac"),
        (Copy("a.mp3", bitrate_kbps=None), FLAC, "mp3 where the kept one is flac"),
        (Copy("a.mp3"), Copy("k.mp3", 212_000.0), "12 seconds shorter"),
        (
            Copy("a.mp3"),
            Copy("k.mp3", bitrate_kbps=320.0),
            "128 kb/s where the kept one has 320",
        ),
        (
            Copy("a.mp3", n_tags=1),
            Copy("k.mp3", n_tags=5),
            "1 of 5 tags where the kept one has 5",
        ),
        (Copy("aa.mp3"), Copy("k.mp3"), ""),
        (Copy("a.mp3", n_tags=5), FLAC, "128 kb/s mp3 where the kept one is flac"),
    ],
)
def test_a_double_says_in_what_it_stands_behind(copy, kept, told):
    assert tell_loss(copy, kept) == told
