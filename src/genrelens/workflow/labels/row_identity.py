"""Give each row of a table a short key by which it is found again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable

__all__ = ["row_keys"]

_NAMING = (Role.TRACK_ID, Role.TRACK_NAME, Role.ARTIST)
_BETWEEN = "\x1f"
_N_BYTES = 8


def row_keys(table: TrackTable) -> NDArray[np.object_]:
    """Give each row a key from its track id, title and artists.

    Where the table has none of these, the key is made from its numbers. Rows of
    one track have one key, whatever their genre; the place of a row in the table
    plays no part.

    Returns
    -------
    ndarray of str, shape (n_rows,)
        ``t`` and 16 hexadecimal digits, so that no spreadsheet takes it for a
        number.
    """
    named = [column.name for role in _NAMING for column in table.with_role(role)]
    if not named or table.frame[named].isna().all(axis=None):
        named = [
            column.name
            for column in table.columns
            if column.kind in {Kind.NUMBER, Kind.FLAG}
            and column.role not in {Role.TARGET, Role.INDEX}
        ]
    cells = [_texts(table.frame[name]) for name in named]
    rows = zip(*cells, strict=True) if cells else iter([()] * len(table.frame))
    return np.array([_key(_BETWEEN.join(row)) for row in rows], dtype=object)


def _texts(cells: pd.Series) -> list[str]:
    if pd.api.types.is_float_dtype(cells):
        return [repr(float(value)) for value in cells]
    return ["" if pd.isna(value) else str(value) for value in cells]


def _key(text: str) -> str:
    content = text.encode("utf-8", "surrogatepass")
    return f"t{blake2b(content, digest_size=_N_BYTES).hexdigest()}"
