"""Find labels that confident predictions contradict (confident learning)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["confident_genres", "confident_joint", "genre_thresholds", "prune_labels"]

_NEAR = 1e-6  # probabilities as near as this to a threshold count as having reached it
_CHUNK = 20_000


def genre_thresholds(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the mean probability of each genre among the tracks labelled so.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        Genre of each track, as labelled.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Held-out probabilities.

    Returns
    -------
    ndarray of float64, shape (n_genres,)
        Above 1 for a genre that labels no track, so that nothing reaches it.
    """
    n_genres = proba.shape[1]
    own = proba[np.arange(len(codes)), codes]
    counts = np.bincount(codes, minlength=n_genres)
    sums = np.bincount(codes, weights=own, minlength=n_genres)
    thresholds: NDArray[np.float64] = np.full(n_genres, 2.0)
    return np.divide(sums, counts, out=thresholds, where=counts > 0)


def confident_genres(
    proba: NDArray[np.float64], thresholds: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Give the genre that each track confidently is; -1 where it is none.

    That is the most probable of the genres whose threshold its probability
    reaches, of equal ones the first.

    Returns
    -------
    ndarray of int64, shape (n_tracks,)
    """
    found = np.full(len(proba), -1, dtype=np.int64)
    for start in range(0, len(proba), _CHUNK):
        part = proba[start : start + _CHUNK]
        reaches = part >= thresholds - _NEAR
        best = np.where(reaches, part, -1.0).argmax(axis=1)
        found[start : start + _CHUNK] = np.where(reaches.any(axis=1), best, -1)
    return found


def confident_joint(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Estimate how many tracks of each label are of each genre.

    Tracks are counted by their label and the genre that they confidently are,
    and each label's counts are brought to the number of its tracks.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        Rows are labels, columns genres; rows sum to the tracks of the label.

    References
    ----------
    C. Northcutt, L. Jiang and I. Chuang (2021), Confident learning: estimating
    uncertainty in dataset labels, Journal of Artificial Intelligence Research 70.
    """
    n_genres = proba.shape[1]
    confident = confident_genres(proba, genre_thresholds(codes, proba))
    is_sure = confident >= 0
    cells = codes[is_sure] * n_genres + confident[is_sure]
    counts = np.bincount(cells, minlength=n_genres**2).astype(np.float64)
    joint = counts.reshape(n_genres, n_genres)
    tracks = np.bincount(codes, minlength=n_genres).astype(np.float64)
    is_empty = joint.sum(axis=1) == 0
    joint[is_empty, is_empty] = 1.0  # no track of the label is sure: keep the label
    scaled: NDArray[np.float64] = joint * (tracks / joint.sum(axis=1))[:, np.newaxis]
    return scaled


def prune_labels(
    codes: NDArray[np.int64], proba: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Mark labels that are probably wrong, as many as the confident joint says.

    For each label and each other genre, as many tracks are marked as the joint
    counts, those for which the other genre leads the label by most ("prune by
    noise rate"). A label that is also the most probable genre is never marked.

    Returns
    -------
    ndarray of bool, shape (n_tracks,)

    References
    ----------
    Northcutt, Jiang and Chuang (2021), section 3.2.
    """
    joint = np.rint(confident_joint(codes, proba)).astype(np.int64)
    is_marked = np.zeros(len(codes), dtype=bool)
    for label in range(proba.shape[1]):
        rows = np.flatnonzero(codes == label)
        for genre in np.flatnonzero(joint[label]):
            if genre == label or not len(rows):
                continue
            lead = proba[rows, genre] - proba[rows, label]
            n_worst = min(int(joint[label, genre]), len(rows))
            worst = np.argpartition(-lead, n_worst - 1)[:n_worst]
            is_marked[rows[worst]] = True
    best = proba.argmax(axis=1)
    return np.asarray(is_marked & (best != codes), dtype=np.bool_)
