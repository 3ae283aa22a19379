"""`genrelens models` obtains, lists and removes networks, and tells what fails."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def networks(tmp_path, monkeypatch):
    folder = tmp_path / "networks"
    monkeypatch.setenv("GENRELENS_NETWORKS", str(folder))
    return folder


def test_the_list_says_what_is_not_here(run_cli, networks) -> None:
    told = run_cli("models", "list")
    assert told.code == 0
    assert "music-tags not here" in told.out
    assert "musicnn 0.1.0, licence ISC" in told.out


def test_the_list_is_to_be_had_as_json(run_cli, networks) -> None:
    told = run_cli("models", "list", "--json")
    (network,) = json.loads(told.out)
    assert network["state"] == "not here"
    assert len(network["digest"]) == 64


def test_a_wrong_file_is_one_sentence_and_leaves_nothing(
    run_cli, networks, tmp_path
) -> None:
    wrong = tmp_path / "wrong.whl"
    wrong.write_bytes(b"PK")
    told = run_cli("models", "add", "music-tags", "--from", wrong)
    assert told.code == 2
    assert "Allowed is only the published file of musicnn 0.1.0" in told.err
    assert "Traceback" not in told.err
    assert not networks.exists()


def test_what_is_here_is_not_obtained_again_and_can_be_removed(
    run_cli, networks, music_tags_folder
) -> None:
    shutil.copytree(music_tags_folder, networks / "music-tags")
    told = run_cli("models", "add")
    assert told.code == 0
    assert "music-tags is here already, whole: 50 tags a track" in told.out
    assert "licence ISC" in told.out
    told = run_cli("models", "remove", "music-tags")
    assert told.code == 0
    assert not (networks / "music-tags").exists()
    assert run_cli("models", "remove", "music-tags").code == 2
