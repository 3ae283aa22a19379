"""Tracks of a few artists on two numbers and a flag, and a reference made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.scores import HeldOut
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from genrelens.evaluation.novelty.results import NoveltyReference

FEATURES = (
    Feature("speechiness", "speechiness", Kind.NUMBER, "", "sound", "s", True),
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "t", True),
    Feature("explicit", "explicit", Kind.FLAG, "", "setting", "e", False),
)


def draw(n_tracks: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "speechiness": rng.beta(2, 30, n_tracks),
            "tempo": rng.normal(120, 20, n_tracks),
            "explicit": rng.integers(2, size=n_tracks).astype(float),
        }
    )


def hold_out(n_tracks: int, seed: int) -> HeldOut:
    rng = np.random.default_rng(seed)
    units = np.arange(n_tracks) // 4
    return HeldOut.of(
        rng.integers(3, size=n_tracks),
        np.full((n_tracks, 3), 1 / 3),
        folds=units % 5,
        units=units,
    )


@dataclass(frozen=True)
class Fitted:
    """A reference, and the features that it is about."""

    reference: NoveltyReference
    features: tuple[Feature, ...]


@pytest.fixture(scope="session")
def fitted() -> Fitted:
    reference = fit_novelty(
        draw(3_000, 1), FEATURES, hold_out(3_000, 2), scenario="unseen artists", seed=0
    )
    return Fitted(reference, FEATURES)


@pytest.fixture(scope="session")
def draw_tracks():
    return draw


@pytest.fixture(scope="session")
def hold_tracks_out():
    return hold_out
