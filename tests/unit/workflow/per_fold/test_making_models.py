from __future__ import annotations

from pathlib import Path

from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.workflow.per_fold.making_models import make_forest, make_model
from genrelens.workflow.requests import TrainRequest

REQUEST = {"table": Path("tracks.csv"), "output": Path("out"), "threads": 2}


def test_a_forest_is_made_unless_another_kind_is_asked_for() -> None:
    request = TrainRequest(**REQUEST, trees=7, seed=3, balanced=True)
    found = make_model(request)
    assert isinstance(found, GenreForest)
    assert (found.n_trees, found.random_state, found.n_jobs) == (7, 3, 2)
    assert found.class_weight == "balanced"
    assert make_model(request, 9).random_state == 9


def test_a_linear_model_has_the_weights_and_threads_of_the_request() -> None:
    found = make_model(TrainRequest(**REQUEST, model="linear", balanced=True), 9)
    assert isinstance(found, LinearModel)
    assert found.class_weight == "balanced"
    assert found.n_jobs == 2
    assert found.strength == "auto"


def test_beside_a_linear_model_stands_a_forest_of_the_size_asked_for() -> None:
    found = make_forest(TrainRequest(**REQUEST, model="linear", trees=11), 4)
    assert (found.n_trees, found.random_state) == (11, 4)
