from __future__ import annotations

import numpy as np

from genrelens.checking.leaks.names import find_genre_words

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
