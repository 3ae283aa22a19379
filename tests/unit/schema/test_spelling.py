"""Tests of genrelens.schema.spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.schema.spelling import genre_key, normalise_header


@pytest.mark.parametrize(
    ("header", "canonical", "unit"),
    [
        ("Loudness (dB)", "loudness", "dB"),
        ("Loudness.dB", "loudness", "dB"),
        ("Loudness..dB..", "loudness", "dB"),
        ("dB", "db", "dB"),
        ("Track.Name", "track_name", ""),
        ("track.album.release_date", "track_album_release_date", ""),
        ("Beats Per Minute (BPM)", "beats_per_minute", "BPM"),
        ("Beats.Per.Minute", "beats_per_minute", ""),
        ("tempo_bpm", "tempo", "BPM"),
        ("Duration (ms)", "duration", "ms"),
        ("Duration(s)", "duration", "s"),
        ("duration_min", "duration", "min"),
        ("duration_in min/ms", "duration", "min/ms"),
        ("Length (Duration)", "length_duration", ""),
        ("Artist Name(s)", "artist_name", ""),
        ("Artist (Ind.)", "artist_ind", ""),
        ("trackID", "track_id", ""),
        ("songName", "song_name", ""),
        ("SONG_TITLE", "song_title", ""),
        ("Explicit?", "explicit", ""),
        ("energy_%", "energy", "%"),
        ("...1", "1", ""),
        ("Unnamed: 0", "unnamed_0", ""),
        ("", "", ""),
        ("rms_min", "rms_min", ""),
        ("\ufeffgenre".removeprefix("\ufeff"), "genre", ""),
    ],
)
def test_header_variants_are_folded(header: str, canonical: str, unit: str) -> None:
    assert normalise_header(header) == (canonical, unit)


@given(st.text(max_size=40))
def test_folding_a_header_twice_changes_nothing(header: str) -> None:
    canonical, _ = normalise_header(header)

    assert normalise_header(canonical)[0] == canonical


def test_spellings_of_one_genre_share_a_key() -> None:
    hip_hop = {
        "hip hop",
        "hip-hop",
        "Hip-Hop",
        "hiphop",
        "HipHop",
        "HIP_HOP",
        " Hip  hop",
    }
    rnb = {"r&b", "R&B", "r-n-b", "R'n'B", "RnB", "R & B"}

    assert {genre_key(text) for text in hip_hop} == {"hiphop"}
    assert {genre_key(text) for text in rnb} == {"rnb"}


def test_different_genres_keep_different_keys() -> None:
    genres = [
        "classic",
        "classical",
        "rap",
        "hip hop",
        "folk",
        "日本",
        "日",
        "k-pop",
        "pop",
    ]

    assert len({genre_key(genre) for genre in genres}) == len(genres)


def test_numbers_used_as_labels_are_never_joined() -> None:
    """Without its dot and sign, 1.0 would be 10, and -1 would be 1."""
    labels = ["-2", "-1", "0", "1", "10", "1.5", "15"]

    assert len({genre_key(label) for label in labels}) == len(labels)
    assert genre_key("1.0") == genre_key("1")


@given(st.text(max_size=30))
def test_case_and_outer_spaces_never_matter(text: str) -> None:
    assert genre_key(f"  {text.casefold()} ") == genre_key(text.casefold())


def test_a_genre_of_signs_only_keeps_them() -> None:
    assert genre_key("???") == "???"
