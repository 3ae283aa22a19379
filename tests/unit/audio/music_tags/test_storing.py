"""What is kept opens bit for bit, or not at all."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from genrelens.audio.music_tags import storing
from genrelens.errors import InputError, OutputError


@pytest.fixture
def drawn_as_published(drawn_arrays, monkeypatch):
    monkeypatch.setattr(storing, "DIGEST", storing.digest_of(drawn_arrays))
    return drawn_arrays


def test_arrays_come_back_bit_for_bit(drawn_as_published, tmp_path):
    folder = tmp_path / "networks" / "music-tags"
    storing.store_weights(folder, drawn_as_published, licence=b"free")
    weights = storing.load_weights(folder)
    assert weights.digest == storing.digest_of(drawn_as_published)
    assert list(weights.arrays) == list(drawn_as_published)
    for name, values in weights.arrays.items():
        np.testing.assert_array_equal(values, drawn_as_published[name])


def test_the_manifest_lists_files_with_their_hashes(drawn_as_published, tmp_path):
    storing.store_weights(tmp_path, drawn_as_published, licence=b"free")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(storing.FILES)
    assert set(manifest["files"]) == set(storing.FILES) - {"manifest.json"}
    for name, stated in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        assert stated["bytes"] == len(content)
        assert stated["sha256"] == hashlib.sha256(content).hexdigest()
    assert (tmp_path / "LICENSE.txt").read_bytes() == b"free"


def test_other_arrays_than_the_published_are_not_stored(drawn_arrays, tmp_path):
    with pytest.raises(InputError, match="not the published ones"):
        storing.store_weights(tmp_path / "new", drawn_arrays, licence=b"")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("place", [0, 1_000_003, -1])
def test_one_changed_bit_is_found(drawn_as_published, tmp_path, place):
    storing.store_weights(tmp_path, drawn_as_published, licence=b"")
    content = bytearray((tmp_path / "weights.f32").read_bytes())
    content[place] ^= 1
    (tmp_path / "weights.f32").write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        storing.load_weights(tmp_path)


@pytest.mark.parametrize("n_bytes", [0, 4, 3_168_315, 3_168_317])
def test_another_length_is_found(drawn_as_published, tmp_path, n_bytes):
    storing.store_weights(tmp_path, drawn_as_published, licence=b"")
    content = (tmp_path / "weights.f32").read_bytes() + b"x"
    (tmp_path / "weights.f32").write_bytes(content[:n_bytes])
    with pytest.raises(InputError, match="models add music-tags"):
        storing.load_weights(tmp_path)


def test_a_folder_that_is_not_there_says_how_to_obtain_it(tmp_path):
    with pytest.raises(
        InputError, match=r"not here .* genrelens models add music-tags"
    ):
        storing.load_weights(tmp_path / "none")


def test_a_failing_disk_leaves_nothing_behind(
    drawn_as_published, tmp_path, monkeypatch
):
    write = storing.write_bytes

    def failing(target, content):
        if target.name == "model_card.md":
            raise OutputError("the disk is full")
        write(target, content)

    monkeypatch.setattr(storing, "write_bytes", failing)
    with pytest.raises(OutputError, match="full"):
        storing.store_weights(tmp_path / "new", drawn_as_published, licence=b"")
    assert not (tmp_path / "new").exists()


def test_the_network_that_was_obtained_is_the_published_one(music_tags_folder):
    assert storing.load_weights(music_tags_folder).digest == storing.DIGEST
