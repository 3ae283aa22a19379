"""A page learns from the board which genres are large, and where shapes come from."""

from __future__ import annotations

import numpy as np

from genrelens.workflow.what_if.board import lay_out_board


def test_the_board_tells_where_its_shapes_come_from(trained, collection) -> None:
    with_tracks = lay_out_board(trained, collection)
    without = lay_out_board(trained, None)
    assert f"the {len(collection):,} tracks of" in with_tracks.source
    assert "seven quantiles" in without.source
    assert with_tracks.is_calibrated
    assert lay_out_board(trained, collection) is with_tracks


def test_the_largest_genre_comes_first(trained, collection) -> None:
    board = lay_out_board(trained, collection)
    counts = np.bincount(collection.columns["genre"], minlength=len(trained.genres))
    assert counts[trained.genres.index(board.largest)] == counts.max()
    assert sorted(board.by_size) == sorted(board.genres)
