"""Lay Shapley values out as lines: one a track and genre, a column an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from genrelens.workflow.documents.carried_columns import carry_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.explanation.shapley_blocks import ShapleyBlock
    from genrelens.schema.features import Feature

__all__ = ["ValueLines"]

_ANSWERS = ("genre", "probability", "base")


class ValueLines:
    """Turns blocks of values into lines, and counts what they are like.

    Columns: ``line`` of the file, ``row`` of the table, id, name and artist
    where the table has them (`carry_columns`), ``genre``, ``probability``,
    ``base``, then ``shap_`` and the attribute's name for each attribute.
    Texts repeat from line to line, so they are dictionaries. A track's lines
    stand together, in the order of the genres, or the likeliest first where
    only the likeliest are kept.

    Parameters
    ----------
    table : TrackTable
        Where the tracks come from.
    features : sequence of Feature
        The model's attributes.
    genres : sequence of str
        The model's genres.
    kept : collection of str
        Those to keep; all where it is empty.
    top : int, optional
        Keep so many of each track, the likeliest.
    dtype : numpy type
        In which values, bases and probabilities are written.
    """

    def __init__(
        self,
        table: TrackTable,
        features: Sequence[Feature],
        genres: Sequence[str],
        *,
        kept: Collection[str] = (),
        top: int | None = None,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.value_columns = tuple(f"shap_{feature.name}" for feature in features)
        self.n_lines = 0
        self.additivity_error = 0.0
        self.genres_kept: str | list[str] = (
            f"the {min(top, len(genres))} likeliest of each track"
            if top is not None
            else [genre for genre in genres if not kept or genre in kept]
        )
        self._genres = pa.array(genres, pa.string())
        self._kept = np.array(
            [at for at, genre in enumerate(genres) if not kept or genre in kept]
        )
        self._top = top
        self._dtype = dtype
        carried = carry_columns(table, answers=[*_ANSWERS, *self.value_columns])
        self._carried = {
            name: pa.array(cells, from_pandas=True)
            for name, cells in carried.columns.items()
        }

    def of(self, block: ShapleyBlock, rows: NDArray[np.int64]) -> pa.Table:
        """Give the lines of a block of tracks.

        Parameters
        ----------
        block : ShapleyBlock
            Of all genres.
        rows : ndarray of int64, shape (n_tracks,)
            Where its tracks stand in the table.
        """
        which = self._which(block.probabilities)
        values = block.values.transpose(1, 0, 2)
        if self._top is not None or which.shape[1] < len(self._genres):
            values = np.take_along_axis(values, which[None], axis=2)
        lines = np.ascontiguousarray(values, self._dtype).reshape(len(values), -1)
        chosen = np.take_along_axis(block.probabilities, which, axis=1)
        probability = chosen.astype(self._dtype).ravel()
        base = block.base.astype(self._dtype)[which].ravel()
        self._count(lines, base, probability)
        repeats = np.repeat(np.arange(len(rows)), which.shape[1])
        columns = {
            name: _repeated(cells.take(pa.array(rows)), repeats)
            for name, cells in self._carried.items()
        }
        columns["genre"] = pa.DictionaryArray.from_arrays(
            pa.array(which.ravel(), pa.int16()), self._genres
        )
        columns |= {"probability": pa.array(probability), "base": pa.array(base)}
        for name, line in zip(self.value_columns, lines, strict=True):
            columns[name] = pa.array(line)
        return pa.table(columns)

    def _which(self, probabilities: NDArray[np.float64]) -> NDArray[np.intp]:
        """Give the positions of the genres kept, shape (n_tracks, n_kept)."""
        if self._top is not None:
            return np.argsort(-probabilities, axis=1, kind="stable")[:, : self._top]
        return np.broadcast_to(self._kept, (len(probabilities), len(self._kept)))

    def _count(
        self,
        lines: NDArray[np.floating[Any]],
        base: NDArray[np.floating[Any]],
        probability: NDArray[np.floating[Any]],
    ) -> None:
        total = lines.sum(axis=0, dtype=np.float64) + base
        gap = float(np.abs(total - probability).max())
        self.additivity_error = max(self.additivity_error, gap)
        self.n_lines += len(probability)


def _repeated(cells: pa.Array, repeats: NDArray[np.intp]) -> pa.Array:
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        cells = cells.cast(pa.string()).dictionary_encode()
    return cells.take(pa.array(repeats))
