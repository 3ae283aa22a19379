"""Say of the answers to a whole table what no single row tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["NOT_PREDICTED", "tell_of_answers"]

NOT_PREDICTED: Final = "no attribute of this row has a value: not predicted"
_NO_TRUST: Final = (
    "The model file carries no rules for it (it was made by an earlier version, or "
    "without `genrelens train`); train the model anew to have them."
)


def tell_of_answers(
    trained: TrainedModel, is_blank: NDArray[np.bool_], *, is_decided: bool
) -> tuple[str, ...]:
    """Count the rows without any value, and say why nothing could be decided.

    Parameters
    ----------
    trained : TrainedModel
        Who answered.
    is_blank : ndarray of bool, shape (n_rows,)
        Whether a row has no value in any attribute.
    is_decided : bool
        Whether decisions were made.

    Returns
    -------
    tuple of str
        Sentences, none where there is nothing to tell.
    """
    told = []
    if is_blank.any():
        told.append(
            f"{int(is_blank.sum()):,} of {len(is_blank):,} rows have no value in any "
            "attribute and were given no genre."
        )
    if not is_decided:
        why = _NO_TRUST if trained.trust is None else trained.trust.why_undecided
        told.append(f"No decision to write, ask or leave can be made. {why}")
    return tuple(told)
