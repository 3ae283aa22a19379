"""From a file to features and genres: what every use case does first."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal

import numpy as np

from genrelens.checking.checking import check_table
from genrelens.checking.identity import track_keys
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError, printable
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import read_table
from genrelens.ingest.trees.reading import read_tree
from genrelens.schema.columns import Role
from genrelens.workflow.labels.applying import apply_corrections
from genrelens.workflow.labels.corrections import read_corrections
from genrelens.workflow.labels.renaming import rename_genres
from genrelens.workflow.prepared import Prepared, ReviewedLabels
from genrelens.workflow.split_lists.applying import apply_split_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.checking.checking import CheckedTable
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.features import Feature
    from genrelens.schema.genre_tree import GenreTree
    from genrelens.workflow.requests import TableRequest

__all__ = ["check_file", "labelled_rows", "not_an_attribute", "prepare"]


def check_file(request: TableRequest) -> CheckedTable:
    """Read, clean and check a table.

    Raises
    ------
    InputError
        If the file cannot be read without guessing, or holds no genre.
    """
    return _settle(request)[0]


def prepare(
    request: TableRequest,
    *,
    train_lists: Sequence[Path] = (),
    test_lists: Sequence[Path] = (),
) -> Prepared:
    """Bring a file to features and genres, row by row.

    Parameters
    ----------
    request : TableRequest
        Which table, and how it is to be read.
    train_lists, test_lists : sequence of Path
        Published lists of tracks; rows that none names are left out.

    Raises
    ------
    InputError
        If the file, the lists, the tree or the corrections cannot be used, or the
        file holds no usable genre column, fewer than two usable genres, or no
        attribute to learn from.
    """
    checked, tree, corrections = _settle(request)
    checked, is_test = apply_split_lists(checked, train_lists, test_lists)
    table = checked.table
    rows, labels = labelled_rows(checked)
    features, inputs = build_features(
        table, only=_wanted(request, table), forced=request.force
    )
    _refuse_unknown(request.drop, checked.table, features)
    return Prepared(
        checked=checked,
        rows=rows,
        features=features,
        inputs=inputs.iloc[rows].reset_index(drop=True),
        labels=labels,
        tracks=track_keys(table)[rows],
        tree=tree,
        corrections=corrections,
        is_test=None if is_test is None else is_test[rows],
    )


def _settle(
    request: TableRequest,
) -> tuple[CheckedTable, GenreTree | None, ReviewedLabels | None]:
    """Read, clean and check; rename and correct genres where that was asked for."""
    raw = read_table(
        request.table,
        encoding=request.encoding,
        delimiter=request.delimiter,
        name=request.name,
    )
    tree = None if request.tree is None else read_tree(request.tree)
    table = clean_table(raw, without=request.drop, genres=request.genre_rules(tree))
    _refuse_nothing_left(table)
    checked = _check(request, table)
    if tree is not None:
        table = rename_genres(table, checked, tree)
        checked = _check(request, table)
    reviewed = None
    if request.corrections is not None:
        corrections = read_corrections(request.corrections)
        applied = apply_corrections(table, checked, corrections)
        checked = _check(request, applied.table)
        reviewed = ReviewedLabels(applied.changed, applied.kept, applied.further)
    return checked, tree, reviewed


def _check(request: TableRequest, table: TrackTable) -> CheckedTable:
    return check_table(
        table,
        target=request.target,
        forced=request.force,
        min_tracks_per_genre=request.min_tracks,
        conflict_policy=request.conflicts,
    )


def labelled_rows(checked: CheckedTable) -> tuple[NDArray[np.int64], NDArray[np.str_]]:
    """Give the rows that are learnt from, and the genre of each.

    Returns
    -------
    rows : ndarray of int64, shape (n_tracks,)
        Positions in the table.
    labels : ndarray of str, shape (n_tracks,)
    """
    table = checked.table
    kept = np.ones(len(table.frame), dtype=bool)
    for drop in table.drops:
        kept[drop.rows] = False
    rows = np.flatnonzero(kept)
    return rows, table.frame[checked.target].to_numpy()[rows].astype(str)


def _refuse_nothing_left(table: TrackTable) -> None:
    left_out = table.with_role(Role.LEFT_OUT)
    if left_out and not table.with_role(Role.FEATURE):
        raise InputError(_nothing_left(len(left_out)))


def _wanted(
    request: TableRequest, table: TrackTable
) -> Literal["all", "audio"] | list[str]:
    """Give the attributes asked for, without those that are left out."""
    if isinstance(request.features, str):
        return "audio" if request.features == "audio" else "all"
    left_out = table.with_role(Role.LEFT_OUT)
    names = {column.name for column in left_out} | {c.header for c in left_out}
    wanted = [name for name in request.features if name not in names]
    if request.features and not wanted:
        raise InputError(_nothing_left(len(request.features)))
    return wanted


def _nothing_left(n_attributes: int) -> str:
    return (
        f"--drop leaves none of the {n_attributes} attributes to learn from. "
        "Name fewer columns."
    )


def _refuse_unknown(
    drop: Collection[str], table: TrackTable, features: tuple[Feature, ...]
) -> None:
    """Refuse to leave out what is no attribute, or is forced as well."""
    left_out = table.with_role(Role.LEFT_OUT)
    known = {column.name for column in left_out} | {c.header for c in left_out}
    headers = [
        column.header
        for column in table.columns
        if column in left_out or column.header in {each.origin for each in features}
    ]
    for name in drop:
        if any(name in (feature.name, feature.origin) for feature in features):
            raise InputError(
                f"--drop and --force both name '{printable(name)}'. "
                "Take it off one of them."
            )
        if name not in known:
            raise not_an_attribute(name, headers)


def not_an_attribute(name: str, headers: list[str]) -> InputError:
    """Tell which attributes there are, where one to leave out is not among them."""
    near = difflib.get_close_matches(name, headers, n=3, cutoff=0.5)
    shown = ", ".join(f"'{printable(header)}'" for header in near or headers[:8])
    lead = "The nearest are" if near else "They begin with"
    return InputError(
        f"--drop names '{printable(name)}', which is not among the {len(headers)} "
        f"attributes. {lead} {shown}. Give names as they stand in the table's header."
    )
