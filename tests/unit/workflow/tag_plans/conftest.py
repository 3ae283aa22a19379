"""A small music folder, and a table of answers for it."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("path", "track_name", "artist", "genre", "probability", "decision",
          "decided_genre", "decision_reason", "max_error", "reasons")  # fmt: skip
NAMES = ("plain.mp3", "tagged.flac", "id3v23.mp3", "tagged.m4a", "plain.ogg")


@pytest.fixture(scope="session")
def rendered_few(sound_files, tmp_path_factory):
    """Give files of several kinds; nobody may write into them."""
    return sound_files.render(tmp_path_factory.mktemp("few"))


@pytest.fixture
def music(rendered_few, tmp_path) -> Path:
    """Give a folder of one's own with files of several kinds."""
    folder = tmp_path.resolve() / "music"
    (folder / "inner").mkdir(parents=True)
    for name in NAMES:
        shutil.copy(rendered_few[name].path, folder / name)
    shutil.copy(rendered_few["plain.mp3"].path, folder / "inner" / "=1+1.mp3")
    return folder


@pytest.fixture
def answers(music) -> Path:
    """Give a table as `predict` writes it: three to write, one to ask, one to leave."""
    given = [
        ("plain.mp3", "write", "Metal", 0.97),
        ("tagged.flac", "write", "Hip-Hop", 0.99),
        ("id3v23.mp3", "write", "Dub", 0.93),
        ("tagged.m4a", "ask", "Soul | Funk", 0.5),
        ("plain.ogg", "leave", "", 0.2),
    ]
    place = music.parent / "answers.csv"
    with place.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        for path, decision, decided, chance in given:
            first = decided.split(" | ")[0]
            error = 0.05 if decision == "write" else ""
            told = [path, "Song", "=Artist", first, chance, decision, decided]
            table.writerow([*told, "so", error, "why"])
    return place
