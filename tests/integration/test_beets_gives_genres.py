"""Real beets, a real model and real files: import, query, undo."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("soundfile")
pytest.importorskip("beets")

from mediafile import MediaFile
from tinytag import TinyTag

from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Beets:
    """A beets of its own, in processes of its own."""

    home: Path

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "beets", *words],
            env={
                **os.environ,
                "BEETSDIR": str(self.home),
                "HOME": str(self.home),
                "XDG_CACHE_HOME": str(self.home / "cache"),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0, told
        return told


@pytest.fixture(scope="module")
def beets(rendered_library, tmp_path_factory: pytest.TempPathFactory) -> Beets:
    """Train on a rendered library; import six new tracks, one of them broken."""
    import soundfile

    home = tmp_path_factory.mktemp("beets")
    table = home / "music.csv"
    rendered_library.render_library(home / "Known", n_tracks=10)
    extract_folder(
        ExtractRequest(
            home / "Known", table, network="none", workers=2, cache=home / "known"
        )
    )
    trained = train_model(
        TrainRequest(table=table, output=home / "out", trees=30, is_quick=True)
    )
    (home / "config.yaml").write_text(
        f"directory: {home / 'Music'}\n"
        f"library: {home / 'library.db'}\n"
        "paths: {default: -$album/$title}\n"
        "plugins: genrelens\n"
        "import: {copy: yes, autotag: no, quiet: yes}\n"
        "genrelens:\n"
        f"  model: {trained.files['model']}\n"
        "  max_error: 0.5\n",
        encoding="utf-8",
    )
    random = np.random.default_rng(99)
    for kind, render in rendered_library.RECIPES.items():
        for number in (1, 2):
            file = home / "New" / kind / f"{kind} {number}.flac"
            file.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(file, render(random), rendered_library.RATE)
            media = MediaFile(file)
            media.update(
                {"title": f"{kind} {number}", "artist": "New Band", "album": kind}
            )
            media.save()
    return Beets(home)


def test_import_answers_queries_find_tags_are_there_and_undo_removes_them(
    beets: Beets,
) -> None:
    told = beets.run("import", str(beets.home / "New"))
    assert "no genre was given" not in told
    listed = beets.run("ls", "-f", "$title|$genres|$genrelens_decision|$path")
    rows = [line.split("|") for line in listed.splitlines()]
    assert len(rows) == 6
    assert {row[2] for row in rows} <= {"write", "ask", "leave"}
    written = [row for row in rows if row[1]]
    assert len(written) >= 2
    for title, genres, decision, path in written:
        assert decision == "write"
        assert genres.lower() in title
        assert TinyTag.get(path).genre == genres
    sure = beets.run("ls", "-f", "$title", "genrelens_probability:0.5..")
    assert {row[0] for row in written} <= set(sure.splitlines())

    broken = written[-1][3]
    with open(broken, "r+b") as file:  # noqa: PTH123 (cut in place)
        file.truncate(300)
    again = beets.run("genrelens")
    assert broken in again
    assert "1 not answered" in again

    undone = beets.run("genrelens", "--undo")
    assert f"{len(written) - 1} restored" in undone
    assert "1 not writable" in undone  # it stays remembered, for when it is mended
    for *_, path in written:
        if path != broken:
            assert TinyTag.get(path).genre is None
