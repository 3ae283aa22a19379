"""Bring every cell of a genre column to one genre, and tell what that took."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    pairs_where,
)
from genrelens.cleaning.genre_lists.choosing import choose_genres
from genrelens.cleaning.genre_lists.cutting import cut_cells
from genrelens.cleaning.ledger import Change
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn
    from genrelens.cleaning.genre_lists.choosing import Chosen
    from genrelens.cleaning.genre_lists.cutting import GenreCell
    from genrelens.schema.genre_rules import GenreRules

__all__ = ["OneGenre", "bring_to_one", "only_item"]

_ITEM: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NOTHING: Final = "no genre"


@dataclass(frozen=True, slots=True, eq=False)
class OneGenre:
    """The one genre of every different cell, and how it was come by.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    items : tuple of str, length n_levels
        The genre; empty where there is none.
    is_missing : ndarray of bool, shape (n_levels,)
        Cells that have none.
    has_no_genre : ndarray of bool, shape (n_levels,)
        Those of them in which a word such as ``Unknown`` stands for none.
    how : tuple of str, length n_levels
        Which change was made; empty where the cell is the genre as it stands.
    rules : GenreRules
    """

    column: RawColumn
    items: tuple[str, ...]
    is_missing: NDArray[np.bool_]
    has_no_genre: NDArray[np.bool_]
    how: tuple[str, ...]
    rules: GenreRules

    def _rows(self, *hows: str) -> NDArray[np.bool_]:
        """Mark the rows whose cell was changed in one of these ways."""
        codes, _ = self.column.levels
        return np.append([how in hows for how in self.how], [False])[codes].astype(bool)

    def changes(
        self, values: pd.Series, is_as_spelt: NDArray[np.bool_]
    ) -> tuple[Change, ...]:
        """Give the entries of the ledger.

        Parameters
        ----------
        values : pandas.Series, length n_rows
            The genres as they are kept in the end.
        is_as_spelt : ndarray of bool, shape (n_rows,)
            Rows whose genre was not respelt besides, which is told elsewhere.
        """
        told = []
        for how, what in _words_of(self.rules).items():
            where = self._rows(how)
            if how == "unlisted":
                where &= is_as_spelt
            if where.any():
                told.append(_change(self.column, values, where, what))
        return tuple(told)

    def findings(self, values: pd.Series) -> tuple[Finding, ...]:
        """Tell of lists and of words for no genre; findings of no row are left out."""
        several = self._tell_several()
        nothing = self._rows(_NOTHING) & values.isna().to_numpy(dtype=bool)
        header = printable(self.column.header)
        placeholder = Finding(
            code="placeholder-genres",
            severity=Severity.NOTE,
            message=f"'{header}' says in {count_of(int(nothing.sum()), 'cell')} no "
            "more than that the genre is unknown or another one; they were read as "
            "having none.",
            remedy="Give these tracks a genre, or let a model name it.",
            **_evidence(self.column, nothing),
        )
        return tuple(found for found in (several, placeholder) if found.n_rows)

    def _tell_several(self) -> Finding:
        is_kept = self._rows("kept")
        where = is_kept | self._rows("first", "later", "most-frequent")
        header = printable(self.column.header)
        lead = f"'{header}' seems to list several genres in "
        n_cells = count_of(int(where.sum()), "cell")
        if self.rules.several == "keep":
            message = f"{lead}{n_cells}; each list is kept as one label."
            remedy = "Choose one genre for each track, or name another genre column."
        else:
            message = f"{lead}{n_cells}; {self._say_how_chosen()}."
            remedy = (
                "Nothing is to be done if that is right; --several-genres says which "
                "of several is learnt, and --tree which genres are known."
            )
        return Finding(
            code="several-genres-in-a-cell",
            severity=Severity.WARNING,
            message=message,
            remedy=remedy,
            **_evidence(self.column, where),
        )

    def _say_how_chosen(self) -> str:
        counts = {
            how: int(self._rows(how).sum())
            for how in ("first", "later", "most-frequent")
        }
        least = f"{self.rules.min_tracks} tracks or more"
        if self.rules.tree is not None:
            least = f"{least} and stands in the tree"
        words = {
            "first": "the first was learnt in {}",
            "later": f"a later one, the first that has {least}, in {{}}",
            "most-frequent": "the most frequent of the table in {}",
        }
        told = [words[how].format(f"{n:,}") for how, n in counts.items() if n]
        return ", ".join(told)


def bring_to_one(
    column: RawColumn,
    missing: NDArray[np.bool_],
    counts: NDArray[np.int64],
    rules: GenreRules,
) -> OneGenre:
    """Give every different cell of a column one genre.

    Parameters
    ----------
    column : RawColumn
    missing : ndarray of bool, shape (n_levels,)
        Levels that say in words that nothing is known.
    counts : ndarray of int64, shape (n_levels,)
        Rows of each level.
    rules : GenreRules

    Returns
    -------
    OneGenre
    """
    levels = [str(level) for level in column.levels[1]]
    told = np.flatnonzero(~missing)
    cut = cut_cells(
        [levels[place] for place in told],
        counts[told],
        tree=rules.tree,
        from_tags=rules.from_tags,
    )
    chosen: Sequence[tuple[str, str]]
    if rules.several == "keep":
        chosen = [
            _keep(levels[place], cell) for place, cell in zip(told, cut, strict=True)
        ]
    else:
        chosen = choose_genres(cut, counts[told], rules)
    items, how = levels.copy(), [""] * len(levels)
    for place, cell, choice in zip(told.tolist(), cut, chosen, strict=True):
        items[place], how[place] = choice[0], _how(levels[place], cell, choice)
    has_no_genre = np.array([each == _NOTHING for each in how], dtype=bool)
    return OneGenre(
        column=column,
        items=tuple(items),
        is_missing=missing | has_no_genre,
        has_no_genre=has_no_genre,
        how=tuple(how),
        rules=rules,
    )


def only_item(cell: str) -> str:
    """Give the item of a list of one, and any other cell as it stands.

    Examples
    --------
    >>> only_item("['rock']"), only_item("rock")
    ('rock', 'rock')
    """
    if not (cell.startswith("[") and cell.endswith("]")):
        return cell
    item = _ITEM.fullmatch(cell[1:-1].strip())
    if item is None:
        return cell
    return (item[1] if item[1] is not None else item[2]).strip() or cell


def _keep(cell: str, cut: GenreCell) -> tuple[str, str]:
    if not cut.items:
        return "", "only"
    return (cell, "kept") if len(cut.items) > 1 else (cut.items[0], "only")


def _how(level: str, cell: GenreCell, choice: Chosen | tuple[str, str]) -> str:
    """Name the change that a cell went through; empty where it is as it was."""
    genre, why = choice
    if not genre:
        return _NOTHING
    if why != "only":
        return why
    if genre == level:
        return ""
    if cell.has_numbers:
        return "number"
    return "beside" if cell.has_placeholder else "unlisted"


def _words_of(rules: GenreRules) -> dict[str, str]:
    needed = f"{rules.min_tracks} tracks or more"
    if rules.tree is not None:
        needed += " and stands in the tree"
    return {
        _NOTHING: "words that stand for no genre were read as missing",
        "number": "numbers of the ID3 list were read as the genres they stand for",
        "unlisted": "lists of one genre were read as that genre",
        "beside": "words that stand for no genre were passed over beside one",
        "first": f"of several genres the first was kept, which has {needed}"
        if rules.several == "first"
        else "of several genres the first was kept",
        "later": f"of several genres the first that has {needed} was kept, which is "
        "a later one",
        "most-frequent": "of several genres the most frequent in the table was kept",
    }


def _change(
    column: RawColumn, values: pd.Series, where: NDArray[np.bool_], what: str
) -> Change:
    def after(row: int) -> str:
        value = values.iloc[row]
        return str(value) if isinstance(value, str) else ""

    return Change(
        step="genre_lists",
        column=column.header,
        n_cells=int(where.sum()),
        what=what,
        examples=pairs_where(where, column.cell, after),
        lines=lines_where(where, column.line_numbers),
    )


def _evidence(column: RawColumn, where: NDArray[np.bool_]) -> dict[str, Any]:
    """Give the fields of a finding that prove it."""
    return {
        "column": column.header,
        "n_rows": int(where.sum()),
        "lines": lines_where(where, column.line_numbers),
        "examples": distinct(where, column.cell),
        "rows": np.flatnonzero(where),
    }
