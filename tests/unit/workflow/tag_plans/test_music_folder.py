from __future__ import annotations

from pathlib import Path

import pytest

from genrelens.errors import InputError
from genrelens.workflow.tag_plans.music_folder import resolve_folder


def test_a_folder_is_given_without_links(tmp_path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "way").symlink_to(tmp_path / "real")
    assert resolve_folder(tmp_path / "way") == (tmp_path / "real").resolve()


@pytest.mark.parametrize("given", ["relative/folder", "", Path("gone"), "/gone\0x"])
def test_what_is_no_certain_folder_is_refused(given) -> None:
    with pytest.raises(InputError, match="Give the music folder"):
        resolve_folder(given)


def test_a_file_is_no_folder(tmp_path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is no folder"):
        resolve_folder(tmp_path / "file")
