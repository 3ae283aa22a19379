"""Candidates carry the forest's own answer, and none is the row's own value."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.explanation.flipping.candidates import ask_axis
from genrelens.explanation.phrases import plain_value


@pytest.mark.parametrize("place", [0, 7, 19])
def test_each_candidate_has_what_the_forest_says_to_the_changed_row(
    made_up, place: int
) -> None:
    row = made_up.row(place)
    coded = made_up.model.encoder_.transform(row)[0]
    for axis in made_up.axes:
        before = plain_value(row[axis.feature.name].iloc[0])
        found = ask_axis(made_up.model, coded, axis, before)
        assert before not in found.settings.tolist()
        for at in range(0, len(found.settings), max(len(found.settings) // 7, 1)):
            changed = row.copy()
            changed[axis.feature.name] = [found.settings[at]]
            own = made_up.model.predict_proba(changed)[0]
            assert found.proba[at] == pytest.approx(own, abs=1e-12)


def test_every_step_of_the_output_within_the_range_has_a_candidate(made_up) -> None:
    axis = next(axis for axis in made_up.axes if axis.feature.name == "tempo")
    row = made_up.row(3)
    coded = made_up.model.encoder_.transform(row)[0]
    found = ask_axis(made_up.model, coded, axis, float(row["tempo"].iloc[0]))
    grid = np.repeat(coded[np.newaxis], 4_000, axis=0)
    grid[:, axis.columns.start] = np.linspace(axis.low, axis.high, 4_000)
    from genrelens.forest import predict_proba

    seen = {tuple(np.round(each, 9)) for each in found.proba}
    own = predict_proba(made_up.model.forest_, coded[np.newaxis])[0]
    seen.add(tuple(np.round(own, 9)))
    every = {
        tuple(np.round(each, 9)) for each in predict_proba(made_up.model.forest_, grid)
    }
    assert every <= seen


def test_a_missing_value_may_become_any(made_up) -> None:
    axis = next(axis for axis in made_up.axes if axis.feature.name == "energy")
    row = made_up.row(0).copy()
    row["energy"] = np.nan
    coded = made_up.model.encoder_.transform(row)[0]
    found = ask_axis(made_up.model, coded, axis, None)
    assert len(found.settings) > 50
    assert (found.costs == 0.5).all()
