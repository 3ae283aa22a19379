"""Draw clean tracks from the recipe: artists, genres and attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.datasets.invented_names import (
    album_names,
    artist_names,
    playlist_names,
    track_names,
)
from genrelens.datasets.recipe import (
    ARTIST_SHARE,
    ATTRIBUTES,
    RECIPES,
    correlation,
    genre_shares,
    latent_means,
    latent_spreads,
    moves,
    to_natural,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PLAYLISTS_PER_GENRE", "Attributes", "draw_lone_tracks", "draw_tracks"]

PLAYLISTS_PER_GENRE = 3
TRACKS_PER_ARTIST = 5.5
SCENE_SIZE = 5
"""Artists that may be credited together; keeps credits from joining everybody."""

FEATURED_SHARE = 0.06
"""Share of tracks that credit a second artist."""

POSSIBLE_TEMPO = (30.0, 250.0)
"""BPM; the one draw in thousands beyond is set to the nearer end."""

MAJOR_SHARE = 0.62
YEAR_ONLY_SHARE = 0.1
"""Share of albums of which only the year of release is known."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What depends on the genre, before it is written in anybody's units.

    Parameters
    ----------
    genre : ndarray of int64, shape (n_tracks,)
        Positions in the recipe.
    latent : ndarray of float64, shape (n_tracks, n_attributes)
        On the recipe's latent scales; tempo as it was read.
    explicit, waltz : ndarray of bool, shape (n_tracks,)
        The yes/no attributes.
    """

    genre: NDArray[np.int64]
    latent: NDArray[np.float64]
    explicit: NDArray[np.bool_]
    waltz: NDArray[np.bool_]


def draw_lone_tracks(n_tracks: int, rng: np.random.Generator) -> Attributes:
    """Draw tracks that are each by an artist of their own.

    Parameters
    ----------
    n_tracks : int
        How many.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    drawn : Attributes
        Independent draws from the recipe's density.
    """
    genre = rng.choice(len(RECIPES), size=n_tracks, p=genre_shares())
    deviation = rng.standard_normal((n_tracks, len(ATTRIBUTES)))
    return _attributes(genre, deviation, rng)


def draw_tracks(n_tracks: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw a clean, typed table of tracks by artists with several tracks each.

    Parameters
    ----------
    n_tracks : int
        How many.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame, n_tracks rows
        One row a track, in random order, with true values in these columns:
        ``track_id``, ``track_name``, ``artists``, ``main_artist``,
        ``album_name``, the attributes, ``release_date``, ``playlist_name`` and
        ``genre``.
    """
    artist, genre, n_artists = _draw_artists(n_tracks, rng)
    of_artist = rng.standard_normal((n_artists, len(ATTRIBUTES)))[artist]
    of_track = rng.standard_normal((n_tracks, len(ATTRIBUTES)))
    deviation = np.sqrt(ARTIST_SHARE) * of_artist + np.sqrt(1 - ARTIST_SHARE) * of_track
    drawn = _attributes(genre, deviation, rng)
    attributes = _natural_attributes(drawn, rng)
    names = _draw_names(artist, n_artists, attributes["year"].to_numpy(), rng)
    playlists = playlist_names(len(RECIPES) * PLAYLISTS_PER_GENRE, rng)
    which = rng.integers(PLAYLISTS_PER_GENRE, size=n_tracks)
    attributes["playlist_name"] = playlists[genre * PLAYLISTS_PER_GENRE + which]
    attributes["genre"] = np.array([recipe.name for recipe in RECIPES])[genre]
    return pd.concat([names, attributes], axis=1)


