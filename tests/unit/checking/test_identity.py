from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.checking.identity import (
    artist_keys,
    attribute_keys,
    clip_keys,
    credited_artists,
    is_telling,
    track_keys,
)
from genrelens.schema.columns import Role


@pytest.mark.parametrize(
    ("cell", "artists"),
    [
        ("M, Robin Scott", ("m", "robin scott")),
        ("Charlie Puth;Jung Kook;BTS", ("charlie puth", "jung kook", "bts")),
        ("Simon & Garfunkel", ("simon", "garfunkel")),
        ("A feat. B", ("a", "b")),
        ("A Ft B", ("a", "b")),
        ("A (feat. B)", ("a", "b")),
        ("A (with B)", ("a", "b")),
        ("A x B", ("a", "b")),
        ("A vs. B", ("a", "b")),
        ("['A', 'B']", ("a", "b")),
        ("['A', \"D'B\"]", ("a", "d'b")),
        ("Lil Nas X", ("lil nas x",)),
        ("X Ambassadors", ("x ambassadors",)),
        ("Sleeping With Sirens", ("sleeping with sirens",)),
        ("10,000 Maniacs", ("10,000 maniacs",)),
        ("AC/DC", ("ac/dc",)),
        ("Tyler, The Creator", ("tyler", "the creator")),
        ("Earth, Wind & Fire", ("earth", "wind", "fire")),
        ("BEYONC\u00c9", ("beyonce",)),
        ("Various Artists", ()),
        ("  ", ()),
    ],
)
def test_every_separator_splits_and_names_are_folded(cell, artists):
    assert credited_artists(cell) == artists


NAMES = st.text("abcdefgh", min_size=3, max_size=8).map(lambda name: name + " q")


@given(
    st.lists(NAMES, min_size=1, max_size=4, unique=True),
    st.sampled_from([", ", ";", " & ", " feat. ", " ft. ", " x ", " vs ", " | "]),
)
def test_joined_names_come_apart_again(names, separator):
    assert credited_artists(separator.join(names)) == tuple(names)


@given(st.text(max_size=60))
def test_any_cell_gives_distinct_names_without_padding(cell):
    names = credited_artists(cell)
    assert len(set(names)) == len(names)
    assert all(name and name == name.strip() for name in names)


def test_artists_become_an_incidence_of_rows_and_names(make_table):
    table = make_table({"artist": ["A & B", None, "b", "Various Artists", "C feat. A"]})
    incidence = artist_keys(table)
    shared = (incidence @ incidence.T).toarray()
    assert incidence.shape == (5, 3)
    assert (shared > 0).astype(int).tolist() == [
        [1, 0, 1, 0, 1],
        [0, 0, 0, 0, 0],
        [1, 0, 1, 0, 0],
        [0, 0, 0, 0, 0],
        [1, 0, 0, 0, 1],
    ]


def test_a_table_without_artists_gives_an_incidence_without_columns(make_table):
    assert artist_keys(make_table({"tempo": [1.0, 2]})).shape == (2, 0)


def test_evidence_is_joined_into_one_track(make_table):
    rng = np.random.default_rng(0)
    attributes = {
        h: rng.normal(size=6) for h in ("tempo", "energy", "valence", "loudness")
    }
    for values in attributes.values():
        values[4] = values[3]
    table = make_table(
        {
            "track_id": ["1", "1", "2", "3", "4", None],
            "track_name": ["a", "other", "A", "x", "y", "z"],
            "artist": ["Q", "Q", "q feat. r", "s", "t", "u"],
            **attributes,
        }
    )
    assert track_keys(table).tolist() == [0, 0, 0, 1, 1, 2]


def test_missing_ids_join_nothing(make_table):
    table = make_table({"track_id": [None, None, "a"], "tempo": [1.0, 2, 3]})
    assert track_keys(table).tolist() == [0, 1, 2]


@given(st.permutations(range(8)))
def test_permuting_rows_permutes_the_partition(order):
    ids = ["a", "b", "a", "c", "b", "d", "e", "a"]
    frame = {"track_id": ids, "tempo": [1.0] * 8}
    from_file = track_keys(build(frame))
    permuted = track_keys(build({h: [c[i] for i in order] for h, c in frame.items()}))
    same = from_file[:, None] == from_file[None, :]
    assert (permuted[:, None] == permuted[None, :]).tolist() == same[order][
        :, order
    ].tolist()


def build(columns):
    from genrelens.cleaning.ledger import Ledger
    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.ingest.raw_table import Source
    from genrelens.schema.columns import Kind, Role

    made = (
        Column("track_id", "track_id", Role.TRACK_ID, Kind.TEXT, "", ""),
        Column("tempo", "tempo", Role.FEATURE, Kind.NUMBER, "BPM", ""),
    )
    frame = pd.DataFrame(columns)
    return TrackTable(
        frame, made, np.arange(len(frame)), Source("x", "", 0, "memory"), Ledger()
    )


def test_three_attributes_are_too_few_to_tell_a_track(make_table):
    table = make_table(
        {"tempo": [1.5, 1.5], "energy": [0.1, 0.1], "valence": [0.2, 0.2]}
    )
    assert attribute_keys(table) is None
    assert track_keys(table).tolist() == [0, 1]


def test_coarse_attributes_never_join_tracks(make_table):
    rng = np.random.default_rng(0)
    coarse = {f"rating {k}": rng.integers(1, 6, 500).astype(float) for k in range(4)}
    assert attribute_keys(make_table(coarse)) is None


def test_a_few_equal_rows_of_coarse_columns_are_taken_for_chance():
    """Six coarse columns made five of 4,258 different tracks look repeated."""
    rng = np.random.default_rng(0)
    coarse = pd.DataFrame(rng.integers(0, 14, (4_000, 6)))
    assert coarse.duplicated().sum() in range(1, 6)
    assert not is_telling(coarse)


def test_many_equal_rows_of_coarse_columns_are_no_chance():
    rng = np.random.default_rng(0)
    coarse = pd.DataFrame(rng.integers(0, 14, (4_000, 6)))
    assert is_telling(pd.concat([coarse, coarse[:200]]))


def test_a_forced_artist_still_says_which_rows_belong_together(make_table):
    cells = {"artist": ["A", "A", "B"], "tempo": [1.0, 2.0, 3.0]}
    plain, forced = (
        artist_keys(make_table(cells, {"artist": role}))
        for role in (Role.ARTIST, Role.FEATURE)
    )
    assert forced.toarray().tolist() == plain.toarray().tolist()


def test_many_repeats_do_not_make_columns_look_coarse():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(50, 4)))
    assert is_telling(pd.concat([frame] * 20))


@pytest.mark.parametrize(
    ("names", "same"),
    [
        (["blues.00000.0.wav", "blues.00000.1.wav", "blues.00001.0.wav"], [0, 0, 1]),
        (["a_part1.mp3", "a_part2.mp3", "b_part1.mp3"], [0, 0, 1]),
        (["000002_0.mp3", "000002_1.mp3", "000005_0.mp3"], [0, 0, 1]),
        (["blues.00000.wav", "blues.00001.wav", "rock.00000.wav"], None),
        (["one", "two", "three"], None),
    ],
)
def test_segments_are_told_from_file_names(make_table, names, same):
    keys = clip_keys(make_table({"filename": names}))
    assert (None if keys is None else keys.tolist()) == same


def test_rows_without_a_file_name_are_clips_of_their_own(make_table):
    names = ["a.0.0.wav", None, "a.0.1.wav", None]
    assert clip_keys(make_table({"filename": names})).tolist() == [0, 1, 0, 2]
