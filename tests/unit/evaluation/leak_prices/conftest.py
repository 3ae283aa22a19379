"""Tables with a leak, read and checked, and the trial of a small forest on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import divide
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import read_table
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable

N_TRACKS = 360
GENRES = ("ambient", "folk", "techno")


@dataclass(frozen=True)
class Tried:
    """A checked table, the rows trained on, and a trial on them."""

    table: TrackTable
    rows: NDArray[np.int64]
    trial: Trial

    def finding(self, code: str):
        return next(each for each in self.table.findings if each.code == code)


def draw_tracks(seed: int = 0) -> pd.DataFrame:
    """Draw tracks whose genre shows dimly in two of four attributes."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, len(GENRES), N_TRACKS)
    return pd.DataFrame(
        {
            "genre": np.array(GENRES)[codes],
            "track_name": [f"Song {number}" for number in range(N_TRACKS)],
            "artist": [f"Artist {who}" for who in rng.integers(0, 120, N_TRACKS)],
            "tempo": (110 + 8 * codes + rng.normal(0, 15, N_TRACKS)).round(3),
            "energy": (0.4 + 0.05 * codes + rng.uniform(0, 0.4, N_TRACKS)).round(4),
            "valence": rng.beta(2, 3, N_TRACKS).round(4),
            "duration_ms": rng.lognormal(12.3, 0.25, N_TRACKS).round(),
        }
    )


@pytest.fixture
def tracks() -> pd.DataFrame:
    """Give tracks without a leak."""
    return draw_tracks()


@pytest.fixture
def try_frame(tmp_path: Path) -> Callable[..., Tried]:
    """Give a function that reads, checks and divides a frame as training does."""

    def tried(frame: pd.DataFrame, **options: object) -> Tried:
        path = tmp_path / "tracks.csv"
        frame.to_csv(path, index=False)
        checked = check_table(clean_table(read_table(path)), **options)
        table = checked.table
        rows = checked.labels.rows
        _, inputs = build_features(table)
        groups = find_groups(table, rows)
        labels = table.frame[checked.target].to_numpy()[rows].astype(str)
        genres, codes = np.unique(labels, return_inverse=True)
        division = divide(codes, groups, n_folds=4, seed=0)
        trial = Trial(
            make_model=lambda seed: GenreForest(
                n_trees=25, random_state=seed, n_jobs=1
            ),
            X=inputs.iloc[rows].reset_index(drop=True),
            y=labels,
            codes=codes.astype(np.int64),
            genres=genres,
            groups=groups,
            division=division,
            seed=3,
            on_trained=lambda _: None,
        )
        return Tried(table, rows, trial)

    return tried
