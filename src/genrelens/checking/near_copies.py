"""Find tracks that stand again with slightly different values or titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from genrelens.checking.identity import (
    clip_keys,
    compared_columns,
    credited_artists,
    fold_text,
    with_meaning,
)
from genrelens.checking.noticing import count_of, notice, percent
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["bare_title", "find_near_copies", "near_pairs"]

MIN_COLUMNS = 4
MIN_VALUES = 20
"""Columns with fewer different values are too coarse to measure distances."""

MIN_TRACKS = 30
N_NEIGHBOURS = 5
"""A track may stand this often, itself left out, and still be seen to be crowded."""

MAX_OFF = 0.03
"""Most by which copies differ in a column, in standard deviations, on average."""

MAX_RATIO = 0.25
FALSE_PAIRS = 0.01
"""Chance pairs expected in a table without copies, at most."""

SAFE_PART = 0.6
N_SAMPLED = 500
MIN_WARNED_SHARE = 0.01

_SAME_RECORDING = (
    r"re-?master(?:ed)?|mono|stereo|radio edit|single version|album version|"
    r"single edit|deluxe|bonus track|explicit|clean|feat\b|ft\b|featuring"
)
_BRACKETS = re.compile(rf"[(\[][^)\]]*\b(?:{_SAME_RECORDING})[^)\]]*[)\]]")
_AFTER_DASH = re.compile(rf"\s[-\u2013]\s.*\b(?:{_SAME_RECORDING}).*$")


def find_near_copies(
    table: TrackTable, labels: Labels, tracks: NDArray[np.int64]
) -> tuple[Finding, ...]:
    """Count tracks that are nearly another track, and how often genres then differ.

    Nearly equal are titles by one artist that differ only in words such as
    "Remastered 2011" or "Radio Edit" (`bare_title`), and attributes that are
    far closer than those of neighbouring tracks (`near_pairs`). Rows of one
    track or clip, which are told elsewhere, do not count.

    Parameters
    ----------
    tracks : ndarray of int64, shape (n_rows,)
        `identity.track_keys`.
    """
    _, first = np.unique(tracks[labels.rows], return_index=True)
    rows = labels.rows[np.sort(first)]
    by_value = _pairs_by_value(table, rows)
    by_title = _pairs_by_title(table, rows)
    pairs = np.vstack([by_value, by_title])
    if not len(pairs):
        return ()
    pairs = np.unique(pairs, axis=0)
    concerned = np.unique(pairs)
    n_other = int((labels.codes[pairs[:, 0]] != labels.codes[pairs[:, 1]]).sum())
    share = len(concerned) / len(rows)
    finding = notice(
        table,
        "near-duplicates",
        message=f"{len(concerned):,} of {count_of(len(rows), 'track')} "
        f"({percent(share)}) are nearly another one: {len(by_value):,} pairs by "
        f"attributes that differ by next to nothing, {len(by_title):,} by titles that "
        f"differ only in words such as 'Remastered'. In {n_other:,} of "
        f"{count_of(len(pairs), 'pair')} ({percent(n_other / len(pairs))}) the genres "
        "differ.",
        remedy="Keep one version of each track, or give all versions one track id, so "
        "that they stay on one side of every split.",
        severity=Severity.WARNING if share >= MIN_WARNED_SHARE else Severity.NOTE,
        rows=concerned,
        details={
            "n_tracks": len(concerned),
            "share": share,
            "n_pairs": len(pairs),
            "n_pairs_by_value": len(by_value),
            "n_pairs_by_title": len(by_title),
            "n_pairs_of_two_genres": n_other,
        },
    )
    return (finding,)


def bare_title(title: str) -> str:
    """Give a title without what only names the pressing of the same recording.

    Live versions, remixes and demos are other recordings, and keep their names.

    Examples
    --------
    >>> bare_title("Heroes - 2017 Remaster"), bare_title("Crazy (feat. JAY-Z)")
    ('heroes', 'crazy')
    >>> bare_title("Heroes - Live"), bare_title("(Remastered)")
    ('heroes - live', '(remastered)')
    """
    folded = fold_text(title)
    bare = _AFTER_DASH.sub("", _BRACKETS.sub(" ", folded)).strip()
    return " ".join(bare.split()) or folded


def near_pairs(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find pairs of points that are far closer than their neighbours are.

    Two points are a pair if their distance is a small part t of the distance
    to the fifth neighbour. In D dimensions that happens by chance to a share
    4 t^D of the points; t is chosen so that `FALSE_PAIRS` pairs are expected,
    with D as the points themselves show it, times `SAFE_PART`, since points
    crowd into fewer dimensions in places. The columns must also differ by 3 %
    of their spread at most, on average.

    Parameters
    ----------
    values : ndarray of float64, shape (n_points, n_columns)
        Without missing values, all points different.

    Returns
    -------
    ndarray of int64, shape (n_pairs, 2)
        Positions, the smaller first.

    References
    ----------
    E. Levina and P. Bickel (2004), Maximum likelihood estimation of intrinsic
    dimension, Advances in Neural Information Processing Systems 17.
    """
    n_points, n_columns = values.shape
    spread = values.std(axis=0)
    if n_points < MIN_TRACKS or n_columns < MIN_COLUMNS or not (spread > 0).all():
        return np.empty((0, 2), dtype=np.int64)
    scaled = (values - values.mean(axis=0)) / spread
    tree = cKDTree(scaled)
    limit = MAX_OFF * np.sqrt(n_columns)
    nearest, _ = tree.query(scaled, k=[2], distance_upper_bound=limit)
    candidates = np.flatnonzero(np.isfinite(nearest[:, 0]))
    if not len(candidates):
        return np.empty((0, 2), dtype=np.int64)
    chance = FALSE_PAIRS / ((N_NEIGHBOURS - 1) * n_points)
    ratio = min(MAX_RATIO, chance ** (1 / (SAFE_PART * _dimension(scaled, tree))))
    distances, neighbours = tree.query(scaled[candidates], k=N_NEIGHBOURS + 1)
    crowd = distances[:, [-1]]
    is_near = (distances <= ratio * crowd) & (distances <= limit)
    is_near &= neighbours != candidates[:, np.newaxis]
    which, place = np.nonzero(is_near)
    pairs = np.column_stack([candidates[which], neighbours[which, place]])
    return np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)


