from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from genrelens.evaluation.calibration.isotonic import fit_isotonic


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**16), st.integers(2, 120))
def test_it_is_the_line_of_scikit_learn(seed: int, n_tracks: int) -> None:
    rng = np.random.default_rng(seed)
    proba = rng.dirichlet(np.ones(3), n_tracks).round(2)
    codes = rng.integers(0, 3, n_tracks)
    lines = fit_isotonic(proba, codes)
    grid = np.linspace(0, 1, 51)
    for genre, (before, after) in enumerate(lines):
        theirs = IsotonicRegression(out_of_bounds="clip")
        theirs.fit(proba[:, genre], codes == genre)
        assert np.interp(grid, before, after) == pytest.approx(
            theirs.predict(grid), abs=1e-9
        )


def test_lines_rise_and_are_kept_short(draw_held_out) -> None:
    held_out = draw_held_out(20_000)
    for before, after in fit_isotonic(held_out.proba, held_out.codes):
        assert len(before) <= 200
        assert (np.diff(before) > 0).all()
        assert (np.diff(after) >= 0).all()
