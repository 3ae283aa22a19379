"""The generative recipe of the made-up sample: what each genre sounds like.

Every number here is invented. `docs/explanation/sample.md` tells the recipe in
words; the densities that follow from it are exact, see `ceiling`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ARTIST_SHARE",
    "ATTRIBUTES",
    "AUDIO_ATTRIBUTES",
    "HOME_SHARE",
    "NEWEST_YEAR",
    "NOISE",
    "RECIPES",
    "GenreRecipe",
    "correlation",
    "genre_shares",
    "latent_means",
    "latent_spreads",
    "moves",
    "to_latent",
    "to_natural",
]

ARTIST_SHARE = 0.45
"""Share of each attribute's spread within a genre that belongs to the artist."""

HOME_SHARE = 0.92
"""Share of an artist's tracks in the artist's own genre; the rest is next door."""

NEWEST_YEAR = 2025

ATTRIBUTES = (
    "energy",
    "danceability",
    "valence",
    "acousticness",
    "instrumentalness",
    "speechiness",
    "loudness",
    "tempo",
    "duration_ms",
    "popularity",
    "year",
)
"""Attributes with a normal density on their latent scale, in latent order."""

AUDIO_ATTRIBUTES = ATTRIBUTES[:9]

NOISE = ("key", "mode", "liveness")
"""Attributes drawn alike for all genres and artists."""

_SHARES = (*ATTRIBUTES[:6], "popularity")


@dataclass(frozen=True, slots=True)
class GenreRecipe:
    """One genre: the middle of each attribute, in the unit a person would use.

    Parameters
    ----------
    name : str
        The genre.
    weight : float
        Relative number of tracks by artists at home in it.
    energy, danceability, valence, acousticness, instrumentalness, speechiness
        Medians, as shares of 0 to 1.
    loudness : float
        Median, dB.
    tempo : float
        Median, BPM.
    duration_min : float
        Median, minutes.
    popularity : float
        Median, 0 to 100.
    age : float
        Median number of years since release.
    explicit : float
        Chance of explicit words.
    half_time : float
        Chance that the tempo was read at half its value.
    waltz : float
        Chance of a 3/4 bar.
    neighbours : tuple of str
        Genres in which its artists also make tracks.
    """

    name: str
    weight: float
    energy: float
    danceability: float
    valence: float
    acousticness: float
    instrumentalness: float
    speechiness: float
    loudness: float
    tempo: float
    duration_min: float
    popularity: float
    age: float
    explicit: float
    half_time: float
    waltz: float
    neighbours: tuple[str, ...]


def _recipe(name: str, neighbours: str, *numbers: float) -> GenreRecipe:
    names = [item.name for item in fields(GenreRecipe)][1:-1]
    values = dict(zip(names, numbers, strict=True))
    return GenreRecipe(name=name, neighbours=tuple(neighbours.split(",")), **values)


# fmt: off
RECIPES: tuple[GenreRecipe, ...] = (
    # weight, energy, danceability, valence, acousticness, instrumentalness,
    # speechiness, dB; BPM, minutes, popularity, age, explicit, half-time, 3/4
    _recipe("ambient", "folk",
              .7,  .22,  .32,  .16,  .80,  .82, .040,  -19,
             100,  4.6,   38,    7,  .01,  .10,  .08),
    _recipe("country", "folk,pop",
             1.0,  .62,  .57,  .58,  .28, .010, .035,   -7,
             122,  3.5,   50,    6,  .04,  .08,  .10),
    _recipe("drum and bass", "techno",
              .7,  .88,  .53,  .38, .030,  .30, .075,   -5,
             174,  4.4,   40,    5,  .08,  .35,  .01),
    _recipe("folk", "country,indie",
              .9,  .34,  .48,  .42,  .74, .050, .038,  -12,
             116,  3.7,   42,    9,  .03,  .08,  .13),
    _recipe("hip hop", "r&b",
             1.3,  .64,  .76,  .48,  .14, .008, .210,   -7,
             128,  3.3,   56,    5,  .68,  .28,  .01),
    _recipe("house", "techno,pop",
             1.0,  .80,  .76,  .52, .050,  .20, .055,   -7,
             124,  5.2,   45,    4,  .07,  .02,  .00),
    _recipe("indie", "rock,folk",
             1.1,  .64,  .54,  .48,  .16, .050, .042, -7.5,
             124,  3.8,   48,    7,  .10,  .06,  .05),
    _recipe("metal", "rock",
              .9,  .93,  .39,  .28, .004,  .16, .085,   -5,
             132,  4.7,   43,   11,  .18,  .10,  .04),
    _recipe("pop", "r&b,house",
             1.3,  .70,  .67,  .57,  .16, .004, .058, -5.5,
             119,  3.3,   64,    4,  .20,  .05,  .02),
    _recipe("r&b", "hip hop,pop",
             1.0,  .54,  .68,  .47,  .27, .008, .085, -7.5,
             108,  3.7,   53,    6,  .32,  .20,  .05),
    _recipe("rock", "indie,metal",
             1.2,  .76,  .52,  .52,  .09, .030, .046,   -7,
             126,  4.1,   50,   19,  .07,  .06,  .03),
    _recipe("techno", "house",
              .9,  .84,  .74,  .34, .025,  .66, .060,   -8,
             132,  6.1,   36,    4,  .03,  .02,  .00),
)
# fmt: on

