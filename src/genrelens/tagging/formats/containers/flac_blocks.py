"""Read the blocks of a FLAC file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.tagging.formats.anatomy import Anatomy, Part
from genrelens.tagging.formats.containers.xiph_comments import (
    Comments,
    parse_comments,
)
from genrelens.tagging.formats.id3.frames import tag_length
from genrelens.tagging.formats.unwritable import UnwritableFileError

if TYPE_CHECKING:
    from genrelens.tagging.formats.byte_view import ByteView

__all__ = ["examine"]

_COMMENT, _PADDING = 4, 1
_NAMES = {0: "STREAMINFO", 2: "APPLICATION", 3: "SEEKTABLE", 5: "CUESHEET"}
_NAMES[6] = "PICTURE"
_NO_COMMENTS = Comments(b"", (), b"")


def examine(view: ByteView, kind: str, field: str) -> Anatomy:
    """Say what a file is made of.

    Raises
    ------
    UnwritableFileError
        If its blocks are damaged.
    """
    start = tag_length(view.at(0, 10))
    parts = [Part(name="ID3", digest=view.sha256([(0, start)]))] if start else []
    comments: Comments | None = None
    at, is_last = start + 4, False
    while not is_last:
        head = view.whole(at, 4, "block")
        is_last, code = bool(head[0] & 0x80), head[0] & 0x7F
        length = int.from_bytes(head[1:])
        body = view.whole(at + 4, length, "block")
        at += 4 + length
        if code == _COMMENT:
            if comments is not None:
                raise UnwritableFileError("it has several blocks of comments")
            comments = parse_comments(body)
        elif code != _PADDING:
            parts.append(Part.of(_NAMES.get(code, f"block {code}"), body))
    comments = comments or _NO_COMMENTS
    return Anatomy(
        kind,
        comments.values(field),
        (*parts, *comments.parts(field)),
        view.sha256([(at, view.size)]),
        "comments GENRE",
    )
