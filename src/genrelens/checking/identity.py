"""Say which rows are the same track, the same clip, or by the same artist."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = [
    "artist_keys",
    "attribute_keys",
    "clip_keys",
    "compared_columns",
    "credited_artists",
    "fold_text",
    "id_keys",
    "is_telling",
    "name_keys",
    "track_keys",
    "with_meaning",
]

MIN_VECTOR_COLUMNS = 4
"""Equal attributes mean the same track only from this many columns on."""

MAX_CHANCE_PAIRS = 0.01
MIN_EXCESS = 20.0
"""Equal rows are no chance where so few are expected, or so many times more found."""

NOBODY = frozenset(
    {"", "various", "various artists", "va", "v.a.", "unknown", "unknown artist", "n/a"}
)
"""Credits that name no artist, and so never join two rows."""

_COMBINING_MARKS = re.compile("[\u0300-\u036f]")
_SPACES = re.compile(r"\s+")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SEPARATORS = re.compile(
    r"\s*(?:;|,(?!\d)|&|\||[()\[\]])\s*"
    r"|\s+(?:feat|ft|featuring|vs|versus|x|×)\.?(?=\s)\s*",
    re.IGNORECASE,
)
_LEADING_WORD = re.compile(r"^(?:(?:feat|ft|featuring)\b\.?|with\s)\s*", re.IGNORECASE)
_AUDIO_FILE = re.compile(
    r"\.(?:wav|mp3|au|flac|ogg|oga|opus|m4a|aac|aif|aiff|wma)$", re.IGNORECASE
)
_TWO_NUMBERS = re.compile(r"^(.*\d)[._\- ]+(\d{1,4})$")
_NAMED_PART = re.compile(
    r"^(.+?)[._\- ]*(?:seg|segment|part|chunk|clip|slice|window|excerpt)"
    r"[._\- ]*(\d{1,5})$",
    re.IGNORECASE,
)


def with_meaning(table: TrackTable, role: Role) -> tuple[Column, ...]:
    """Give the columns that have this role, or had it before they were forced.

    A title, artist or id that is forced as an attribute still says which rows
    belong together.
    """
    return tuple(
        column
        for column in table.columns
        if column.role is role
        or (
            column.role is Role.FEATURE
            and column.known is not None
            and column.known.role is role
        )
    )


def fold_text(text: str) -> str:
    """Lower the case, strip accents and squeeze spaces, to compare two names.

    Accents are stripped from Latin, Greek and Cyrillic letters; other scripts
    keep their marks, which carry meaning there.

    Examples
    --------
    >>> fold_text("  Beyonc\u00e9   Knowles ")
    'beyonce knowles'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = _COMBINING_MARKS.sub("", decomposed)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def credited_artists(cell: str) -> tuple[str, ...]:
    """Give every artist credited in one cell, folded so that they compare.

    Understood are ``,`` ``;`` ``&`` ``|``, the words feat, ft, featuring, vs,
    versus, with and x between spaces, brackets, and lists such as
    ``['A', 'B']``. A name that itself holds a separator ("Tyler, The Creator",
    "Earth, Wind & Fire") cannot be told from two names; it is split, because
    that joins more rows together and so errs on the side of an honest score.
    A comma before a digit ("10,000 Maniacs") is no separator. Credits such as
    "Various Artists" name nobody and are left out.

    Parameters
    ----------
    cell : str
        The artist cell as it stands in the table.

    Returns
    -------
    tuple of str
        Distinct names in order of appearance, lower-cased, without accents.

    Examples
    --------
    >>> credited_artists("Beyonce feat. JAY-Z; JAY-Z")
    ('beyonce', 'jay-z')
    >>> credited_artists("['Sia', 'Tove Lo']")
    ('sia', 'tove lo')
    >>> credited_artists("Various Artists")
    ()
    """
    text = cell.strip()
    if text.startswith("[") and text.endswith("]") and _QUOTED.search(text):
        parts = [one or two for one, two in _QUOTED.findall(text)]
    else:
        parts = [text]
    names = (
        fold_text(name).strip("\"' ") for part in parts for name in _split_credit(part)
    )
    return tuple(dict.fromkeys(name for name in names if name not in NOBODY))


