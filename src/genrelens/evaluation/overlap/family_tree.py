"""Join genres into families by what the model itself confuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import squareform

from genrelens.evaluation.overlap.results import Family, FamilyTree
from genrelens.evaluation.overlap.soft_confusion import alikeness
from genrelens.schema.genre_tree import GenreTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["as_genre_tree", "grow_family_tree", "measure_distances"]

_N_NAMED = 2  # members that stand in a family's name
_MANY = 2


def measure_distances(
    answers: NDArray[np.float64], shares: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Measure how far genres are from each other, from 0 to 1.

    Parameters
    ----------
    answers : ndarray of float64, shape (n_genres, n_genres)
        From `genrelens.evaluation.overlap.soft_confusion.mean_answers`.
    shares : ndarray of float64, shape (n_genres, n_genres), optional
        From `genrelens.evaluation.overlap.shared_tracks.share_of_smaller`.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
        The root of ``(1 - alikeness) * (1 - share)``; symmetric, 0 on the
        diagonal.
    """
    apart = 1 - alikeness(answers)
    if shares is not None:
        apart = apart * (1 - shares)
    distances = np.sqrt(np.clip((apart + apart.T) / 2, 0, 1))
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances)


def grow_family_tree(
    genres: Sequence[str],
    n_tracks: NDArray[np.int64],
    answers: NDArray[np.float64],
    shares: NDArray[np.float64] | None,
) -> FamilyTree:
    """Join the closest genres, then the closest groups, until one is left.

    Groups are as far apart as their genres are on average. The tree is cut where
    the families are most distinct (largest mean silhouette), into families of
    which none holds more than half of the genres.

    Parameters
    ----------
    genres : sequence of str, length n_genres
        Names of the genres; those without tracks take no part.
    n_tracks : ndarray of int64, shape (n_genres,)
        Tracks of each.
    answers, shares
        As for `measure_distances`.

    Returns
    -------
    FamilyTree

    References
    ----------
    R. Sokal and C. Michener (1958), A statistical method for evaluating systematic
    relationships (average linkage), University of Kansas Science Bulletin 38;
    Z. Bar-Joseph, D. Gifford and T. Jaakkola (2001), Fast optimal leaf ordering for
    hierarchical clustering, Bioinformatics 17; P. Rousseeuw (1987), Silhouettes,
    Journal of Computational and Applied Mathematics 20.
    """
    present = np.flatnonzero(n_tracks)
    names = tuple(genres[code] for code in present.tolist())
    within = np.ix_(present, present)
    distances = measure_distances(
        answers[within], None if shares is None else shares[within]
    )
    joins = linkage(
        squareform(distances, checks=False), "average", optimal_ordering=True
    )
    numbers, height = _cut(joins, distances)
    order = leaves_list(joins).tolist()
    return FamilyTree(
        leaves=tuple(names[at] for at in order),
        joins=tuple(
            (int(left), int(right), float(far), int(size))
            for left, right, far, size in joins
        ),
        genres=names,
        height=height,
        families=_name_families(names, n_tracks[present], numbers, order),
        rule=_rule(has_tracks=shares is not None),
    )


def as_genre_tree(found: FamilyTree) -> GenreTree:
    """Give the families as a tree that can be written, edited and given back.

    A genre that is a family of its own stands directly under the root.

    Parameters
    ----------
    found : FamilyTree
        From `grow_family_tree`.

    Returns
    -------
    GenreTree
    """
    parents: dict[str, tuple[str, ...]] = {}
    for family in found.families:
        above = () if len(family.genres) == 1 else (family.name,)
        for genre in family.genres:
            parents[genre] = above
    return GenreTree.of(parents)


def _cut(
    joins: NDArray[np.float64], distances: NDArray[np.float64]
) -> tuple[NDArray[np.int64], float]:
    """Cut where families are most distinct: number them, and give the height."""
    n_genres = len(distances)
    if n_genres == _MANY:
        return np.arange(n_genres), float(joins[0, 2]) / 2
    best: tuple[float, int] | None = None
    for n_families in range(2, n_genres):
        numbers = fcluster(joins, n_families, criterion="maxclust")
        n_found = int(numbers.max())
        is_lopsided = 2 * int(np.bincount(numbers).max()) > n_genres + 1
        if n_found != n_families or is_lopsided:
            continue  # equal heights are never cut between
        worth = _mean_silhouette(distances, numbers - 1)
        if best is None or worth > best[0] + 1e-12:
            best = (worth, n_families)
    if best is None:  # equal heights leave no such cut: each genre stands alone
        return np.arange(n_genres), 0.0
    numbers = fcluster(joins, best[1], criterion="maxclust")
    at = n_genres - best[1]
    return numbers - 1, float(joins[at - 1, 2] + joins[at, 2]) / 2


def _mean_silhouette(
    distances: NDArray[np.float64], numbers: NDArray[np.int64]
) -> float:
    """Average how much nearer each genre is to its own family than to the next.

    A genre that is alone counts 0.
    """
    sizes = np.bincount(numbers)
    is_in = numbers[:, np.newaxis] == np.arange(len(sizes))
    totals = distances @ is_in.astype(np.float64)
    rows = np.arange(len(numbers))
    own_size = sizes[numbers]
    inside = totals[rows, numbers] / np.maximum(own_size - 1, 1)
    means = totals / sizes
    means[rows, numbers] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    worth = np.zeros(len(numbers))
    is_counted = (own_size > 1) & (widest > 0)
    np.divide(outside - inside, widest, out=worth, where=is_counted)
    return float(worth.mean())


def _name_families(
    names: Sequence[str],
    n_tracks: NDArray[np.int64],
    numbers: NDArray[np.int64],
    order: Sequence[int],
) -> tuple[Family, ...]:
    """Name each family after its largest genres, and keep names apart."""
    taken = set(names)
    families = []
    for number in dict.fromkeys(numbers[at] for at in order):
        members = [at for at in order if numbers[at] == number]
        if len(members) == 1:
            name = names[members[0]]
        else:
            by_size = sorted(members, key=lambda at: (-n_tracks[at], names[at]))
            name = " / ".join(names[at] for at in by_size[:_N_NAMED])
            if len(members) > _N_NAMED:
                name += f" + {len(members) - _N_NAMED}"
            while name in taken:
                name += " (family)"
        taken.add(name)
        families.append(
            Family(
                name=name,
                genres=tuple(names[at] for at in members),
                n_tracks=int(n_tracks[members].sum()),
            )
        )
    return tuple(families)


def _rule(*, has_tracks: bool) -> str:
    tracks = " and the more tracks stand under both" if has_tracks else ""
    return (
        "Two genres are the closer, the more probability the model lends from one to "
        f"the other, compared with what each keeps{tracks}. Groups are as far apart as "
        "their genres are on average. The tree is cut where the families are most "
        "distinct (largest mean silhouette), with no family of more than half of the "
        "genres."
    )
