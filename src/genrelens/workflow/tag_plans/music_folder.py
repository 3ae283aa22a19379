"""Resolve the music folder that a plan or a journal is about."""

from __future__ import annotations

from pathlib import Path

from genrelens.errors import InputError, printable

__all__ = ["resolve_folder"]


def resolve_folder(folder: str | Path) -> Path:
    """Give a folder with every link resolved.

    Raises
    ------
    InputError
        If it is not there or is no folder.
    """
    place = Path(folder)
    if not place.is_absolute() and not isinstance(folder, Path):
        raise InputError(
            f"The folder '{printable(folder)}' that is named is not absolute, so it "
            "could be anywhere. Give the music folder with --folder."
        )
    try:
        resolved = place.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(
            f"The folder '{printable(place)}' is not there. Give the music folder, "
            "or where it is now with --folder."
        ) from error
    if not resolved.is_dir():
        raise InputError(f"'{printable(place)}' is no folder. Give the music folder.")
    return resolved
