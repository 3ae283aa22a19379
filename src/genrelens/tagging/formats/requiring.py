"""Bring in mutagen, the library that writes tags, or say how to install it."""

from __future__ import annotations

import importlib
from typing import Any

from genrelens.errors import InputError

__all__ = ["mutagen_module"]


def mutagen_module(name: str) -> Any:  # noqa: ANN401 (a module without types)
    """Give a module of mutagen.

    mutagen is licensed under the GPL, version 2 or later, which the rest of genrelens
    is not: it comes only with the extra ``tags``, and only this folder imports it.

    Parameters
    ----------
    name : str
        Dotted name of the module, e.g. ``mutagen.flac``.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise InputError(
            "Reading and writing genre tags needs the package mutagen, which is not "
            'installed. Install it with: pip install "genrelens[tags]" (mutagen is '
            "licensed under GPL-2.0-or-later)."
        ) from error
