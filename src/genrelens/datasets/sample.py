"""Draw the made-up sample table together with the truth about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.datasets.ceiling import bayes_accuracy
from genrelens.datasets.drawing import draw_lone_tracks, draw_tracks
from genrelens.datasets.mess import Mess, plant_mess, write_cells
from genrelens.datasets.recipe import (
    ATTRIBUTES,
    NOISE,
    RECIPES,
    genre_shares,
    latent_means,
    latent_spreads,
)
from genrelens.errors import InputError
from genrelens.writing import write_text

if TYPE_CHECKING:
    import os

    import pandas as pd
    from numpy.typing import NDArray

__all__ = [
    "MAX_TRACKS",
    "MIN_TRACKS",
    "Sample",
    "SampleTruth",
    "draw_sample",
    "write_sample",
]

MIN_TRACKS = 120
MAX_TRACKS = 2_000_000
CLEAR_DISTANCE = 0.8
"""Standard deviations between a genre and the others that make it informative."""

_N_LONE = 20_000


@dataclass(frozen=True, slots=True)
class SampleTruth:
    """What is true of a drawn sample, because it was drawn so.

    Parameters
    ----------
    genres : tuple of str
        All genres, in order of name.
    genre_shares : dict of str to float
        Chance of each genre for one track.
    informative : dict of str to tuple of str
        For each genre the attributes whose middle lies at least 0.8 standard
        deviations from the middle of the others, the clearest first.
    noise : tuple of str
        Attributes that say nothing about any genre.
    proxies, constants : tuple of str
        Headers of columns that determine the genre, or hold one value.
    planted : dict of str to int
        Exact number of cells or rows with each kind of mess, by kind.
    conflicts : tuple of str
        Ids of the tracks that stand under two genres.
    track : ndarray of int64, shape (n_rows,)
        Row of `Sample.clean` that each row was made from; -1 for a blank row.
    genre : ndarray of str, shape (n_rows,)
        Each row's genre in its right spelling; empty for a blank row.
    bayes_accuracy, bayes_accuracy_audio : float
        Best possible accuracy, with all attributes and with the audio ones
        (without popularity, year and explicit) alone.
    scenario : str
        The situation that the best accuracies hold for, in one sentence.
    """

    genres: tuple[str, ...]
    genre_shares: dict[str, float]
    informative: dict[str, tuple[str, ...]]
    noise: tuple[str, ...]
    proxies: tuple[str, ...]
    constants: tuple[str, ...]
    planted: dict[str, int]
    conflicts: tuple[str, ...]
    track: NDArray[np.int64]
    genre: NDArray[np.str_]
    bayes_accuracy: float
    bayes_accuracy_audio: float
    scenario: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up track table.

    Parameters
    ----------
    frame : pandas.DataFrame of str, n_rows x 23
        Cells as they would stand in a file; an empty cell is the empty string.
    clean : pandas.DataFrame, n_tracks rows
        The tracks behind it, typed and without mess.
    truth : SampleTruth
        What was planted.
    """

    frame: pd.DataFrame
    clean: pd.DataFrame
    truth: SampleTruth


