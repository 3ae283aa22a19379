"""Invent names of artists, tracks, albums and playlists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["album_names", "artist_names", "playlist_names", "track_names"]

_STARTS = (
    "Vel", "Mar", "Tor", "Ka", "Oni", "Sel", "Bri", "Dru", "Fen", "Hal", "Ise", "Jor",
    "Lum", "Nym", "Pel", "Qua", "Ras", "Sö", "Tha", "Ul", "Vir", "Wen", "Yor", "Zé",
)  # fmt: skip
_MIDDLES = ("a", "e", "i", "o", "u", "ara", "eli", "ino", "oru", "une", "aï", "y")
_ENDS = (
    "ba", "dra", "fin", "gos", "kint", "la", "lo", "mer", "nox", "phe", "quist", "ra",
    "sk", "ta", "von", "wyn", "xa", "zel",
)  # fmt: skip
_SECONDS = (
    "", " Ada", " Brandt", " Coy", " Dell'Aria", " Ek", " Faro", " Grönlund", " Hine",
    " Imre", " Jask", " Kolb", " Lund", " Moro", " Niles", " Okoye", " Parr", " Quill",
    " Reyes", " Stroud", " Tamm", " Ueda", " Vance", " Wolde", " Yun", " Zammit",
)  # fmt: skip
_ADJECTIVES = (
    "Amber", "Broken", "Cold", "Distant", "Early", "Faded", "Golden", "Hollow", "Idle",
    "Jagged", "Kind", "Late", "Mellow", "Narrow", "Open", "Paper", "Quiet", "Restless",
    "Silver", "Tender", "Unsaid", "Velvet", "Wild", "Yellow",
)  # fmt: skip
_NOUNS = (
    "Anchors", "Bridges", "Corners", "Dust", "Echoes", "Fences", "Gardens", "Hours",
    "Islands", "Junctions", "Kites", "Lanterns", "Mirrors", "Nights", "Orbits",
    "Pockets", "Rivers", "Signals", "Tides", "Umbrellas", "Valleys", "Windows",
)  # fmt: skip
_TAILS = (
    "", " Again", " (Live)", " - Remastered", ", Pt. 2", " in June", " for Two", "?",
    " at Dawn", " Forever",
)  # fmt: skip


def artist_names(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Give `n` different names, in random order."""
    return _pick(n, rng, (_STARTS, _MIDDLES, _ENDS, _SECONDS), glue="")


def track_names(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Give `n` titles; titles may repeat, as they do among real tracks."""
    parts = [np.array(words)[rng.integers(len(words), size=n)] for words in _TITLE]
    return np.char.add(np.char.add(np.char.add(parts[0], " "), parts[1]), parts[2])


def album_names(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Give `n` titles without tails; titles may repeat."""
    parts = [np.array(words)[rng.integers(len(words), size=n)] for words in _TITLE[:2]]
    return np.char.add(np.char.add(parts[0], " "), parts[1])


def playlist_names(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """Give `n` different names that contain no genre."""
    return _pick(n, rng, (_ADJECTIVES, _NOUNS), glue=" ")


_TITLE = (_ADJECTIVES, _NOUNS, _TAILS)


def _pick(
    n: int, rng: np.random.Generator, parts: tuple[tuple[str, ...], ...], *, glue: str
) -> NDArray[np.str_]:
    """Draw different combinations; beyond their number, a numeral tells them apart."""
    n_combinations = int(np.prod([len(words) for words in parts]))
    order = rng.permutation(n_combinations)
    code = np.resize(order, n)
    rounds = np.arange(n) // n_combinations
    name = np.full(n, "", dtype="<U1")
    for position, words in enumerate(parts):
        code, digit = np.divmod(code, len(words))
        piece = np.array(words)[digit]
        joint = glue if position else ""
        name = np.char.add(np.char.add(name, joint), piece)
    numeral = np.where(rounds > 0, np.char.mod(" %d", rounds + 1), "")
    return np.char.add(name, numeral)
