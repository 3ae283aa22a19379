"""Models that are open, and the answers that ``predict`` gives for written files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.scoring.open_model import OpenModel, open_model
from genrelens.workflow.scoring.using import describe_use
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from genrelens.workflow.predicting import PredictResult
    from genrelens.workflow.scoring.track_answer import TrackAnswer, TrackAnswers

    WriteTracks = Callable[[Sequence[Mapping[str, Any]]], Path]

COLUMNS = (
    *("genre", "probability", "decision", "decided_genre", "decision_reason"),
    *("family", "family_probability", "deepest_genre", "reasons", "warnings"),
)
RANKS = ("", "second_", "third_")


def _assert_same(found: TrackAnswers, predicted: PredictResult) -> None:
    """Demand the same numbers, to the last bit, and the same words."""
    assert len(found.tracks) == len(predicted.frame)
    for row, answer in enumerate(found.tracks):
        _assert_same_row(answer, predicted.frame.iloc[row])
    own = [one for one in found.notices if "of the model and w" not in one]
    assert own == list(predicted.notices)


def _assert_same_row(answer: TrackAnswer, row: pd.Series) -> None:
    for name in COLUMNS:
        told = getattr(answer, name)
        if name not in row.index:
            assert told is None, name
        elif pd.isna(row[name]):
            assert told in (None, ""), name
        else:
            assert told == row[name], name
    if answer.genre is None:
        assert answer.probabilities == {}
        return
    ranked = sorted(answer.probabilities.values(), reverse=True)
    told = [row[f"{rank}probability"] for rank in RANKS if f"{rank}genre" in row.index]
    assert told == ranked[: len(told)]


@pytest.fixture(scope="session")
def assert_same() -> Callable[[TrackAnswers, PredictResult], None]:
    """Give what compares answers from memory with those of ``predict``."""
    return _assert_same


@pytest.fixture(scope="session")
def opened(trusted) -> OpenModel:
    """Open the small run's model: messy columns, all parts of trust, a family tree."""
    return open_model(trusted.path)


@pytest.fixture(scope="session")
def odd_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train on categories, seconds, shares of 100, and columns nobody knows."""
    rng = np.random.default_rng(4)
    n_tracks = 160
    is_house = np.arange(n_tracks) % 2 == 0
    mood = np.where(is_house, "bright", "dark").astype(object)
    mood[rng.random(n_tracks) < 0.2] = "calm"
    mood[3] = "lonely, once"
    frame = pd.DataFrame(
        {
            "track_id": [f"t{i:04d}" for i in range(n_tracks)],
            "artist": [f"Artist {i // 2}" for i in range(n_tracks)],
            "Tempo (BPM)": np.where(is_house, 124, 92) + rng.normal(0, 9, n_tracks),
            "Length (s)": rng.uniform(120, 400, n_tracks).round(1),
            "energy": (100 * rng.uniform(0.2, 0.9, n_tracks)).round(1),
            "valence": (100 * rng.uniform(0.1, 0.8, n_tracks)).round(1),
            "Live": rng.choice(["yes", "no"], n_tracks),
            "mood": mood,
            "width (Hz)": rng.normal(300, 40, n_tracks).round(2),
            "genre": np.where(is_house, "house", "dub"),
        }
    )
    folder = tmp_path_factory.mktemp("odd")
    frame.to_csv(folder / "tracks.csv", index=False)
    request = TrainRequest(
        table=folder / "tracks.csv",
        output=folder / "out",
        trees=8,
        explain_tracks=10,
        is_quick=True,
        threads=1,
    )
    return train_model(request).files["model"]


@pytest.fixture(scope="session")
def odd(odd_path: Path) -> OpenModel:
    """Open the model of `odd_path`."""
    return open_model(odd_path)


@pytest.fixture(scope="session")
def write_rows(tmp_path_factory: pytest.TempPathFactory) -> WriteTracks:
    """Write tracks as a CSV: one column for each key, one row for each track."""
    folder = tmp_path_factory.mktemp("rows")

    def write(tracks: Sequence[Mapping[str, Any]]) -> Path:
        headers = list(dict.fromkeys(key for track in tracks for key in track))
        path = folder / "tracks.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headers)
            for track in tracks:
                writer.writerow(
                    ["" if track.get(key) is None else track[key] for key in headers]
                )
        return path

    return write


@pytest.fixture(scope="session")
def predict_rows(write_rows: WriteTracks) -> Callable[..., PredictResult]:
    """Give what ``predict`` answers for tracks that are written to a CSV."""

    def predict(
        model: Path, tracks: Sequence[Mapping[str, Any]], **options: Any
    ) -> PredictResult:
        table = write_rows(tracks)
        return predict_table(PredictRequest(model=model, table=table, **options))

    return predict


@pytest.fixture(scope="session")
def usual_track() -> Callable[[OpenModel], dict[str, Any]]:
    """Give a track of middle values, as the table of a model's training had them."""

    def usual(model: OpenModel) -> dict[str, Any]:
        return {each.header: each.example for each in describe_use(model).attributes}

    return usual
