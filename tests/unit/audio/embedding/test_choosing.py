"""A network is opened by name or file, and what is missing says how to get it."""

from __future__ import annotations

import pytest

from genrelens.audio.embedding.choosing import has_network, open_network
from genrelens.errors import InputError


@pytest.fixture
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path))
    return tmp_path


def test_a_network_that_is_not_here_says_how_to_obtain_it(empty_folder):
    assert not has_network("music-tags")
    with pytest.raises(InputError, match="genrelens models add music-tags"):
        open_network("music-tags")


def test_an_unknown_name_names_what_there_is(empty_folder):
    assert not has_network("vggish")
    with pytest.raises(InputError, match=r"'vggish'.*music-tags.*\.onnx"):
        open_network("vggish")


def test_a_file_of_ones_own_is_opened(empty_folder, make_network):
    path = str(make_network())
    assert has_network(path)
    assert open_network(path).name == "mine"
    assert not has_network(path.replace("mine", "none"))
    with pytest.raises(InputError, match="cannot be opened"):
        open_network(path.replace("mine", "none"))


def test_the_network_of_tags_is_opened_by_its_name(music_tags_folder):
    assert has_network("music-tags")
    assert open_network("music-tags", threads=2).name == "music-tags"
