"""Tables, groups, kinship and predictions made by hand for tests of evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.naive_bayes import GaussianNB

from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.evaluation.grouping import Groups, incidence_of
from genrelens.evaluation.scenarios.kinship import Kinship
from genrelens.evaluation.scenarios.sources import Source as NamedSource
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.scores import HeldOut
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


def _relate(
    recordings: np.ndarray,
    artists: np.ndarray | None = None,
    source: np.ndarray | None = None,
    *,
    has_clips: bool = False,
) -> Kinship:
    n_rows = len(recordings)
    ties = csr_array((n_rows, 0), dtype=np.int8)
    named = NamedSource("", None, "There is no playlist or source column.")
    if source is not None:
        named = NamedSource("List", np.asarray(source, np.int64), "Made by hand.")
    return Kinship(
        recordings=np.unique(recordings, return_inverse=True)[1].astype(np.int64),
        artists=ties if artists is None else incidence_of(np.asarray(artists)),
        source=named,
        has_clips=has_clips,
    )


def _draw_held_out(
    n_tracks: int = 1500,
    *,
    n_genres: int = 4,
    alpha: float = 0.7,
    power: float = 1.0,
    group_size: int = 3,
    n_folds: int = 5,
    seed: int = 0,
) -> HeldOut:
    """Draw genres from probabilities that the model reports raised to a power."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet(np.full(n_genres, alpha), n_tracks)
    codes = (rng.random(n_tracks)[:, None] > true.cumsum(axis=1)).sum(axis=1)
    codes = codes.clip(max=n_genres - 1)
    told = true.clip(1e-12) ** power
    told /= told.sum(axis=1, keepdims=True)
    units = np.arange(n_tracks) // group_size
    return HeldOut.of(codes, told, folds=units % n_folds, units=units)


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


@pytest.fixture
def relate() -> Callable[..., Kinship]:
    """Say which rows share a recording, an artist and a source."""
    return _relate


@pytest.fixture
def draw_held_out() -> Callable[..., HeldOut]:
    """Draw predictions whose truth is known, in groups of any size."""
    return _draw_held_out
