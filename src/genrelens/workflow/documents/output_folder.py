"""Refuse a folder that cannot take results before the long work begins."""

from __future__ import annotations

import os
from pathlib import Path

from genrelens.errors import OutputError, printable

__all__ = ["check_output_folder"]


def check_output_folder(folder: str | os.PathLike[str]) -> None:
    """See whether results can be written into a folder; nothing is made yet.

    Parameters
    ----------
    folder : path
        May exist or not.

    Raises
    ------
    OutputError
        If a file stands where the folder, or one above it, would have to be, or
        if the nearest folder that exists must not be written.
    """
    wanted = Path(folder).absolute()
    for place in (wanted, *wanted.parents):
        if place.is_dir():
            if not os.access(place, os.W_OK | os.X_OK):
                raise OutputError(
                    f"Folder '{printable(place.name or place)}' must not be written by "
                    "you. Choose another --output."
                )
            return
        if os.path.lexists(place):
            raise OutputError(
                f"'{printable(place.name)}' is a file, so no folder for results can "
                "stand there. Choose another --output."
            )
