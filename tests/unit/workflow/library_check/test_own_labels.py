from __future__ import annotations

import pandas as pd
import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.workflow.library_check.own_labels import (
    find_label_column,
    read_labels,
)


def read(**columns: list[str]):
    import numpy as np

    frame = pd.DataFrame(columns)
    lines = np.arange(2, len(frame) + 2)
    return clean_table(RawTable(frame, lines, Source("t", "", 0, "csv")), recipes={})


def test_spellings_of_one_genre_are_one_unless_the_model_tells_them_apart() -> None:
    cells = pd.Series(["Hip-Hop", "hip hop", "POP", "polka", "", None])
    assert read_labels(cells, ["hip hop", "pop"]).tolist() == [0, 0, 1, -1, -2, -2]
    apart = read_labels(pd.Series(["Pop", "POP", "pop"]), ["Pop", "pop"])
    assert apart.tolist() == [0, -1, 1]


def test_the_column_of_training_is_found_however_it_is_spelt() -> None:
    column, why = find_label_column(
        read(Track_Genre=["a", "b"], tempo=["1", "2"]), "track genre", asked=None
    )
    assert column is not None
    assert (column.header, why) == ("Track_Genre", "")


def test_another_genre_column_is_named_and_not_taken() -> None:
    column, why = find_label_column(
        read(music_genre=["pop", "rock"]), "playlist_genre", asked=None
    )
    assert column is None
    assert "'music_genre'; name it with --target" in why


def test_a_table_without_genres_says_so() -> None:
    column, why = find_label_column(read(tempo=["1"]), "genre", asked=None)
    assert column is None
    assert "no labels to score" in why


def test_a_named_column_must_be_there() -> None:
    with pytest.raises(InputError, match="style"):
        find_label_column(read(tempo=["1"]), "genre", asked="style")
