"""Tests of genrelens.cleaning.genre_names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.cleaning.genre_names import read_genres

SPELLINGS = ["Hip-Hop", "hip hop", "HIPHOP", "rock", "Rock", "classic", "classical"]


def test_the_most_frequent_spelling_wins(column) -> None:
    read = read_genres(column(["Hip-Hop", "hip hop", "Hip-Hop", "HIPHOP"], "genre"))

    assert set(read.series) == {"Hip-Hop"}
    (finding,) = read.findings
    assert (finding.code, finding.n_rows) == ("genre-spellings-unified", 2)
    assert finding.lines == (3, 5)
    assert read.changes[0].examples == (("hip hop", "Hip-Hop"), ("HIPHOP", "Hip-Hop"))


def test_genres_that_differ_in_a_letter_stay_apart(column) -> None:
    read = read_genres(column(["classic", "classical", "bluse", "blues"]))

    assert read.series.tolist() == ["classic", "classical", "bluse", "blues"]
    assert read.changes == ()


@given(st.lists(st.sampled_from(SPELLINGS), min_size=1), st.randoms())
def test_permuting_the_rows_permutes_the_genres(cells, random) -> None:
    import pandas as pd

    from genrelens.cleaning.cells.raw_column import raw_column

    def read(rows):
        series = pd.Series([cells[row] for row in rows], dtype="str")
        return read_genres(
            raw_column("g", series, np.arange(len(rows)))
        ).series.tolist()

    order = list(range(len(cells)))
    random.shuffle(order)
    whole = read(range(len(cells)))

    assert read(order) == [whole[row] for row in order]


@pytest.mark.parametrize(
    ("cell", "genre"),
    [("['pop']", "pop"), ('["pop"]', "pop"), ("[ 'k pop' ]", "k pop")],
)
def test_a_list_of_one_is_its_item(column, cell, genre) -> None:
    read = read_genres(column([cell]))

    assert read.series.tolist() == [genre]
    assert read.changes[0].what == "lists of one genre were read as that genre"


@pytest.mark.parametrize(
    "cell", ["['pop', 'rock']", "pop, rock", "pop;rock", "pop | rock", "pop,rock"]
)
def test_a_cell_of_several_genres_is_kept_and_told(column, cell) -> None:
    read = read_genres(column([cell, "jazz"]))

    assert read.series.tolist() == [cell, "jazz"]
    assert [finding.code for finding in read.findings] == ["several-genres-in-a-cell"]


@pytest.mark.parametrize("cell", ["Dance/Electronic", "r&b", "drum and bass", "pop,"])
def test_other_signs_do_not_part_genres(column, cell) -> None:
    assert read_genres(column([cell])).findings == ()


@pytest.mark.parametrize("cell", ["", "?", "[]", "nan", "empty_field"])
def test_no_genre_is_missing(column, cell) -> None:
    assert read_genres(column(["pop", cell])).series.isna().tolist() == [False, True]


def test_whole_numbers_are_labels_without_a_point(column) -> None:
    read = read_genres(column([5.0, 10.0, -1.0, None]))

    assert read.series.tolist()[:3] == ["5", "10", "-1"]


def test_a_very_long_cell_is_read_in_no_time(column) -> None:
    """A pattern that backtracks would take minutes here."""
    read = read_genres(column(["[" + "a " * 300_000, "a" * 600_000]))

    assert read.series.notna().all()
