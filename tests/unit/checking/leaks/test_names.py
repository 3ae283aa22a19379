from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from genrelens.checking.leaks.names import find_genre_words, mask_genre_words
from genrelens.schema.columns import Role

N = 300
GENRES = ["pop", "r&b", "hip hop"] * 100


def found(make_table, label, titles, genres=GENRES):
    table = make_table({"genre": genres, "track_name": titles})
    return find_genre_words(table, label(table))


def test_searched_words_are_found_with_counts_by_genre(make_table, label):
    titles = [
        f"Popular {k}" if g == "pop" else f"Song {k}" for k, g in enumerate(GENRES)
    ]
    (finding,) = found(make_table, label, titles)
    assert finding.n_rows == 100
    assert finding.details["rows_by_genre"] == {"hip hop": 0, "pop": 100, "r&b": 0}
    assert "100 of 300 rows" in finding.message


def test_punctuation_and_case_do_not_hide_a_genre(make_table, label):
    spelt = {"pop": "la la", "r&b": "R&B Jam", "hip hop": "HIP-HOP Hooray"}
    titles = [f"{spelt[genre]} {k}" for k, genre in enumerate(GENRES)]
    (finding,) = found(make_table, label, titles)
    assert finding.details["rows_by_genre"] == {"hip hop": 100, "pop": 0, "r&b": 100}


def test_words_equally_frequent_in_all_genres_are_no_leak(make_table, label):
    titles = [f"pop song {k}" for k in range(N)]
    assert found(make_table, label, titles) == ()


def test_a_few_genre_words_are_no_leak(make_table, label):
    titles = [
        f"pop {k}" if g == "pop" and k % 15 == 0 else f"song {k}"
        for k, g in enumerate(GENRES)
    ]
    assert found(make_table, label, titles) == ()


def test_the_middle_of_a_word_does_not_count(make_table, label):
    titles = [
        f"lollipop {k}" if g == "pop" else f"song {k}" for k, g in enumerate(GENRES)
    ]
    assert found(make_table, label, titles) == ()


def test_number_codes_are_not_looked_for(make_table, label):
    genres = [str(k % 3) for k in range(N)]
    titles = [f"{genre} times" for genre in genres]
    assert found(make_table, label, titles, genres) == ()


def test_a_table_without_names_is_silent(make_table, label):
    table = make_table({"genre": GENRES, "tempo": np.ones(N)})
    assert find_genre_words(table, label(table)) == ()


def test_names_that_were_forced_are_still_read_and_said_to_be_used(make_table, label):
    titles = [f"{genre} tune {k}" for k, genre in enumerate(GENRES)]
    table = make_table(
        {"genre": GENRES, "track_name": titles}, {"track_name": Role.FEATURE}
    )
    (finding,) = find_genre_words(table, label(table))
    assert "you forced 'track_name', so the model reads them" in finding.remedy


def test_masking_takes_out_words_of_all_genres_and_nothing_else():
    texts = pd.Series(["Hip-Hop Hooray", "Popular R&B", "Lollipop", "A Rap", ""])
    masked = mask_genre_words(texts, ["pop", "hip hop", "r&b", "7"])
    assert masked.tolist() == ["hooray", "", "lollipop", "a rap", ""]
    assert mask_genre_words(texts, ()).tolist()[0] == "hip hop hooray"


def test_the_short_word_of_a_genre_must_stand_alone():
    assert mask_genre_words(pd.Series(["Go Going"]), ["go"]).tolist() == ["going"]


@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_masked_text_holds_no_genre_word(texts):
    genres = ["pop", "drum and bass", "Ñu metal"]
    masked = mask_genre_words(pd.Series(texts, dtype="str"), genres)
    again = mask_genre_words(masked, genres)
    assert all(" pop" not in f" {text}" for text in again)


def test_search_words_of_two_genres_are_found(make_table, label):
    """With two genres no word can be twice as frequent as if shuffled."""
    genres = ["pop", "pop", "rap"] * 100
    titles = [f"{genre} tune {k}" for k, genre in enumerate(genres)]
    assert len(found(make_table, label, titles, genres)) == 1
