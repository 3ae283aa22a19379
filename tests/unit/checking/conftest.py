"""Track tables made by hand, typed as cleaning would type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.checking.labels import Labels, label_rows
from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_columns import KNOWN_COLUMNS
from genrelens.schema.spelling import normalise_header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SOURCE = Source(name="made", sha256="", n_bytes=0, format="memory")
BY_SPELLING = {
    spelling: known for known in KNOWN_COLUMNS for spelling in known.spellings
}
MANY_VALUES = 100


def _column(header: str, cells: pd.Series, role: Role | None) -> Column:
    known = BY_SPELLING.get(normalise_header(header)[0])
    if pd.api.types.is_numeric_dtype(cells):
        levels = set(cells.dropna().unique())
        is_flag = levels <= {0.0, 1.0} and (known is None or known.kind is Kind.FLAG)
        kind = Kind.FLAG if is_flag else Kind.NUMBER
    elif known is not None and known.role is not Role.TARGET:
        kind = known.kind
    else:
        kind = Kind.CATEGORY if cells.nunique() <= MANY_VALUES else Kind.TEXT
    usual = Role.TEXT if kind is Kind.TEXT else Role.FEATURE
    taken = role or (known.role if known else usual)
    name = known.name if known else header
    return Column(name, header, taken, kind, "", "made by hand", known)


def build_table(
    columns: Mapping[str, Sequence[object]], roles: Mapping[str, Role] | None = None
) -> TrackTable:
    frame, made = {}, []
    for header, values in columns.items():
        cells = pd.Series(list(values))
        if cells.dtype == object or pd.api.types.is_string_dtype(cells):
            cells = cells.astype("str")
        else:
            cells = cells.astype(float)
        column = _column(header, cells, (roles or {}).get(header))
        if column.name in frame:
            column = Column(header, header, *_after_name(column))
        frame[column.name] = cells
        made.append(column)
    table = pd.DataFrame(frame)
    lines = np.arange(2, len(table) + 2)
    return TrackTable(table, tuple(made), lines, SOURCE, Ledger())


def _after_name(column: Column) -> tuple[object, ...]:
    return (column.role, column.kind, column.unit, column.why, column.known)


@pytest.fixture
def make_table() -> Callable[..., TrackTable]:
    """Give `build_table(columns, roles)`."""
    return build_table


@pytest.fixture
def label() -> Callable[[TrackTable], Labels]:
    """Give a function that labels all rows of a table by its column `genre`."""

    def labels_of(table: TrackTable) -> Labels:
        nothing = np.zeros(len(table.frame), dtype=bool)
        return label_rows(table.frame["genre"], is_left_out=nothing)

    return labels_of


def build_noise(seed: int) -> dict[str, list[object]]:
    """Make the columns of a random table in which nothing tells the genre."""
    rng = np.random.default_rng(seed)
    n_rows = int(rng.integers(60, 1500))
    n_genres = int(rng.integers(2, 13))
    shares = rng.dirichlet(np.full(n_genres, rng.choice([1.0, 30.0])))
    genres = [f"style{code} beat" for code in range(n_genres)]
    words = np.array(["love", "night", "rain", "go", "style0 beat", "road", "blue"])
    artists = np.array([f"artist {code}" for code in range(max(5, n_rows // 4))])
    playlists = np.array([f"list {code}" for code in range(max(3, n_rows // 30))])
    columns: dict[str, list[object]] = {
        "genre": list(rng.choice(genres, n_rows, p=shares)),
        "track_name": [
            " ".join(rng.choice(words, 3)) + f" {row}" for row in range(n_rows)
        ],
        "artist": list(rng.choice(artists, n_rows)),
        "playlist_name": list(rng.choice(playlists, n_rows)),
        "tempo": list(rng.normal(120, 20, n_rows)),
        "energy": list(rng.beta(2, 2, n_rows)),
        "danceability": list(rng.beta(5, 2, n_rows)),
        "duration_ms": list(rng.lognormal(12.2, 0.3, n_rows).round()),
        "popularity": list(rng.integers(0, 101, n_rows).astype(float)),
        "explicit": list((rng.random(n_rows) < 0.2).astype(float)),
        "skew": list(np.exp(rng.normal(0, 1.5, n_rows))),
        "code": list(rng.integers(0, n_genres, n_rows).astype(float)),
        "mood": list(rng.choice(["calm", "angry", "sad"], n_rows)),
    }
    for header in ("energy", "skew", "mood"):
        gaps = rng.random(n_rows) < rng.choice([0.02, 0.3])
        columns[header] = [
            None if gap else cell
            for gap, cell in zip(gaps, columns[header], strict=True)
        ]
    return columns


@pytest.fixture
def noise() -> Callable[[int], dict[str, list[object]]]:
    """Give `build_noise(seed)`."""
    return build_noise
