"""Gather what speaks for and against the label of every held-out row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.identity import artist_keys, track_keys
from genrelens.errors import InputError
from genrelens.evaluation.labels.evidence.confident_learning import (
    genre_thresholds,
    prune_labels,
)
from genrelens.evaluation.labels.evidence.other_tracks import (
    OtherTracks,
    count_other_tracks,
)
from genrelens.evaluation.labels.evidence.stray_labels import (
    StrayModel,
    fit_stray_model,
    fitting_genres,
    refit_share,
    stray_chances,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.scores import HeldOut

__all__ = ["Evidence", "gather_evidence"]

_LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the label of each row.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        The labels.
    proba, fits : ndarray of float64, shape (n_tracks, n_genres)
        Chance of each genre by sound, and by sound and artists together.
    tracks : ndarray of int64, shape (n_tracks,)
        Rows of one track carry one number.
    others : OtherTracks
        Genres of the other tracks by the same artists.
    model : StrayModel
        What joins sound and artists.
    stray : ndarray of float64, shape (n_tracks,)
        Chance that the label is a stray one.
    doubt : ndarray of float64, shape (n_tracks,)
        The same, where one label in a hundred at least is taken to be stray,
        so that labels can be ranked in a table without stray ones too.
    suggestion : ndarray of int64, shape (n_tracks,)
        The best genre by `fits` other than the label.
    is_disputed, is_disputed_by_sound : ndarray of bool, shape (n_tracks,)
        Whether confident learning marks the label, by `fits` and by `proba`.
    reaches : ndarray of bool, shape (n_tracks, 2)
        Whether by sound the label, and the suggestion, is as probable as it is
        for tracks labelled so on average.
    """

    codes: NDArray[np.int64]
    proba: NDArray[np.float64]
    fits: NDArray[np.float64]
    tracks: NDArray[np.int64]
    others: OtherTracks
    model: StrayModel
    stray: NDArray[np.float64]
    doubt: NDArray[np.float64]
    suggestion: NDArray[np.int64]
    is_disputed: NDArray[np.bool_]
    is_disputed_by_sound: NDArray[np.bool_]
    reaches: NDArray[np.bool_]

    def artist_share(self, genres: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the share of this genre among the other tracks of each row's artists.

        Parameters
        ----------
        genres : ndarray of int64, shape (n_tracks,)
            One genre a row.

        Returns
        -------
        ndarray of float64, shape (n_tracks,)
            0 where there are no other tracks.
        """
        counted = self.others.counts[np.arange(len(genres)), genres]
        found = np.asarray(counted).ravel()
        share: NDArray[np.float64] = np.zeros(len(genres))
        totals = self.others.totals
        np.divide(found, totals, out=share, where=totals > 0)
        return share


def gather_evidence(
    held_out: HeldOut, table: TrackTable, rows: NDArray[np.int64]
) -> Evidence:
    """Gather the evidence for all held-out rows.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the rows' artists.
    table : TrackTable
        The checked table.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each held-out row.

    Raises
    ------
    InputError
        If rows and predictions do not fit.
    """
    codes, proba = held_out.codes, held_out.proba
    if rows.shape != codes.shape:
        raise InputError(
            f"{len(rows)} rows and {len(codes)} predictions do not fit. Give the "
            "position in the table of each predicted row."
        )
    tracks = track_keys(table)[rows]
    others = count_other_tracks(
        codes, tracks, artist_keys(table)[rows], n_genres=proba.shape[1]
    )
    model = fit_stray_model(codes, proba, others)
    fits = fitting_genres(model, proba, others)
    model = refit_share(model, codes, fits)
    at_least = replace(model, share=max(model.share, _LEAST_SHARE))
    suggestion = _best_other(fits, codes)
    thresholds = genre_thresholds(codes, proba)
    places = np.arange(len(codes))
    return Evidence(
        codes=codes,
        proba=proba,
        fits=fits,
        tracks=tracks,
        others=others,
        model=model,
        stray=stray_chances(model, codes, fits),
        doubt=stray_chances(at_least, codes, fits),
        suggestion=suggestion,
        is_disputed=prune_labels(codes, fits),
        is_disputed_by_sound=prune_labels(codes, proba),
        reaches=np.stack(
            [proba[places, each] >= thresholds[each] for each in (codes, suggestion)],
            axis=1,
        ),
    )


def _best_other(
    fits: NDArray[np.float64], codes: NDArray[np.int64]
) -> NDArray[np.int64]:
    rows = np.arange(len(codes))
    own = fits[rows, codes].copy()
    fits[rows, codes] = -1.0
    best = fits.argmax(axis=1)
    fits[rows, codes] = own
    return np.asarray(best, dtype=np.int64)
