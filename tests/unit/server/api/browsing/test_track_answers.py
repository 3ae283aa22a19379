from __future__ import annotations

from dataclasses import asdict

import pytest

from genrelens.server.api.browsing.track_answers import (
    counts_of,
    detail_of,
    neighbours_of,
    rows_of,
)
from genrelens.workflow.browsing.collection import open_collection
from genrelens.workflow.browsing.filtering import TrackFilter, select_tracks
from genrelens.workflow.browsing.one_track import track_line, view_track


@pytest.fixture(scope="module")
def collection(small_collection, small_run):
    return open_collection(small_collection.parent, small_run.result.model)


def test_rows_are_the_lines_of_the_collection(collection):
    found = select_tracks(collection, TrackFilter(), sort="-sure")

    rows = rows_of(collection, found, 5, 3)

    lines = [asdict(track_line(collection, place)) for place in found.places[5:8]]
    assert [row.model_dump() for row in rows] == lines
    assert counts_of(found).total == len(collection)


def test_a_track_is_told_with_its_nearest(collection, small_run):
    view = view_track(collection, small_run.result.model, 9)

    told = detail_of(collection, view)

    assert told.track.row == collection.columns["row"][9]
    assert told.neighbours == neighbours_of(collection, view.similar)
    assert [each.row for each in told.neighbours.items] == [
        collection.columns["row"][each.place] for each in view.similar.nearest
    ]
    assert len(told.values) == len(collection.features)
