"""Tests of genrelens.workflow.extracting.sound_settings."""

from __future__ import annotations

import json

import pytest

from genrelens.errors import InputError
from genrelens.workflow.extracting.sound_settings import (
    SoundSettings,
    read_settings,
    read_written,
    settings_file,
    write_settings,
)

SETTINGS = SoundSettings(30.0, "music-tags", "ab" * 32)


def test_what_is_written_beside_a_table_is_read_again(tmp_path) -> None:
    table = tmp_path / "music.csv"

    assert write_settings(table, SETTINGS) == settings_file(table)
    assert read_settings(table) == SETTINGS


def test_what_was_written_is_kept_with_its_digests(tmp_path) -> None:
    table = tmp_path / "music.csv"
    write_settings(table, SETTINGS, {"music.csv": ["ab", "cd"]})

    assert read_written(table) == {"music.csv": ("ab", "cd")}
    assert read_settings(table) == SETTINGS


def test_a_table_without_settings_has_none(tmp_path) -> None:
    assert read_settings(tmp_path / "music.csv") is None
    assert read_written(tmp_path / "music.csv") == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b"\xff\xfe",
        json.dumps({"format": "another"}).encode(),
        json.dumps({"format": "genrelens-sound-settings"}).encode(),
        json.dumps(
            {
                "format": "genrelens-sound-settings",
                "seconds": True,
                "network": "none",
                "network_digest": "",
            }
        ).encode(),
    ],
)
def test_another_file_in_that_place_is_refused(tmp_path, content) -> None:
    table = tmp_path / "music.csv"
    settings_file(table).write_bytes(content)

    with pytest.raises(InputError, match=r"[Ee]xtract"):
        read_settings(table)
