"""Removing takes the network's own files and nothing else."""

from __future__ import annotations

import pytest

from genrelens.audio.music_tags.storing import FILES
from genrelens.errors import InputError
from genrelens.workflow.networks.removing import remove_network


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path))
    folder = tmp_path / "music-tags"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_bytes(b"x")
    return folder


def test_its_files_and_its_folder_go(folder):
    assert remove_network("music-tags") == folder
    assert not folder.exists()


def test_what_somebody_put_there_stays(folder):
    (folder / "my notes.txt").write_text("mine")
    remove_network("music-tags")
    assert [path.name for path in folder.iterdir()] == ["my notes.txt"]


def test_what_is_not_here_cannot_be_removed(folder):
    remove_network("music-tags")
    with pytest.raises(InputError, match="not here"):
        remove_network("music-tags")
