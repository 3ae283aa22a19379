"""Push all points of a plane apart at once, by interpolation on a grid.

Every point is spread over the few grid nodes around it; what nodes do to nodes is a
convolution, done by fast Fourier transform; the result is read back at the points. The
work grows with the number of points and of nodes, not with the number of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.fft import irfft2, next_fast_len, rfft2

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_BY_PAIRS", "push_apart"]

_NODES = 3
"""Interpolation nodes along each side of a box."""

_FEWEST_BOXES, _MOST_BOXES = 32, 120

MOST_BY_PAIRS = 2_000
"""Up to so many points are pushed pair by pair."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the boxes begin, and how wide they are."""

    low: float
    width: float
    n_boxes: int

    @property
    def n_nodes(self) -> int:
        return self.n_boxes * _NODES


def push_apart(
    places: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Add up how all points repel each one, by the kernel of Student's t.

    Parameters
    ----------
    places : ndarray of float64, shape (n_points, 2)

    Returns
    -------
    forces : ndarray of float64, shape (n_points, 2)
        For each point the sum over all others of q squared times the way from the
        other, where q is 1 / (1 + squared distance).
    total : float
        Sum of q over all ordered pairs of different points.

    References
    ----------
    G. Linderman and others (2019), Fast interpolation-based t-SNE for improved
    visualization of single-cell RNA-seq data, Nature Methods 16.
    """
    if len(places) <= MOST_BY_PAIRS:
        forces, total = _push_pairs(places)
        return forces, float(total)
    grid = _lay_grid(places)
    first, weights = _spread(places, grid.low, grid.width, grid.n_boxes)
    charges = np.column_stack([np.ones(len(places)), places])
    nodes = _gather(first, weights, charges, grid.n_nodes)
    found = _read(first, weights, _act(nodes, grid))
    forces = places * found[:, :1] - found[:, 1:3]
    return forces, float(found[:, 3].sum() - len(places))


def _lay_grid(places: NDArray[np.float64]) -> _Grid:
    low, high = float(places.min()), float(places.max())
    span = max(high - low, 1e-6)
    n_boxes = int(np.clip(np.ceil(span), _FEWEST_BOXES, _MOST_BOXES))
    return _Grid(low, span * (1 + 1e-9) / n_boxes, n_boxes)


def _act(nodes: NDArray[np.float64], grid: _Grid) -> NDArray[np.float64]:
    """Let every node act on every node.

    The three charges act by the squared kernel, and the first by the plain one too.
    """
    size = next_fast_len(2 * grid.n_nodes, real=True)
    step = grid.width / _NODES
    ways = np.minimum(np.arange(size), size - np.arange(size)) * step
    kernel = (1.0 / (1.0 + ways[:, None] ** 2 + ways[None, :] ** 2)).astype(np.float32)
    plain, squared = rfft2(kernel), rfft2(kernel**2)
    sent = rfft2(nodes.astype(np.float32), s=(size, size))
    acted = irfft2(np.concatenate([sent * squared, sent[:1] * plain]), s=(size, size))
    return np.ascontiguousarray(acted[:, : grid.n_nodes, : grid.n_nodes], np.float64)


@compiled
def _push_pairs(
    places: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Do the same pair by pair, which is quicker for few points."""
    n_points = len(places)
    forces = np.zeros((n_points, 2))
    total = 0.0
    for one in range(n_points):
        for other in range(one):
            across = places[one, 0] - places[other, 0]
            along = places[one, 1] - places[other, 1]
            near = 1.0 / (1.0 + across * across + along * along)
            total += 2.0 * near
            near *= near
            forces[one, 0] += near * across
            forces[one, 1] += near * along
            forces[other, 0] -= near * across
            forces[other, 1] -= near * along
    return forces, total


@compiled
def _spread(
    places: NDArray[np.float64], low: float, width: float, n_boxes: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give each point's first node along both sides, and its weights there."""
    n_points = len(places)
    first = np.empty((n_points, 2), dtype=np.int64)
    weights = np.empty((n_points, 2, 3))
    for point in range(n_points):
        for side in range(2):
            at = (places[point, side] - low) / width
            box = min(int(at), n_boxes - 1)
            x = 3.0 * (at - box) - 0.5  # nodes of a box stand at 0, 1 and 2
            first[point, side] = 3 * box
            weights[point, side, 0] = 0.5 * (x - 1.0) * (x - 2.0)
            weights[point, side, 1] = -x * (x - 2.0)
            weights[point, side, 2] = 0.5 * x * (x - 1.0)
    return first, weights


@compiled
def _gather(
    first: NDArray[np.int64],
    weights: NDArray[np.float64],
    charges: NDArray[np.float64],
    n_nodes: int,
) -> NDArray[np.float64]:
    """Add the charges of all points to their nodes."""
    nodes = np.zeros((charges.shape[1], n_nodes, n_nodes))
    for point in range(len(first)):
        for i in range(3):
            for j in range(3):
                weight = weights[point, 0, i] * weights[point, 1, j]
                for charge in range(charges.shape[1]):
                    nodes[charge, first[point, 0] + i, first[point, 1] + j] += (
                        weight * charges[point, charge]
                    )
    return nodes


@compiled
def _read(
    first: NDArray[np.int64],
    weights: NDArray[np.float64],
    nodes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Read the potentials of the nodes at all points."""
    found = np.zeros((len(first), len(nodes)))
    for point in range(len(first)):
        for i in range(3):
            for j in range(3):
                weight = weights[point, 0, i] * weights[point, 1, j]
                for potential in range(len(nodes)):
                    found[point, potential] += (
                        weight
                        * nodes[potential, first[point, 0] + i, first[point, 1] + j]
                    )
    return found
