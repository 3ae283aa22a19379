"""Tests of genrelens.evaluation.scenarios.kinship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.scenarios.kinship import find_kinship

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.cleaning.track_table import TrackTable


def test_copies_artists_and_source_of_the_rows_asked_for_are_told(
    build_table: Callable[..., TrackTable],
) -> None:
    table = build_table(
        track_id=["1", "2", "1", "3", "4"],
        artist=["a", "a; b", "a", "c", "c"],
        playlist=["x", "x", "y", "y", "y"],
    )
    kinship = find_kinship(table, np.array([0, 1, 2, 4]), source="playlist")

    assert kinship.recordings.tolist() == [0, 1, 0, 2]
    assert kinship.has_copies
    assert not kinship.has_clips
    assert np.asarray(kinship.artists.sum(axis=1)).tolist() == [1, 2, 1, 1]
    assert kinship.source.codes is not None
    assert kinship.source.codes.tolist() == [0, 0, 1, 1]


def test_segments_of_a_clip_are_one_recording(
    build_table: Callable[..., TrackTable],
) -> None:
    files = [f"dub.0000{clip}.{part}.wav" for clip in range(2) for part in range(3)]
    kinship = find_kinship(build_table(filename=files), np.arange(6))
    assert kinship.recordings.tolist() == [0, 0, 0, 1, 1, 1]
    assert kinship.has_clips
    assert kinship.artists.nnz == 0


def test_distinct_tracks_have_no_copies(build_table: Callable[..., TrackTable]) -> None:
    kinship = find_kinship(build_table(track_id=["1", "2"]), np.arange(2))
    assert not kinship.has_copies
    assert kinship.source.codes is None


def test_an_unknown_source_column_is_refused(
    build_table: Callable[..., TrackTable],
) -> None:
    with pytest.raises(InputError, match="no column 'radio'"):
        find_kinship(build_table(artist=["a", "b"]), np.arange(2), source="radio")