def draw_sample(
    n_tracks: int = 4000, *, random_state: int = 0, mess: bool = True
) -> Sample:
    """Draw a made-up table of tracks of a dozen genres.

    No track, artist or number in it is real. The recipe is told in
    ``docs/explanation/sample.md``.

    Parameters
    ----------
    n_tracks : int, default 4000
        Different tracks; with mess the table has about 3.7 % more rows.
    random_state : int, default 0
        Equal numbers give equal tables.
    mess : bool, default True
        Whether cells and rows are spoilt as they are in real files. Without
        it, each row is one track, written cleanly.

    Returns
    -------
    Sample
        The table and its truth.

    Raises
    ------
    InputError
        If `n_tracks` is below 120 or above two million.

    Examples
    --------
    >>> sample = draw_sample(600, random_state=7)
    >>> sample.truth.noise
    ('key', 'mode', 'liveness')
    >>> sample.truth.planted["repeated-rows"]
    9
    """
    if not MIN_TRACKS <= n_tracks <= MAX_TRACKS:
        raise InputError(
            f"A sample of {n_tracks:,} tracks cannot be drawn. "
            f"Ask for {MIN_TRACKS:,} to {MAX_TRACKS:,}."
        )
    for_tracks, for_mess, for_ceiling = (
        np.random.default_rng(seed)
        for seed in np.random.SeedSequence(random_state).spawn(3)
    )
    clean = draw_tracks(n_tracks, for_tracks)
    messy = plant_mess(clean, for_mess) if mess else _without_mess(clean)
    return Sample(messy.frame, clean, _tell_truth(messy, for_ceiling))


def write_sample(
    path: str | os.PathLike[str],
    n_tracks: int = 4000,
    *,
    random_state: int = 0,
    mess: bool = True,
) -> Sample:
    """Draw a sample, and write it as a CSV file (UTF-8, commas).

    Parameters
    ----------
    path : path
        File to be written; replaced whole where it exists.
    n_tracks, random_state, mess
        As in `draw_sample`.

    Returns
    -------
    Sample
        What was written.

    Raises
    ------
    OutputError
        If the file cannot be written.
    InputError
        If `n_tracks` is out of range.
    """
    sample = draw_sample(n_tracks, random_state=random_state, mess=mess)
    write_text(path, sample.frame.to_csv(index=False, lineterminator="\n"))
    return sample


def _without_mess(clean: pd.DataFrame) -> Mess:
    return Mess(
        frame=write_cells(clean),
        track=np.arange(len(clean), dtype=np.int64),
        genre=clean["genre"].to_numpy(dtype=str),
        planted={},
        conflicts=(),
    )


def _tell_truth(messy: Mess, rng: np.random.Generator) -> SampleTruth:
    lone = draw_lone_tracks(_N_LONE, rng)
    drawn = (lone.latent, lone.explicit, lone.waltz, lone.genre)
    genres = tuple(recipe.name for recipe in RECIPES)
    return SampleTruth(
        genres=genres,
        genre_shares=dict(zip(genres, genre_shares().tolist(), strict=True)),
        informative=_informative(),
        noise=NOISE,
        proxies=("playlist_name",),
        constants=("type",),
        planted=messy.planted,
        conflicts=messy.conflicts,
        track=messy.track,
        genre=messy.genre,
        bayes_accuracy=bayes_accuracy(*drawn, only_audio=False),
        bayes_accuracy_audio=bayes_accuracy(*drawn, only_audio=True),
        scenario=(
            "a new track by an artist never met, its attributes free of mess, judged "
            f"by the recipe itself; share of {_N_LONE:,} such tracks"
        ),
    )


def _informative() -> dict[str, tuple[str, ...]]:
    """Rank the attributes of each genre by distance from the other genres."""
    shares = genre_shares()
    names = (*ATTRIBUTES, "explicit")
    chance = np.array([[recipe.explicit] for recipe in RECIPES])
    middle = np.hstack([latent_means(), chance])
    spread = np.hstack([latent_spreads(), np.sqrt(chance * (1 - chance))])
    found = {}
    for g, recipe in enumerate(RECIPES):
        others = np.where(np.arange(len(RECIPES)) == g, 0, shares)
        others /= others.sum()
        of_others = others @ middle
        within = np.sqrt(others @ (spread**2 + (middle - of_others) ** 2))
        distance = np.abs(middle[g] - of_others) / np.sqrt(
            (within**2 + spread[g] ** 2) / 2
        )
        order = np.argsort(-distance, kind="stable")
        found[recipe.name] = tuple(
            names[i] for i in order if distance[i] >= CLEAR_DISTANCE
        )
    return found
