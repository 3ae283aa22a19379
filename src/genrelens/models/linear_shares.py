"""Share a linear rule's probabilities out over its inputs, exactly, for all genres.

The values are those of Aumann and Shapley: every input is cut into ever smaller
equal pieces, and the Shapley values of all these pieces are added up. In the limit
that is an integral along the straight line from a starting track to the track that
is explained, in which all inputs move together::

    value of input j for genre k = (x_j - s_j) * integral over t in (0, 1) of
                                   d share_k / d input_j  at  s + t (x - s)

On that line the log-odds are straight lines, and the probabilities are smooth, so
Gauss-Legendre nodes give the integral to the last digits: the line is cut so short
that the error bound of the rule lies near 1e-13.

References
----------
R. Aumann, L. Shapley (1974), Values of Non-Atomic Games, Princeton.
E. Friedman, H. Moulin (1999), Three methods to share joint costs or surplus,
Journal of Economic Theory 87: what singles this way of sharing out.
M. Sundararajan, A. Taly, Q. Yan (2017), Axiomatic attribution for deep networks,
ICML: the same values for models ("integrated gradients").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled
from genrelens.forest.threads import count_threads, in_order
from genrelens.models.linear_rule import log_odds, make_shares, soften, to_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.models.linear_rule import LinearRule

__all__ = ["base_of", "count_steps", "share_out"]

_PANEL: Final = 5.0  # log-odds that a piece of the line spans at most
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_PIECE_ROWS: Final = 32
_USUAL_NODES: Final = 64  # of a line of 25 log-odds


def count_steps(rule: LinearRule) -> int:
    """Count about how many steps it takes to explain one row.

    Parameters
    ----------
    rule : LinearRule
    """
    a_line = (rule.n_inputs + _USUAL_NODES) * rule.n_genres**2
    return len(rule.typical) * a_line


def base_of(rule: LinearRule) -> NDArray[np.float64]:
    """Give the mean answer to the typical tracks, from which every value is counted.

    Returns
    -------
    ndarray of float64, shape (n_genres,)
    """
    answers = soften(log_odds(rule, rule.typical))
    mean: NDArray[np.float64] = rule.typical_shares @ answers
    return mean


def share_out(
    rule: LinearRule,
    rows: NDArray[np.float32],
    owners: NDArray[np.int64],
    n_owners: int,
    *,
    n_jobs: int | None = None,
) -> NDArray[np.float64]:
    """Share out each row's probabilities, averaged over the typical tracks.

    Parameters
    ----------
    rule : LinearRule
    rows : ndarray of float32, shape (n_rows, n_columns)
        Encoded rows.
    owners : ndarray of int64, shape (n_columns,)
        To whom each encoded column's part is counted.
    n_owners : int
        How many they are.
    n_jobs : int, optional
        Threads; results do not depend on it.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_owners, n_genres)
        Over owners they sum to the row's probabilities less `base_of`.
    """
    inputs = to_inputs(rule, rows)
    of_input = np.asarray(owners, dtype=np.int64)[rule.owners]
    starts = log_odds(rule, rule.typical)
    ends = log_odds(rule, inputs)

    def piece(number: int) -> NDArray[np.float64]:
        here = slice(number * _PIECE_ROWS, (number + 1) * _PIECE_ROWS)
        return _share_rows(
            inputs[here],
            ends[here],
            rule.typical,
            starts,
            rule.typical_shares,
            rule.coefficients,
            of_input,
            n_owners,
        )

    found = np.empty((len(rows), n_owners, rule.n_genres))
    n_pieces = -(-len(rows) // _PIECE_ROWS)
    for number, part in enumerate(
        in_order(piece, n_pieces, n_threads=count_threads(n_jobs))
    ):
        found[number * _PIECE_ROWS : number * _PIECE_ROWS + len(part)] = part
    return found


@compiled
def _share_rows(
    inputs: NDArray[np.float64],
    ends: NDArray[np.float64],
    typical: NDArray[np.float64],
    starts: NDArray[np.float64],
    shares: NDArray[np.float64],
    coefficients: NDArray[np.float64],
    owners: NDArray[np.int64],
    n_owners: int,
) -> NDArray[np.float64]:
    n_genres = coefficients.shape[1]
    found = np.zeros((len(inputs), n_owners, n_genres))
    means, pairs = np.empty(n_genres), np.empty((n_genres, n_genres))
    slope, here = np.empty(n_genres), np.empty(n_genres)
    for row in range(len(inputs)):
        for point in range(len(typical)):
            _average(starts[point], ends[row], means, pairs, here)
            for place in range(len(owners)):
                moved = shares[point] * (inputs[row, place] - typical[point, place])
                if moved == 0.0:
                    continue
                weights = coefficients[place]
                for genre in range(n_genres):
                    slope[genre] = weights[genre] * means[genre]
                for other in range(n_genres):
                    for genre in range(n_genres):
                        slope[genre] -= weights[other] * pairs[other, genre]
                for genre in range(n_genres):
                    found[row, owners[place], genre] += moved * slope[genre]
    return found


@compiled
def _average(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    means: NDArray[np.float64],
    pairs: NDArray[np.float64],
    here: NDArray[np.float64],
) -> None:
    """Average shares, and products of two, along a line of log-odds.

    Writes the mean of share k to ``means[k]``, of shares k and m to ``pairs[k, m]``.
    """
    moved = end - start
    n_panels = max(1, int(np.ceil((moved.max() - moved.min()) / _PANEL)))
    means[:] = 0.0
    pairs[:] = 0.0
    for panel in range(n_panels):
        for node in range(len(_NODES)):
            at = (panel + 0.5 * (_NODES[node] + 1.0)) / n_panels
            weight = 0.5 * _WEIGHTS[node] / n_panels
            for genre in range(len(here)):
                here[genre] = start[genre] + at * moved[genre]
            make_shares(here)
            for genre in range(len(here)):
                share = weight * here[genre]
                means[genre] += share
                for other in range(len(here)):
                    pairs[genre, other] += share * here[other]
