"""A small model with its tracks, and the same model without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.bundle.loading import load_model
from genrelens.workflow.browsing.collection import open_collection

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallRun

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.browsing.collection import Collection


@pytest.fixture(scope="session")
def trained(small_run: SmallRun) -> TrainedModel:
    return load_model(small_run.model)


@pytest.fixture(scope="session")
def collection(small_collection: Path, trained: TrainedModel) -> Collection:
    return open_collection(small_collection.parent, trained)


@pytest.fixture
def values(trained: TrainedModel, collection: Collection) -> dict[str, object]:
    """Give a track of the collection without a missing value."""
    from genrelens.workflow.what_if.values import plain_values

    complete = collection.inputs.notna().all(axis=1)
    return plain_values(trained.features, collection.inputs[complete].iloc[0])
