from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.tagging.formats.id3.frames import (
    Id3Tag,
    empty_tag,
    make_frame,
    parse_tag,
    render_tag,
    tag_length,
)
from genrelens.tagging.formats.unwritable import UnwritableFileError

bodies = st.lists(st.binary(min_size=1, max_size=300), max_size=6)


@given(bodies, st.sampled_from([2, 3, 4]), st.booleans())
def test_frames_come_back_byte_for_byte(bodies, version, is_stuffed) -> None:
    name = "TT2" if version == 2 else "TIT2"
    frames = tuple(make_frame(name, body, version) for body in bodies)
    tag = Id3Tag(version, 0x80 if is_stuffed else 0, frames, 0)
    content = render_tag(tag)
    assert tag_length(content) == len(content)
    again = parse_tag(content)
    assert again.frames == frames
    assert render_tag(again) == content


def test_a_tag_keeps_its_room_until_it_needs_more() -> None:
    tag = parse_tag(render_tag(empty_tag()))
    small = render_tag(tag.with_frames((make_frame("TIT2", b"\3x", 4),)))
    assert len(small) == tag.length
    large = render_tag(tag.with_frames((make_frame("TIT2", b"\3" * 2_000, 4),)))
    assert len(large) == 10 + 10 + 2_000 + 1_024


def test_plain_sizes_in_version_4_are_read_as_early_itunes_wrote_them() -> None:
    body = b"\3" + b"x" * 199
    frame = b"TIT2" + (200).to_bytes(4) + b"\0\0" + body
    tag = parse_tag(b"ID3\4\0\0\0\0\1\x6e" + frame.ljust(238, b"\0"))
    assert tag.frames[0].raw == frame


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ID3\4\0\x40\0\0\0\0", "extended header"),
        (b"ID3\4\0\x10\0\0\0\0", "footer"),
        (b"ID3\3\0\0\0\0\0\x0aTIT2\0\0\xff\xff\0\0", "damaged at byte 10"),
        (b"ID3\3\0\0\0\0\0\x0atit2\0\0\0\0\0\0", "damaged at byte 10"),
        (b"ID3\3\0\0\0\0\0\x0a" + bytes(9) + b"x", "something other than frames"),
        (b"ID3\3\0\x80\0\0\0\x0b" + b"\xff\x00\x00" + bytes(8), ""),
    ],
)
def test_what_cannot_be_kept_is_refused(content, said) -> None:
    with pytest.raises(UnwritableFileError) as refused:
        parse_tag(content)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "header", [b"", b"ID3\4", b"ID3\5\0\0\0\0\0\1", b"ID3\4\0\0\0\0\0\x80", b"TAG" * 5]
)
def test_what_begins_no_tag_has_no_length(header) -> None:
    assert tag_length(header) == 0
