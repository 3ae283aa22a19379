from __future__ import annotations

import numpy as np

from genrelens.evaluation.leak_prices.name_reading import make_name_model, read_names


def test_titles_and_artists_are_joined_with_and_without_genre_words(try_frame, tracks):
    titles = "Techno " + tracks["track_name"]
    tried = try_frame(tracks.assign(track_name=titles))
    genres = ["ambient", "folk", "techno"]
    whole = read_names(tried.table, tried.rows[:2], genres, is_masked=False)
    masked = read_names(tried.table, tried.rows[:2], genres, is_masked=True)
    artist = tracks["artist"][0].lower()
    assert whole["names"][0] == f"techno song 0 {artist}"
    assert masked["names"][0] == f"song 0 {artist}"


def test_the_model_learns_letters_and_is_the_same_each_time(try_frame, tracks):
    tried = try_frame(tracks.assign(track_name=tracks["genre"] + tracks["track_name"]))
    X = read_names(tried.table, tried.rows, (), is_masked=False)
    one, other = (
        make_name_model().fit(X, tried.trial.y).predict_proba(X) for _ in range(2)
    )
    assert np.array_equal(one, other)
    assert (tried.trial.genres[one.argmax(axis=1)] == tried.trial.y).mean() > 0.95
