from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.ape_items import (
    ape_genres,
    find_tail,
    render_ape,
    with_ape_genres,
)
from genrelens.tagging.formats.unwritable import UnwritableFileError


@pytest.fixture
def tail_of(tmp_path):
    def find(content: bytes):
        (tmp_path / "x").write_bytes(content)
        with (tmp_path / "x").open("rb") as file:
            return find_tail(ByteView(file))

    return find


def test_a_tag_is_put_together_as_it_was(tail_of, sound_files) -> None:
    tag = sound_files.ape_tag("Dub")
    tail = tail_of(b"sound" + tag + sound_files.old_tag())
    assert (tail.audio_end, tail.after) == (5, sound_files.old_tag())
    assert render_ape(tail.items) == tag
    new = with_ape_genres(tail.items, ("A", "B"), "genre")
    assert ape_genres(new, "genre") == ("A", "B")
    assert with_ape_genres(new, (), "genre") == tuple(
        item for item in tail.items if item.key != "Genre"
    )


def test_a_damaged_tag_is_refused(tail_of, sound_files) -> None:
    tag = sound_files.ape_tag("Dub")
    for at in range(len(tag) - 32, len(tag) - 8):
        for byte in (0, 7, 255):
            spoilt = tag[:at] + bytes([byte]) + tag[at + 1 :]
            try:
                tail = tail_of(b"sound" + spoilt)
            except UnwritableFileError as error:
                assert "APE tag" in str(error)  # noqa: PT017
            else:
                assert tail.items is None or render_ape(tail.items)


def test_no_tag_is_no_tag(tail_of) -> None:
    assert tail_of(b"") == tail_of(b"")
    assert tail_of(b"sound").items is None
