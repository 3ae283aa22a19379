"""Read a new table's lists of genres as the model's own table was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.genre_lists.cutting import cut_cells
from genrelens.schema.genre_tree import GenreTree
from genrelens.schema.spelling import genre_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["as_one_genre"]

_AS_THEY_ARE: Final = "keep"


def as_one_genre(cells: pd.Series[Any], trained: TrainedModel) -> pd.Series[Any]:
    """Give each cell that lists several genres the one that the model means.

    By the rule ``first`` it is the first that the model knows, by ``most-frequent``
    the one with the most tracks in its training. A list without a genre of the model,
    and every other cell, stays as it is.

    Parameters
    ----------
    cells : pandas.Series
        Text or numbers, as read.
    trained : TrainedModel
        Its genres, and how its own lists were read.
    """
    rule = trained.training.get("several_genres", _AS_THEY_ARE)
    if rule == _AS_THEY_ARE:
        return cells
    known = {genre_key(genre): genre for genre in map(str, trained.genres)}
    tracks = _tracks_of(trained)
    codes, levels = pd.factorize(cells)
    texts = [str(level) for level in levels]
    counts = np.bincount(codes[codes >= 0], minlength=len(texts))
    names = GenreTree(dict.fromkeys(known.values(), ()), {})
    meant = {}
    for level, cut in zip(levels, cut_cells(texts, counts, tree=names), strict=True):
        mine = [known[genre_key(i)] for i in cut.items if genre_key(i) in known]
        if len(cut.items) > 1 and mine:
            meant[level] = _choose(mine, rule, tracks)
    return cells.map(lambda cell: meant.get(cell, cell), na_action="ignore")


def _choose(mine: Sequence[str], rule: str, tracks: dict[str, int]) -> str:
    if rule == "first":
        return mine[0]
    return max(mine, key=lambda genre: tracks.get(genre, 0))


def _tracks_of(trained: TrainedModel) -> dict[str, int]:
    """Count the tracks of each genre in training, where the model knows them."""
    if trained.trust is None or trained.trust.shift is None:
        return {}
    counts = trained.trust.shift.counts
    return dict(zip(map(str, trained.genres), counts, strict=True))
