"""Say what a network that hears must offer, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Network"]


class Network(Protocol):
    """A network that turns a stretch of sound into one row of numbers.

    Attributes
    ----------
    name : str
        How it is called, e.g. ``"music-tags"``.
    columns : tuple of str
        The column of each number that it gives.
    rate : int
        Samples a second that it wants to hear.
    digest : str
        SHA-256 of its weights: rows of two networks are never mixed.
    """

    @property
    def name(self) -> str:
        """How it is called."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of each number that it gives."""
        ...

    @property
    def rate(self) -> int:
        """Samples a second that it wants to hear."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256 of its weights."""
        ...

    def hear(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Listen to a stretch of sound.

        Parameters
        ----------
        samples : ndarray of float32, shape (n_samples,)
            One channel at `rate`, finite, at least one sample.

        Returns
        -------
        ndarray of float32, shape (n_columns,)
            Finite, in the order of `columns`.

        Raises
        ------
        InputError
            If there is no sample, or one is not finite.
        """
        ...
