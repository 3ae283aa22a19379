"""The list tells what is here, whole, damaged or missing."""

from __future__ import annotations

import shutil

import pytest

from genrelens.audio.music_tags.published import DIGEST
from genrelens.errors import InputError
from genrelens.workflow.networks.listing import list_networks, network_facts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path))
    return tmp_path / "music-tags"


def test_one_that_is_not_here_is_listed_with_its_licence(folder):
    (facts,) = list_networks()
    assert (facts.name, facts.state, facts.n_bytes) == ("music-tags", "not here", 0)
    assert (facts.licence, facts.source) == ("ISC", "musicnn 0.1.0")
    assert (facts.digest, facts.n_columns) == (DIGEST, 50)
    assert facts.to_dict()["folder"] == str(folder)


def test_a_damaged_one_is_called_so(folder):
    folder.mkdir()
    (folder / "weights.f32").write_bytes(b"x")
    assert network_facts("music-tags").state == "damaged"


def test_a_whole_one_is_here(folder, music_tags_folder):
    shutil.copytree(music_tags_folder, folder, dirs_exist_ok=True)
    facts = network_facts("music-tags")
    assert facts.state == "here"
    assert facts.n_bytes > 3_168_316


def test_an_unknown_name_is_told():
    with pytest.raises(InputError, match="'vggish'"):
        network_facts("vggish")
