from __future__ import annotations

import io
import struct

import pytest

from genrelens.audio.decoding.stated_length import has_mp3_length, share_present

STATED = [
    "pcm.wav", "float.wav", "pcm.rf64", "pcm.w64", "pcm.aiff", "pcm.au", "pcm.caf",
    "aac.m4a", "alac.m4a", "wma.wma",
]  # fmt: skip


@pytest.fixture(scope="module")
def sounds(hostile_sound) -> dict[str, bytes]:
    return hostile_sound.render_all()


def test_a_whole_file_of_any_format_is_whole(sounds) -> None:
    shares = {name: share_present(io.BytesIO(data)) for name, data in sounds.items()}
    assert shares == dict.fromkeys(sounds, 1.0)


@pytest.mark.parametrize("name", STATED)
def test_the_share_of_a_cut_file_is_that_of_its_bytes(sounds, name) -> None:
    content = sounds[name]
    for part in (0.3, 0.6, 0.9):
        share = share_present(io.BytesIO(content[: int(part * len(content))]))
        assert share == pytest.approx(part, abs=0.05)


@pytest.mark.parametrize("name", ["vorbis.ogg", "opus.opus", "av.opus"])
def test_a_cut_page_is_seen_wherever_it_is_cut(sounds, name) -> None:
    content = sounds[name]
    for missing in (1, 100, len(content) // 3, len(content) // 2):
        assert share_present(io.BytesIO(content[:-missing])) == 0.0


@pytest.mark.parametrize("size", [0, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_length_that_could_not_be_known_is_no_alarm(sounds, size) -> None:
    content = bytearray(sounds["pcm.wav"])
    at = content.index(b"data") + 4
    content[at : at + 4] = struct.pack("<I", size)
    assert share_present(io.BytesIO(bytes(content))) == 1.0


@pytest.mark.parametrize("head", [b"RIFF", b"RF64", b"FORM", b"caff", b".snd", b"OggS"])
def test_what_only_begins_like_a_sound_is_left_to_the_decoder(head) -> None:
    for rest in (b"", b"\xff" * 200, bytes(200)):
        assert 0.0 <= share_present(io.BytesIO(head + rest)) <= 1.0


def test_an_mp3_says_whether_it_states_its_length(sounds) -> None:
    content = sounds["sf.mp3"]
    assert has_mp3_length(io.BytesIO(content))
    second = content.index(content[:2], 4)
    assert not has_mp3_length(io.BytesIO(content[second:]))
    tag = b"ID3\x04\0\0\0\0\x7f\x7f" + bytes(127 * 128 + 127)
    assert has_mp3_length(io.BytesIO(tag + content))
