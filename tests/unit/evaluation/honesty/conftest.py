"""Kinship made by hand for the tests of the honesty gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_array

from genrelens.evaluation.grouping import incidence_of
from genrelens.evaluation.scenarios.kinship import Kinship
from genrelens.evaluation.scenarios.sources import Source

if TYPE_CHECKING:
    from collections.abc import Callable


def _relate(
    recordings: np.ndarray,
    artists: np.ndarray | None = None,
    source: np.ndarray | None = None,
    *,
    has_clips: bool = False,
) -> Kinship:
    n_rows = len(recordings)
    ties = csr_array((n_rows, 0), dtype=np.int8)
    named = Source("", None, "There is no playlist or source column.")
    if source is not None:
        named = Source("List", np.asarray(source, np.int64), "Made by hand.")
    return Kinship(
        recordings=np.unique(recordings, return_inverse=True)[1].astype(np.int64),
        artists=ties if artists is None else incidence_of(np.asarray(artists)),
        source=named,
        has_clips=has_clips,
    )


@pytest.fixture
def relate() -> Callable[..., Kinship]:
    """Say which rows share a recording, an artist and a source."""
    return _relate
