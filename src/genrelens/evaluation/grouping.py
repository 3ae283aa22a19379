"""Find which rows belong together, so that no split can part them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

from genrelens.checking.identity import (
    artist_keys,
    clip_keys,
    credited_artists,
    track_keys,
    with_meaning,
)
from genrelens.errors import InputError, printable
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = [
    "MAX_SHARE",
    "Groups",
    "connect_rows",
    "find_groups",
    "group_rows",
    "incidence_of",
    "lone_genres",
    "no_column_to_group_by",
    "refuse_lone_genres",
]

MAX_SHARE = 0.2
"""Above this share of the rows, a chain of collaborations is cut."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that belong together.

    Parameters
    ----------
    ids : ndarray of int64, shape (n_rows,)
        Number of each selected row's group, from 0 on by first appearance.
    kind : str
        ``"artists"``, ``"tracks"``, or the header that the user named.
    n_groups : int
        Distinct groups.
    largest_share : float
        Share of the rows in the largest group.
    how : str
        A sentence for people: what makes a group, and what was cut.
    ties : csr_array of int8, shape (n_rows, n_ties), or None
        Only where groups were cut: artists, tracks and clips that rows of
        different groups still share. Rows that share one with a test row are
        left out of its training (`genrelens.evaluation.splitting`).
    """

    ids: NDArray[np.int64]
    kind: str
    n_groups: int
    largest_share: float
    how: str
    ties: csr_array | None = None


def find_groups(
    table: TrackTable,
    rows: NDArray[np.int64],
    *,
    by: str | None = None,
    albums: bool = True,
) -> Groups:
    """Group rows by track, clip, album, and every credited artist or a named column.

    Rows are in one group if they are the same track, segments of one clip, of one
    album, or share any credited artist; the relation is closed over chains. Where
    albums chain more than `MAX_SHARE` of the rows together, they are not kept
    together. Where collaborations do, rows are
    grouped by their first artist instead, and what still ties groups is kept
    for splitting.

    An album is told by its id, or by its title and album artist. Title and track
    artist would add nothing to the artists, and a title alone ("Greatest Hits")
    joins strangers; it is used only where no artists are known.

    Parameters
    ----------
    table : TrackTable
        A checked table.
    rows : ndarray of int64
        Positions of the rows that are trained on.
    by : str, optional
        Header or name of the column to group by instead of artists. Rows of one
        track or clip stay together all the same.
    albums : bool, default True
        Whether rows of one album stay together; not asked with `by`.

    Returns
    -------
    Groups
        In the order of `rows`.

    Raises
    ------
    InputError
        If there is no column `by`, or it is the genre.
    """
    clips = clip_keys(table)
    keys = [incidence_of(track_keys(table)[rows])]
    if clips is not None:
        keys.append(incidence_of(clips[rows]))
    same = "the same track" if clips is None else "the same track or the same clip"
    if by is not None:
        return _group_by_column(table, rows, by, keys, same)
    artists = artist_keys(table)[rows]
    album = _album_ties(table, rows, has_artists=artists.nnz > 0) if albums else None
    keys = keys if artists.nnz == 0 else [*keys, artists]
    told = ""
    if album is not None:
        joined = connect_rows([*keys, album], len(rows))
        largest = int(np.bincount(joined).max())
        if largest <= MAX_SHARE * len(rows):
            keys, same = [*keys, album], f"{same} or album"
        else:
            told = (
                f"; albums are not kept together, since they would chain {largest:,} "
                f"of {len(rows):,} rows"
            )
    if artists.nnz == 0:
        ids = connect_rows(keys, len(rows))
        return _described(ids, "tracks", f"Rows of {same} stay together{told}")
    return group_rows(keys, _first_artists(table, rows), same=same, told=told)


def group_rows(
    ties: Sequence[csr_array],
    first_artists: NDArray[np.int64],
    *,
    same: str,
    told: str = "",
) -> Groups:
    """Group rows by all that ties them, or by first artist where that is too much.

    Parameters
    ----------
    ties : sequence of csr_array, each of shape (n_rows, n_things)
        Which row carries which track, clip and artist.
    first_artists : ndarray of int64, shape (n_rows,)
        Number of each row's first artist; -1 where it credits none.
    same : str
        What ties rows besides artists, in words.
    told : str
        A clause that ends the description of the groups.

    Returns
    -------
    Groups
        Of kind ``"artists"``.
    """
    n_rows = len(first_artists)
    ids = connect_rows(ties, n_rows)
    largest = int(np.bincount(ids).max())
    if largest <= MAX_SHARE * n_rows:
        return _described(
            ids,
            "artists",
            f"Rows of {same}, or with any credited artist in common, stay together"
            f"{told}",
        )
    cut = _renumber(np.where(first_artists >= 0, first_artists, -1 - ids))
    return _described(
        cut,
        "artists",
        f"Collaborations chain {largest:,} of {n_rows:,} rows together, too many to "
        f"hold out at once; rows are therefore grouped by their first artist, and "
        f"training leaves out every row that shares a credited artist or {same} "
        f"with the test rows{told}",
        ties=csr_array(hstack(list(ties), format="csr")),
    )


def lone_genres(genres: NDArray[np.str_], groups: Groups) -> tuple[str, ...]:
    """Name the genres all of whose rows are in one group.

    Such a genre is never in both training and test rows.

    Parameters
    ----------
    genres : ndarray of str, shape (n_rows,)
        Genre of each row.
    groups : Groups
        For the same rows.

    Returns
    -------
    tuple of str
        In alphabetical order.
    """
    n_groups = pd.Series(groups.ids).groupby(np.asarray(genres)).nunique()
    return tuple(str(genre) for genre in n_groups.index[n_groups == 1])


def refuse_lone_genres(genres: NDArray[np.str_], groups: Groups) -> None:
    """Refuse a table in which no two genres are in several groups each.

    Parameters
    ----------
    genres, groups
        As for `lone_genres`.

    Raises
    ------
    InputError
        If all genres, or all but one, are in a single group: a genre that is
        tested is then absent from training, so every score is 0 by construction.
    """
    lone, n_genres = lone_genres(genres, groups), len(np.unique(genres))
    if len(lone) < n_genres - 1:
        return
    kind, unseen = {
        "artists": ("group of artists", "artists"),
        "tracks": ("group of rows of the same track", "tracks"),
    }.get(groups.kind, (f"group by '{printable(groups.kind)}'", "groups"))
    which = "Each genre" if len(lone) == n_genres else "Each genre but one"
    shown = ", ".join(f"'{printable(name, limit=40)}'" for name in lone[:5])
    raise InputError(
        f"{which} is in one {kind} ({len(lone):,} of {n_genres:,}: {shown}"
        f"{', …' if len(lone) > 5 else ''}), so no score on unseen {unseen} can be "  # noqa: PLR2004
        "had: a genre that is tested is then absent from training. Give tracks of at "
        f"least two {unseen} a genre, or group by another column with --group."
    )


def connect_rows(ties: Sequence[csr_array], n_rows: int) -> NDArray[np.int64]:
    """Find the connected components of rows that share any thing.

    Parameters
    ----------
    ties : sequence of csr_array, each of shape (n_rows, n_things)
        Which row carries which thing.
    n_rows : int
        Number of rows.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        Numbers from 0 on, by first appearance.
    """
    if n_rows == 0:
        raise InputError("There are no rows to group. Give at least one.")
    incidence = csr_array(hstack([csr_array(tie) for tie in ties], format="csr"))
    n_things = incidence.shape[1]
    links = incidence.tocoo()
    size = n_rows + n_things
    graph = csr_array(
        (np.ones(links.nnz, dtype=np.int8), (links.row, links.col + n_rows)),
        shape=(size, size),
    )
    _, labels = connected_components(graph, directed=False)
    return _renumber(labels[:n_rows])


def no_column_to_group_by(by: str, headers: Iterable[str]) -> InputError:
    """Tell which columns there are, where the one to group by is not among them."""
    shown = ", ".join(f"'{printable(header, limit=40)}'" for header in headers)
    return InputError(
        f"There is no column '{printable(by)}' to group by. The table has {shown}."
    )


def _group_by_column(
    table: TrackTable,
    rows: NDArray[np.int64],
    by: str,
    keys: Sequence[csr_array],
    same: str,
) -> Groups:
    found = [column for column in table.columns if by in (column.header, column.name)]
    if not found:
        raise no_column_to_group_by(by, [column.header for column in table.columns])
    _refuse_genre(found[0])
    codes, _ = pd.factorize(table.frame[found[0].name].iloc[rows])
    missing = codes < 0
    named = _renumber(np.where(missing, -1 - np.arange(len(codes)), codes))
    header = found[0].header
    alone = (
        f"; {missing.sum():,} rows have no value there, which joins them to none"
        if missing.any()
        else ""
    )
    how = f"Rows with the same '{printable(header)}' stay together, as asked"
    apart = f"artists are not kept apart beyond that{alone}"
    joined = connect_rows([incidence_of(named), *keys], len(rows))
    largest = int(np.bincount(joined).max())
    if largest <= max(MAX_SHARE * len(rows), np.bincount(named).max()):
        return _described(joined, header, f"{how}, and so do rows of {same}; {apart}")
    return _described(
        named,
        header,
        f"{how}; rows of {same} would chain {largest:,} of {len(rows):,} rows "
        f"together, so training leaves out every row of {same} as a test row instead; "
        f"{apart}",
        ties=csr_array(hstack(list(keys), format="csr")),
    )


def _refuse_genre(column: Column) -> None:
    if column.role is Role.TARGET:
        raise InputError(
            f"Column '{printable(column.header)}' is the genre, and was also named "
            "with --group: no genre would then be in both training and test rows, so "
            "no score could be had. Name another column with --group, or none."
        )


def _album_ties(
    table: TrackTable, rows: NDArray[np.int64], *, has_artists: bool
) -> csr_array | None:
    """Tell which row is of which album; None where albums cannot be told."""
    by_name = {c.known.name: c.name for c in table.columns if c.known is not None}
    names: tuple[str, ...] = ()
    if "album_id" in by_name:
        names = ("album_id",)
    elif {"album", "album_artist"} <= by_name.keys():
        names = ("album", "album_artist")
    elif "album" in by_name and not has_artists:
        names = ("album",)
    if not names:
        return None
    cells = table.frame[[by_name[name] for name in names]].iloc[rows]
    albums = cells.groupby(list(cells.columns), sort=False, dropna=True).ngroup()
    numbers = albums.fillna(-1).to_numpy(dtype=np.int64)
    alone = -1 - np.arange(len(numbers))
    return incidence_of(np.where(numbers >= 0, numbers, alone))


def _first_artists(table: TrackTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each row the number of its first artist; -1 where there is none."""
    found = np.full(len(rows), None, dtype=object)
    for column in with_meaning(table, Role.ARTIST):
        codes, cells = pd.factorize(table.frame[column.name].iloc[rows])
        firsts = np.array(
            [next(iter(credited_artists(str(cell))), None) for cell in cells] + [None],
            dtype=object,
        )[codes]
        empty = pd.isna(found)
        found[empty] = firsts[empty]
    return np.asarray(pd.factorize(found)[0], dtype=np.int64)


def incidence_of(keys: NDArray[np.int64]) -> csr_array:
    """Tell which row carries which key.

    Parameters
    ----------
    keys : ndarray of int64, shape (n_rows,)
        A number for each row; equal numbers are one thing.

    Returns
    -------
    csr_array of int8, shape (n_rows, n_things)
        A single one in each row.
    """
    codes = _renumber(keys)
    rows = np.arange(len(codes))
    return csr_array(
        (np.ones(len(codes), dtype=np.int8), (rows, codes)),
        shape=(len(codes), int(codes.max(initial=-1)) + 1),
    )


def _renumber(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(pd.factorize(labels)[0], dtype=np.int64)


def _described(
    ids: NDArray[np.int64], kind: str, how: str, *, ties: csr_array | None = None
) -> Groups:
    sizes = np.bincount(ids)
    share = float(sizes.max() / len(ids))
    if ties is None and share > MAX_SHARE:
        how += f"; the largest group holds {share:.0%} of the rows"
    return Groups(
        ids=ids,
        kind=kind,
        n_groups=len(sizes),
        largest_share=share,
        how=f"{how}.",
        ties=ties,
    )
