from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.folders import Folders, OutsideError

if TYPE_CHECKING:
    from pathlib import Path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_all_folders_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    folders = Folders(tmp_path / "data")
    made = folders.make(folders.tables / "one")
    for folder in (folders.data, folders.tables, folders.uploads, made):
        assert mode(folder) == 0o700


def test_a_link_out_of_the_data_folder_is_not_followed(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("x")
    (folders.tables / "one").symlink_to(outside)
    with pytest.raises(OutsideError):
        folders.inside(folders.tables / "one" / "precious")
    with pytest.raises(OutsideError):
        folders.inside(folders.tables / ".." / ".." / "outside")

    folders.remove(folders.tables / "one")
    assert not (folders.tables / "one").exists()
    assert (outside / "precious").read_text() == "x"


def test_a_folder_of_the_studio_that_is_a_link_elsewhere_is_refused(
    tmp_path: Path,
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "data" / "models").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutsideError):
        Folders(tmp_path / "data")
    assert mode(tmp_path / "elsewhere") == 0o755


def test_a_file_that_moves_in_becomes_its_owners_alone(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    file = folders.uploads / "a.part"
    file.write_text("content")
    file.chmod(0o644)
    target = folders.make(folders.tables / "one") / "original.csv"
    folders.move_in(file, target)
    assert (mode(target), target.read_text()) == (0o600, "content")
    assert not file.exists()


def test_only_plain_files_are_opened(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "data")
    plain = folders.uploads / "plain"
    plain.write_bytes(b"abc")
    handle = folders.open_regular(plain)
    assert os.read(handle, 9) == b"abc"
    os.close(handle)

    os.mkfifo(folders.uploads / "pipe")
    with pytest.raises(OutsideError, match="not a plain file"):
        folders.open_regular(folders.uploads / "pipe")
    (folders.uploads / "link").symlink_to(plain)
    with pytest.raises(OSError, match="link"):
        folders.open_regular(folders.uploads / "link")
