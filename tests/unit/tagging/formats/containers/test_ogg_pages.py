from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.ogg_pages import examine
from genrelens.tagging.formats.unwritable import UnwritableFileError


def anatomy(path, kind="vorbis"):
    with path.open("rb") as file:
        return examine(ByteView(file), kind, "genre")


def test_head_comments_and_setup_are_parts(rendered) -> None:
    names = [part.name for part in anatomy(rendered["tagged.ogg"].path).parts]
    assert (names[0], names[-1]) == ("head", "setup")
    opus = anatomy(rendered["tagged.opus"].path, "opus")
    assert "setup" not in [part.name for part in opus.parts]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda b: b + b, ""),
        (lambda b: b[:-10], "its Ogg page claims"),
        (lambda b: b + b"junk" * 20, "no Ogg page begins"),
        (lambda b: b.replace(b"\x03vorbis", b"\x09vorbis"), "does not hold the comm"),
    ],
)
def test_streams_that_are_not_plain_are_refused(
    rendered, tmp_path, spoil, said
) -> None:
    whole = rendered["tagged.ogg"].path.read_bytes()
    made = spoil(whole)
    if not said:  # a second stream behind the first, as chained files have
        made = whole + rendered["plain.ogg"].path.read_bytes()
        said = "several streams"
    (tmp_path / "a").write_bytes(made)
    with pytest.raises(UnwritableFileError, match=said):
        anatomy(tmp_path / "a")
