"""Track tables and groups made by hand for the tests of evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from sklearn.naive_bayes import GaussianNB

from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import divide
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from collections.abc import Callable

ROLES = {
    "track_id": Role.TRACK_ID,
    "artist": Role.ARTIST,
    "filename": Role.IDENTIFIER,
    "playlist": Role.PLAYLIST,
    "album_id": Role.IDENTIFIER,
    "album": Role.ALBUM,
    "album_artist": Role.TEXT,
}


def _build(**cells: list[str | None]) -> TrackTable:
    frame = pd.DataFrame({name: pd.Series(c, dtype="str") for name, c in cells.items()})
    columns = tuple(
        Column(
            name,
            name.title(),
            ROLES[name],
            Kind.TEXT,
            "",
            "made by hand",
            registered(name),
        )
        for name in frame
    )
    return TrackTable(
        frame=frame,
        columns=columns,
        line_numbers=np.arange(len(frame)) + 2,
        source=Source("made", "", 0, "memory"),
        ledger=Ledger(),
    )


def _group(ids: np.ndarray, kind: str = "artists") -> Groups:
    codes, _ = pd.factorize(np.asarray(ids))
    sizes = np.bincount(codes)
    share = float(sizes.max() / len(codes))
    return Groups(codes.astype(np.int64), kind, len(sizes), share, "Made by hand.")


def _try(
    groups: Groups,
    codes: np.ndarray,
    *,
    make_model: Callable[[int], Any] = lambda _: GaussianNB(),
    told: list[str] | None = None,
) -> Trial:
    rng = np.random.default_rng(0)
    genres = np.array(["dub", "house", "techno", "trance"])[: codes.max() + 1]
    heard = rng.normal(size=groups.n_groups)[groups.ids]  # each artist has a sound
    frame = pd.DataFrame({"tempo": codes + rng.normal(size=len(codes)), "sound": heard})
    division = divide(codes, groups, n_folds=4, seed=0)
    on_trained = (told if told is not None else []).append
    return Trial(
        make_model, frame, genres[codes], codes, genres, groups, division, 1, on_trained
    )


@pytest.fixture
def make_trial() -> Callable[..., Trial]:
    """Give a table by artists with a sound of their own, and a model to try on it."""
    return _try


@pytest.fixture
def build_table() -> Callable[..., TrackTable]:
    return _build


@pytest.fixture
def make_groups() -> Callable[..., Groups]:
    return _group
