"""A collection of made-up tracks in memory, and that of the small run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.browsing.collection import Collection


@pytest.fixture(scope="session")
def small(small_run, small_collection: Path) -> Collection:
    """Open the collection of the small run."""
    from genrelens.workflow.browsing.collection import open_collection

    return open_collection(small_collection.parent, small_run.result.model)


@pytest.fixture(scope="session")
def stored(small_collection: Path) -> pd.DataFrame:
    """Read the same file without our own code."""
    return pd.read_parquet(small_collection)


@pytest.fixture(scope="session")
def predictions(small_run) -> pd.DataFrame:
    """Read what training told of the same tracks."""
    return pd.read_csv(small_run.output / "predictions.csv")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)
