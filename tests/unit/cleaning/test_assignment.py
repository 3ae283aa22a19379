"""Tests of genrelens.cleaning.assignment."""

from __future__ import annotations

import pytest

from genrelens.cleaning.assignment import assign
from genrelens.cleaning.profiling import profile_columns
from genrelens.errors import ColumnError
from genrelens.schema.columns import Kind, Role

TIMES = ["201000", "187000", "240000"]


@pytest.fixture
def assigned(raw):
    def build(columns, roles=None):
        taken, findings = assign(profile_columns(raw(columns)), roles or {})
        return {guess.profile.column.header: guess for guess in taken}, findings

    return build


def test_the_better_named_of_two_columns_keeps_the_name(assigned) -> None:
    taken, findings = assigned({"length": TIMES, "duration_ms": TIMES})

    assert taken["duration_ms"].name == "duration_ms"
    assert taken["length"].name == "length"
    assert taken["length"].known.name == "duration_ms"
    assert [finding.code for finding in findings] == [
        "several-columns-for-one-attribute"
    ]


def test_the_better_filled_of_two_columns_keeps_the_name(assigned) -> None:
    taken, _ = assigned({"track_name": ["", "", "a"], "title": ["a", "b", "c"]})

    assert taken["title"].name == "track_name"
    assert taken["track_name"].name == "track_name (2)"


def test_an_empty_rival_is_empty(assigned) -> None:
    taken, _ = assigned({"song_name": ["a", "b"], "title": ["", ""]})

    assert taken["title"].role == Role.EMPTY


def test_several_candidates_for_the_genre_all_stay_candidates(assigned) -> None:
    taken, findings = assigned(
        {
            "label": ["a", "b"] * 3,
            "genre": ["x", "y"] * 3,
            "playlist_subgenre": ["s"] * 6,
        }
    )

    assert {guess.role for guess in taken.values()} == {Role.TARGET}
    assert [taken[h].name for h in taken] == ["label", "genre", "subgenre"]
    assert findings == ()


def test_a_second_id_identifies_but_is_not_the_tracks_id(assigned) -> None:
    taken, _ = assigned({"uri": ["spotify:track:1"], "track_id": ["1"]})

    assert taken["track_id"].role == Role.TRACK_ID
    assert taken["uri"].role == Role.IDENTIFIER
    assert assigned({"uri": ["spotify:track:1"]})[0]["uri"].role == Role.TRACK_ID


def test_artists_ids_stand_in_only_where_there_are_no_names(assigned) -> None:
    alone, _ = assigned({"artist_id": ["a1"]})
    beside, _ = assigned({"artist_id": ["a1"], "artist": ["A"]})

    assert alone["artist_id"].role == Role.ARTIST
    assert beside["artist_id"].role == Role.IDENTIFIER


def test_a_header_that_lost_its_known_name_does_not_collide_with_it(assigned) -> None:
    """`tempo` holds words here, and `bpm` is the tempo."""
    taken, findings = assigned(
        {"tempo": ["slow", "fast"] * 3, "bpm": ["90", "120"] * 3}
    )

    assert taken["bpm"].name == "tempo"
    assert taken["tempo"].name == "tempo (2)"
    assert taken["tempo"].kind == Kind.CATEGORY
    assert [finding.code for finding in findings] == ["name-not-borne-out"]


def test_the_users_word_overrules_every_guess(assigned) -> None:
    taken, _ = assigned(
        {"energy": ["1", "2"], "band": ["a", "b"], "folder": ["x", "y"]},
        {"energy": Role.TARGET, "folder": Role.ARTIST},
    )

    assert (taken["energy"].role, taken["energy"].kind) == (Role.TARGET, Kind.CATEGORY)
    assert taken["energy"].known is None
    assert taken["folder"].role == Role.ARTIST
    assert taken["folder"].why == "as you said"


def test_a_role_for_an_absent_column_names_near_ones(assigned) -> None:
    with pytest.raises(ColumnError, match=r"no such column. Name one .* 'Genre'"):
        assigned({"Genre": ["a"], "Tempo": ["1"]}, {"Gnre": Role.TARGET})


def test_links_keep_their_own_headers(assigned) -> None:
    taken, _ = assigned({"track_href": ["https://x/1"], "preview_url": [""]})

    assert [guess.name for guess in taken.values()] == ["track_href", "preview_url"]


def test_names_are_unique_whatever_the_headers(assigned) -> None:
    headers = ["genre", "Genre", "GENRE", "tempo", "bpm", "tempo (2)", "x", "Tempo"]
    taken, _ = assigned({header: ["120", "90", "7"] for header in headers})
    names = [guess.name for guess in taken.values()]

    assert len(set(names)) == len(headers)
