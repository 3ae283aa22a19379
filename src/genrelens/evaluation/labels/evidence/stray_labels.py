"""Tell stray labels from genres that overlap, by a mixture fitted to the labels.

A label is taken to come about in one of two ways. Mostly it is one that fits: genre
g with a chance that follows from the sound and from the artist's other tracks, so
that a track between two genres may carry either. Else, with a chance of `share`, it
is a stray one, drawn like any label of the table and without regard to the track.
All that a mere overlap of genres explains is thereby explained; what is left over is
the share of stray labels, and each label's chance of being one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.labels.evidence.other_tracks import OtherTracks

__all__ = [
    "StrayModel",
    "fit_stray_model",
    "fitting_genres",
    "refit_share",
    "stray_chances",
]

_FLOOR = 1e-4  # of probabilities, before logarithms are taken
_CELLS = 400_000  # tracks times genres that the fit looks at
_PULL = 0.01  # towards no stray labels, felt only where nothing else decides
_CHUNK = 20_000
_N_STEPS = 100
_MOST = 0.5
_START = (1.0, 0.5, 1.0, -3.0)
_BOUNDS = ((0.1, 10.0), (0.0, 3.0), (-4.0, 5.0), (-9.0, 0.0))


@dataclass(frozen=True, slots=True)
class StrayModel:
    """What was fitted.

    Parameters
    ----------
    sharpness : float
        Exponent of the probabilities by sound; 1 where they need no sharpening.
    artist_weight : float
        Exponent of the evidence of the artist's other tracks, from 0 to 3.
    hold : float
        As many other tracks weigh as much as the genre shares of the table.
    share : float
        Of labels that are stray.
    prior : ndarray of float64, shape (n_genres,)
        Shares of the labels.
    """

    sharpness: float
    artist_weight: float
    hold: float
    share: float
    prior: NDArray[np.float64]


def fit_stray_model(
    codes: NDArray[np.int64], proba: NDArray[np.float64], others: OtherTracks
) -> StrayModel:
    """Fit the mixture to the labels by maximum likelihood.

    Of large tables an even sample of rows is used (400,000 probabilities).

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        Genre of each track, as labelled.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Held-out probabilities by sound.
    others : OtherTracks
        For the same rows.
    """
    n_tracks, n_genres = proba.shape
    prior = np.bincount(codes, minlength=n_genres) / n_tracks
    n_taken = min(n_tracks, max(_CELLS // n_genres, 1_000))
    rows = np.linspace(0, n_tracks - 1, n_taken).astype(np.int64)
    counts = others.counts[rows].toarray()
    own, part = codes[rows], proba[rows]

    def loss(given: NDArray[np.float64]) -> float:
        model = _model(given, prior)
        fits = _combine(model, part, counts)[np.arange(n_taken), own]
        likely = (1 - model.share) * fits + model.share * prior[own]
        return _PULL * model.share - float(np.log(likely).mean())

    has_others = others.totals.any()
    bounds = _BOUNDS if has_others else (_BOUNDS[0], (0.0, 0.0), (0.0, 0.0), _BOUNDS[3])
    start = np.array(_START if has_others else (_START[0], 0.0, 0.0, _START[3]))
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds)
    return _model(found.x, prior)


def fitting_genres(
    model: StrayModel,
    proba: NDArray[np.float64],
    others: OtherTracks,
) -> NDArray[np.float64]:
    """Give the chance of each genre by sound and by the artist's other tracks.

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_genres)
        Rows sum to 1.
    """
    fits = np.empty_like(proba)
    for start in range(0, len(proba), _CHUNK):
        part = slice(start, start + _CHUNK)
        fits[part] = _combine(model, proba[part], others.counts[part].toarray())
    return fits


def refit_share(
    model: StrayModel, codes: NDArray[np.int64], fits: NDArray[np.float64]
) -> StrayModel:
    """Find the likeliest share of stray labels among all rows, all else being kept.

    The fit looks at a sample of a large table; this looks at every label. Each
    step takes the mean chance of being stray for the new share (EM).

    Parameters
    ----------
    model : StrayModel
        From `fit_stray_model`.
    codes, fits
        Of all rows, see `fitting_genres`.

    References
    ----------
    A. Dempster, N. Laird and D. Rubin (1977), Maximum likelihood from incomplete
    data via the EM algorithm, Journal of the Royal Statistical Society B 39.
    """
    own = fits[np.arange(len(codes)), codes]
    prior = model.prior[codes]
    share = model.share
    for _ in range(_N_STEPS):
        stray = share * prior
        share = float((stray / ((1 - share) * own + stray)).mean())
    return replace(model, share=min(share, _MOST))


def stray_chances(
    model: StrayModel, codes: NDArray[np.int64], fits: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the chance that each label is stray, and names the wrong genre.

    Returns
    -------
    ndarray of float64, shape (n_tracks,)
    """
    own = fits[np.arange(len(codes)), codes]
    stray = model.share * model.prior[codes]
    chances: NDArray[np.float64] = stray * (1 - own) / ((1 - model.share) * own + stray)
    return chances


def _model(given: NDArray[np.float64], prior: NDArray[np.float64]) -> StrayModel:
    sharpness, artist_weight, log_hold, log_share = (float(number) for number in given)
    return StrayModel(
        sharpness, artist_weight, float(np.exp(log_hold)), float(np.exp(log_share)) / 2,
        prior,
    )  # fmt: skip


def _combine(
    model: StrayModel, proba: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Join sound and artists: products of powers, brought to a sum of 1."""
    prior = model.prior.clip(_FLOOR)
    logs = model.sharpness * np.log(proba.clip(_FLOOR))
    if model.artist_weight > 0:
        totals = counts.sum(axis=1, keepdims=True)
        told = (counts + model.hold * prior) / (totals + model.hold)
        logs += model.artist_weight * np.log(told / prior)
    logs -= logs.max(axis=1, keepdims=True)
    np.exp(logs, out=logs)
    return np.asarray(logs / logs.sum(axis=1, keepdims=True), dtype=np.float64)
