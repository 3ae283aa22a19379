from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.hierarchy.tree_places import MAX_ABOVE, place_genres
from genrelens.schema.genre_tree import GenreTree


def test_each_name_holds_the_genres_below_it(tree, genres) -> None:
    places = place_genres(tree, genres)
    below = {
        name: {genres[code] for code in np.flatnonzero(held)}
        for name, held in zip(places.names, places.holds, strict=True)
    }
    assert below["electronic"] == {"house", "techno", "trip hop"}
    assert below["acoustic"] == {"folk", "country"}
    assert below["rap"] == below["trip hop"] == {"trip hop"}
    assert {n for n, top in zip(places.names, places.is_top, strict=True) if top} == {
        "electronic",
        "acoustic",
        "rap",
    }
    assert places.missing == ()
    assert places.n_genres == 5


def test_smaller_names_come_first_and_deeper_ones_of_equal_size() -> None:
    tree = GenreTree.of({"a": "x", "b": "x", "x": "y", "c": "z", "y": "top"})
    places = place_genres(tree, ["a", "b", "c"])
    assert places.names[3:] == ("z", "x", "y", "top")


def test_a_genre_the_tree_does_not_hold_stands_alone_and_is_told(tree) -> None:
    places = place_genres(tree, ["house", "polka"])
    assert places.missing == ("polka",)
    assert places.is_top[1]


def test_a_genre_above_others_is_itself_and_their_family() -> None:
    places = place_genres(GenreTree.of({"punk": "rock"}), ["punk", "rock"])
    assert places.names == ("punk", "rock", "rock")
    assert places.holds.tolist() == [[True, False], [False, True], [True, True]]
    assert places.is_top.tolist() == [False, False, True]


def test_every_genre_lies_under_a_top_name(tree, genres) -> None:
    places = place_genres(tree, (*genres, "polka"))
    assert places.holds[places.is_top].any(axis=0).all()


def test_an_alias_is_no_genre_of_a_model() -> None:
    tree = GenreTree.of({"hip hop": "urban"}, {"hiphop": "hip hop"})
    with pytest.raises(InputError, match="'hiphop' for 'hip hop'"):
        place_genres(tree, ["hiphop"])


def test_more_names_above_the_genres_than_can_be_answered_with_are_refused() -> None:
    chain = {f"g{n}": f"g{n + 1}" for n in range(MAX_ABOVE + 1)}
    with pytest.raises(InputError, match="More than 1,000 names"):
        place_genres(GenreTree.of(chain), ["g0"])
    assert len(place_genres(GenreTree.of(chain), ["g1"]).names) == MAX_ABOVE + 1