def _draw_artists(
    n_tracks: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Give each track an artist (few have many tracks) and a genre."""
    weights = np.array([recipe.weight for recipe in RECIPES])
    home = rng.choice(len(RECIPES), size=n_tracks, p=weights / weights.sum())
    n_by_genre = np.maximum(2, np.rint(weights / weights.sum() * n_tracks)) / (
        TRACKS_PER_ARTIST
    )
    n_by_genre = np.maximum(2, np.rint(n_by_genre)).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(n_by_genre)])
    artist = np.empty(n_tracks, dtype=np.int64)
    genre = np.empty(n_tracks, dtype=np.int64)
    away = moves()
    for g in range(len(RECIPES)):
        mine = np.flatnonzero(home == g)
        rank_weight = 1.0 / (np.arange(n_by_genre[g]) + 3.0) ** 0.9
        chance = rank_weight / rank_weight.sum()
        artist[mine] = first[g] + rng.choice(n_by_genre[g], size=len(mine), p=chance)
        genre[mine] = rng.choice(len(RECIPES), size=len(mine), p=away[g])
    return artist, genre, int(first[-1])


def _attributes(
    genre: NDArray[np.int64],
    deviation: NDArray[np.float64],
    rng: np.random.Generator,
) -> Attributes:
    """Turn standard normal deviations into attributes of the tracks' genres."""
    root = np.linalg.cholesky(correlation())
    latent = latent_means()[genre] + latent_spreads()[genre] * (deviation @ root.T)
    n_tracks = len(genre)

    def happens(name: str) -> NDArray[np.bool_]:
        chance = np.array([getattr(recipe, name) for recipe in RECIPES])[genre]
        so: NDArray[np.bool_] = rng.random(n_tracks) < chance
        return so

    latent[:, ATTRIBUTES.index("tempo")] += np.where(
        happens("half_time"), np.log(0.5), 0
    )
    return Attributes(genre, latent, happens("explicit"), happens("waltz"))


def _natural_attributes(drawn: Attributes, rng: np.random.Generator) -> pd.DataFrame:
    """Write the attributes in their own units, and add the ones that mean nothing."""
    n_tracks = len(drawn.genre)
    natural = {
        name: to_natural(name, drawn.latent[:, position])
        for position, name in enumerate(ATTRIBUTES)
    }
    columns = {
        "popularity": np.rint(natural["popularity"]).astype(np.int64),
        "duration_ms": np.rint(natural["duration_ms"]).astype(np.int64),
        "explicit": drawn.explicit,
        "danceability": natural["danceability"].round(3),
        "energy": natural["energy"].round(3),
        "key": rng.integers(12, size=n_tracks),
        "loudness": natural["loudness"].round(3),
        "mode": (rng.random(n_tracks) < MAJOR_SHARE).astype(np.int64),
        "speechiness": natural["speechiness"].round(4),
        "acousticness": natural["acousticness"].round(4),
        "instrumentalness": natural["instrumentalness"].round(5),
        "liveness": rng.beta(1.6, 6.0, size=n_tracks).round(3),
        "valence": natural["valence"].round(3),
        "tempo": np.clip(natural["tempo"], *POSSIBLE_TEMPO).round(2),
        "time_signature": np.where(drawn.waltz, 3, 4),
        "year": np.clip(np.floor(natural["year"]), 1930, None).astype(np.int64),
    }
    return pd.DataFrame(columns)


def _draw_names(
    artist: NDArray[np.int64],
    n_artists: int,
    year: NDArray[np.int64],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Invent ids, titles and credits; tracks of one artist and year share an album."""
    n_tracks = len(artist)
    main = artist_names(n_artists, rng)
    guest = artist // SCENE_SIZE * SCENE_SIZE + rng.integers(SCENE_SIZE, size=n_tracks)
    guest = np.minimum(guest, n_artists - 1)
    is_featured = (rng.random(n_tracks) < FEATURED_SHARE) & (guest != artist)
    credit = np.where(is_featured, np.char.add(", ", main[guest]), "")
    album, of_album = np.unique(artist * 10_000 + year, return_inverse=True)
    month = rng.integers(1, 13, size=len(album))[of_album]
    day = rng.integers(1, 29, size=len(album))[of_album]
    date = pd.Series(year).astype(str)
    is_full = rng.random(len(album))[of_album] >= YEAR_ONLY_SHARE
    tail = np.char.add(np.char.mod("-%02d", month), np.char.mod("-%02d", day))
    alphabet = np.array(list("0123456789abcdefghijklmnopqrstuvwxyz"))
    letters = alphabet[rng.integers(len(alphabet), size=(n_tracks, 12))]
    serial = np.char.mod("%07d", rng.permutation(n_tracks))
    ids = pd.Series(["".join(row) for row in letters]) + pd.Series(serial)
    return pd.DataFrame(
        {
            "track_id": ids,
            "track_name": track_names(n_tracks, rng),
            "artists": np.char.add(main[artist], credit),
            "main_artist": main[artist],
            "album_name": album_names(len(album), rng)[of_album],
            "release_date": date + np.where(is_full, tail, ""),
        }
    )
