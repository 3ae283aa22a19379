from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.evaluation.novelty.distance import nearest_distances
from genrelens.evaluation.novelty.results import MISSING
from genrelens.evaluation.novelty.scoring import score_novelty
from genrelens.evaluation.novelty.telling import mark_novel, tell_novelty

STEPS = st.one_of(st.integers(-8_192, 8_192), st.integers(-3, 3), st.just(MISSING))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_tracks_are_marked_as_their_distances_say(fitted, data) -> None:
    n_features = data.draw(st.integers(1, 4))
    n_others = data.draw(st.integers(1, 12))
    cells = st.lists(STEPS, min_size=n_features, max_size=n_features)
    tracks = np.array(data.draw(st.lists(cells, min_size=1, max_size=5)), np.int32)
    others = np.array(
        data.draw(st.lists(cells, min_size=n_others, max_size=n_others)), np.int32
    )
    n_neighbours = data.draw(st.integers(1, n_others))
    distances = nearest_distances(tracks, others, n_neighbours)
    known = distances[np.isfinite(distances)]
    edges = [*known.tolist(), 0.0, 1.0]  # a distance at the threshold is not above it
    threshold = data.draw(st.sampled_from(edges))
    reference = replace(
        fitted.reference, values=others, n_neighbours=n_neighbours, threshold=threshold
    )
    np.testing.assert_array_equal(mark_novel(reference, tracks), distances > threshold)


@pytest.mark.parametrize("speechiness", [0.05, 0.95])
def test_what_is_told_is_what_scoring_tells(fitted, draw_tracks, speechiness) -> None:
    tracks = draw_tracks(200, 9)
    tracks.loc[::3, "speechiness"] = speechiness
    tracks.loc[::5, "tempo"] = np.nan
    told = tell_novelty(fitted.reference, tracks, fitted.features)
    scored = score_novelty(fitted.reference, tracks, fitted.features)
    np.testing.assert_array_equal(told.is_novel, scored.is_novel)
    assert tuple(told.reasons) == scored.reasons
