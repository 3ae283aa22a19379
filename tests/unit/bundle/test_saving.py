from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.bundle.loading import load_model
from genrelens.bundle.saving import model_to_bytes, save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.errors import BundleError, NotTrainedError, OutputError
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_hash_is_that_of_the_file(trained: TrainedModel, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "model.genrelens"
    found = save_model(target, trained)
    assert found == hashlib.sha256(target.read_bytes()).hexdigest()
    assert [path.name for path in target.parent.iterdir()] == ["model.genrelens"]


def test_equal_models_give_equal_bytes(
    content: bytes, make_trained: Callable[..., TrainedModel]
) -> None:
    assert model_to_bytes(make_trained(n_jobs=2)) == content


def test_a_reopened_model_saves_to_the_same_bytes(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "one").write_bytes(content)
    assert model_to_bytes(load_model(tmp_path / "one")) == content


def test_what_stood_there_stays_when_a_model_cannot_be_saved(
    trained: TrainedModel, tmp_path: Path
) -> None:
    target = tmp_path / "model.genrelens"
    target.write_bytes(b"before")
    broken = replace(trained, scores={"accuracy": float("nan")})
    with pytest.raises(BundleError, match="cannot be written as JSON"):
        save_model(target, broken)
    assert target.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_in_the_way_is_an_output_error(
    trained: TrainedModel, tmp_path: Path
) -> None:
    with pytest.raises(OutputError):
        save_model(tmp_path, trained)


def test_an_untrained_model_cannot_be_saved(trained: TrainedModel) -> None:
    with pytest.raises(NotTrainedError):
        model_to_bytes(replace(trained, model=GenreForest()))


@pytest.mark.parametrize(
    "change",
    [
        {"genres": ("a", "b", "c")},
        {"genres": ()},
        {"features": ()},
        {"scores": {"a": object()}},
        {"training": {"deep": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_parts_that_do_not_fit_are_refused(
    trained: TrainedModel, change: dict[str, object]
) -> None:
    with pytest.raises(BundleError):
        model_to_bytes(replace(trained, **change))


@pytest.mark.parametrize(
    "labels",
    [
        np.array(["b", "a"] * 20),
        np.array([3, -1] * 20),
        np.array([True, False] * 20),
        np.array([2, 1] * 20, dtype=np.uint8),
    ],
    ids=["text", "integer", "boolean", "small integer"],
)
def test_labels_of_usual_kinds_come_back(labels: np.ndarray, tmp_path: Path) -> None:
    X = np.tile([[0.0, 1.0], [1.0, np.nan]], (20, 1))
    model = GenreForest(n_trees=2, random_state=0).fit(X, labels)
    bare = TrainedModel(
        model, _features(2), (), tuple(map(str, model.classes_.tolist()))
    )
    save_model(tmp_path / "m", bare)
    reopened = load_model(tmp_path / "m")
    assert reopened.model.predict(X).tolist() == model.predict(X).tolist()
    assert reopened.genres == bare.genres
    assert not hasattr(reopened.model, "feature_names_in_")


def test_labels_of_other_kinds_are_refused_in_words() -> None:
    X = np.array([[0.0], [1.0]] * 20)
    model = GenreForest(n_trees=2, random_state=0).fit(X, [1.0, 2.0] * 20)
    with pytest.raises(BundleError, match="Genres of type float64 cannot be saved"):
        model_to_bytes(TrainedModel(model, _features(1), (), ("1.0", "2.0")))


@pytest.mark.parametrize(
    "settings",
    [
        {"class_weight": "balanced"},
        {"class_weight": {"house": 2.0, "techno": 1.0, "Dub & <b>bass</b>": 1.0}},
        {"max_features": 0.5, "max_depth": 3},
        {"max_features": None, "min_samples_leaf": 7},
    ],
    ids=str,
)
def test_the_settings_of_training_come_back(
    make_trained: Callable[..., TrainedModel], settings: dict[str, object], tmp_path
) -> None:
    trained = make_trained(**settings)
    save_model(tmp_path / "m", trained)
    reopened = load_model(tmp_path / "m").model
    assert reopened.get_params() == trained.model.get_params()
    assert reopened.min_samples_leaf_ == trained.model.min_samples_leaf_


def _features(n: int):
    from genrelens.schema.columns import Kind
    from genrelens.schema.features import Feature

    return tuple(
        Feature(f"x{i}", f"x{i}", Kind.NUMBER, "", "", f"x{i}", is_audio=False)
        for i in range(n)
    )
