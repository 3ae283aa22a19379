from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.tagging.plans.genre_lists import (
    find_fault,
    fold,
    join_genres,
    split_genres,
)

genre = st.text(st.sampled_from("ab |\\é;,/"), min_size=1).filter(
    lambda text: text == text.strip() and not text.startswith("|")
)


@given(st.lists(genre.filter(lambda text: not text.endswith("|"))))
def test_genres_come_back_from_their_cell(genres) -> None:
    assert split_genres(join_genres(genres)) == tuple(genres)


@pytest.mark.parametrize(
    ("cell", "genres"),
    [
        ("", ()),
        (" | ", ()),
        ("Rock", ("Rock",)),
        ("Rock|Pop", ("Rock|Pop",)),
        ("Folk, World, & Country | AC/DC", ("Folk, World, & Country", "AC/DC")),
        (r"a \| b", ("a | b",)),
    ],
)
def test_a_cell_is_read_as_people_write_it(cell, genres) -> None:
    assert split_genres(cell) == genres


def test_spellings_of_one_genre_are_the_same_and_others_are_not() -> None:
    assert fold(" Hip  Hop ") == fold("hip hop") == fold("ＨＩＰ hop")
    assert fold("Hip-Hop") != fold("Hip Hop")


@pytest.mark.parametrize("fault", ["a\0b", "a\x1b[31m", "a\u2028b", "\ud800", " a", ""])
def test_a_genre_that_no_tag_should_hold_has_a_fault(fault) -> None:
    assert find_fault((fault,))
    assert find_fault(("Rock", "日本")) is None
