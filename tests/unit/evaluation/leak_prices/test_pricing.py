from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.evaluation.leak_prices import pricing
from genrelens.evaluation.leak_prices.known_leaks import LEAKS
from genrelens.evaluation.leak_prices.pricing import price_leaks

RNG = np.random.default_rng(8)


def codes_of(tracks):
    return np.unique(tracks["genre"], return_inverse=True)[1]


def price_of(tried, code):
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    return next(price for price in prices.priced if price.code == code)


def test_a_table_without_a_leak_has_no_price_and_names_what_was_looked_for(
    try_frame, tracks
):
    tried = try_frame(tracks)
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    assert (prices.priced, prices.unpriced, prices.notes) == ((), (), ())
    assert len(prices.looked_for) == sum(bool(leak.absent) for leak in LEAKS.values())


def test_a_proxy_that_was_left_out_is_worth_nearly_all_that_was_missing(
    try_frame, tracks
):
    tried = try_frame(tracks.assign(shelf="shelf " + tracks["genre"].str[:1]))
    assert "shelf" not in tried.trial.X
    price = price_of(tried, "proxy-column")
    assert price.with_.value > 0.98
    assert price.without.value < 0.75
    assert price.difference.low > 0.2
    assert price.done == "The column is left out of the model, unless you force it."
    assert "with the leak" in price.sentence
    assert price.n_trees == 25


def test_a_column_of_many_values_is_priced_by_the_genres_of_its_values(
    try_frame, tracks
):
    lists = [
        f"list {code}-{number % 14}" for number, code in enumerate(codes_of(tracks))
    ]
    tried = try_frame(tracks.assign(playlist_name=lists))
    price = price_of(tried, "proxy-column")
    assert "each value read as" in price.how
    assert price.with_.value > 0.95


def test_minutes_in_one_genre_are_priced_against_milliseconds(try_frame, tracks):
    is_short = tracks["genre"] == "folk"
    raw = np.where(is_short, tracks["duration_ms"] / 60_000, tracks["duration_ms"])
    tried = try_frame(tracks.drop(columns="duration_ms").assign(duration=raw))
    price = price_of(tried, "unit-encodes-genre")
    assert price.difference.low > 0
    assert price.scores[1].metric == "macro_f1"
    assert price.scores[1].difference.value > 0


def test_gaps_that_say_the_genre_are_priced(try_frame, tracks):
    is_gap = (tracks["genre"] == "techno") & (RNG.random(len(tracks)) < 0.8)
    tried = try_frame(tracks.assign(valence=tracks["valence"].mask(is_gap)))
    assert price_of(tried, "missingness-encodes-genre").difference.low > 0


def test_row_numbers_of_a_sorted_table_are_priced_under_random_rows(try_frame, tracks):
    tried = try_frame(tracks.sort_values("genre", kind="stable"))
    price = price_of(tried, "rows-in-genre-order")
    assert price.scenario == "random rows"
    assert price.with_.value > 0.95
    assert price.difference.low > 0


def test_search_words_are_priced_by_a_model_that_reads_names(try_frame, tracks):
    has_word = RNG.random(len(tracks)) < 0.7
    titles = np.where(
        has_word, tracks["genre"] + " " + tracks["track_name"], tracks["track_name"]
    )
    tried = try_frame(tracks.assign(track_name=titles), forced=["track_name", "artist"])
    price = price_of(tried, "genre-word-in-names")
    assert price.n_trees is None
    assert price.with_.value > 0.75
    assert price.without.value < 0.55
    assert tried.trial.groups.kind == "artists"  # though artists are forced


def test_the_dearest_leak_comes_first_and_plain_columns_are_trained_once(
    try_frame, tracks, monkeypatch
):
    calls = []
    once = pricing.refit
    monkeypatch.setattr(
        pricing, "refit", lambda *a, **k: calls.append(k["purpose"]) or once(*a, **k)
    )
    is_gap = (tracks["genre"] == "techno") & (RNG.random(len(tracks)) < 0.6)
    frame = tracks.assign(
        valence=tracks["valence"].mask(is_gap), shelf="shelf " + tracks["genre"].str[:1]
    )
    tried = try_frame(frame)
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    values = [price.difference.value for price in prices.priced]
    assert [price.code for price in prices.priced] == [
        "proxy-column",
        "missingness-encodes-genre",
    ]
    assert values == sorted(values, reverse=True)
    assert len(calls) == 3


def test_beyond_the_limit_leaks_are_told_without_a_price(
    try_frame, tracks, monkeypatch
):
    monkeypatch.setattr(pricing, "MAX_PRICED", 1)
    shelves = {f"shelf {letter}": letter + tracks["genre"].str[:1] for letter in "abc"}
    tried = try_frame(tracks.assign(**shelves))
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    assert len(prices.priced) == 1
    assert [leak.why for leak in prices.unpriced] == [
        "To save time at most 1 leaks are priced in one run."
    ] * 2


def test_tracks_met_twice_are_told_with_the_reason_for_no_price(try_frame, tracks):
    again = tracks.iloc[:12].assign(valence=0.123)
    tried = try_frame(pd.concat([tracks, again], ignore_index=True))
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    (leak,) = [each for each in prices.unpriced if each.code == "repeated-track"]
    assert "random rows" in leak.why


def test_large_training_parts_are_narrowed_by_whole_groups_and_told(
    try_frame, tracks, monkeypatch
):
    monkeypatch.setattr(pricing, "MAX_TRAINING_ROWS", 100)
    tried = try_frame(tracks.assign(shelf="shelf " + tracks["genre"].str[:1]))
    prices = price_leaks(tried.trial, tried.table, tried.rows)
    assert any("at most 100 tracks" in note for note in prices.notes)
    assert prices.priced[0].n_tracks == len(tried.trial.division.rows)


def test_the_same_seed_gives_the_same_prices(try_frame, tracks):
    tried = try_frame(tracks.assign(shelf="shelf " + tracks["genre"].str[:1]))
    one, other = (
        price_leaks(tried.trial, tried.table, tried.rows).to_dict() for _ in range(2)
    )
    assert one == other


def test_another_model_can_be_given_for_other_columns(try_frame, tracks):
    from genrelens.models.genre_forest import GenreForest

    tried = try_frame(tracks.assign(shelf="shelf " + tracks["genre"].str[:1]))
    prices = price_leaks(
        tried.trial,
        tried.table,
        tried.rows,
        make_model=lambda seed: GenreForest(n_trees=7, random_state=seed, n_jobs=1),
    )
    assert prices.priced[0].n_trees == 7


@pytest.mark.parametrize("code", LEAKS)
def test_every_leak_says_what_was_done(code):
    assert LEAKS[code].done.endswith(".")