_SPREADS = {
    "energy": 0.75,
    "danceability": 0.60,
    "valence": 0.85,
    "acousticness": 1.40,
    "instrumentalness": 1.90,
    "speechiness": 0.60,
    "loudness": 2.10,
    "tempo": 0.17,
    "duration_ms": 0.24,
    "popularity": 0.75,
    "year": 0.75,
}
"""Standard deviations within a genre on the latent scale."""

_STEADY_TEMPO = {"house": 0.05, "techno": 0.07, "drum and bass": 0.05}

_CORRELATED = {
    ("energy", "loudness"): 0.65,
    ("energy", "acousticness"): -0.50,
    ("loudness", "acousticness"): -0.40,
    ("danceability", "valence"): 0.40,
    ("energy", "valence"): 0.15,
    ("instrumentalness", "duration_ms"): 0.20,
    ("popularity", "year"): -0.15,
}


def genre_shares() -> NDArray[np.float64]:
    """Give the chance of each genre for a track, shape (n_genres,), in their order."""
    weights = np.array([recipe.weight for recipe in RECIPES])
    shares: NDArray[np.float64] = (weights / weights.sum()) @ moves()
    return shares


def moves() -> NDArray[np.float64]:
    """Give the chance of each track genre by the artist's home genre.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        Rows are home genres and sum to 1.
    """
    position = {recipe.name: i for i, recipe in enumerate(RECIPES)}
    table = np.eye(len(RECIPES)) * HOME_SHARE
    for i, recipe in enumerate(RECIPES):
        for neighbour in recipe.neighbours:
            away = (1 - HOME_SHARE) / len(recipe.neighbours)
            table[i, position[neighbour]] += away
    return table


def latent_means() -> NDArray[np.float64]:
    """Give the genres' means on the latent scales, shape (n_genres, n_attributes)."""
    natural = {
        "tempo": np.array([recipe.tempo for recipe in RECIPES]),
        "duration_ms": np.array([recipe.duration_min * 60_000 for recipe in RECIPES]),
        "popularity": np.array([recipe.popularity for recipe in RECIPES]),
        "year": np.array([NEWEST_YEAR - recipe.age for recipe in RECIPES]),
    }
    for name in ATTRIBUTES:
        if name not in natural:
            natural[name] = np.array([getattr(recipe, name) for recipe in RECIPES])
    return np.column_stack([to_latent(name, natural[name]) for name in ATTRIBUTES])


def latent_spreads() -> NDArray[np.float64]:
    """Give the standard deviations within genres, shape (n_genres, n_attributes)."""
    table = np.tile([_SPREADS[name] for name in ATTRIBUTES], (len(RECIPES), 1))
    for i, recipe in enumerate(RECIPES):
        steady = _STEADY_TEMPO.get(recipe.name, _SPREADS["tempo"])
        table[i, ATTRIBUTES.index("tempo")] = steady
    return table


def correlation() -> NDArray[np.float64]:
    """Give the correlations within a genre, shape (n_attributes, n_attributes)."""
    table = np.eye(len(ATTRIBUTES))
    for (one, other), value in _CORRELATED.items():
        i, j = ATTRIBUTES.index(one), ATTRIBUTES.index(other)
        table[i, j] = table[j, i] = value
    return table


def to_latent(name: str, natural: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn values in their own unit into the scale on which they are normal.

    Shares (and popularity, as a share of 100) become log-odds, tempo and
    duration logarithms, years the logarithm of the age; loudness stays.
    """
    if name in _SHARES:
        share = natural / 100 if name == "popularity" else natural
        latent: NDArray[np.float64] = np.log(share / (1 - share))
        return latent
    if name == "year":
        return np.log(NEWEST_YEAR - natural)
    return natural if name == "loudness" else np.log(natural)


def to_natural(name: str, latent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn values of the latent scale into their own unit: undoes `to_latent`."""
    if name in _SHARES:
        share: NDArray[np.float64] = 1 / (1 + np.exp(-latent))
        return share * 100 if name == "popularity" else share
    if name == "year":
        return NEWEST_YEAR - np.exp(latent)
    return latent if name == "loudness" else np.exp(latent)
