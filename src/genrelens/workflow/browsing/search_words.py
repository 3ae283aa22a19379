"""Fold names so that a search finds them whatever their accents and case."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fold_name", "fold_names", "split_search"]


def fold_name(name: str) -> str:
    """Take case, accents and width off a name; other letters stay.

    Examples
    --------
    >>> fold_name("Björk — JÓGA"), fold_name("Straße"), fold_name("宇多田ヒカル")
    ('bjork — joga', 'strasse', '宇多田ヒカル')
    """
    if name.isascii():
        return name.lower()
    apart = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).casefold()


def fold_names(names: Iterable[str | None]) -> list[str]:
    """Fold many names; a missing one is empty."""
    return ["" if name is None else fold_name(name) for name in names]


def split_search(search: str) -> tuple[str, ...]:
    """Give the words that must all be found.

    Examples
    --------
    >>> split_search("  Daft  PUNK ")
    ('daft', 'punk')
    """
    return tuple(dict.fromkeys(fold_name(search).split()))
