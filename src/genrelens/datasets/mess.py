"""Write clean tracks as a messy file would hold them, counting every blemish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.datasets.drawing import PLAYLISTS_PER_GENRE
from genrelens.datasets.recipe import RECIPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["MISSING_COLUMNS", "Mess", "plant_mess", "write_cells"]

MISSING_COLUMNS = (
    "popularity", "danceability", "energy", "valence", "acousticness", "album_name",
)  # fmt: skip
"""Columns in which cells are left empty, by chance alone."""

_SHARES = {
    "missing-cells": 0.012,  # of the tracks, in each of MISSING_COLUMNS
    "question-marks": 0.008,
    "zero-tempo": 0.004,
    "other-yes-no": 0.15,
    "thousands-commas": 0.20,
    "other-genre-spellings": 0.04,
    "repeated-rows": 0.015,
    "conflict-rows": 0.02,
    "blank-rows": 0.002,
}

_YES_NO = {"TRUE": ("True", "yes", "1"), "FALSE": ("False", "no", "0")}

_DECIMALS = {
    "danceability": 3, "energy": 3, "loudness": 3, "speechiness": 4, "acousticness": 4,
    "instrumentalness": 5, "valence": 3, "tempo": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mess:
    """A messy table, and exactly what is wrong with it.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Cells as text, an empty cell as the empty string.
    track : ndarray of int64, shape (n_rows,)
        Which clean track each row was made from; -1 for a blank row.
    genre : ndarray of str, shape (n_rows,)
        The row's genre in its one right spelling; empty for a blank row.
    planted : dict of str to int
        Cells or rows of the final table with each kind of mess.
    conflicts : tuple of str
        Ids of the tracks that stand under two genres.
    """

    frame: pd.DataFrame
    track: NDArray[np.int64]
    genre: NDArray[np.str_]
    planted: dict[str, int]
    conflicts: tuple[str, ...]


def write_cells(clean: pd.DataFrame) -> pd.DataFrame:
    """Write typed tracks as text cells, with the headers of the file.

    Parameters
    ----------
    clean : pandas.DataFrame
        As drawn by `drawing.draw_tracks`.

    Returns
    -------
    pandas.DataFrame of str
        One row a track. ``liveness`` is in percent (0 to 100) in the file.
    """
    cells = {
        "track_id": clean["track_id"],
        "track_name": clean["track_name"],
        "artists": clean["artists"],
        "album_name": clean["album_name"],
        "popularity": clean["popularity"].astype("str"),
        "Duration (ms)": clean["duration_ms"].astype("str"),
        "Explicit": clean["explicit"].map({True: "TRUE", False: "FALSE"}),
        "danceability": _decimals(clean, "danceability"),
        "energy": _decimals(clean, "energy"),
        "key": clean["key"].astype("str"),
        "loudness": _decimals(clean, "loudness"),
        "mode": clean["mode"].astype("str"),
        "speechiness": _decimals(clean, "speechiness"),
        "acousticness": _decimals(clean, "acousticness"),
        "instrumentalness": _decimals(clean, "instrumentalness"),
        "liveness": np.char.mod("%.1f", clean["liveness"].to_numpy() * 100),
        "valence": _decimals(clean, "valence"),
        "tempo": _decimals(clean, "tempo"),
        "time_signature": clean["time_signature"].astype("str"),
        "release_date": clean["release_date"],
        "type": "audio_features",
        "playlist_name": clean["playlist_name"],
        "genre": clean["genre"],
    }
    return pd.DataFrame(cells, index=range(len(clean))).astype("str")


def plant_mess(clean: pd.DataFrame, rng: np.random.Generator) -> Mess:
    """Blemish cells, repeat rows, contradict genres and insert blank rows.

    Parameters
    ----------
    clean : pandas.DataFrame
        As drawn by `drawing.draw_tracks`.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Mess
        The table in random row order, with exact counts.
    """
    n_tracks = len(clean)
    frame = write_cells(clean)
    masks = _blemish_cells(frame, rng)
    twice, contradicted = _choose_rows(n_tracks, rng)
    other_genre, other_playlist = _contradict(clean, contradicted, rng)
    track = np.concatenate([np.arange(n_tracks), contradicted, twice])
    genre = np.concatenate(
        [clean["genre"].to_numpy(dtype=str), other_genre, clean["genre"].iloc[twice]]
    ).astype(str)
    grown = frame.iloc[track].reset_index(drop=True)
    second = slice(n_tracks, n_tracks + len(contradicted) - 1)
    if len(contradicted):
        grown.loc[second, "genre"] = other_genre
        grown.loc[second, "playlist_name"] = other_playlist
    n_blank = _count("blank-rows", n_tracks)
    blank = pd.DataFrame("", index=range(n_blank), columns=grown.columns, dtype="str")
    order = rng.permutation(len(grown) + n_blank)
    track = np.concatenate([track, np.full(n_blank, -1)])[order]
    genre = np.concatenate([genre, np.full(n_blank, "")])[order]
    messy = pd.concat([grown, blank], ignore_index=True).iloc[order]
    filled = track[track >= 0]
    planted = {kind: int(mask[filled].sum()) for kind, mask in masks.items()}
    planted["other-genre-spellings"] = int((messy["genre"].to_numpy() != genre).sum())
    planted["percent-cells"] = len(filled)
    planted["repeated-rows"] = len(twice)
    planted["conflict-rows"] = len(contradicted)
    planted["blank-rows"] = n_blank
    return Mess(
        frame=messy.reset_index(drop=True),
        track=track.astype(np.int64),
        genre=genre,
        planted=planted,
        conflicts=tuple(clean["track_id"].iloc[contradicted]),
    )


def _decimals(clean: pd.DataFrame, name: str) -> NDArray[np.str_]:
    return np.char.mod(f"%.{_DECIMALS[name]}f", clean[name].to_numpy())


def _count(kind: str, n_tracks: int) -> int:
    return round(_SHARES[kind] * n_tracks)


def _blemish_cells(
    frame: pd.DataFrame, rng: np.random.Generator
) -> dict[str, NDArray[np.int64]]:
    """Spoil cells in place; give for each kind the number of cells in each row."""
    n_tracks = len(frame)
    found: dict[str, NDArray[np.int64]] = {}
    dice = rng.integers(3, size=n_tracks)

    def spoil(kind: str, column: str, change: Callable[[str, int], str]) -> None:
        rows = rng.choice(n_tracks, size=_count(kind, n_tracks), replace=False)
        cells = frame[column].to_numpy(dtype=object, copy=True)
        cells[rows] = [change(cells[row], dice[row]) for row in rows]
        frame[column] = pd.Series(cells, dtype="str")
        found.setdefault(kind, np.zeros(n_tracks, dtype=np.int64))[rows] += 1

    for column in MISSING_COLUMNS:
        spoil("missing-cells", column, lambda _cell, _die: "")
    spoil("question-marks", "instrumentalness", lambda _cell, _die: "?")
    spoil("zero-tempo", "tempo", lambda _cell, _die: "0.0")
    spoil("other-yes-no", "Explicit", lambda cell, die: _YES_NO[cell][die])
    spoil("thousands-commas", "Duration (ms)", lambda cell, _die: f"{int(cell):,}")
    spoil("other-genre-spellings", "genre", _respell)
    del found["other-genre-spellings"]  # counted on the final table: conflicts differ
    return found


def _respell(genre: str, style: int) -> str:
    """Write a genre otherwise, in case, spacing or punctuation alone."""
    if style == 0:
        return genre.upper()
    if style == 1 or " " not in genre:
        return genre.title()
    return genre.replace(" ", "-")


def _choose_rows(
    n_tracks: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Choose the tracks that stand twice, and those that stand under two genres."""
    n_twice = _count("repeated-rows", n_tracks)
    n_contradicted = _count("conflict-rows", n_tracks)
    chosen = rng.choice(n_tracks, size=n_twice + n_contradicted, replace=False)
    return np.sort(chosen[:n_twice]), np.sort(chosen[n_twice:])


def _contradict(
    clean: pd.DataFrame, rows: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Give each of these tracks a second, neighbouring genre and its playlist."""
    neighbour = {recipe.name: recipe.neighbours[0] for recipe in RECIPES}
    genre = clean["genre"].iloc[rows].map(neighbour).to_numpy(dtype=str)
    lists = clean.groupby("genre")["playlist_name"].unique()
    which = rng.integers(PLAYLISTS_PER_GENRE, size=len(rows))
    playlist = [lists[g][i % len(lists[g])] for g, i in zip(genre, which, strict=True)]
    return genre, np.array(playlist, dtype=str)
