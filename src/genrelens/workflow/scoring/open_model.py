"""Open a model once, so that it can answer many times from any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.bundle.loading import load_model

if TYPE_CHECKING:
    import os

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["OpenModel", "hold_open", "open_model"]


@dataclass(frozen=True, slots=True, eq=False)
class OpenModel:
    """A model in memory, ready to answer from any thread; never written to.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    n_bytes : int
        About how much memory it takes.
    """

    trained: TrainedModel
    n_bytes: int


def open_model(
    path: str | os.PathLike[str], *, expect_sha256: str | None = None
) -> OpenModel:
    """Open a model file and prepare everything that answering needs.

    Parameters
    ----------
    path : path
        The model file.
    expect_sha256 : str, optional
        Hash that the file must have.

    Returns
    -------
    OpenModel

    Raises
    ------
    BundleError
        If the file cannot be trusted.
    """
    return hold_open(load_model(path, expect_sha256=expect_sha256))


def hold_open(trained: TrainedModel) -> OpenModel:
    """Prepare a model that is in memory already."""
    return OpenModel(trained, 2 * trained.model.forest_.nbytes)
