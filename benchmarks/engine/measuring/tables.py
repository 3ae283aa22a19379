"""Read the real tables that the engine is compared on, or draw made-up ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SOUND: Final = [
    *("danceability", "energy", "key", "loudness", "mode", "speechiness"),
    *("acousticness", "instrumentalness", "liveness", "valence", "tempo"),
    "duration_ms",
]
_FILES: Final = {
    6: "tidytuesday/spotify_songs.csv",
    114: "spotify114/spotify_tracks_114_union.parquet",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers with a genre each.

    Parameters
    ----------
    name : str
        For people to read.
    X : ndarray of float32, shape (n_tracks, n_features)
        In random order.
    y : ndarray of int64, shape (n_tracks,)
        Genres as codes from 0.
    groups : ndarray of int64, shape (n_tracks,)
        Tracks of one group (of one artist, or equal ones) must not be parted.
    """

    name: str
    X: NDArray[np.float32]
    y: NDArray[np.int64]
    groups: NDArray[np.int64]

    @property
    def n_genres(self) -> int:
        """Number of genres."""
        return int(self.y.max()) + 1

    @property
    def size(self) -> str:
        """Rows, columns and genres in words."""
        n_tracks, n_features = self.X.shape
        return f"{n_tracks:,} tracks, {n_features} features, {self.n_genres} genres"

    def held_out(self, fold: int = 0) -> NDArray[np.bool_]:
        """Mark the tracks of a fifth of the groups."""
        number = np.random.default_rng(0).integers(0, 5, self.groups.max() + 1)
        marked: NDArray[np.bool_] = number[self.groups] == fold
        return marked

    def part(self, chosen: NDArray[np.bool_]) -> Table:
        """Give the table of the chosen tracks only."""
        return Table(self.name, self.X[chosen], self.y[chosen], self.groups[chosen])

    def first(self, n_tracks: int) -> Table:
        """Give the table of the first tracks only."""
        return self.part(np.arange(len(self.y)) < n_tracks)


def read_table(n_genres: int, folder: Path | None) -> Table:
    """Give the table of 6 or of 114 genres, in random order.

    Parameters
    ----------
    n_genres : int
        6 or 114.
    folder : path or None
        Where the real tables are; None draws a made-up table of about their size.
    """
    if folder is None:
        sizes = {6: (32_800, 13), 114: (73_200, 15)}
        return draw_table(*sizes[n_genres], n_genres)
    path = folder / _FILES[n_genres]
    if n_genres == 6:
        frame = pd.read_csv(path)
        columns, genre = [*_SOUND, "track_popularity"], "playlist_genre"
        artists = frame["track_artist"].fillna("")
        groups = pd.factorize(artists)[0]
    else:
        frame = pd.read_parquet(path)
        columns = [*_SOUND, "popularity", "explicit", "time_signature"]
        genre = "track_genre"
        equal = pd.util.hash_pandas_object(frame[_SOUND], index=False)
        groups = pd.factorize(equal)[0]
    X = frame[columns].astype(np.float32).to_numpy()
    y = pd.factorize(frame[genre], sort=True)[0].astype(np.int64)
    order = np.random.default_rng(0).permutation(len(y))
    return Table(path.name, X[order], y[order], groups[order].astype(np.int64))


def draw_table(n_tracks: int, n_features: int, n_genres: int) -> Table:
    """Draw overlapping genres around random centres."""
    generator = np.random.default_rng(20)
    centres = 0.7 * generator.normal(size=(n_genres, n_features))
    y = generator.integers(0, n_genres, n_tracks)
    X = (centres[y] + generator.normal(size=(n_tracks, n_features))).astype(np.float32)
    return Table("made up", X, y, np.arange(n_tracks))
