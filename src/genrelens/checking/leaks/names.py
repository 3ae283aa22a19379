"""Find genres that were searched for by name in titles, artists or albums."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.identity import fold_text, with_meaning
from genrelens.checking.noticing import notice, percent
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_genre_words", "mask_genre_words", "name_columns"]

MIN_SHARE = 0.1
MIN_RATIO = 2.0
MIN_LIFT = 0.5
"""Of two genres no word can be twice as frequent as expected; half the way is far."""
MIN_DEVIATIONS = 6.0
SHORT_WORD = 3
"""Words shorter than this must stand alone; longer ones may begin a word."""

_NOT_WORDS = re.compile(r"[^\w]+|_")


def find_genre_words(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Count rows whose own genre stands in their names, against expectation.

    A genre word counts where it begins a word of the title, artist or album
    ("pop" in "Popular"), as a text search would find it. Were names blind to
    the genre, each genre's word would be as frequent in its own rows as in
    all rows. Rows with their own genre's word must be a tenth of all, six
    standard deviations beyond that, and either twice as many or half-way to
    all words being in their own genre's rows.
    """
    columns = name_columns(table)
    rows = labels.rows
    if not columns or not len(rows):
        return ()
    texts = table.frame.iloc[rows][[column.name for column in columns]]
    codes = labels.codes[rows]
    own, expected, variance, n_hits, n_judged = _count_own(
        _join_names(texts), codes, labels.genres
    )
    n_own = int(own.sum())
    is_far = n_own >= MIN_RATIO * expected or (
        n_own - expected >= MIN_LIFT * (n_hits - expected) > 0
    )
    if not is_far or not _is_excess(n_own, expected, variance, n_judged):
        return ()
    per_genre = np.bincount(codes[own], minlength=len(labels.genres)).tolist()
    headers = ", ".join(f"'{column.header}'" for column in columns)
    finding = notice(
        table,
        "genre-word-in-names",
        message=f"The genre's own word stands in {headers} of {n_own:,} of "
        f"{n_judged:,} rows ({percent(n_own / n_judged)}; {expected:.1f} would be "
        "usual): these tracks were found by searching for the word, so the label says "
        "what they are called rather than how they sound.",
        remedy="Collect tracks of each genre from charts, playlists or hand-made "
        f"lists instead; {_use_of(columns)}.",
        rows=rows[own],
        examples=texts.iloc[np.flatnonzero(own)[:5], 0].fillna("").tolist(),
        details={
            "rows_by_genre": dict(zip(labels.genres, per_genre, strict=True)),
            "expected": expected,
        },
    )
    return (finding,)


def _join_names(texts: pd.DataFrame) -> pd.Series:
    """Put all names of a row into one text."""
    joined = texts.iloc[:, 0].fillna("")
    for name in texts.columns[1:]:
        joined = joined + " | " + texts[name].fillna("")
    return joined


def _use_of(columns: Sequence[Column]) -> str:
    """Tell whether the model reads any of the names."""
    used = [f"'{c.header}'" for c in columns if c.role is Role.FEATURE]
    if used:
        return f"you forced {', '.join(used)}, so the model reads them"
    return "names are not used by the model"


def name_columns(table: TrackTable) -> tuple[Column, ...]:
    """Give the columns of titles, artists and albums, forced ones among them."""
    return tuple(
        column
        for role in (Role.TRACK_NAME, Role.ARTIST, Role.ALBUM)
        for column in with_meaning(table, role)
    )


def mask_genre_words(texts: pd.Series, genres: Sequence[str]) -> pd.Series:
    """Take every word out that begins with a genre's word, whatever the row's genre.

    Parameters
    ----------
    texts : pandas.Series of str, length n_rows
        Names.
    genres : sequence of str
        As in the table; one of digits alone has no word.

    Returns
    -------
    pandas.Series of str, length n_rows
        In small letters, without accents, signs and the words taken out.

    Examples
    --------
    >>> names = pd.Series(["Pop-Hits, 2020", "Hip  Hop & You"])
    >>> mask_genre_words(names, ["pop", "hip hop"])
    0    hits 2020
    1          you
    dtype: str
    """
    folded = pd.Series([_to_words(text) for text in texts], index=texts.index)
    words = {_to_words(genre) for genre in genres}
    wanted = sorted((w for w in words if w and not w.isdigit()), key=len, reverse=True)
    if wanted:
        parts = [
            re.escape(word) + (r"\b" if len(word) < SHORT_WORD else r"\w*")
            for word in wanted
        ]
        folded = folded.str.replace(rf"\b(?:{'|'.join(parts)})", " ", regex=True)
    return folded.str.split().str.join(" ").astype("str")


def _is_excess(n_own: int, expected: float, variance: float, n_judged: int) -> bool:
    return (
        n_judged > 0
        and n_own >= MIN_SHARE * n_judged
        and n_own - expected >= MIN_DEVIATIONS * max(variance, 1.0) ** 0.5
    )


def _count_own(
    texts: pd.Series, codes: NDArray[np.int64], genres: tuple[str, ...]
) -> tuple[NDArray[np.bool_], float, float, int, int]:
    """Mark rows holding their own genre's word; mean and variance if shuffled.

    Also the number of rows and genres' words that meet, and of rows judged.
    """
    n_rows = len(texts)
    folded = [_to_words(text) for text in texts]
    words = pd.Series(folded).str.split(" ").explode()
    vocabulary, of_word = np.unique(words.to_numpy(dtype=str), return_inverse=True)
    in_order = np.argsort(of_word, kind="stable")
    row_of = words.index.to_numpy(dtype=np.int64)[in_order]
    starts = np.searchsorted(of_word[in_order], np.arange(len(vocabulary) + 1))
    own = np.zeros(n_rows, dtype=bool)
    expected = variance = 0.0
    n_judged = n_hits = 0
    for code, genre in enumerate(genres):
        wanted = _to_words(genre)
        if not wanted or wanted.isdigit():
            continue
        first = wanted.split(" ")[0]
        low, high = _word_range(vocabulary, first)
        rows = np.unique(row_of[starts[low] : starts[high]])
        if " " in wanted:
            rows = rows[[f" {wanted}" in f" {folded[row]}" for row in rows]]
        n_genre = int((codes == code).sum())
        n_judged += n_genre
        n_hits += len(rows)
        own[rows[codes[rows] == code]] = True
        share = n_genre / n_rows
        expected += len(rows) * share
        variance += len(rows) * share * (1 - share) * (1 - len(rows) / n_rows)
    return own, expected, variance, n_hits, n_judged


def _word_range(vocabulary: NDArray[np.str_], word: str) -> tuple[int, int]:
    low = int(np.searchsorted(vocabulary, word))
    if len(word) < SHORT_WORD:
        return low, int(np.searchsorted(vocabulary, word, side="right"))
    return low, int(np.searchsorted(vocabulary, word + "\U0010ffff"))


def _to_words(text: str) -> str:
    return _NOT_WORDS.sub(" ", fold_text(text)).strip()