def artist_keys(table: TrackTable) -> csr_array:
    """Tell which row credits which artists.

    Returns
    -------
    csr_array of int8, shape (n_rows, n_artists)
        One where the row credits the artist. Has no columns where the table
        has no artist column, and empty rows where a row credits nobody.
    """
    rows: list[NDArray[np.int64]] = []
    names: list[NDArray[np.object_]] = []
    for column in with_meaning(table, Role.ARTIST):
        codes, cells = pd.factorize(table.frame[column.name])
        credited = [credited_artists(str(cell)) for cell in cells]
        cell = np.repeat(np.arange(len(cells)), [len(each) for each in credited])
        name = np.array([one for each in credited for one in each], dtype=object)
        pairs = pd.DataFrame({"cell": cell, "name": name}).merge(
            pd.DataFrame({"cell": codes, "row": np.arange(len(codes))}), on="cell"
        )
        rows.append(pairs["row"].to_numpy(dtype=np.int64))
        names.append(pairs["name"].to_numpy(dtype=object))
    n_rows = len(table.frame)
    if not rows:
        return csr_array((n_rows, 0), dtype=np.int8)
    artists, who = pd.factorize(np.concatenate(names))
    where = np.concatenate(rows)
    incidence = csr_array(
        (np.ones(len(where), dtype=np.int8), (where, artists)), (n_rows, len(who))
    )
    incidence.sum_duplicates()
    incidence.data[:] = 1
    return incidence


def track_keys(table: TrackTable) -> NDArray[np.int64]:
    """Give each row a number, so that rows of one track carry the same number.

    Two rows are one track if they share the track id, or title and first
    artist, or all numeric attributes (`attribute_keys`); the relation is
    closed, so that A = B and B = C make A = C.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        Numbers from 0 on, in order of first appearance.
    """
    n_rows = len(table.frame)
    evidence = (id_keys(table), name_keys(table), attribute_keys(table))
    rows = np.arange(n_rows, dtype=np.int64)
    ends: list[NDArray[np.int64]] = []
    starts: list[NDArray[np.int64]] = []
    for keys in evidence:
        if keys is None:
            continue
        known = rows[keys >= 0]
        _, first, inverse = np.unique(
            keys[known], return_index=True, return_inverse=True
        )
        starts.append(known)
        ends.append(known[first][inverse])
    if not starts:
        return rows
    start, end = np.concatenate(starts), np.concatenate(ends)
    links = coo_array((np.ones(len(start), np.int8), (start, end)), (n_rows, n_rows))
    _, labels = connected_components(links.tocsr(), directed=False)
    return np.asarray(pd.factorize(labels)[0], dtype=np.int64)


def id_keys(table: TrackTable) -> NDArray[np.int64] | None:
    """Give each row a number by its track id: -1 where it has none."""
    columns = with_meaning(table, Role.TRACK_ID)
    if not columns:
        return None
    codes, _ = pd.factorize(table.frame[columns[0].name])
    return np.asarray(codes, dtype=np.int64)


def name_keys(table: TrackTable) -> NDArray[np.int64] | None:
    """Give each row a number by title and first artist: -1 where one is missing."""
    titles, artists = (
        with_meaning(table, Role.TRACK_NAME),
        with_meaning(table, Role.ARTIST),
    )
    if not titles or not artists:
        return None
    title = _codes_of(table.frame[titles[0].name], lambda cell: fold_text(cell) or None)
    artist = _codes_of(
        table.frame[artists[0].name],
        lambda cell: next(iter(credited_artists(cell)), None),
    )
    both = (title >= 0) & (artist >= 0)
    pairs = title[both] * (artist.max(initial=0) + 1) + artist[both]
    keys = np.full(len(title), -1, dtype=np.int64)
    keys[both] = pd.factorize(pairs)[0]
    return keys


def attribute_keys(table: TrackTable) -> NDArray[np.int64] | None:
    """Give each row a number by its numeric attributes.

    The attributes of the sound are compared where the table has four or more
    of them, else all numeric features. Rows without at least four values get
    -1. Where the columns are so coarse that different tracks would meet by
    chance (`is_telling`), nothing can be said, and None is given.

    Returns
    -------
    ndarray of int64, shape (n_rows,), or None
    """
    chosen = compared_columns(table)
    if _n_numbers(chosen) < MIN_VECTOR_COLUMNS:
        return None
    vectors = table.frame[[column.name for column in chosen]]
    if not is_telling(vectors):
        return None
    # 64-bit hashes: two of a million rows meet by chance once in 40 million tables.
    hashes = pd.util.hash_pandas_object(vectors, index=False)
    keys = np.asarray(pd.factorize(hashes)[0], dtype=np.int64)
    keys[vectors.notna().sum(axis=1).to_numpy() < MIN_VECTOR_COLUMNS] = -1
    return keys


