from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from genrelens.datasets.drawing import SCENE_SIZE, draw_lone_tracks, draw_tracks
from genrelens.datasets.recipe import (
    ARTIST_SHARE,
    ATTRIBUTES,
    NOISE,
    RECIPES,
    correlation,
    genre_shares,
    latent_means,
    latent_spreads,
    to_latent,
)


@pytest.fixture(scope="module")
def tracks():
    return draw_tracks(12_000, np.random.default_rng(5))


def test_genres_come_as_often_as_stated(tracks) -> None:
    counts = tracks["genre"].value_counts()
    for recipe, share in zip(RECIPES, genre_shares(), strict=True):
        assert counts[recipe.name] / len(tracks) == pytest.approx(share, abs=0.012)


def test_lone_tracks_have_the_stated_moments() -> None:
    drawn = draw_lone_tracks(40_000, np.random.default_rng(2))
    tempo = ATTRIBUTES.index("tempo")
    for g in range(len(RECIPES)):
        z = (drawn.latent[drawn.genre == g] - latent_means()[g]) / latent_spreads()[g]
        z = np.delete(z, tempo, axis=1)
        expected = np.delete(np.delete(correlation(), tempo, 0), tempo, 1)
        assert np.abs(z.mean(axis=0)).max() < 5 / np.sqrt(len(z))
        assert np.abs(np.cov(z.T) - expected).max() < 7 / np.sqrt(len(z))


def test_tracks_of_an_artist_resemble_each_other_as_stated(tracks) -> None:
    """Within a genre, two tracks of one artist correlate by the artist's share."""
    genre = tracks["genre"].map({r.name: g for g, r in enumerate(RECIPES)}).to_numpy()
    found = []
    for name in ("energy", "valence", "speechiness", "duration_ms", "danceability"):
        position = ATTRIBUTES.index(name)
        latent = to_latent(name, tracks[name].to_numpy())
        z = latent - latent_means()[genre, position]
        z /= latent_spreads()[genre, position]
        by_artist = pd.Series(z).groupby(tracks["main_artist"])
        n, sums = by_artist.size(), by_artist.sum()
        pairs = sums**2 - (pd.Series(z) ** 2).groupby(tracks["main_artist"]).sum()
        several = n > 1
        per_artist = pairs[several] / (n * (n - 1))[several]
        found.append(np.average(per_artist, weights=np.sqrt(n[several])))
    assert np.mean(found) == pytest.approx(ARTIST_SHARE, abs=0.04)


def test_most_tracks_of_an_artist_are_in_one_genre(tracks) -> None:
    shares = tracks.groupby("main_artist")["genre"].agg(
        lambda genres: genres.value_counts(normalize=True).iloc[0]
    )
    weights = tracks.groupby("main_artist").size()
    assert 0.9 < np.average(shares, weights=weights) < 0.97


def test_a_few_artists_have_many_tracks_and_many_have_few(tracks) -> None:
    n = tracks["main_artist"].value_counts()
    assert n.iloc[0] > 8 * n.median()
    assert n.iloc[0] < 0.02 * len(tracks)


def test_shared_credits_do_not_join_everybody(tracks) -> None:
    artists = tracks["artists"].str.split(", ")
    assert 0.02 < (artists.str.len() == 2).mean() < 0.08
    groups: dict[str, set[str]] = {}
    for names in artists:
        joined = set().union(*(groups.get(name, {name}) for name in names))
        for name in joined:
            groups[name] = joined
    assert max(map(len, groups.values())) <= SCENE_SIZE


def test_noise_is_independent_of_genre_and_artist(tracks) -> None:
    for name in NOISE:
        by_genre = [part.to_numpy() for _, part in tracks.groupby("genre")[name]]
        assert stats.kruskal(*by_genre).pvalue > 1e-3, name
        large = tracks["main_artist"].value_counts().index[:40]
        of_large = tracks[tracks["main_artist"].isin(large)]
        by_artist = [
            part.to_numpy() for _, part in of_large.groupby("main_artist")[name]
        ]
        assert stats.kruskal(*by_artist).pvalue > 1e-3, name


def test_every_value_is_possible(tracks) -> None:
    shares = ["energy", "danceability", "valence", "acousticness", "liveness"]
    shares += ["instrumentalness", "speechiness"]
    assert tracks[shares].to_numpy().min() >= 0
    assert tracks[shares].to_numpy().max() <= 1
    assert tracks["popularity"].between(0, 100).all()
    assert tracks["tempo"].between(30, 250).all()
    assert tracks["year"].between(1930, 2025).all()
    assert set(tracks["time_signature"]) == {3, 4}
    assert tracks["track_id"].is_unique


def test_an_album_belongs_to_one_artist_and_one_date(tracks) -> None:
    albums = tracks.groupby(["main_artist", "year"])
    assert albums["album_name"].nunique().max() == 1
    assert albums["release_date"].nunique().max() == 1
    assert (tracks["release_date"].str[:4] == tracks["year"].astype(str)).all()


def test_a_playlist_determines_the_genre(tracks) -> None:
    assert tracks.groupby("playlist_name")["genre"].nunique().max() == 1