def _dimension(scaled: NDArray[np.float64], tree: cKDTree) -> float:
    """Give the number of dimensions in which the points seem to lie, 1 at least.

    Nearest neighbours that may be copies are passed over.
    """
    step = max(1, len(scaled) // N_SAMPLED)
    k = min(20, len(scaled) - 1)
    distances, _ = tree.query(scaled[::step], k=k + 1)
    far = distances[:, N_NEIGHBOURS + 1 :]
    far = far[far[:, 0] > 0]
    logs = np.log(far[:, [-1]] / far[:, :-1])
    return float(max(1.0, 1 / max(float(logs.mean()), 1e-9)))


def _pairs_by_value(table: TrackTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    columns = [
        column.name
        for column in compared_columns(table)
        if column.kind is Kind.NUMBER
        and table.frame[column.name].nunique() >= MIN_VALUES
    ]
    kept = table.frame[columns].iloc[rows]
    whole = kept.notna().all(axis=1).to_numpy() & ~kept.duplicated().to_numpy()
    if len(columns) < MIN_COLUMNS or not whole.any():
        return np.empty((0, 2), dtype=np.int64)
    found = near_pairs(kept[whole].to_numpy(np.float64))
    pairs = np.asarray(rows[whole][found], dtype=np.int64)
    clips = clip_keys(table)
    if clips is None:
        return pairs
    is_other = clips[pairs[:, 0]] != clips[pairs[:, 1]]
    return np.asarray(pairs[is_other], dtype=np.int64)


def _pairs_by_title(table: TrackTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pair each track with the first one of equal bare title and first artist."""
    titles = with_meaning(table, Role.TRACK_NAME)
    artists = with_meaning(table, Role.ARTIST)
    if not titles or not artists:
        return np.empty((0, 2), dtype=np.int64)
    cells = table.frame[[titles[0].name, artists[0].name]].iloc[rows]
    is_known = cells.notna().all(axis=1).to_numpy()
    cells, known = cells[is_known], rows[is_known]
    first = [next(iter(credited_artists(cell)), "") for cell in cells.iloc[:, 1]]
    bare = [bare_title(cell) for cell in cells.iloc[:, 0]]
    named = np.array([bool(name) for name in first], dtype=bool)
    keys = pd.Series(bare).str.cat(first, sep="\n")[named]
    known = known[named]
    codes, _ = pd.factorize(keys)
    start = pd.Series(known).groupby(codes).transform("first").to_numpy(np.int64)
    is_again = start != known
    return np.column_stack([start[is_again], known[is_again]]).astype(np.int64)
