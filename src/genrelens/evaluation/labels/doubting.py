"""Decide which rows a person should look at, and say why in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.evaluation.labels.results import (
    ARTIST,
    SAME_TRACK,
    SECOND,
    SPELLING,
    WRONG,
    DoubtedTrack,
)
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.labels.evidence.gathering import Evidence

__all__ = ["choose_kinds", "list_doubts", "title_of"]

MORE_LIKELY_THAN_NOT = 0.5
FEWEST_OTHERS = 2
"""Other tracks of an artist, from which on they can contradict a label."""

HALF = 0.5
FITS_BETTER = 0.8
"""Of two genres of one track, the share of the better one by sound and artist."""

_TITLE = 60

BOTH = 0.8
"""Two genres together must explain this much for one to be the second."""


def choose_kinds(
    evidence: Evidence, misspelt: Mapping[int, int]
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Give each row's kind of doubt, and the genre suggested instead.

    Parameters
    ----------
    evidence : Evidence
        Of all rows.
    misspelt : mapping of int to int
        Code of each genre that looks like a slip, and of the one it means.

    Returns
    -------
    kinds : ndarray of object, shape (n_tracks,)
        One of `KINDS`; an empty text for a label that is not doubted.
    suggestion : ndarray of int64, shape (n_tracks,)
    """
    rows = np.arange(len(evidence.codes))
    suggestion = evidence.suggestion.copy()
    label_fits = evidence.fits[rows, evidence.codes]
    sounds_better = (
        evidence.proba[rows, suggestion] > evidence.proba[rows, evidence.codes]
    )
    is_backed = (evidence.others.totals >= FEWEST_OTHERS) & (
        evidence.artist_share(suggestion) >= HALF
    )
    is_stray = evidence.stray >= MORE_LIKELY_THAN_NOT
    kinds = np.full(len(rows), "", dtype=object)
    sounds_like_both = evidence.reaches.all(axis=1) & evidence.is_disputed
    explains = label_fits + evidence.fits[rows, suggestion] >= BOTH
    kinds[sounds_like_both & explains & is_backed & sounds_better] = SECOND
    lacks_own = ~evidence.reaches[:, 0]
    kinds[evidence.is_disputed & is_backed & sounds_better & lacks_own] = ARTIST
    kinds[is_stray & is_backed] = ARTIST
    kinds[is_stray & (sounds_better | ~is_backed) & lacks_own] = WRONG
    better = _better_copies(evidence)
    is_copy = (better >= 0) & ((kinds == "") | (better == suggestion))
    kinds[is_copy] = SAME_TRACK
    suggestion[is_copy] = better[is_copy]
    for code, meant in misspelt.items():
        is_slip = evidence.codes == code
        kinds[is_slip] = SPELLING
        suggestion[is_slip] = meant
    return kinds, suggestion


def list_doubts(
    evidence: Evidence,
    kinds: NDArray[np.object_],
    suggestion: NDArray[np.int64],
    rows: NDArray[np.int64],
    genres: tuple[str, ...],
    table: TrackTable,
) -> tuple[DoubtedTrack, ...]:
    """List the doubted rows, the most doubtful first, each with its reason.

    Parameters
    ----------
    evidence, kinds, suggestion
        From and for `choose_kinds`.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each row.
    genres : tuple of str
        Names by code.
    table : TrackTable
        Where the rows come from.
    """
    listed = np.flatnonzero(kinds != "")
    order = listed[np.argsort(-evidence.doubt[listed], kind="stable")]
    labels_by_track = _labels_by_track(evidence, order)
    return tuple(
        DoubtedTrack(
            row=int(rows[place]),
            line=int(table.line_numbers[rows[place]]),
            title=title_of(table, int(rows[place])),
            label=genres[evidence.codes[place]],
            suggestion=genres[suggestion[place]],
            second_genre=_second(evidence, kinds, suggestion, place, genres),
            kind=str(kinds[place]),
            doubt=float(evidence.doubt[place]),
            confidence=float(evidence.fits[place, suggestion[place]]),
            reason=_reason(
                evidence,
                int(place),
                int(suggestion[place]),
                labels_by_track[int(evidence.tracks[place])],
                genres,
            ),
        )
        for place in order
    )


