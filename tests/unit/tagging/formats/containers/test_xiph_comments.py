from __future__ import annotations

import struct

import pytest

from genrelens.tagging.formats.containers.xiph_comments import (
    comment_key,
    parse_comments,
)
from genrelens.tagging.formats.unwritable import UnwritableFileError


def block(*lines: bytes) -> bytes:
    def told(text: bytes) -> bytes:
        return struct.pack("<I", len(text)) + text

    return told(b"maker") + struct.pack("<I", len(lines)) + b"".join(map(told, lines))


def test_values_are_found_whatever_the_case_of_their_key() -> None:
    found = parse_comments(block(b"Genre=A=B", b"TITLE=x", b"GENRE=\xff", b"genre="))
    assert found.values("genre") == ("A=B", "\ufffd")
    assert [part.name for part in found.parts("genre")] == ["vendor", "comment TITLE"]
    assert comment_key(b"no sign") == "NO SIGN"


def test_a_block_cut_anywhere_is_refused() -> None:
    whole = block(b"GENRE=A", b"TITLE=x")
    assert parse_comments(whole + b"more").after == b"more"
    for cut in range(len(whole)):
        with pytest.raises(UnwritableFileError, match="cut short"):
            parse_comments(whole[:cut])
    with pytest.raises(UnwritableFileError, match="claims 4,294,967,295 comments"):
        parse_comments(bytes(4) + b"\xff" * 4)
