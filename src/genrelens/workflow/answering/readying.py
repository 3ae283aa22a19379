"""Get the compiler ready before there is a model to answer with."""

from __future__ import annotations

import numpy as np

from genrelens.forest.predicting.ordered_codes import count_columns

__all__ = ["ready_kernels"]


def ready_kernels() -> int:
    """Run the smallest compiled function, for which everything is laid out once.

    Returns
    -------
    int
        What it gives: the columns of one row with one value, and one more.
    """
    return count_columns(np.zeros((1, 1), dtype=np.float32), 1)
