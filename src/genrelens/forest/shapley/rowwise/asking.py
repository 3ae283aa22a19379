"""Write down the questions of a tree, with what its paths asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.validating import MAX_DEPTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.rowwise.node_order import NodeOrder, OrderedTree
    from genrelens.forest.shapley.rowwise.tree_plan import Questions

__all__ = ["OpenPath", "open_path", "write_questions"]

_DEPTHS: Final = MAX_DEPTH + 2
_LOW: Final = np.uint64((1 << 32) - 1)
_32: Final = np.uint64(32)
_1: Final = np.uint64(1)


class OpenPath(NamedTuple):
    """The path to the node that was visited last.

    By depth, from 1: the question there, and its slot. By feature: what the path
    has asked about it; see `Questions`. `counts` has the depth down to which
    answers are taken into account, the distinct features asked about, and the
    most of these that any path had.
    """

    question: NDArray[np.int64]
    slot: NDArray[np.int64]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    share: NDArray[np.float64]
    missing: NDArray[np.uint8]
    times: NDArray[np.int64]
    counts: NDArray[np.int64]


def open_path(n_features: int) -> OpenPath:
    """Stand at a root."""
    return OpenPath(
        question=np.zeros(_DEPTHS, dtype=np.int64),
        slot=np.zeros(_DEPTHS, dtype=np.int64),
        low=np.full(n_features, -np.inf, dtype=np.float32),
        high=np.full(n_features, np.inf, dtype=np.float32),
        share=np.ones(n_features),
        missing=np.ones(n_features, dtype=np.uint8),
        times=np.zeros(n_features, dtype=np.int64),
        counts=np.zeros(3, dtype=np.int64),
    )


@unmanaged
def write_questions(
    tree: OrderedTree,
    order: NodeOrder,
    first: int,
    last: int,
    slot: int,
    at: int,
    path: OpenPath,
    questions: Questions,
) -> None:
    """Write some inner nodes of a tree.

    Parameters
    ----------
    tree, order : OrderedTree, NodeOrder
    first, last : int
        Which inner nodes; each tree's are to be written in their order.
    slot : int
        Of the first; the others have the following.
    at : int
        Where the first is written in `questions`.
    path : OpenPath
        Changed: it leads to the last of the nodes.
    questions : Questions
        Written to.
    """
    for k in range(first, last):
        node = order.inner[k] & _LOW
        level = int(order.inner[k] >> _32)
        depth, is_right = level >> 1, level & 1
        while path.counts[0] > max(depth - 2, 0):
            _forget_answer(path, questions)
        if depth > 1:
            _take_answer(is_right, path, questions)
        number = at + k - first
        asked = tree.feature[node]
        questions.feature[number] = asked
        questions.threshold[number] = _round_down(tree.threshold[node])
        questions.low[number] = path.low[asked]
        questions.high[number] = path.high[asked]
        questions.missing[number] = (
            np.uint8(2) * path.missing[asked] + tree.missing_left[node]
        )
        questions.share[number] = path.share[asked]
        of_right = np.uint64(tree.right[node])
        questions.to_right[number] = tree.cover[of_right] / tree.cover[node]
        questions.place[number] = 2 * path.slot[depth - 1] + is_right
        path.question[depth] = number
        path.slot[depth] = slot + k - first
        n_features = path.counts[1] + (path.times[asked] == 0)
        path.counts[2] = max(path.counts[2], n_features)


@unmanaged
def _round_down(threshold: float) -> np.float32:
    """Give the largest 32-bit number that is not above."""
    rounded = np.float32(threshold)
    if np.float64(rounded) > threshold:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return rounded


@unmanaged
def _take_answer(is_right: int, path: OpenPath, questions: Questions) -> None:
    """Go on from the deepest question whose answer is open."""
    path.counts[0] += 1
    number = path.question[path.counts[0]]
    asked = questions.feature[number]
    path.counts[1] += path.times[asked] == 0
    path.times[asked] += 1
    missing_left = questions.missing[number] & np.uint8(1)
    if is_right:
        path.low[asked] = max(path.low[asked], questions.threshold[number])
        path.share[asked] *= questions.to_right[number]
        path.missing[asked] &= np.uint8(1) - missing_left
    else:
        path.high[asked] = min(path.high[asked], questions.threshold[number])
        path.share[asked] *= 1.0 - questions.to_right[number]
        path.missing[asked] &= missing_left


@unmanaged
def _forget_answer(path: OpenPath, questions: Questions) -> None:
    """Go back to before the answer that was taken last."""
    number = path.question[path.counts[0]]
    asked = questions.feature[number]
    path.low[asked] = questions.low[number]
    path.high[asked] = questions.high[number]
    path.share[asked] = questions.share[number]
    path.missing[asked] = questions.missing[number] >> np.uint8(1)
    path.times[asked] -= 1
    path.counts[1] -= path.times[asked] == 0
    path.counts[0] -= 1
