from __future__ import annotations

import numpy as np
import pytest

from genrelens.datasets.invented_names import (
    album_names,
    artist_names,
    playlist_names,
    track_names,
)
from genrelens.datasets.recipe import RECIPES


@pytest.mark.parametrize("n", [1, 700, 150_000])
def test_no_two_artists_share_a_name(n: int) -> None:
    names = artist_names(n, np.random.default_rng(0))
    assert len(set(names.tolist())) == n


def test_playlists_are_different_and_name_no_genre() -> None:
    names = playlist_names(36, np.random.default_rng(0)).tolist()
    assert len(set(names)) == 36
    genres = [recipe.name for recipe in RECIPES]
    assert not [
        name for name in names if any(genre in name.lower() for genre in genres)
    ]


def test_names_hold_no_separator_of_artists() -> None:
    joined = "".join(artist_names(150_000, np.random.default_rng(0)).tolist())
    assert not set(joined) & set(",;&/|+")


@pytest.mark.parametrize("invent", [artist_names, track_names, album_names])
def test_equal_seeds_give_equal_names(invent) -> None:
    one, other = (invent(50, np.random.default_rng(4)) for _ in range(2))
    assert one.tolist() == other.tolist()
    assert all(name == name.strip() and name for name in one.tolist())
