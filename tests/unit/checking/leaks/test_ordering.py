from __future__ import annotations

import numpy as np

from genrelens.checking.leaks.ordering import find_genre_order


def test_rows_sorted_by_genre_are_noted_with_their_numbers(make_table, label):
    genres = np.repeat(["pop", "rap", "rock"], 100)
    table = make_table({"Unnamed: 0": [str(k) for k in range(300)], "genre": genres})
    (finding,) = find_genre_order(table, label(table))
    assert finding.details["same_as_next"] > 0.99
    assert "'Unnamed: 0'" in finding.message


def test_shuffled_rows_are_silent(make_table, label):
    rng = np.random.default_rng(0)
    table = make_table({"genre": rng.choice(["pop", "rap", "rock"], 300)})
    assert find_genre_order(table, label(table)) == ()


def test_a_table_of_nearly_one_genre_is_not_called_sorted(make_table, label):
    rng = np.random.default_rng(0)
    genres = np.where(rng.random(300) < 0.97, "pop", "rap")
    assert (
        find_genre_order(
            make_table({"genre": genres}), label(make_table({"genre": genres}))
        )
        == ()
    )
