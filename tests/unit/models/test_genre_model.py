from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from tests.unit.models.test_genre_forest import songs

from genrelens.models.genre_forest import GenreForest
from genrelens.models.genre_model import GAMES, GenreModel, ModelKind, kind_of
from genrelens.models.linear import LinearModel


def test_every_kind_has_its_name_and_its_game() -> None:
    kinds = {kind_of(GenreForest()), kind_of(LinearModel())}
    assert kinds == set(get_args(ModelKind)) == set(GAMES)


@pytest.mark.parametrize(
    "model", [GenreForest(n_trees=9, random_state=0), LinearModel()]
)
def test_both_kinds_answer_alike_by_every_way(model: GenreModel) -> None:
    frame, genres = songs()
    model.fit(frame, genres)
    expected = model.predict_proba(frame)
    rows = model.encoder_.transform(frame)
    np.testing.assert_array_equal(model.predict_encoded(rows), expected)
    answer = model.ready_for_rows()
    np.testing.assert_array_equal(answer(rows[5:6]), expected[5:6])
    column = int(np.flatnonzero(model.encoder_.origin == 0)[0])
    response = model.respond_to_column(rows[5], column)
    values = response.borders[::7]
    moved = np.repeat(rows[5:6], len(values), axis=0)
    moved[:, column] = values
    np.testing.assert_allclose(
        response.at(values), model.predict_encoded(moved), atol=1e-12
    )
    shares, base = model.shapley_values(frame)
    np.testing.assert_allclose(base + shares.sum(axis=1), expected, atol=1e-9)
    assert model.steps_to_explain > 0
    assert model.nbytes > 0
