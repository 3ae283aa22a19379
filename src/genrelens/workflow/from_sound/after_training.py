"""Say how a model that learnt from sound comes to music files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.explanation.speaking import is_heard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from genrelens.schema.features import Feature

__all__ = ["tell_use"]


def tell_use(features: Iterable[Feature], model: Path) -> str:
    """Say which command names music files; nothing for a model not of sound.

    Parameters
    ----------
    features : iterable of Feature
        That the model learnt from.
    model : Path
        Its file.
    """
    if not is_heard(features):
        return ""
    return (
        "To name the genres of music files: "
        f"genrelens predict {model} FOLDER --output genres.csv"
    )
