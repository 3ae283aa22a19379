"""Each system's own folder for the data of programs is used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from genrelens.server.placing import usual_data_folder


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", ".local/share/genrelens"),
        ("darwin", "Library/Application Support/genrelens"),
        ("win32", "AppData/Local/genrelens"),
    ],
)
def test_without_settings_it_is_below_the_home(
    monkeypatch, tmp_path, platform, expected
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert usual_data_folder() == tmp_path / expected


def test_a_set_folder_is_used_and_a_relative_one_is_not(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "there"))
    assert usual_data_folder() == tmp_path / "there" / "genrelens"

    monkeypatch.setenv("XDG_DATA_HOME", "here")
    assert usual_data_folder() == tmp_path / ".local" / "share" / "genrelens"
