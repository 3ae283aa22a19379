"""From a file to features and genres: what every use case does first."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError, TargetError, printable
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import read_table

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.checking.checking import CheckedTable
    from genrelens.schema.features import Feature
    from genrelens.workflow.requests import TableRequest

__all__ = ["Prepared", "check_file", "prepare", "too_few_genres"]

_FEWEST_GENRES = 2


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table ready to learn from.

    Parameters
    ----------
    checked : CheckedTable
        The whole table, its findings and the genre column.
    rows : ndarray of int64, shape (n_tracks,)
        Positions in the table of the tracks that are learnt from.
    features : tuple of Feature
        The attributes.
    inputs : pandas.DataFrame, n_tracks x n_features
        Their values.
    labels : ndarray of str, shape (n_tracks,)
        The genres.
    """

    checked: CheckedTable
    rows: NDArray[np.int64]
    features: tuple[Feature, ...]
    inputs: pd.DataFrame
    labels: NDArray[np.str_]


def check_file(request: TableRequest) -> CheckedTable:
    """Read, clean and check a table.

    Raises
    ------
    InputError
        If the file cannot be read without guessing, or holds no genre.
    """
    raw = read_table(
        request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    return check_table(
        clean_table(raw),
        target=request.target,
        forced=request.force,
        min_tracks_per_genre=request.min_tracks,
        conflict_policy=request.conflicts,
    )


def prepare(request: TableRequest) -> Prepared:
    """Bring a file to features and genres, row by row.

    Raises
    ------
    InputError
        If the file cannot be read, holds no usable genre column, fewer than
        two usable genres, or no attribute to learn from.
    """
    checked = check_file(request)
    table = checked.table
    kept = np.ones(len(table.frame), dtype=bool)
    for drop in table.drops:
        kept[drop.rows] = False
    rows = np.flatnonzero(kept)
    labels = table.frame[checked.target].to_numpy()[rows].astype(str)
    genres = np.unique(labels)
    if len(genres) < _FEWEST_GENRES:
        header = table.named(checked.target).header
        raise TargetError(too_few_genres(header, len(genres), request.min_tracks))
    features, inputs = build_features(
        table, only=request.features, forced=request.force
    )
    features, inputs = _without(features, inputs, request.drop)
    return Prepared(
        checked=checked,
        rows=rows,
        features=features,
        inputs=inputs.iloc[rows].reset_index(drop=True),
        labels=labels,
    )


def too_few_genres(header: str, n_genres: int, min_tracks: int) -> str:
    """Give the sentence that refuses a table with fewer than two usable genres.

    Parameters
    ----------
    header : str
        Of the genre column.
    n_genres, min_tracks : int
        Genres left, and the tracks that each must have.
    """
    left = "no genre is" if n_genres == 0 else f"{n_genres} genre is"
    return (
        f"Column '{printable(header)}': {left} left with at least {min_tracks} "
        "tracks, and a model needs two. Add tracks, lower --min-tracks, or name "
        "another column with --target."
    )


def _without(
    features: tuple[Feature, ...], inputs: pd.DataFrame, drop: Collection[str]
) -> tuple[tuple[Feature, ...], pd.DataFrame]:
    known = {feature.name for feature in features}
    known |= {feature.origin for feature in features}
    for name in drop:
        if name not in known:
            raise InputError(_not_an_attribute(name, features))
    kept = tuple(
        feature
        for feature in features
        if feature.name not in drop and feature.origin not in drop
    )
    if not kept:
        raise InputError(
            "No attribute is left to learn from: every column is a name, an "
            "identifier, empty, constant, or gives the genre away. Add columns such "
            "as tempo or energy, or name columns with --features or --force."
        )
    return kept, inputs[[feature.name for feature in kept]]


def _not_an_attribute(name: str, features: tuple[Feature, ...]) -> str:
    headers = [feature.origin for feature in features]
    near = difflib.get_close_matches(name, headers, n=3, cutoff=0.5)
    shown = ", ".join(f"'{printable(header)}'" for header in near or headers[:8])
    lead = "The nearest are" if near else "They begin with"
    return (
        f"--drop names '{printable(name)}', which is not among the {len(headers)} "
        f"attributes. {lead} {shown}. Give names as they stand in the table's header."
    )
