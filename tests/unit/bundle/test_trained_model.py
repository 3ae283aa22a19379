from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from genrelens.bundle.trained_model import TrainedModel

if TYPE_CHECKING:
    from collections.abc import Callable


def test_only_model_features_references_and_genres_are_needed(
    trained: TrainedModel,
) -> None:
    bare = TrainedModel(
        trained.model, trained.features, trained.references, trained.genres
    )
    assert (bare.target, bare.headline) == ("", "")
    assert (bare.scores, bare.training, bare.versions) == ({}, {}, {})


def test_two_models_do_not_share_their_scores(
    make_trained: Callable[..., TrainedModel],
) -> None:
    one, other = make_trained(), make_trained()
    one.scores["accuracy"] = 0
    assert other.scores["accuracy"] != 0


def test_a_trained_model_cannot_be_changed(trained: TrainedModel) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        trained.genres = ()  # type: ignore[misc]
