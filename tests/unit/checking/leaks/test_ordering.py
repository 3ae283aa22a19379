from __future__ import annotations

import numpy as np

from genrelens.checking.leaks.ordering import find_genre_order, find_telling_numbers
from genrelens.schema.columns import Role


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


def test_numbers_of_a_table_that_was_sorted_and_shuffled_are_told(make_table, label):
    rng = np.random.default_rng(1)
    order = rng.permutation(300)
    genres = np.repeat(["pop", "rap", "rock"], 100)[order]
    table = make_table(
        {"Unnamed: 0": order.astype(float), "genre": genres},
        {"Unnamed: 0": Role.INDEX},
    )
    (finding,) = find_telling_numbers(table, label(table))
    assert finding.code == "index-in-genre-order"
    assert finding.details["same_as_next"] > 0.99
    assert find_genre_order(table, label(table)) == ()


def test_numbers_in_the_order_of_the_rows_are_told_by_the_rows(make_table, label):
    genres = np.repeat(["pop", "rap", "rock"], 100)
    columns = {"Unnamed: 0": np.arange(300.0), "genre": genres}
    table = make_table(columns, {"Unnamed: 0": Role.INDEX})
    assert find_telling_numbers(table, label(table)) == ()


def test_numbers_blind_to_the_genre_are_silent(make_table, label):
    rng = np.random.default_rng(2)
    genres = rng.choice(["pop", "rap", "rock"], 300)
    columns = {"Unnamed: 0": rng.permutation(300), "genre": genres}
    table = make_table(columns, {"Unnamed: 0": Role.INDEX})
    assert find_telling_numbers(table, label(table)) == ()
