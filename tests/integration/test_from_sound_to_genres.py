"""From tagged music files to a model, and from the model back to other files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("soundfile")
pytest.importorskip("mutagen")

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.from_sound.predicting_any import predict_any
from genrelens.workflow.from_sound.predicting_files import (
    FilesRequest,
    predict_files,
    predict_sound,
)
from genrelens.workflow.predicting import PredictRequest
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.predicting import PredictResult
    from genrelens.workflow.training import TrainResult


@dataclass(frozen=True)
class Library:
    """Music, the table made of it, and what was trained on it."""

    music: Path
    table: Path
    trained: TrainResult

    @property
    def model(self) -> Path:
        return self.trained.files["model"]


@pytest.fixture(scope="module")
def library(rendered_library, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Render, extract and train once."""
    folder = tmp_path_factory.mktemp("library")
    music, table = folder / "Music", folder / "music.csv"
    rendered_library.render_library(music)
    extract_folder(
        ExtractRequest(
            music, table, network="none", workers=2, cache=folder / "cache.sqlite"
        )
    )
    trained = train_model(
        TrainRequest(table=table, output=folder / "out", trees=40, is_quick=True)
    )
    return Library(music, table, trained)


@pytest.fixture
def new_music(rendered_library, tmp_path: Path) -> Path:
    """Render two tracks of each kind that training never met, without tags."""
    import soundfile

    folder = tmp_path / "New"
    random = np.random.default_rng(99)
    for kind, render in rendered_library.RECIPES.items():
        for number in range(2):
            place = folder / f"{kind}-{'ab'[number]}.flac"
            place.parent.mkdir(exist_ok=True)
            soundfile.write(place, render(random), rendered_library.RATE)
    return folder


def test_the_first_of_the_files_own_genres_is_learnt(library: Library) -> None:
    genres = library.trained.facts.genre_counts

    assert genres == {"Ambient": 11, "Metal": 11, "Techno": 11}
    told = {found.code for found in library.trained.facts.table.findings}
    assert "several-genres-in-a-cell" in told


def test_only_what_the_sound_says_is_learnt(library: Library) -> None:
    names = {feature.name for feature in library.trained.facts.features}

    assert {"tempo", "loudness_lufs", "energy_estimate"} <= names
    assert not names & {"path", "content_hash", "sound_hash", "file_format", "loudness"}


def test_the_model_keeps_how_its_table_was_measured(library: Library) -> None:
    training = load_model(library.model).training

    assert training["several_genres"] == "first"
    assert training["sound"] == {
        "seconds": 30.0,
        "network": "none",
        "network_digest": "",
    }


def test_new_files_are_answered_with_reasons(
    library: Library, new_music: Path, tmp_path: Path
) -> None:
    output = tmp_path / "genres.csv"
    result = predict_sound(
        FilesRequest(
            model=library.model,
            folder=new_music,
            output=output,
            cache=tmp_path / "new.sqlite",
        )
    )

    frame = result.frame
    assert frame.columns[0] == "path"
    right = [
        p.split("-")[0] == g.lower()
        for p, g in zip(frame.path, frame.genre, strict=True)
    ]
    assert sum(right) >= 5
    assert frame["reasons"].str.len().gt(0).all()
    assert set(frame["decision"]) <= {"write", "ask", "leave"}
    assert output.read_text().startswith("path,")
    assert not any("does not know" in notice for notice in result.notices)


def test_tracks_that_the_model_was_trained_on_are_recognised_and_promised_nothing(
    library: Library, new_music: Path, tmp_path: Path
) -> None:
    from mutagen import File

    learnt = min(library.music.rglob("*.flac"))
    (new_music / "moved").mkdir()
    again = shutil.copy(learnt, new_music / "moved" / "again.flac")
    tags = File(again)
    tags["genre"] = ["Polka"]
    tags.save()

    def ask(folder: Path) -> PredictResult:
        request = FilesRequest(
            model=library.model,
            folder=folder,
            max_error=0.5,
            cache=tmp_path / f"{folder.name}.sqlite",
        )
        return predict_sound(request)

    own, new = ask(library.music), ask(new_music)

    # Three of the 36 have no genre, so that nothing was learnt from them.
    assert own.notices[0].startswith("33 of these 36 are tracks that the model was")
    is_own = own.frame["decision_reason"].str.contains("was trained on this track")
    assert is_own.sum() == 33
    assert own.frame.loc[is_own, "max_error"].isna().all()
    assert new.notices[0].startswith("1 of these 7 is a track that the model was")
    by_path = new.frame.set_index("path")
    assert "was trained on this track" in by_path["decision_reason"]["moved/again.flac"]
    promised = new.frame["max_error"].notna()
    is_written = new.frame["decision"] == "write"
    is_again = new.frame["path"] == "moved/again.flac"
    assert (promised == (is_written & ~is_again)).all()
    assert set(new.frame.loc[promised, "max_error"]) <= {0.5}


