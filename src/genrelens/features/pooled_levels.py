"""Tell which values of a category a model does not know apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.checking.noticing import count_of, notice, quote_some
from genrelens.errors import printable
from genrelens.features.encoding import MAX_LEVELS, MIN_TRACKS_PER_LEVEL
from genrelens.features.wording.input_words import pooled_note, pooled_words
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.features.encoding import FeatureEncoder
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature
    from genrelens.schema.findings import Finding

__all__ = ["PooledCells", "find_pooled_cells", "find_pooled_levels"]


@dataclass(frozen=True, slots=True)
class PooledCells:
    """Cells of a new table whose value training saw, and did not tell apart.

    Parameters
    ----------
    notes : tuple of str
        One sentence a category, with counts.
    texts : tuple of str, length n_rows
        What is to be said of each row; empty where nothing is.
    """

    notes: tuple[str, ...]
    texts: tuple[str, ...]


def find_pooled_levels(
    encoder: FeatureEncoder,
    features: Sequence[Feature],
    inputs: pd.DataFrame,
    table: TrackTable,
    rows: NDArray[np.int64],
) -> tuple[Finding, ...]:
    """Find the categories of which a model tells only some values apart.

    Parameters
    ----------
    encoder : FeatureEncoder
        As the model was trained with.
    features : sequence of Feature
        Of the model.
    inputs : pandas.DataFrame, n_tracks x n_features
        What it was trained on.
    table : TrackTable
        Where the tracks come from.
    rows : ndarray of int64, shape (n_tracks,)
        Their positions in the table.

    Returns
    -------
    tuple of Finding
        One a category with such values, of code ``values-told-as-one``.
    """
    findings = []
    for feature in features:
        is_pooled = _is_pooled(encoder, feature, inputs)
        if not is_pooled.any():
            continue
        counts = inputs[feature.name][is_pooled].value_counts()
        n_kept = len(encoder.levels[feature.name])
        findings.append(
            notice(
                table,
                "values-told-as-one",
                message=f"Column '{feature.origin}' has "
                f"{count_of(n_kept + len(counts), 'value')}. The model tells "
                f"{n_kept:,} apart; the other {len(counts):,}, on "
                f"{count_of(int(is_pooled.sum()), 'track')}, are one to it: "
                f"{quote_some(counts.index)}. A value is told apart if at least "
                f"{MIN_TRACKS_PER_LEVEL} tracks have it and it is among the "
                f"{MAX_LEVELS} most frequent.",
                remedy="Unite values that mean the same, or leave the column out with "
                "--drop.",
                severity=Severity.NOTE,
                column=table.named(feature.name),
                rows=rows[is_pooled],
                examples=counts.index,
            )
        )
    return tuple(findings)


def find_pooled_cells(
    encoder: FeatureEncoder,
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    inputs: pd.DataFrame,
) -> PooledCells:
    """Find the cells of a new table that a model does not know apart.

    Values that training never saw are told elsewhere
    (`genrelens.features.feature_input`) and are passed over here.

    Parameters
    ----------
    encoder : FeatureEncoder
        As the model was trained with.
    features : sequence of Feature
    references : sequence of FeatureReference
        What training saw, found by name; a category without one is passed over.
    inputs : pandas.DataFrame, n_rows x n_features

    Returns
    -------
    PooledCells
    """
    seen = {reference.name: reference.levels for reference in references}
    texts = [""] * len(inputs)
    notes = []
    for feature in features:
        is_hit = _is_pooled(encoder, feature, inputs)
        if not is_hit.any():
            continue
        cells = inputs[feature.name]
        is_hit &= cells.isin(seen.get(feature.name, ())).to_numpy(dtype=bool)
        places = np.flatnonzero(is_hit)
        if not len(places):
            continue
        label = printable(feature.label)
        for place, cell in zip(places, cells.iloc[places], strict=True):
            told = pooled_words(label, cell)
            texts[place] = f"{texts[place]}; {told}" if texts[place] else told
        notes.append(pooled_note(label, len(places), len(cells), cells.iloc[places[0]]))
    return PooledCells(tuple(notes), tuple(texts))


def _is_pooled(
    encoder: FeatureEncoder, feature: Feature, inputs: pd.DataFrame
) -> NDArray[np.bool_]:
    """Mark the cells with a value that has no indicator of its own."""
    if feature.name not in encoder.levels:
        return np.zeros(len(inputs), dtype=bool)
    cells: pd.Series[Any] = inputs[feature.name]
    is_known = cells.isna() | cells.isin(encoder.levels[feature.name])
    return ~is_known.to_numpy(dtype=bool)
