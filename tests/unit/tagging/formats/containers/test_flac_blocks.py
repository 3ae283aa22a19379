from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.flac_blocks import examine
from genrelens.tagging.formats.unwritable import UnwritableFileError


def anatomy(path):
    with path.open("rb") as file:
        return examine(ByteView(file), "flac", "genre")


def test_every_block_but_padding_is_a_part(rendered) -> None:
    names = [part.name for part in anatomy(rendered["tagged.flac"].path).parts]
    assert "STREAMINFO" in names
    assert "PICTURE" in names
    assert "comment ARTIST" in names
    assert not [name for name in names if "GENRE" in name or "1" in name]


def test_a_file_cut_within_its_blocks_is_refused(rendered, tmp_path) -> None:
    (tmp_path / "a").write_bytes(rendered["tagged.flac"].path.read_bytes()[:3_000])
    with pytest.raises(UnwritableFileError, match="its block claims"):
        anatomy(tmp_path / "a")
