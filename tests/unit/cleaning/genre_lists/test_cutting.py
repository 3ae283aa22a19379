"""Tests of genrelens.cleaning.genre_lists.cutting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.genre_lists.cutting import cut_cells
from genrelens.schema.genre_tree import GenreTree
from genrelens.schema.spelling import genre_key

PIECES = ["Rock", "pop", "(17)", "17", "Other", ";", ",", "/", " ", "[", "]", "'", "|"]


def cut(*cells: str, **options) -> list[tuple[str, ...]]:
    return [
        each.items
        for each in cut_cells(cells, np.ones(len(cells), dtype=np.int64), **options)
    ]


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Rock; Indie Rock", ("Rock", "Indie Rock")),
        ("Electronic, House", ("Electronic", "House")),
        ("Rock|Blues", ("Rock", "Blues")),
        ("Rock\\\\Blues", ("Rock", "Blues")),
        ("Rock\0Blues", ("Rock", "Blues")),
        ("['pop', \"k-pop\"]", ("pop", "k-pop")),
        ("[pop, rock]", ("pop", "rock")),
        ("Rock; rock; ROCK", ("Rock",)),
        ("(17)", ("Rock",)),
        ("(17)(6)", ("Rock", "Grunge")),
        ("(4)Eurodisco", ("Disco", "Eurodisco")),
        ("(17)Rock", ("Rock",)),
        ("(RX)(35)", ("Remix", "House")),
        ("(255)", ("(255)",)),
        ("(Ambient)", ("(Ambient)",)),
        ("Rock; Other", ("Rock",)),
        ("Genre; Jazz", ("Jazz",)),
        ("pop,", ("pop,",)),
        ("Folk, World, & Country", ("Folk, World, & Country",)),
        ("R&B", ("R&B",)),
        ("AC/DC", ("AC/DC",)),
    ],
)
def test_a_cell_lists_these_genres(cell, items) -> None:
    assert cut(cell) == [items]


def test_a_slash_parts_genres_that_stand_by_themselves_more_often() -> None:
    cells = ["Rock", "Pop", "Rock/Pop"]

    taken = cut_cells(cells, np.array([9, 5, 3]))
    kept = cut_cells(cells, np.array([9, 5, 5]))

    assert taken[2].items == ("Rock", "Pop")
    assert kept[2].items == ("Rock/Pop",)


def test_a_slash_parts_genres_of_the_tree_but_none_of_its_names() -> None:
    tree = GenreTree.of({"Rock": "all", "Pop": "all", "Dance/Pop": "Pop"})

    assert cut("Rock / Pop", "Dance/Pop", tree=tree) == [
        ("Rock", "Pop"),
        ("Dance/Pop",),
    ]


def test_a_name_or_alias_of_the_tree_is_never_taken_apart() -> None:
    tree = GenreTree.of({"Stage, Screen": "all"}, {"Folk; World": "Stage, Screen"})

    assert cut("Stage, Screen", "folk; world", "a, b", tree=tree) == [
        ("Stage, Screen",),
        ("folk; world",),
        ("a", "b"),
    ]


def test_bare_numbers_are_genres_only_in_tags_that_are_mostly_words() -> None:
    assert cut("17", "Jazz", "Pop", from_tags=True)[0] == ("Rock",)
    assert cut("17", "Jazz", "Pop")[0] == ("17",)
    assert cut("17", "3", "Pop", from_tags=True)[0] == ("17",)


@pytest.mark.parametrize("cell", ["Other", "unknown", "Unknown Genre", "(12)", "genre"])
def test_a_word_for_no_genre_is_none_in_tags_and_a_label_elsewhere(cell) -> None:
    (in_tags, _) = cut_cells([cell, "Jazz"], np.array([1, 1]), from_tags=True)

    assert in_tags.items == ()
    assert in_tags.has_placeholder
    assert cut(cell)[0] in {(cell,), ("Other",)}


@given(st.lists(st.text("".join(PIECES)), max_size=6), st.booleans())
def test_every_item_is_said_once_and_is_never_empty(cells, from_tags) -> None:
    told = [cell.strip() for cell in dict.fromkeys(cells) if cell.strip()]

    for each in cut_cells(
        told, np.ones(len(told), dtype=np.int64), from_tags=from_tags
    ):
        keys = [genre_key(item) for item in each.items]
        assert len(set(keys)) == len(keys)
        assert all(each.items)


def test_a_very_long_cell_is_cut_in_no_time() -> None:
    """A pattern that backtracks would take minutes here."""
    (items,) = cut("[" + "'a\\" * 200_000 + "]")

    assert items
