"""Find tracks that stand under several genres, and keep to the policy for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from genrelens.checking.identity import attribute_keys, id_keys, name_keys, track_keys
from genrelens.checking.noticing import count_of, notice, percent
from genrelens.cleaning.track_table import RowDrop
from genrelens.errors import printable
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.checking.rows import RowReport
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["ConflictPolicy", "find_conflicts", "find_repeated_tracks"]

ConflictPolicy = Literal["keep-all", "first", "drop"]
"""What is done with a track under several genres: keep every row (and keep them on
one side of every split), keep the first row's genre, or leave the track out."""

Conflict: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64], str]"
"""Number of each row's track, the rows in conflict, and what told them."""

WORST_PAIRS = 5

_EVIDENCE = (
    (id_keys, "track id"),
    (name_keys, "title and first artist"),
    (attribute_keys, "equal attributes"),
)
"""What may tell that two rows are one track, the surest first."""

_REMEDIES = {
    "keep-all": "All rows were kept, on one side of every split; no model can be right "
    "on all of them. Decide on one genre a track, or use --conflicts first or "
    "--conflicts drop.",
    "first": "The genre of each track's first row was kept. Decide on one genre a "
    "track in the table to be sure of it.",
    "drop": "These tracks were left out. Decide on one genre a track to get them back.",
}


def find_conflicts(
    table: TrackTable, labels: Labels, *, policy: ConflictPolicy
) -> RowReport:
    """Count tracks under several genres, and list the rows the policy leaves out.

    A track is told by the surest evidence that shows any conflict: its id,
    else title and first artist, else the whole vector of attributes. How many
    tracks conflict by all evidence together (`identity.track_keys`) is in the
    finding's details.
    """
    found = _surest_conflict(table, labels)
    if found is None:
        return (), ()
    keys, rows, _ = found
    finding = _tell_conflict(table, labels, found, policy)
    out = _left_out(keys, labels.codes, rows, policy)
    if not len(out):
        return (finding,), ()
    what = f"{count_of(len(out), 'row')} of tracks under several genres ('{policy}')"
    return (finding,), (RowDrop("conflicting-genre", out, what),)


def find_repeated_tracks(
    table: TrackTable, labels: Labels, tracks: NDArray[np.int64]
) -> tuple[Finding, ...]:
    """Count the rows whose track also stands in another row, whatever its genre.

    Parameters
    ----------
    tracks : ndarray of int64, shape (n_rows,)
        `identity.track_keys`.
    """
    each, place, sizes = np.unique(
        tracks[labels.rows], return_inverse=True, return_counts=True
    )
    rows = labels.rows[sizes[place] > 1]
    if not len(rows):
        return ()
    n_repeated = int((sizes > 1).sum())
    finding = notice(
        table,
        "repeated-track",
        message=f"{n_repeated:,} of {count_of(len(each), 'track')} stand in several "
        f"rows ({count_of(len(rows), 'row')}; told by track id, by title and first "
        "artist, or by equal attributes).",
        remedy="Nothing to do: the rows of a track stay on one side of every split.",
        severity=Severity.NOTE,
        rows=rows,
        details={"n_tracks": n_repeated, "n_tracks_in_all": len(each)},
    )
    return (finding,)


def _surest_conflict(table: TrackTable, labels: Labels) -> Conflict | None:
    for give, by in _EVIDENCE:
        keys = give(table)
        if keys is not None:
            rows = np.flatnonzero(_in_conflict(keys, labels.codes))
            if len(rows):
                return keys, rows, by
    return None


def _tell_conflict(
    table: TrackTable, labels: Labels, found: Conflict, policy: ConflictPolicy
) -> Finding:
    keys, rows, by = found
    by_all = track_keys(table)
    anyhow = np.flatnonzero(_in_conflict(by_all, labels.codes))
    n_tracks = len(np.unique(keys[rows]))
    n_all = len(np.unique(keys[(labels.codes >= 0) & (keys >= 0)]))
    pairs = _worst_pairs(keys[rows], labels.codes[rows], labels.genres)
    worst = ", ".join(
        f"{printable(one)} / {printable(other)} ({n:,})" for one, other, n in pairs
    )
    share = n_tracks / n_all
    return notice(
        table,
        "several-genres-for-one-track",
        message=f"{n_tracks:,} of {count_of(n_all, 'track')} ({percent(share)}, told "
        f"by {by}) stand under more than one genre, in "
        f"{count_of(len(rows), 'row')}; most often {worst}.",
        remedy=_REMEDIES[policy],
        rows=rows,
        details={
            "policy": policy,
            "told_by": by,
            "n_tracks": n_tracks,
            "n_tracks_in_all": n_all,
            "share": share,
            "n_tracks_by_any_evidence": len(np.unique(by_all[anyhow])),
            "n_rows_by_any_evidence": len(anyhow),
            "worst_pairs": [list(pair) for pair in pairs],
        },
    )


def _in_conflict(
    keys: NDArray[np.int64], codes: NDArray[np.int64]
) -> NDArray[np.bool_]:
    known = np.flatnonzero((codes >= 0) & (keys >= 0))
    genres = pd.Series(codes[known]).groupby(keys[known])
    conflict = np.zeros(len(keys), dtype=bool)
    conflict[known] = (genres.transform("min") != genres.transform("max")).to_numpy()
    return conflict


def _left_out(
    keys: NDArray[np.int64],
    codes: NDArray[np.int64],
    rows: NDArray[np.int64],
    policy: ConflictPolicy,
) -> NDArray[np.int64]:
    if policy == "keep-all":
        return rows[:0]
    if policy == "drop":
        return rows
    first = pd.Series(codes[rows]).groupby(keys[rows]).transform("first").to_numpy()
    return np.asarray(rows[codes[rows] != first], dtype=np.int64)


def _worst_pairs(
    keys: NDArray[np.int64], codes: NDArray[np.int64], genres: tuple[str, ...]
) -> list[tuple[str, str, int]]:
    each = pd.DataFrame({"track": keys, "genre": codes}).drop_duplicates()
    both = each.merge(each, on="track")
    both = both[both["genre_x"] < both["genre_y"]]
    counts = both.groupby(["genre_x", "genre_y"]).size()
    order = np.argsort(-counts.to_numpy(), kind="stable")[:WORST_PAIRS]
    pairs = counts.index.to_frame().to_numpy()[order]
    n_tracks = counts.to_numpy()[order]
    return [
        (genres[one], genres[other], int(n))
        for (one, other), n in zip(pairs, n_tracks, strict=True)
    ]