def test_a_folder_stands_in_place_of_a_table(
    library: Library, new_music: Path, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    by_table = predict_any(PredictRequest(model=library.model, table=new_music))
    by_paths = predict_files(library.model, sorted(new_music.iterdir()))

    assert by_table.frame.equals(by_paths.frame)


def test_what_cannot_be_read_is_listed_and_the_rest_is_answered(
    library: Library, new_music: Path, tmp_path: Path
) -> None:
    (new_music / "broken.mp3").write_bytes(b"no sound at all" * 100)
    output = tmp_path / "genres.csv"
    result = predict_sound(
        FilesRequest(
            model=library.model,
            folder=new_music,
            output=output,
            cache=tmp_path / "c.sqlite",
        )
    )

    assert len(result.frame) == 6
    assert result.failures is not None
    assert result.failures["path"].tolist() == ["broken.mp3"]
    assert "1 file of 7 could not be read" in result.notices[0]
    assert "broken.mp3" in (tmp_path / "genres.errors.csv").read_text()


def test_some_files_of_a_folder_are_answered_alone(
    library: Library, new_music: Path, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    chosen = [new_music / "metal-a.flac", new_music / "techno-b.flac"]
    result = predict_files(library.model, chosen, folder=new_music)

    assert result.frame["path"].tolist() == ["metal-a.flac", "techno-b.flac"]
    with pytest.raises(InputError, match="does not lie in"):
        predict_files(library.model, [library.table], folder=new_music)


def test_no_readable_file_is_refused_with_the_first_reason(
    library: Library, tmp_path: Path
) -> None:
    music = tmp_path / "Bad"
    music.mkdir()
    (music / "a.mp3").write_bytes(b"")

    with pytest.raises(InputError, match="None of the 1 music files can be read"):
        predict_sound(
            FilesRequest(model=library.model, folder=music, cache=tmp_path / "c.sqlite")
        )


def test_a_model_of_a_service_table_refuses_files_and_names_what_is_missing(
    small_run, new_music: Path
) -> None:
    with pytest.raises(InputError) as refused:
        predict_files(small_run.model, [new_music / "metal-a.flac"])

    message = str(refused.value)
    assert "music files do not give" in message
    assert "genrelens extract" in message


def test_another_stretch_is_told(
    library: Library, new_music: Path, tmp_path: Path
) -> None:
    """The settings beside the table decide; a table of 10 seconds is heard for 10."""
    table = tmp_path / "short.csv"
    shutil.copy(library.table, table)
    beside = library.table.with_name("music.sound.json")
    settings = json.loads(beside.read_text()) | {"seconds": 10.0}
    (tmp_path / "short.sound.json").write_text(json.dumps(settings))
    trained = train_model(
        TrainRequest(table=table, output=tmp_path / "out", trees=10, is_quick=True)
    )
    result = predict_sound(
        FilesRequest(
            model=trained.files["model"],
            folder=new_music,
            cache=tmp_path / "c.sqlite",
            reasons=False,
        )
    )

    assert trained.model.training["sound"]["seconds"] == 10.0
    assert len(result.frame) == 6
    assert not any("were heard for" in notice for notice in result.notices)


def test_a_library_without_a_model_is_started_from_tags(
    music_tags_folder: Path, new_music: Path, tmp_path: Path
) -> None:
    from pathlib import Path as AnyPath

    result = predict_sound(
        FilesRequest(
            model=AnyPath("music-tags"), folder=new_music, cache=tmp_path / "c.sqlite"
        )
    )

    assert len(result.frame) == 6
    assert set(result.frame["decision"]) <= {"ask", "leave"}
    assert result.trained is None
    assert any("no model was trained" in notice for notice in result.notices)
