"""Tests of genrelens.cleaning.origins.extracted."""

from __future__ import annotations

from genrelens.cleaning.origins.extracted import is_from_files


def test_a_table_with_paths_and_hashes_is_from_files() -> None:
    assert is_from_files({"path", "content_hash", "genre"})
    assert is_from_files(["path", "sound_hash"])
    assert not is_from_files({"path", "genre"})
    assert not is_from_files({"content_hash", "genre"})
