"""Turn the greatest answer of a filter into a feature of the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Rectified", "scale_and_shift"]

_EPSILON: Final = 1e-3  # that the published network adds to a variance


def scale_and_shift(
    arrays: Mapping[str, NDArray[np.float32]], name: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give a batch normalisation as a factor and a summand, in double precision.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        The network's arrays.
    name : str
        Name of the normalisation, e.g. ``"batch_normalization_3"``.

    Returns
    -------
    scale, shift : ndarray of float64, shape (n,)
        The normalisation of x is ``scale * x + shift``.
    """
    gamma, beta, mean, variance = (
        arrays[f"{name}/{part}"].astype(np.float64)
        for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    scale = gamma / np.sqrt(variance + _EPSILON)
    return scale, beta - mean * scale


@dataclass(frozen=True, slots=True)
class Rectified:
    """What comes after a filter: bias, rectifier, normalisation, in that order.

    The network takes the greatest feature over many places of one filter. A
    normalisation with a negative factor turns the order round, so that the
    *smallest* answer is wanted there. Filters are therefore given their sign, and the
    greatest of the signed answers is all that has to be found.

    Attributes
    ----------
    sign : ndarray of float32, shape (n,)
        -1 where the normalisation turns the order round, otherwise 1.
    bias, scale, shift : ndarray of float32, shape (n,)
        The feature of an answer c is ``scale * max(c + bias, 0) + shift``.
    """

    sign: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: NDArray[np.float32]
    shift: NDArray[np.float32]

    @classmethod
    def of(
        cls, arrays: Mapping[str, NDArray[np.float32]], filters: str, norm: str
    ) -> Self:
        """Take it from the network's arrays, by the names of two layers."""
        scale, shift = scale_and_shift(arrays, norm)
        return cls(
            np.where(scale < 0, -1, 1).astype(np.float32),
            arrays[f"{filters}/bias"],
            scale.astype(np.float32),
            shift.astype(np.float32),
        )

    def finish(self, greatest: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn the greatest signed answers into features, in place.

        Parameters
        ----------
        greatest : ndarray of float32, shape (..., n)
            Over all places, the greatest of ``sign * answer``.

        Returns
        -------
        ndarray of float32, shape (..., n)
            The same array.
        """
        greatest *= self.sign
        return self.apply(greatest)

    def apply(self, answers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn unsigned answers into features, in place."""
        answers += self.bias
        np.maximum(answers, 0, out=answers)
        answers *= self.scale
        answers += self.shift
        return answers
