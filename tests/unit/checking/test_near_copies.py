from __future__ import annotations

import numpy as np
import pytest

from genrelens.checking.identity import track_keys
from genrelens.checking.near_copies import bare_title, find_near_copies, near_pairs

N = 400
SOUND = ("tempo", "energy", "valence", "loudness", "liveness", "danceability")


def draw(seed, n_rows=N):
    rng = np.random.default_rng(seed)
    return {name: rng.normal(0.5, 0.1, n_rows) for name in SOUND}


def found(make_table, label, columns):
    table = make_table(columns)
    return find_near_copies(table, label(table), track_keys(table))


def with_copies(columns, n_copies, off):
    rng = np.random.default_rng(9)
    copied = {}
    for name, values in columns.items():
        copies = np.asarray(values[:n_copies]) + off * rng.normal(size=n_copies)
        copied[name] = np.append(values, copies)
    return copied


def test_tracks_with_slightly_other_values_are_found_with_their_genres(
    make_table, label
):
    columns = with_copies(draw(1), 10, 0.0004)
    genres = ["pop"] * 200 + ["rap"] * 200 + ["rap"] * 10
    (finding,) = found(make_table, label, {"genre": genres, **columns})
    assert finding.details["n_pairs_by_value"] == 10
    assert finding.details["n_pairs_of_two_genres"] == 10
    assert finding.n_rows == 20
    assert "10 pairs by attributes" in finding.message


@pytest.mark.parametrize("seed", range(8))
def test_tracks_that_are_merely_alike_are_no_copies(make_table, label, seed):
    assert found(make_table, label, {"genre": ["pop", "rap"] * 200, **draw(seed)}) == ()


def test_equal_rows_are_repeats_and_told_elsewhere(make_table, label):
    columns = {name: np.append(values, values[:10]) for name, values in draw(2).items()}
    assert found(make_table, label, {"genre": ["pop", "rap"] * 205, **columns}) == ()


def test_a_remaster_of_a_title_is_found_and_a_live_version_is_not(make_table, label):
    titles = ["Heroes", "Heroes - 2017 Remaster", "Heroes - Live", "Heroes"]
    artists = ["Bowie", "Bowie; Eno", "Bowie", "Motorhead"]
    columns = {
        "genre": ["rock", "pop", "rock", "metal"],
        "track_name": titles,
        "artist": artists,
        "tempo": [1.0, 2.0, 3.0, 4.0],
    }
    (finding,) = found(make_table, label, columns)
    assert finding.details["n_pairs_by_title"] == 1
    assert finding.lines == (2, 3)
    assert finding.details["n_pairs_of_two_genres"] == 1


def test_segments_of_one_clip_are_no_near_copies(make_table, label):
    columns = with_copies(draw(1), 10, 0.0004)
    names = [f"clip.{k:05d}.0.wav" for k in range(N)]
    names += [f"clip.{k:05d}.1.wav" for k in range(10)]
    columns = {"genre": ["pop", "rap"] * 205, "filename": names, **columns}
    assert found(make_table, label, columns) == ()


def test_few_columns_or_tracks_tell_nothing():
    points = np.random.default_rng(0).normal(size=(200, 3))
    assert near_pairs(points).shape == (0, 2)
    assert near_pairs(np.random.default_rng(0).normal(size=(20, 8))).shape == (0, 2)


def test_pairs_do_not_depend_on_the_units_of_the_columns():
    values = np.column_stack(list(with_copies(draw(3), 6, 0.0003).values()))
    one = near_pairs(values)
    other = near_pairs(values * np.array([1, 60_000, 0.01, 5, 1000, 2]) + 7)
    assert one.tolist() == other.tolist() == [[k, N + k] for k in range(6)]


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Song (Radio Edit)", "song"),
        ("Song [2011 Remastered Version]", "song"),
        ("Song - Mono", "song"),
        ("Song - Acoustic", "song - acoustic"),
        ("Cleaning Day", "cleaning day"),
        ("Stereo Hearts", "stereo hearts"),
        ("Mono", "mono"),
    ],
)
def test_only_words_that_name_the_pressing_are_dropped(title, bare):
    assert bare_title(title) == bare
