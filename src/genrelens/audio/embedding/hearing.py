"""Say what a network that hears must offer, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Known", "KnownNetwork", "Network"]


class Known(Protocol):
    """What is known of a network, whether it is open or not.

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


class Network(Known, Protocol):
    """A network that turns a stretch of sound into one row of numbers."""

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


@dataclass(frozen=True, slots=True)
class KnownNetwork:
    """What is known of a network that is open elsewhere; see `Known`."""

    name: str
    columns: tuple[str, ...]
    rate: int
    digest: str
