from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from genrelens.evaluation.leak_prices.changed_columns import change_features
from genrelens.evaluation.leak_prices.known_leaks import LEAKS

RNG = np.random.default_rng(2)


def change(tried, code, X=None):
    X = tried.trial.X if X is None else X
    return change_features(tried.finding(code), tried.table, tried.rows, X, seed=1)


def test_raw_numbers_are_those_of_the_file(try_frame, tracks):
    is_short = tracks["genre"] == "folk"
    raw = np.where(is_short, tracks["duration_ms"] / 60_000, tracks["duration_ms"])
    tried = try_frame(tracks.drop(columns="duration_ms").assign(duration=raw))
    found = change(tried, "unit-encodes-genre")
    np.testing.assert_allclose(found.with_["duration_ms"], raw[tried.rows])
    assert found.without is None
    assert tried.trial.X["duration_ms"].min() > 10_000


def test_filled_gaps_hold_values_that_were_there_and_no_others(try_frame, tracks):
    is_gap = (tracks["genre"] == "techno") & (RNG.random(len(tracks)) < 0.7)
    tried = try_frame(tracks.assign(valence=tracks["valence"].mask(is_gap)))
    found = change(tried, "missingness-encodes-genre")
    filled = found.without["valence"]
    assert not filled.isna().any()
    assert set(filled) <= set(tracks["valence"])
    others = tried.trial.X.columns.drop("valence")
    pd.testing.assert_frame_equal(found.without[others], tried.trial.X[others])
    again = change(tried, "missingness-encodes-genre").without
    pd.testing.assert_frame_equal(again, found.without)


def test_filled_in_numbers_are_emptied(try_frame, tracks):
    medians = tracks.groupby("genre")["valence"].transform("median") + 1e-6
    is_gap = RNG.random(len(tracks)) < 0.3
    tried = try_frame(tracks.assign(valence=tracks["valence"].mask(is_gap, medians)))
    found = change(tried, "imputed-per-genre")
    assert found.without["valence"].isna().sum() == pytest.approx(is_gap.sum(), abs=3)


def test_a_proxy_that_is_forced_is_taken_out_instead(try_frame, tracks):
    frame = tracks.assign(shelf="shelf " + tracks["genre"].str[:1])
    found = change(try_frame(frame, forced=["shelf"]), "proxy-column")
    assert found.with_ is None
    assert "shelf" not in found.without


def test_a_column_that_the_model_does_not_use_has_no_price(try_frame, tracks):
    is_gap = (tracks["genre"] == "techno") & (RNG.random(len(tracks)) < 0.7)
    tried = try_frame(tracks.assign(valence=tracks["valence"].mask(is_gap)))
    X = tried.trial.X.drop(columns="valence")
    why = change(tried, "missingness-encodes-genre", X)
    assert why == "The model does not use 'valence', so its score owes it nothing."


def test_the_only_attribute_cannot_be_left_out(try_frame, tracks):
    frame = tracks.assign(shelf="shelf " + tracks["genre"].str[:1])
    tried = try_frame(frame, forced=["shelf"])
    assert "only attribute" in change(tried, "proxy-column", tried.trial.X[["shelf"]])


def test_row_numbers_join_the_features_whatever_these_are_called(try_frame, tracks):
    tried = try_frame(tracks.sort_values("genre", kind="stable"))
    found = change(tried, "rows-in-genre-order")
    numbers = found.with_["row number"].to_numpy()
    assert (np.diff(numbers) > 0).all()


@pytest.mark.parametrize("code", [c for c, leak in LEAKS.items() if leak.unpriced])
def test_a_leak_without_a_price_is_no_change(try_frame, tracks, code):
    tried = try_frame(tracks.assign(shelf="shelf " + tracks["genre"].str[:1]))
    finding = replace(tried.finding("proxy-column"), code=code)
    with pytest.raises(KeyError):
        change_features(finding, tried.table, tried.rows, tried.trial.X, seed=1)
