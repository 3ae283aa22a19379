"""Tests of genrelens.cleaning.genre_lists.choosing."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.genre_lists.choosing import choose_genres
from genrelens.cleaning.genre_lists.cutting import GenreCell
from genrelens.schema.genre_rules import GenreRules
from genrelens.schema.genre_tree import GenreTree

LISTS = st.lists(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True).map(tuple),
    min_size=1,
    max_size=12,
    unique=True,
)


def choose(cells: dict[tuple[str, ...], int], **rules) -> list[tuple[str, str]]:
    return choose_genres(
        [GenreCell(items) for items in cells],
        np.array(list(cells.values()), dtype=np.int64),
        GenreRules(**rules),
    )


def test_the_first_genre_with_enough_tracks_is_taken() -> None:
    cells = {("Rock",): 8, ("Seen live", "Rock"): 1, ("Rock", "Pop"): 2}

    assert choose(cells) == [("Rock", "only"), ("Rock", "later"), ("Rock", "first")]


def test_the_most_frequent_is_taken_where_none_has_enough() -> None:
    cells = {("a", "b"): 1, ("b", "c"): 1, ("d",): 9}

    assert choose(cells)[:2] == [("b", "most-frequent"), ("b", "most-frequent")]


def test_the_most_frequent_is_taken_where_that_is_the_rule() -> None:
    cells = {("Indie Rock", "Rock"): 7, ("Rock",): 3}

    assert choose(cells, several="most-frequent")[0] == ("Rock", "most-frequent")
    assert choose(cells)[0] == ("Indie Rock", "first")


def test_of_a_tree_only_what_it_knows_is_taken_as_the_first() -> None:
    tree = GenreTree.of({"Rock": "all"}, {"Rock'n'Roll": "Rock"})
    cells = {("Seen live", "Rock"): 9, ("Mine", "Rock'n'Roll"): 1, ("Mine",): 7}

    assert choose(cells, tree=tree) == [
        ("Rock", "later"),
        ("Rock'n'Roll", "later"),
        ("Mine", "only"),
    ]


def test_a_genre_given_up_lets_its_tracks_count_for_the_next() -> None:
    """Neither b nor c has five tracks until those of a pass to b."""
    cells = {("a", "b"): 2, ("b",): 3}

    assert choose(cells)[0] == ("b", "later")


def test_a_cell_without_a_genre_has_none() -> None:
    assert choose({(): 3, ("a",): 5}) == [("", "only"), ("a", "only")]


@given(LISTS, st.integers(1, 6), st.data())
def test_a_genre_taken_as_first_or_later_has_enough_tracks(lists, least, data) -> None:
    counts = data.draw(
        st.lists(st.integers(1, 4), min_size=len(lists), max_size=len(lists))
    )
    chosen = choose(dict(zip(lists, counts, strict=True)), min_tracks=least)

    tracks: Counter[str] = Counter()
    for (genre, _), count in zip(chosen, counts, strict=True):
        tracks[genre] += count
    for items, (genre, how) in zip(lists, chosen, strict=True):
        assert genre in items
        if how in {"first", "later"}:
            assert tracks[genre] >= least
        if how == "later":
            assert items.index(genre) > 0


@given(LISTS, st.randoms())
def test_permuting_the_cells_permutes_the_choice(lists, random) -> None:
    counts = [1 + len(items) for items in lists]
    whole = dict(zip(lists, choose(dict(zip(lists, counts, strict=True))), strict=True))
    pairs = list(zip(lists, counts, strict=True))
    random.shuffle(pairs)

    shuffled = choose(dict(pairs))

    assert shuffled == [whole[items] for items, _ in pairs]
