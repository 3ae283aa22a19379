"""The best accuracy that any model could reach on the made-up sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from genrelens.datasets.recipe import (
    ATTRIBUTES,
    AUDIO_ATTRIBUTES,
    RECIPES,
    correlation,
    genre_shares,
    latent_means,
    latent_spreads,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["bayes_accuracy", "log_densities"]

_HALF = np.log(0.5)


def log_densities(
    latent: NDArray[np.float64],
    explicit: NDArray[np.bool_],
    waltz: NDArray[np.bool_],
    *,
    only_audio: bool,
) -> NDArray[np.float64]:
    """Give the log density of tracks of artists never met, under each genre.

    Parameters
    ----------
    latent : ndarray of float64, shape (n_tracks, n_attributes)
        In the order and on the scales of the recipe; tempo as it was read.
    explicit, waltz : ndarray of bool, shape (n_tracks,)
        The two yes/no attributes that depend on the genre.
    only_audio : bool
        Whether popularity, year and explicit are out of sight.

    Returns
    -------
    ndarray of float64, shape (n_tracks, n_genres)
        An artist is a normal deviation from the genre, hence a track of an
        unknown artist is normal too; reading tempo at half its value makes it
        a mixture of two.
    """
    n_seen = len(AUDIO_ATTRIBUTES) if only_audio else len(ATTRIBUTES)
    means, spreads = latent_means()[:, :n_seen], latent_spreads()[:, :n_seen]
    root = np.linalg.cholesky(correlation()[:n_seen, :n_seen])
    tempo = ATTRIBUTES.index("tempo")
    table = np.empty((len(latent), len(RECIPES)))
    for g, recipe in enumerate(RECIPES):
        parts = []
        for shift, chance in ((0.0, 1 - recipe.half_time), (_HALF, recipe.half_time)):
            offset = latent[:, :n_seen] - means[g]
            offset[:, tempo] -= shift
            z = np.linalg.solve(root, (offset / spreads[g]).T)
            parts.append(np.log(chance) - 0.5 * np.einsum("ij,ij->j", z, z))
        table[:, g] = logsumexp(parts, axis=0) - np.log(spreads[g]).sum()
        table[:, g] += _log_chance(waltz, recipe.waltz)
        if not only_audio:
            table[:, g] += _log_chance(explicit, recipe.explicit)
    return table


def bayes_accuracy(
    latent: NDArray[np.float64],
    explicit: NDArray[np.bool_],
    waltz: NDArray[np.bool_],
    genre: NDArray[np.int64],
    *,
    only_audio: bool,
) -> float:
    """Give the accuracy of the rule that knows the recipe.

    Parameters
    ----------
    latent, explicit, waltz, only_audio
        As in `log_densities`; each track drawn by an artist of its own.
    genre : ndarray of int64, shape (n_tracks,)
        True genres.

    Returns
    -------
    float
        Share of tracks whose most probable genre is the true one. No model that
        sees the same attributes does better, save by chance.
    """
    table = log_densities(latent, explicit, waltz, only_audio=only_audio)
    best = np.argmax(table + np.log(genre_shares()), axis=1)
    return float(np.mean(best == genre))


def _log_chance(is_so: NDArray[np.bool_], chance: float) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):  # a chance of 0 is meant: log gives -inf
        no, yes = np.log([1 - chance, chance])
    logs: NDArray[np.float64] = np.array([no, yes])[is_so.astype(np.int64)]
    return logs