def compared_columns(table: TrackTable) -> list[Column]:
    """Give the numbers and flags by which two rows are compared.

    The attributes of the sound, where the table has four or more numbers among
    them, else all numeric features.
    """
    numeric = [
        column
        for column in table.with_role(Role.FEATURE)
        if column.kind in {Kind.NUMBER, Kind.FLAG}
    ]
    audio = [c for c in numeric if c.known is not None and c.known.is_audio]
    return audio if _n_numbers(audio) >= MIN_VECTOR_COLUMNS else numeric


def is_telling(frame: pd.DataFrame) -> bool:
    """Claim that equal rows of this frame are hardly ever equal by chance.

    Were the columns independent, the number of pairs of rows that meet by
    chance would be n(n-1)/2 times the product, over the columns, of the share
    of pairs that agree there. Either next to no such pair is to be expected in
    the whole table, or at most one in 1,000 rows and `MIN_EXCESS` times as
    many rows repeat another.
    """
    n_rows = len(frame)
    distinct = frame.drop_duplicates()  # true repeats make no column coarse
    expected = n_rows * (n_rows - 1) / 2
    for name in distinct:
        counts = distinct[name].value_counts(dropna=False).to_numpy(dtype=np.float64)
        n_pairs = max(len(distinct) * (len(distinct) - 1), 1)
        expected *= float((counts * (counts - 1)).sum()) / n_pairs
    if expected <= MAX_CHANCE_PAIRS:
        return True
    n_repeats = n_rows - len(distinct)
    is_bearable = expected <= max(0.5, n_rows / 1000)
    return bool(is_bearable and n_repeats >= MIN_EXCESS * expected)


def clip_keys(table: TrackTable) -> NDArray[np.int64] | None:
    """Give each row a number, so that segments cut from one clip share a number.

    File names tell: ``blues.00000.0.wav`` and ``blues.00000.1.wav`` are
    segments of ``blues.00000``. A trailing number counts as a segment number
    only where a number stands before it too, or where a word such as
    ``part`` or ``segment`` says so; ``blues.00000.wav`` is a whole clip.

    Returns
    -------
    ndarray of int64, shape (n_rows,), or None
        None where no column holds file names with segment numbers.
    """
    for column in table.columns:
        if column.kind is not Kind.TEXT and column.kind is not Kind.CATEGORY:
            continue
        codes, cells = pd.factorize(table.frame[column.name])
        if len(cells) and _are_files(cells):
            stems = [_clip_of(str(cell)) for cell in cells]
            if len(set(stems)) == len(stems):
                continue
            clips, _ = pd.factorize(np.array(stems, dtype=object))
            keys = np.where(codes >= 0, clips[codes], -1)
            alone = codes < 0
            keys[alone] = clips.max() + 1 + np.arange(alone.sum())
            return np.asarray(keys, dtype=np.int64)
    return None


def _split_credit(text: str) -> list[str]:
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return [_LEADING_WORD.sub("", part) for part in parts if part]


def _codes_of(cells: pd.Series, fold: Callable[[str], str | None]) -> NDArray[np.int64]:
    codes, values = pd.factorize(cells)
    folded = np.array([fold(str(value)) for value in values], dtype=object)
    by_value, _ = pd.factorize(folded)
    if not len(by_value):
        return np.full(len(codes), -1, dtype=np.int64)
    return np.where(codes >= 0, by_value[codes], -1).astype(np.int64)


def _n_numbers(columns: list[Column]) -> int:
    return sum(column.kind is Kind.NUMBER for column in columns)


def _are_files(cells: pd.Index) -> bool:
    sample = cells[:200]
    return sum(bool(_AUDIO_FILE.search(str(cell))) for cell in sample) > len(sample) / 2


def _clip_of(name: str) -> str:
    stem = _AUDIO_FILE.sub("", name)
    match = _NAMED_PART.match(stem) or _TWO_NUMBERS.match(stem)
    return match.group(1).rstrip("._- ") if match else stem
