"""Take the cells of a genre column apart into the genres that they list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.schema.id3_genres import id3_genre
from genrelens.schema.spelling import genre_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from genrelens.schema.genre_tree import GenreTree

__all__ = ["PLACEHOLDERS", "GenreCell", "cut_cells"]

PLACEHOLDERS: Final = frozenset(
    {
        "unknown",
        "unknowngenre",
        "other",
        "genre",
        "nogenre",
        "misc",
        "miscellaneous",
        "undefined",
        "untagged",
        "notset",
        "default",
        "none",
        "variousgenres",
    }
)
"""What programs write where nobody gave a genre, folded as by `genre_key`."""

_ONE_NAME: Final = frozenset({"folkworldncountry"})  # a genre of Discogs, with commas
_REFERENCE: Final = re.compile(r"\(\s*(\d{1,3}|RX|CR)\s*\)")
_ITEM: Final = re.compile(
    r"'((?:[^'\\]|\\.)*)(?:'|\\?$)|\"((?:[^\"\\]|\\.)*)(?:\"|\\?$)"
)
_BETWEEN: Final = re.compile(r"[;|\0,]|\\\\")
_SLASH: Final = re.compile(r"\s*/\s*")
_VERSIONS: Final = {"RX": "Remix", "CR": "Cover"}
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class GenreCell:
    """The genres that one cell lists.

    Parameters
    ----------
    items : tuple of str
        In their order, each once; none where the cell says that there is none.
    has_numbers : bool
        Whether one of them stood as a number of the ID3 list.
    has_placeholder : bool
        Whether a word that names no genre was among them.
    """

    items: tuple[str, ...]
    has_numbers: bool = False
    has_placeholder: bool = False


def cut_cells(
    cells: Sequence[str],
    counts: NDArray[np.int64],
    *,
    tree: GenreTree | None = None,
    from_tags: bool = False,
) -> list[GenreCell]:
    """Take every different cell of a column apart.

    Semicolons, commas, bars and lists in brackets part genres. A slash does only
    where every part also stands as a genre by itself, and more often than the whole:
    ``Rock/Pop`` is two genres in a library that has rock and pop. A number of the
    ID3 list in brackets is its genre; a bare number is only in files' own tags, and
    where most of them are words. A name that the tree knows is never taken apart.

    Parameters
    ----------
    cells : sequence of str, length n_levels
        Different cells, without surrounding spaces, none of them missing.
    counts : ndarray of int64, shape (n_levels,)
        Rows of each.
    tree : GenreTree, optional
        Genres whose names are known.
    from_tags : bool, default False
        Whether the cells are files' own tags, in which a cell that says nothing but
        ``Other`` or ``Unknown`` has no genre. Among other genres such a word is
        passed over in any case.

    Returns
    -------
    list of GenreCell, length n_levels

    Examples
    --------
    >>> import numpy as np
    >>> cells = ["Rock; Indie Rock", "(17)", "Rock/Pop", "Pop", "AC/DC"]
    >>> cut = cut_cells(cells, np.array([3, 1, 1, 2, 1]))
    >>> [cell.items for cell in cut]
    [('Rock', 'Indie Rock'), ('Rock',), ('Rock', 'Pop'), ('Pop',), ('AC/DC',)]
    """
    known = _names_of(tree)
    is_number = [cell.isascii() and cell.isdigit() for cell in cells]
    n_numbers = int(counts[np.array(is_number, dtype=bool)].sum())
    reads_numbers = from_tags and n_numbers <= _MOST * int(counts.sum())
    first = [_cut(cell, known, reads_numbers=reads_numbers) for cell in cells]
    alone: dict[str, int] = {}
    for cut, count in zip(first, counts.tolist(), strict=True):
        for item in cut.items:
            key = genre_key(item)
            alone[key] = alone.get(key, 0) + count
    return [_finish(cut, alone, known, from_tags=from_tags) for cut in first]


def _names_of(tree: GenreTree | None) -> frozenset[str]:
    names = () if tree is None else (*tree.names, *tree.aliases)
    return frozenset(map(genre_key, names)) | _ONE_NAME


def _cut(cell: str, known: Collection[str], *, reads_numbers: bool) -> GenreCell:
    """Part a cell where nothing but the cell itself has to be known."""
    if genre_key(cell) in known:
        return GenreCell((cell,))
    if cell.startswith("[") and cell.endswith("]"):
        inner = cell[1:-1].strip()
        is_quoted = inner.startswith(("'", '"'))
        found = [one or two for one, two in _ITEM.findall(inner)] if is_quoted else []
        parts = found or _parts(inner) or [cell]
    else:
        parts = _parts(cell) or [cell]
    items: list[str] = []
    has_numbers = False
    for part in parts:
        named, is_numbered = _read_references(part.strip(), reads_numbers=reads_numbers)
        items += named
        has_numbers |= is_numbered
    return GenreCell(_each_once(items), has_numbers)


def _parts(text: str) -> list[str]:
    """Part a text at its separators; nothing where that gives no two genres."""
    parts = _BETWEEN.split(text)
    return parts if sum(any(map(str.isalnum, part)) for part in parts) > 1 else []


def _read_references(part: str, *, reads_numbers: bool) -> tuple[list[str], bool]:
    """Name genres that stand as numbers: "(17)(6)Grunge", and "17" among words."""
    names: list[str] = []
    rest = part
    while (found := _REFERENCE.match(rest)) is not None:
        name = _VERSIONS.get(found[1]) or id3_genre(found[1])
        if name is None:
            break
        names.append(name)
        rest = rest[found.end() :].strip()
    if not names and reads_numbers and (name := id3_genre(rest)) is not None:
        return [name], True
    return [*names, rest] if rest else names, bool(names)


def _finish(
    cut: GenreCell,
    alone: dict[str, int],
    known: Collection[str],
    *,
    from_tags: bool,
) -> GenreCell:
    """Part at slashes by what the whole column shows; pass over placeholders."""
    items = [part for item in cut.items for part in _parts_at_slash(item, alone, known)]
    told = [item for item in items if genre_key(item) not in PLACEHOLDERS]
    has_placeholder = len(told) < len(items)
    if not told and not from_tags:
        told, has_placeholder = items[:1], False
    return GenreCell(_each_once(told), cut.has_numbers, has_placeholder)


def _parts_at_slash(
    item: str, alone: dict[str, int], known: Collection[str]
) -> list[str]:
    parts = [part for part in _SLASH.split(item) if part]
    whole = genre_key(item)
    if len(parts) < 2 or whole in known:  # noqa: PLR2004
        return [item]
    keys = [genre_key(part) for part in parts]
    needed = alone.get(whole, 0)
    stand = all(key in known or alone.get(key, 0) > needed for key in keys)
    return parts if stand else [item]


def _each_once(items: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for item in items:
        if item:
            seen.setdefault(genre_key(item), item)
    return tuple(seen.values())
