from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.containers.mp4_atoms import examine, find_atoms
from genrelens.tagging.formats.unwritable import UnwritableFileError


def anatomy(path):
    with path.open("rb") as file:
        return examine(ByteView(file), "mp4", "genre")


def test_tags_are_found_and_padding_is_not_a_part(rendered) -> None:
    names = [part.name for part in anatomy(rendered["tagged.m4a"].path).parts]
    assert "moov.udta.meta.ilst.covr" in names
    assert "moov.trak.mdia.minf.stbl.stco" in names
    assert not [name for name in names if name.endswith((".free", "gen"))]


def test_sound_in_front_or_behind_has_the_same_places(rendered, tmp_path) -> None:
    """A table of places is compared as places in the sound."""
    path = rendered["front.m4a"].path
    with path.open("rb") as file:
        atoms = {atom.path: atom for atom in find_atoms(ByteView(file))}
    assert atoms["moov"].start < atoms["mdat"].start


@pytest.mark.parametrize("at", [0, 40, 100])
def test_an_atom_that_claims_too_much_is_refused(rendered, tmp_path, at) -> None:
    whole = rendered["tagged.m4a"].path.read_bytes()
    place = whole.index(b"mdat") - 4
    (tmp_path / "a").write_bytes(whole[:place] + b"\x7f" + whole[place + 1 + at :])
    with pytest.raises(UnwritableFileError):
        anatomy(tmp_path / "a")
