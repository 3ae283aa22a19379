"""Tests of genrelens.evaluation.grouping."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from genrelens.errors import InputError
from genrelens.evaluation.grouping import (
    connect_rows,
    find_groups,
    group_rows,
    incidence_of,
    lone_genres,
    refuse_lone_genres,
)
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.evaluation.grouping import Groups

    Build = Callable[..., TrackTable]


def ids_of(table: TrackTable, **options: str) -> list[int]:
    return find_groups(table, np.arange(len(table.frame)), **options).ids.tolist()


def test_any_credited_artist_in_common_joins_rows(build_table: Build) -> None:
    others = [f"Z{number}" for number in range(12)]
    table = build_table(artist=["A", "B", "A feat. C", "C; D", "E", *others])

    assert ids_of(table) == [0, 1, 0, 0, 2, *range(3, 15)]


def test_the_same_track_and_segments_of_one_clip_stay_together(
    build_table: Build,
) -> None:
    table = build_table(
        track_id=["x", "y", "z", "x", "w"],
        filename=[
            "blues.00000.0.wav",
            "blues.00000.1.wav",
            "blues.00001.0.wav",
            "blues.00002.0.wav",
            "blues.00002.1.wav",
        ],
    )

    found = find_groups(table, np.arange(5))

    assert found.ids.tolist() == [0, 0, 1, 0, 0]
    assert found.kind == "tracks"
    assert "the same clip" in found.how


def test_rows_without_an_artist_stand_alone(build_table: Build) -> None:
    assert ids_of(build_table(artist=["A", None, None, "A"])) == [0, 1, 2, 0]


def test_only_the_selected_rows_are_grouped_and_numbered(build_table: Build) -> None:
    table = build_table(artist=["A", "B", "A, B", "C", "B"])

    found = find_groups(table, np.array([4, 0, 3]))

    assert found.ids.tolist() == [0, 1, 2]
    assert found.n_groups == 3
    assert found.largest_share == pytest.approx(1 / 3)


def test_without_artists_and_repeats_every_row_is_a_track(build_table: Build) -> None:
    found = find_groups(build_table(playlist=["p", "q", "p"]), np.arange(3))

    assert found.ids.tolist() == [0, 1, 2]
    assert found.kind == "tracks"


def test_a_named_column_overrides_and_its_gaps_stand_alone(build_table: Build) -> None:
    table = build_table(artist=["A"] * 4, playlist=["p", None, "p", None])

    found = find_groups(table, np.arange(4), by="Playlist")

    assert found.ids.tolist() == [0, 1, 0, 2]
    assert found.kind == "Playlist"
    assert "2 rows have no value there" in found.how
    assert "artists are not kept apart" in found.how


def test_a_named_column_does_not_part_copies_of_a_track(build_table: Build) -> None:
    """It once replaced the ties of tracks, so that copies stood on both sides."""
    names = [f"p{row}" for row in range(20)]
    ids = [f"t{row}" for row in range(20)]
    ids[7] = ids[3]
    table = build_table(track_id=ids, playlist=names)

    found = find_groups(table, np.arange(20), by="Playlist")

    assert found.ids[7] == found.ids[3]
    assert found.n_groups == 19
    assert found.kind == "Playlist"
    assert "and so do rows of the same track" in found.how


def test_copies_that_chain_too_much_of_a_named_column_become_ties(
    build_table: Build,
) -> None:
    lists = [f"p{row // 2}" for row in range(20)]
    ids = [f"t{(row + 1) // 2}" for row in range(20)]  # a chain through all lists

    found = find_groups(
        build_table(track_id=ids, playlist=lists), np.arange(20), by="Playlist"
    )

    assert found.ids.tolist() == [row // 2 for row in range(20)]
    assert "would chain 20 of 20 rows together" in found.how
    assert found.ties is not None
    shares = (found.ties @ found.ties.T).toarray() > 0
    assert (shares == (np.array(ids)[:, np.newaxis] == np.array(ids))).all()


def test_an_unknown_column_is_refused_with_those_there_are(build_table: Build) -> None:
    with pytest.raises(InputError, match=r"no column 'Label' .* has 'Artist'"):
        find_groups(build_table(artist=["A"]), np.arange(1), by="Label")


def test_a_chain_of_collaborations_is_cut_told_and_kept_as_ties(
    build_table: Build,
) -> None:
    chain = [f"A{number}, A{number + 1}" for number in range(8)]
    found = find_groups(build_table(artist=[*chain, "Z"]), np.arange(9))

    assert found.n_groups == 9
    assert "chain 8 of 9 rows together" in found.how
    assert found.ties is not None
    shares = (found.ties @ found.ties.T).toarray() > 0
    assert [row.sum() for row in shares] == [2, 3, 3, 3, 3, 3, 3, 2, 1]


def test_forced_artists_group_their_rows_just_the_same_where_a_chain_is_cut(
    build_table: Build,
) -> None:
    """Forcing makes an attribute of the column; its rows still belong together."""
    chain = [f"A{number // 2}, A{number // 2 + 1}" for number in range(16)]
    table = build_table(artist=[*chain, "Z"])
    forced = replace(table, columns=_forced(table.columns, Role.ARTIST))

    found, told = find_groups(table, np.arange(17)), find_groups(forced, np.arange(17))

    assert "together" in found.how
    assert found.n_groups == told.n_groups == 9
    assert found.ids.tolist() == told.ids.tolist()


def _forced(columns: tuple[Column, ...], role: Role) -> tuple[Column, ...]:
    return tuple(
        replace(column, role=Role.FEATURE) if column.role is role else column
        for column in columns
    )


def test_first_artists_still_group_their_rows_where_a_chain_is_cut() -> None:
    tie = csr_array(np.ones((10, 1), dtype=np.int8))

    found = group_rows([tie], np.array([0, 0, 1, 1, 2, 2, 3, 3, -1, -1]), same="x")

    assert found.ids[:8].tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert found.kind == "artists"


@given(st.lists(st.lists(st.integers(0, 12), max_size=3), min_size=1, max_size=25))
def test_rows_are_joined_exactly_where_a_chain_of_shared_things_leads(
    credited: list[list[int]],
) -> None:
    incidence = np.zeros((len(credited), 13), dtype=np.int8)
    for row, things in enumerate(credited):
        incidence[row, things] = 1
    reach = np.eye(len(credited), dtype=int) + incidence @ incidence.T.astype(int)
    for _ in credited:
        reach = ((reach @ reach) > 0).astype(int)

    ids = connect_rows([csr_array(incidence)], len(credited))

    np.testing.assert_array_equal(ids[:, np.newaxis] == ids, reach > 0)


def test_a_large_group_that_cannot_be_cut_is_told(build_table: Build) -> None:
    found = find_groups(build_table(track_id=list("aaab")), np.arange(4))

    assert "the largest group holds 75% of the rows" in found.how


def test_no_rows_are_refused() -> None:
    with pytest.raises(InputError, match="no rows to group"):
        connect_rows([csr_array((0, 2))], 0)


def test_grouping_by_the_genre_is_refused(build_table: Build) -> None:
    table = build_table(artist=["A", "B", "C"], playlist=["p", "q", "p"])
    columns = (table.columns[0], replace(table.columns[1], role=Role.TARGET))

    with pytest.raises(InputError, match=r"'Playlist' is the genre.*--group"):
        find_groups(replace(table, columns=columns), np.arange(3), by="Playlist")


def test_genres_in_one_group_are_named(make_groups: Callable[..., Groups]) -> None:
    genres = np.array(["dub", "dub", "ska", "ska", "pop", "pop"])

    groups = make_groups(np.array([0, 1, 2, 2, 3, 4]))

    assert lone_genres(genres, groups) == ("ska",)
    refuse_lone_genres(genres, groups)


@pytest.mark.parametrize(
    ("ids", "which"),
    [
        ([0, 0, 1, 1, 2, 2], r"Each genre is .*3 of 3: 'dub', 'pop', 'ska'\)"),
        ([0, 3, 1, 1, 2, 2], r"Each genre but one is .*2 of 3: 'pop', 'ska'\)"),
    ],
)
def test_genres_each_in_one_group_of_artists_are_refused_with_a_remedy(
    make_groups: Callable[..., Groups], ids: list[int], which: str
) -> None:
    genres = np.array(["dub", "dub", "ska", "ska", "pop", "pop"])

    with pytest.raises(InputError, match=which) as refused:
        refuse_lone_genres(genres, make_groups(np.array(ids)))

    assert "no score on unseen artists can be had" in str(refused.value)
    assert "at least two artists a genre" in str(refused.value)
    assert "--group" in str(refused.value)


def test_an_album_stays_together_where_its_id_is_known(build_table: Build) -> None:
    table = build_table(
        artist=[*"abcd", *"efghij"], album_id=["1", "1", "2", None, *"345678"]
    )
    groups = find_groups(table, np.arange(10))
    assert groups.ids.tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert "or album" in groups.how
    apart = find_groups(table, np.arange(10), albums=False)
    assert apart.n_groups == 10
    assert "album" not in apart.how


def test_an_album_without_id_is_told_by_title_and_album_artist(
    build_table: Build,
) -> None:
    table = build_table(
        artist=[*"abcd", *"efghij"],
        album=["Hits", "Hits", "Hits", None, *"345678"],
        album_artist=["x", "x", "y", "y", *"klmnop"],
    )
    assert find_groups(table, np.arange(10)).ids.tolist()[:4] == [0, 0, 1, 2]


def test_a_title_alone_joins_rows_only_where_no_artist_is_known(
    build_table: Build,
) -> None:
    albums = ["Hits", "Hits", *"abcdefgh"]
    named = build_table(artist=list("klmnopqrst"), album=albums)
    assert find_groups(named, np.arange(10)).n_groups == 10
    nameless = build_table(album=albums)
    groups = find_groups(nameless, np.arange(10))
    assert groups.n_groups == 9
    assert groups.kind == "tracks"


def test_albums_that_would_chain_too_much_are_left_apart_and_told(
    build_table: Build,
) -> None:
    table = build_table(artist=list("abcdefghij"), album_id=["1"] * 4 + list("234567"))
    groups = find_groups(table, np.arange(10))
    assert groups.n_groups == 10
    assert "albums are not kept together, since they would chain 4 of 10" in groups.how
    assert groups.ties is None


def test_rows_and_things_are_an_incidence() -> None:
    found = incidence_of(np.array([7, -2, 7]))
    assert found.toarray().tolist() == [[1, 0], [0, 1], [1, 0]]
