"""Choose the column that holds the genre."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.noticing import count_of, quote_some
from genrelens.errors import TargetError, printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.spelling import genre_key, normalise_header

if TYPE_CHECKING:
    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = ["Choice", "as_labels", "choose_target", "find_column"]

BEST_NAMES = (
    "genre",
    "track_genre",
    "music_genre",
    "playlist_genre",
    "genre_top",
    "top_genre",
    "main_genre",
    "primary_genre",
    "song_genre",
    "macro_genre",
    "genre_name",
    "genre_label",
    "genres",
    "label",
    "class",
)
"""Headers that mean the genre, the surest first; others come after them."""

LAST_WORDS = ("sub", "style", "category", "type", "code", "id", "artist", "album")
"""A header holding one of these is chosen only where no better one is there."""

GENRE_WORDS = frozenset(
    {
        "acoustic", "afrobeat", "alternative", "ambient", "anime", "bachata",
        "bluegrass", "blues", "bollywood", "breakbeat", "cantopop", "celtic",
        "chanson", "children", "chillout", "classical", "comedy", "country",
        "cumbia", "dance", "dancehall", "disco", "drumandbass", "drumnbass",
        "dub", "dubstep", "edm", "electro", "electronic", "electronica", "emo",
        "experimental", "fado", "flamenco", "folk", "forro", "funk", "garage",
        "gospel", "goth", "gothic", "grime", "grunge", "guitar", "hardcore",
        "hardstyle", "hiphop", "house", "idm", "indie", "industrial",
        "instrumental", "international", "jazz", "jpop", "jungle", "kpop",
        "latin", "lofi", "lounge", "mandopop", "mariachi", "merengue", "metal",
        "metalcore", "minimal", "mpb", "newage", "newwave", "opera",
        "orchestral", "pagode", "phonk", "piano", "pop", "postpunk",
        "progressive", "psychedelic", "punk", "rap", "reggae", "reggaeton",
        "rhythmic", "rnb", "rock", "rockabilly", "rocknroll", "romance",
        "salsa", "samba", "schlager", "shoegaze", "singersongwriter", "ska",
        "soul", "soundtrack", "spoken", "swing", "synthpop", "tango", "techno",
        "trance", "trap", "triphop", "turkish", "vaporwave", "world",
        "worldmusic",
    }
)  # fmt: skip
"""Genre words, folded as by `genre_key`, that betray an oddly named column."""

MIN_WORD_SHARE = 0.5
MAX_NUMERIC_GENRES = 60
MAX_DISTINCT_SHARE = 0.5
MIN_ROWS_TO_DOUBT = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """The genre column, and the sentence that tells how it was found."""

    column: Column
    why: str
    is_named: bool


def choose_target(table: TrackTable, target: str | None) -> Choice:
    """Choose the genre column: the named one, or the best by name and values.

    Parameters
    ----------
    target : str, optional
        Header of the genre column, in any case and punctuation.

    Raises
    ------
    TargetError
        If the named column does not exist or cannot be a genre, or if no
        column can; the message tells what was looked for.
    """
    if target is not None:
        column = find_column(table, target, what="the genre column")
        objection = _objection(table, column)
        if objection:
            message = (
                f"Column '{printable(column.header)}' cannot be the genre: {objection}."
            )
            raise TargetError(f"{message} {_other_columns(table, column)}")
        why = f"named by you; {_describe(table, column)}"
        return Choice(column, why, is_named=True)
    return _find_target(table)


def find_column(table: TrackTable, name: str, *, what: str) -> Column:
    """Find a column that the user named, forgiving case and punctuation.

    Raises
    ------
    TargetError
        If there is none, or several are meant; the message lists near matches.
    """
    for wanted in (
        [c for c in table.columns if c.header == name],
        [c for c in table.columns if c.name == name],
        [c for c in table.columns if _fold(c.header) == _fold(name)],
    ):
        if len(wanted) == 1:
            return wanted[0]
        if wanted:
            headers = quote_some(c.header for c in wanted)
            raise TargetError(
                f"'{printable(name)}' could be any of {headers}. Give {what} exactly "
                "as it stands in the file."
            )
    by_fold = {_fold(c.header): c.header for c in table.columns}
    near = difflib.get_close_matches(_fold(name), by_fold, n=3, cutoff=0.6)
    meant = (
        f"Did you mean {quote_some(by_fold[each] for each in near)}?"
        if near
        else "Its columns are "
        f"{quote_some((c.header for c in table.columns), limit=30)}."
    )
    raise TargetError(
        f"The table has no column '{printable(name)}', which was given as {what}. "
        f"{meant}"
    )


def as_labels(cells: pd.Series) -> pd.Series:
    """Write genres as text, whole numbers without a decimal point.

    Examples
    --------
    >>> as_labels(pd.Series([5.0, None, 10.0])).tolist()
    ['5', nan, '10']
    """
    numbers = pd.to_numeric(cells, errors="coerce")
    is_number = numbers.notna() & (numbers % 1 == 0)
    if is_number.any() and (is_number == cells.notna()).all():
        whole = numbers.dropna().astype(np.int64).astype("str")
        return whole.reindex(cells.index)
    return cells.astype("str")


def _find_target(table: TrackTable) -> Choice:
    refused: list[str] = []
    fit: list[tuple[tuple[float, ...], Column, str]] = []
    for place, column in enumerate(table.columns):
        share = _genre_word_share(table, column)
        is_named = column.role is Role.TARGET
        by_values = column.role is Role.FEATURE and share >= MIN_WORD_SHARE
        if not is_named and not by_values:
            continue
        objection = _objection(table, column) or _doubt(column, share)
        if objection:
            refused.append(f"'{printable(column.header)}' ({objection})")
            continue
        how = (
            f"called '{printable(column.header)}'"
            if is_named
            else "full of genre words"
        )
        rank = (float(not is_named), *_name_rank(column, share), float(place))
        fit.append((rank, column, how))
    if not fit:
        raise TargetError(_nothing_found(table, refused))
    fit.sort(key=lambda each: each[0])
    _, column, how = fit[0]
    others = [
        f"'{printable(c.header)}' ({count_of(_n_values(table, c), 'value')})"
        for _, c, _ in fit[1:]
    ]
    why = f"{how}; {_describe(table, column)}"
    if others:
        why += f"; could also have been {', '.join(others)}, chosen with --target"
    if refused:
        why += f"; not taken: {', '.join(refused)}"
    return Choice(column, why, is_named=False)


def _name_rank(column: Column, word_share: float) -> tuple[float, ...]:
    name = normalise_header(column.header)[0]
    words = name.split("_")
    is_last = any(word.startswith(LAST_WORDS) for word in words)
    place = BEST_NAMES.index(name) if name in BEST_NAMES else len(BEST_NAMES)
    is_coded = column.kind is not Kind.CATEGORY
    return float(is_last), float(is_coded), float(place), -word_share


def _objection(table: TrackTable, column: Column) -> str:
    """Say why the column cannot be a genre; empty where it can."""
    cells = table.frame[column.name].dropna()
    n_values = int(cells.nunique())
    if n_values == 0:
        return "it is empty"
    if n_values == 1:
        return (
            f"every row says '{printable(cells.iloc[0], limit=40)}', and a model needs "
            "two genres or more to tell apart"
        )
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.notna().all():
        if (numbers % 1 != 0).any():
            return f"it holds measured numbers such as {cells.iloc[0]}"
        if n_values > MAX_NUMERIC_GENRES:
            return (
                f"it holds {n_values:,} different numbers, and codes of genres repeat"
            )
    if len(cells) >= MIN_ROWS_TO_DOUBT and n_values > MAX_DISTINCT_SHARE * len(cells):
        return (
            f"it holds {n_values:,} different values in {count_of(len(cells), 'row')}, "
            "and a genre repeats"
        )
    return ""


def _doubt(column: Column, word_share: float) -> str:
    """Say why an unnamed candidate is not taken for the genre unasked."""
    name = normalise_header(column.header)[0]
    if column.kind is Kind.FLAG:
        return "it holds yes and no"
    if name == "target" and word_share < MIN_WORD_SHARE:
        return "its values are no genres; it may say like or dislike"
    return ""


def _genre_word_share(table: TrackTable, column: Column) -> float:
    if column.kind is not Kind.CATEGORY:
        return 0.0
    counts = table.frame[column.name].value_counts()
    is_genre = np.array([_is_genre_word(str(value)) for value in counts.index], bool)
    return float(counts.to_numpy()[is_genre].sum() / max(counts.sum(), 1))


def _is_genre_word(value: str) -> bool:
    parts = (genre_key(part) for part in value.replace("/", " ").split())
    return genre_key(value) in GENRE_WORDS or any(p in GENRE_WORDS for p in parts)


def _n_values(table: TrackTable, column: Column) -> int:
    return int(table.frame[column.name].nunique())


def _describe(table: TrackTable, column: Column) -> str:
    counts = as_labels(table.frame[column.name]).value_counts()
    return f"{count_of(len(counts), 'value')} such as {quote_some(counts.index[:3])}"


def _nothing_found(table: TrackTable, refused: list[str]) -> str:
    tried = f" Looked at and not taken: {', '.join(refused)}." if refused else ""
    return (
        "No column can serve as the genre. Looked for a column called genre, "
        "track_genre, playlist_genre, label, class or similar, and for a column full "
        f"of genre words.{tried} The columns are "
        f"{quote_some((c.header for c in table.columns), limit=30)}. Name the genre "
        "column with --target; if the table has none, a trained model can label it "
        "with `genrelens predict`; if each file holds one genre, add a genre column "
        "to each and join the files."
    )


def _other_columns(table: TrackTable, column: Column) -> str:
    others = [
        c.header
        for c in table.columns
        if c.role is Role.TARGET and c is not column and not _objection(table, c)
    ]
    if others:
        return f"Choose another column with --target, e.g. {quote_some(others)}."
    return "Choose a column with --target whose values are genres."


def _fold(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
