from __future__ import annotations

import pytest

from genrelens.checking.conflicts import find_conflicts, find_repeated_tracks
from genrelens.checking.identity import track_keys

COLUMNS = {
    "track_id": ["a", "a", "b", "c", "c", "c", "d"],
    "genre": ["pop", "rock", "pop", "rock", "pop", "rock", "jazz"],
    "tempo": [1.0, 1, 2, 3, 3, 3, 4],
}


def test_tracks_rows_and_worst_pairs_are_counted(make_table, label):
    table = make_table(COLUMNS)
    (finding,), drops = find_conflicts(table, label(table), policy="keep-all")
    assert drops == ()
    assert finding.n_rows == 5
    assert "2 of 4 tracks (50.0 %, told by track id)" in finding.message
    assert finding.details["worst_pairs"] == [["pop", "rock", 2]]
    assert finding.lines == (2, 3, 5, 6, 7)
    assert "use --conflicts first or --conflicts drop" in finding.remedy


@pytest.mark.parametrize(
    ("policy", "left_out"),
    [("keep-all", []), ("first", [1, 4]), ("drop", [0, 1, 3, 4, 5])],
)
def test_each_policy_leaves_out_its_rows(make_table, label, policy, left_out):
    table = make_table(COLUMNS)
    _, drops = find_conflicts(table, label(table), policy=policy)
    assert [row for drop in drops for row in drop.rows.tolist()] == left_out


def test_title_and_artist_speak_where_ids_show_no_conflict(make_table, label):
    table = make_table(
        {
            "track_id": ["1", "2", "3"],
            "track_name": ["Say So", "say so ", "Other"],
            "artist": ["Doja Cat", "DOJA CAT feat. Nicki", "Doja Cat"],
            "genre": ["pop", "rap", "pop"],
            "tempo": [1.0, 2, 3],
        }
    )
    (finding,), _ = find_conflicts(table, label(table), policy="keep-all")
    assert finding.details["told_by"] == "title and first artist"
    assert finding.details["n_tracks"] == 1


def test_a_track_twice_under_one_genre_is_no_conflict_but_a_repeat(make_table, label):
    table = make_table(
        {
            "track_id": ["a", "a", "b"],
            "genre": ["pop", "pop", "rock"],
            "tempo": [1.0, 2, 3],
        }
    )
    assert find_conflicts(table, label(table), policy="drop") == ((), ())
    (finding,) = find_repeated_tracks(table, label(table), track_keys(table))
    assert finding.n_rows == 2
    assert finding.details == {"n_tracks": 1, "n_tracks_in_all": 2}


def test_a_table_without_repeats_is_silent(make_table, label):
    table = make_table({"track_id": list("abc"), "genre": ["pop", "rock", "pop"]})
    assert find_repeated_tracks(table, label(table), track_keys(table)) == ()
