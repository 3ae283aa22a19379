from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.asf_objects import examine
from genrelens.tagging.formats.unwritable import UnwritableFileError


def anatomy(path):
    with path.open("rb") as file:
        return examine(ByteView(file), "asf", "genre")


def test_attributes_are_parts_wherever_they_stand(rendered) -> None:
    found = anatomy(rendered["tagged.wma"].path)
    names = [part.name for part in found.parts]
    assert "attribute WM/Picture" in names
    assert "attribute Title" in names
    assert found.genres == ("Hip-Hop", "Smooth Jazz é")


def test_a_damaged_header_is_refused(rendered, tmp_path) -> None:
    whole = rendered["tagged.wma"].path.read_bytes()
    for made in (whole[:60], whole[:16] + b"\xff" * 8 + whole[24:],
                 whole[:46] + b"\x19" + whole[47:]):  # fmt: skip
        (tmp_path / "a").write_bytes(made)
        with pytest.raises(UnwritableFileError):
            anatomy(tmp_path / "a")
