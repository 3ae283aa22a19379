"""Group features that say nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.schema.features import Feature

__all__ = ["correlated_clusters", "rank_correlations"]

_MAX_TRACKS = 20_000  # the standard error of a correlation is then below 0.01
_MIN_PAIRS = 10


def rank_correlations(
    features: Sequence[Feature], frame: pd.DataFrame
) -> NDArray[np.float64]:
    """Give Spearman's rank correlation of all pairs of features.

    Each pair uses the tracks that have both values (of at most 20,000 tracks,
    spread evenly over the table). A pair with fewer than ten such tracks, with
    a constant, or with a category has correlation 0.

    Parameters
    ----------
    features : sequence of Feature, length n_features
    frame : pandas.DataFrame, n_tracks x n_features

    Returns
    -------
    ndarray of float64, shape (n_features, n_features)
        Symmetric, 1 on the diagonal.
    """
    rows = np.arange(len(frame))
    if len(rows) > _MAX_TRACKS:
        rows = np.linspace(0, len(frame) - 1, _MAX_TRACKS).astype(np.int64)
    places = [i for i, feature in enumerate(features) if feature.kind != Kind.CATEGORY]
    numbers = frame.iloc[rows][[features[i].name for i in places]].astype("float64")
    # Constant columns have no rank correlation; leave them out of the division.
    spans = (numbers.max() - numbers.min()).to_numpy()
    varying = np.flatnonzero(spans > 0)
    matrix = np.eye(len(features))
    if len(varying) > 1:
        found = numbers.iloc[:, varying].corr("spearman", min_periods=_MIN_PAIRS)
        kept = np.array(places)[varying]
        matrix[np.ix_(kept, kept)] = np.nan_to_num(found.to_numpy(), nan=0.0)
        np.fill_diagonal(matrix, 1.0)
    return matrix


def correlated_clusters(
    features: Sequence[Feature], frame: pd.DataFrame, *, threshold: float = 0.7
) -> tuple[tuple[str, ...], ...]:
    """Find the groups of features whose mean absolute correlation is high.

    Agglomerative clustering with average linkage on the distance
    ``1 - |Spearman's rho|``, cut at ``1 - threshold``.

    Parameters
    ----------
    features : sequence of Feature
    frame : pandas.DataFrame, n_tracks x n_features
    threshold : float, default 0.7
        Smallest mean absolute correlation between two parts of a cluster.

    Returns
    -------
    tuple of tuple of str
        Clusters of two or more names, in the order of `features`.
    """
    if len(features) < 2:  # noqa: PLR2004 (a pair needs two)
        return ()
    distances = np.clip(1.0 - np.abs(rank_correlations(features, frame)), 0.0, 1.0)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    labels = fcluster(tree, t=1.0 - threshold, criterion="distance")
    members: dict[int, list[str]] = {}
    for feature, label in zip(features, labels, strict=True):
        members.setdefault(int(label), []).append(feature.name)
    return tuple(tuple(names) for names in members.values() if len(names) > 1)
