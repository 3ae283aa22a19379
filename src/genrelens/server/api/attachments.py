"""Name a file that a browser is to save, whatever the name is made of."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

__all__ = ["attachment"]

_LONGEST: Final = 120
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NEVER_IN_A_NAME: Final = frozenset('/\\:*?"<>|')


def attachment(name: str) -> str:
    """Give the header ``Content-Disposition`` for a file of this name.

    Old readers get a name of plain letters, new ones the name itself, without
    anything that leads to another folder, ends the header or hides the ending.

    Parameters
    ----------
    name : str
        What the file is to be called, its ending included.

    Examples
    --------
    >>> print(attachment("results.csv"))
    attachment; filename="results.csv"; filename*=UTF-8''results.csv
    """
    kept = "".join(
        " " if character in _NEVER_IN_A_NAME else character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character)[0] != "C"
    )
    kept = " ".join(kept.split()).lstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    shortened = f"{stem[:_LONGEST]}{dot}{ending[:_LONGEST]}" if dot else kept[:_LONGEST]
    letters = (
        unicodedata.normalize("NFKD", shortened).encode("ascii", "ignore").decode()
    )
    plain = _NOT_PLAIN.sub("-", letters).strip("-.") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shortened, '')}"
