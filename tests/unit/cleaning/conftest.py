"""Builders of raw tables and columns for the tests of cleaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.cells.raw_column import RawColumn, raw_column
from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.profiling import Profile, profile_columns
from genrelens.ingest.raw_table import RawTable, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genrelens.cleaning.track_table import TrackTable


def _raw(columns: dict[str, Sequence[object]], delimiter: str = ",") -> RawTable:
    """Cells of text stay text; anything else keeps its type."""
    frame = pd.DataFrame(
        {
            header: pd.Series(cells, dtype="str")
            if all(isinstance(cell, str) for cell in cells)
            else pd.Series(cells)
            for header, cells in columns.items()
        }
    )
    lines = np.arange(2, len(frame) + 2)
    source = Source(
        name="made.csv", sha256="", n_bytes=0, format="memory", delimiter=delimiter
    )
    return RawTable(frame, lines, source)


@pytest.fixture
def raw() -> Callable[..., RawTable]:
    return _raw


@pytest.fixture
def clean() -> Callable[..., TrackTable]:
    def build(columns, *, delimiter=",", **options):
        return clean_table(_raw(columns, delimiter), **options)

    return build


@pytest.fixture
def column() -> Callable[..., RawColumn]:
    def build(cells, header="column"):
        table = _raw({header: cells})
        return raw_column(header, table.frame[header], table.line_numbers)

    return build


@pytest.fixture
def profile() -> Callable[..., Profile]:
    def build(header, cells, delimiter=","):
        return profile_columns(_raw({header: cells}, delimiter))[0]

    return build
