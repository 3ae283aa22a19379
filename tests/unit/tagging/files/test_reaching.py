from __future__ import annotations

import os

import pytest

from genrelens.tagging.files.reaching import place_inside, reach
from genrelens.tagging.formats.unwritable import UnwritableFileError


def test_a_link_inside_the_folder_may_be_on_the_way(tmp_path) -> None:
    root = tmp_path.resolve()
    (root / "real").mkdir()
    (root / "real" / "a.mp3").write_bytes(b"x")
    (root / "way").symlink_to(root / "real")
    with reach(root, "way/a.mp3") as reached:
        assert reached.file.read() == b"x"
        assert reached.is_still_there()


@pytest.mark.parametrize("path", ["..", ".", "/", "//a", "a/../..", "../a", ""])
def test_paths_that_climb_out_have_no_place(tmp_path, path) -> None:
    with pytest.raises(UnwritableFileError, match="leads out of the folder"):
        place_inside(tmp_path.resolve(), path)


def test_a_changed_replaced_or_removed_file_is_noticed(tmp_path) -> None:
    root = tmp_path.resolve()
    place = root / "a.mp3"
    place.write_bytes(b"x")
    with reach(root, "a.mp3") as reached:
        os.utime(place, ns=(1, 1))
        assert not reached.is_still_there()
    with reach(root, "a.mp3") as reached:
        (root / "b").write_bytes(b"x")
        (root / "b").replace(place)
        assert not reached.is_still_there()
        place.unlink()
        assert not reached.is_still_there()


def test_a_name_that_no_file_can_have_is_refused(tmp_path) -> None:
    with (
        pytest.raises(UnwritableFileError, match="no file can have such a name"),
        reach(tmp_path.resolve(), "\ud800.mp3"),
    ):
        pass
