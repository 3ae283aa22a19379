from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from genrelens.server.working.tasks import naming
from genrelens.workflow.music_library.opening import open_library
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio


@pytest.fixture
def music_roots(music_folder: Path) -> tuple[Path, ...]:
    return (music_folder,)


def test_answers_are_kept_by_the_sound_they_are_about(
    studio: Studio,
    music_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    still_queue: None,
    library: MusicRecord,
) -> None:
    del still_queue
    asked: list[Any] = []

    def predict(model: Path, paths: list[Path], **options: Any) -> Any:
        asked.append((str(model), paths, options))
        row = {"path": "Ada/one.wav", "genre": "Rock", "probability": float("nan")}
        return SimpleNamespace(frame=pd.DataFrame([{**row, "decision": "ask"}]))

    monkeypatch.setattr(naming, "predict_files", predict)
    place = studio.store.music.place(library.id)
    order = {
        "folder": str(music_folder),
        "place": str(place),
        "model": "music-tags",
        "output": str(place),
        "threads": 1,
        "options": {"model": "music-tags", "model_name": "tags", "max_error": 0.1},
    }
    told = naming.work(order, silent)
    assert (told["n_tracks"], told["max_error"]) == (1, 0.1)
    assert asked[0][1][0] == music_folder / "Ada/one.wav"
    assert (asked[0][2]["max_error"], asked[0][2]["workers"]) == (0.1, 1)
    opened = open_library(place)
    (named,) = {each.named for each in opened.tracks if each.named}
    assert (named.genre, named.probability, named.decision) == ("Rock", None, "ask")
