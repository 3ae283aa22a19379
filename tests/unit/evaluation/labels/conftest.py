"""Tables whose wrong labels are known, because they were planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray  # noqa: TC002

from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.evaluation.scores import HeldOut
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, Role

_ROLES = {
    "track_id": Role.TRACK_ID,
    "track_name": Role.TRACK_NAME,
    "artist": Role.ARTIST,
    "genre": Role.TARGET,
}


@dataclass(frozen=True)
class World:
    """A table, predictions for it, and the truth."""

    held_out: HeldOut
    table: TrackTable
    rows: NDArray[np.int64]
    genres: tuple[str, ...]
    truth: NDArray[np.int64]

    @property
    def is_wrong(self) -> NDArray[np.bool_]:
        return self.truth != self.held_out.codes


MakeWorld = Callable[..., World]


def make_table(**cells: list[str | None]) -> TrackTable:
    frame = pd.DataFrame({name: pd.Series(c, dtype="str") for name, c in cells.items()})
    columns = tuple(
        Column(name, name.title(), _ROLES[name], Kind.TEXT, "", "made by hand")
        for name in frame
    )
    return TrackTable(
        frame=frame,
        columns=columns,
        line_numbers=np.arange(len(frame)) + 2,
        source=Source("made", "", 0, "memory"),
        ledger=Ledger(),
    )


def make_world(
    *,
    n_tracks: int = 1200,
    n_genres: int = 5,
    share_wrong: float = 0.0,
    seed: int = 0,
    clarity: float = 2.0,
    n_per_artist: int | None = 6,
) -> World:
    """Draw artists at home in a genre, predictions by sound, and wrong labels.

    Genres 0 and 1 sound exactly alike. Predictions are the true chances by sound.
    """
    rng = np.random.default_rng(seed)
    artist = np.arange(n_tracks) // (n_per_artist or 1)
    home = rng.integers(0, n_genres, artist.max() + 1)
    truth = home[artist]
    middles = np.eye(n_genres) * clarity
    middles[1] = middles[0]
    sound = middles[truth] + rng.normal(size=(n_tracks, n_genres))
    logs = sound @ middles.T - (middles**2).sum(axis=1) / 2
    proba = np.exp(logs - logs.max(axis=1, keepdims=True))
    proba /= proba.sum(axis=1, keepdims=True)
    codes = truth.copy()
    wrong = rng.choice(n_tracks, round(share_wrong * n_tracks), replace=False)
    codes[wrong] = (truth[wrong] + rng.integers(1, n_genres, len(wrong))) % n_genres
    genres = tuple(f"genre {letter}" for letter in "abcdefghij"[:n_genres])
    table = make_table(
        track_id=[f"id{number}" for number in range(n_tracks)],
        track_name=[f"Song {number}" for number in range(n_tracks)],
        artist=[f"Artist {number}" for number in artist],
        genre=[genres[code] for code in codes],
    )
    held_out = HeldOut.of(codes, proba, folds=artist % 5, units=artist)
    return World(held_out, table, np.arange(n_tracks), genres, truth)


@pytest.fixture(name="make_world")
def give_make_world() -> MakeWorld:
    return make_world


@pytest.fixture(name="make_table")
def give_make_table() -> Callable[..., TrackTable]:
    return make_table


@pytest.fixture(scope="session")
def planted() -> World:
    """1,200 tracks, 8 % of them labelled wrong."""
    return make_world(share_wrong=0.08)