def title_of(table: TrackTable, row: int) -> str:
    """Give artists and title of a row for people; empty where there are none."""
    parts = []
    for role in (Role.ARTIST, Role.TRACK_NAME):
        for column in table.with_role(role)[:1]:
            cell = table.frame[column.name].iloc[row]
            if isinstance(cell, str):
                parts.append(printable(cell, limit=_TITLE))
    return " – ".join(parts)


def _better_copies(evidence: Evidence) -> NDArray[np.int64]:
    """Give the genre of another row of the same track that fits clearly better.

    Returns -1 where the track has no other genre, or none that fits better.
    """
    n_genres = evidence.fits.shape[1]
    found = np.full(len(evidence.codes), -1, dtype=np.int64)
    _, place, sizes = np.unique(
        evidence.tracks, return_inverse=True, return_counts=True
    )
    several = np.flatnonzero(sizes[place] > 1)
    if not len(several):
        return found
    pairs = np.unique(place[several] * n_genres + evidence.codes[several])
    owner, genre = pairs // n_genres, pairs % n_genres
    start = np.searchsorted(owner, place[several], side="left")
    end = np.searchsorted(owner, place[several], side="right")
    for row, first, last in zip(several, start, end, strict=True):
        if last - first < 2:  # noqa: PLR2004
            continue
        choices = genre[first:last]
        fits = evidence.fits[row, choices]
        best = choices[fits.argmax()]
        own = evidence.fits[row, evidence.codes[row]]
        if fits.max() >= FITS_BETTER * (fits.max() + own):
            found[row] = best
    return found


def _labels_by_track(
    evidence: Evidence, places: NDArray[np.int64]
) -> dict[int, set[int]]:
    """Collect all labels of the tracks of these rows."""
    wanted = np.isin(evidence.tracks, evidence.tracks[places])
    found: dict[int, set[int]] = {}
    pairs = zip(evidence.tracks[wanted], evidence.codes[wanted], strict=True)
    for track, code in pairs:
        found.setdefault(int(track), set()).add(int(code))
    return found


def _second(
    evidence: Evidence,
    kinds: NDArray[np.object_],
    suggestion: NDArray[np.int64],
    place: int,
    genres: tuple[str, ...],
) -> str:
    """Name the genre to keep beside the first, where both are plausible."""
    if kinds[place] == SECOND:
        return str(genres[suggestion[place]])
    keeps_label = evidence.reaches[place, 0] or kinds[place] == SAME_TRACK
    return str(genres[evidence.codes[place]]) if keeps_label else ""


def _reason(
    evidence: Evidence,
    place: int,
    suggestion: int,
    labels: set[int],
    genres: tuple[str, ...],
) -> str:
    label = int(evidence.codes[place])
    by_sound = evidence.proba[place]
    told = [
        f"labelled {_name(genres[label])}",
        f"by sound {by_sound[suggestion]:.0%} {_name(genres[suggestion])}, "
        f"{by_sound[label]:.0%} {_name(genres[label])}".replace("%", " %"),
    ]
    n_others = round(float(evidence.others.totals[place]))
    if n_others:
        n_so = round(float(evidence.others.counts[place, suggestion]))
        plural = "s" if n_others > 1 else ""
        are = "is" if n_so == 1 else "are"
        told.append(
            f"{n_so} of the {n_others} other track{plural} by its artists {are} "
            f"{_name(genres[suggestion])}"
        )
    elsewhere = sorted(genres[code] for code in labels - {label})
    if elsewhere:
        names = ", ".join(_name(name) for name in elsewhere[:5])
        told.append(f"the same track is also in the table as {names}")
    return "; ".join(told)


def _name(genre: str) -> str:
    return printable(genre, limit=60)
