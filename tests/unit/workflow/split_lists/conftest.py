"""A checked table of music files for the tests of split lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.checking.checking import CheckedTable
from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, RowDrop, TrackTable
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = {
    "track_id": (Role.TRACK_ID, Kind.TEXT),
    "link": (Role.IDENTIFIER, Kind.TEXT),
    "tempo": (Role.FEATURE, Kind.NUMBER),
    "genre": (Role.TARGET, Kind.CATEGORY),
}


def _check(dropped: tuple[int, ...] = (), **cells: list[object]) -> CheckedTable:
    n_rows = len(next(iter(cells.values())))
    cells = {"genre": ["dub", "house"] * n_rows, **cells}
    frame = pd.DataFrame({name: pd.Series(c[:n_rows]) for name, c in cells.items()})
    columns = tuple(
        Column(name, name.title(), *_COLUMNS[name], "", "made by hand")
        for name in frame
    )
    drops = (RowDrop("no-genre", np.array(dropped, np.int64), "."),) if dropped else ()
    table = TrackTable(
        frame, columns, np.arange(n_rows) + 2, Source("made", "", 0, "memory"),
        Ledger(), (), drops,
    )  # fmt: skip
    return CheckedTable(table, "genre", "By hand.")


@pytest.fixture
def check() -> Callable[..., CheckedTable]:
    return _check
