"""Find the genre of a model that a user names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["known_genre"]

_MOST_SHOWN = 12


def known_genre(trained: TrainedModel, wanted: str) -> str:
    """Give a genre as the model spells it.

    Parameters
    ----------
    trained : TrainedModel
        Who knows the genres.
    wanted : str
        The genre's name; case does not matter.

    Raises
    ------
    InputError
        If the model knows no such genre.
    """
    for genre in trained.genres:
        if genre.lower() == wanted.lower():
            return genre
    more = " …" if len(trained.genres) > _MOST_SHOWN else ""
    raise InputError(
        f"Genre '{printable(wanted)}' is not one of the {len(trained.genres)} this "
        f"model knows: {', '.join(trained.genres[:_MOST_SHOWN])}{more}. Choose from "
        "these."
    )
