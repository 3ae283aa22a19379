from __future__ import annotations

import struct

from genrelens.tagging.formats.containers.mp4_values import (
    is_genre_atom,
    standard_genre,
    text_values,
)


def atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def test_texts_numbers_and_own_fields_are_read() -> None:
    data = atom(b"data", bytes([0, 0, 0, 1, 0, 0, 0, 0]) + "Dub é".encode())
    assert text_values(data + data) == ("Dub é", "Dub é")
    number = atom(b"data", bytes(8) + (18).to_bytes(2))
    assert standard_genre(number) == ("Rock",)
    assert standard_genre(atom(b"data", bytes(8) + b"\xff\xff")) == ()
    own = atom(b"mean", bytes(4) + b"com.apple.iTunes") + atom(
        b"name", bytes(4) + b"GENRE_X"
    )
    assert is_genre_atom(b"----", own + data, "GENRE_X")
    assert not is_genre_atom(b"----", own + data, "GENRE_Y")
    assert is_genre_atom(b"gnre", b"", "genre")
    assert text_values(b"\0\0\0\1data") == text_values(b"\0") == ()
