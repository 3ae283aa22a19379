"""Tests of genrelens.schema.known_columns."""

from __future__ import annotations

from collections import Counter

import pytest

from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_columns import (
    KNOWN_COLUMNS,
    WEAK_SPELLINGS,
    known_column,
    spelt_as,
)
from genrelens.schema.spelling import normalise_header


def test_a_spelling_belongs_to_one_column_only() -> None:
    counts = Counter(s for known in KNOWN_COLUMNS for s in known.spellings)

    assert [spelling for spelling, n in counts.items() if n > 1] == []


def test_every_spelling_is_written_as_headers_are_folded() -> None:
    spellings = [s for known in KNOWN_COLUMNS for s in known.spellings]

    assert [s for s in spellings if normalise_header(s)[0] != s] == []


def test_every_weak_spelling_is_registered() -> None:
    assert sorted(s for s in WEAK_SPELLINGS if spelt_as(s) is None) == []


def test_names_are_unique_and_every_entry_is_described() -> None:
    names = [known.name for known in KNOWN_COLUMNS]

    assert len(set(names)) == len(names)
    assert all(known.description.endswith(".") for known in KNOWN_COLUMNS)
    assert all(known.label and known.group for known in KNOWN_COLUMNS)


def test_only_attributes_are_features_or_have_a_range() -> None:
    """Coefficients of the tone colour may be any number."""
    for known in KNOWN_COLUMNS:
        is_bounded = known.low > float("-inf")
        is_free = known.name.startswith("timbre_")
        assert (is_bounded or is_free) == (known.role == Role.FEATURE), known.name
        assert known.low <= known.high


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("label", "genre"),
        ("track_genre", "genre"),
        ("Class", "genre"),
        ("Target", "genre"),
        ("Top Genre", "genre"),
        ("genre code", "genre"),
        ("genre_top", "genre"),
        ("music_genre", "genre"),
        ("playlist_genre", "genre"),
        ("Type", "genre"),
        ("playlist_subgenre", "subgenre"),
        ("filename", "track_id"),
        ("trackID", "track_id"),
        ("track.uri", "track_id"),
        ("instance_id", "track_id"),
        ("Title", "track_name"),
        ("Track_Name", "track_name"),
        ("songName", "track_name"),
        ("artists names", "artist"),
        ("Artist (Ind.)", "artist"),
        ("artistName", "artist"),
        ("track_artist", "artist"),
        ("Artist Name(s)", "artist"),
        ("track.album.name", "album"),
        ("track popularity", "popularity"),
        ("artist popularity", "artist_popularity"),
        ("Track Duration (ms)", "duration_ms"),
        ("track_length", "duration_ms"),
        ("Length.", "duration_ms"),
        ("duration_in min/ms", "duration_ms"),
        ("track.explicit", "explicit"),
        ("Temp", "tempo"),
        ("bpm", "tempo"),
        ("Beats Per Minute (BPM)", "tempo"),
        ("dnce", "danceability"),
        ("nrgy", "energy"),
        ("dB", "loudness"),
        ("key_name", "key"),
        ("mode_name", "mode"),
        ("spch", "speechiness"),
        ("acous", "acousticness"),
        ("live", "liveness"),
        ("val", "valence"),
        ("Time Signature", "time_signature"),
        ("track_album_release_date", "year"),
        ("added_at", "added_at"),
        ("analysis_url", "link"),
        ("ISRC", "isrc"),
        ("content_hash", "content_hash"),
        ("sound_hash", "sound_hash"),
        ("file_format", "file_format"),
        ("Bitrate", "bit_rate"),
        ("path", "track_id"),
        ("loudness_lufs", "loudness_lufs"),
        ("Loudness (LUFS)", "loudness_lufs"),
        ("lufs", "loudness_lufs"),
        ("peak_level_db", "peak_level_db"),
        ("energy_estimate", "energy_estimate"),
        ("...1", "index"),
        ("Unnamed: 0", "index"),
    ],
)
def test_header_variants_seen_in_public_tables_are_known(
    header: str, name: str
) -> None:
    known = spelt_as(normalise_header(header)[0])

    assert known is not None
    assert known.name == name


def test_every_column_of_both_playlist_exporters_is_known_or_plain() -> None:
    """What stays unknown is typed by its cells."""
    newer = (
        "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),"
        "Popularity,Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,"
        "Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,"
        "Tempo,Time Signature"
    )
    older = (
        "Track URI,Track Name,Artist URI(s),Artist Name(s),Album URI,Album Name,"
        "Album Artist URI(s),Album Artist Name(s),Album Release Date,Album Image URL,"
        "Disc Number,Track Number,Track Duration (ms),Track Preview URL,Explicit?,"
        "Popularity,ISRC,Is Playable,Added By,Added At,Artist Genres,Album Genres,"
        "Label,Copyrights"
    )
    headers = [*newer.split(","), *older.split(",")]
    unknown = {h for h in headers if spelt_as(normalise_header(h)[0]) is None}

    assert unknown == {"Disc Number", "Track Number", "Is Playable"}


def test_mode_and_explicit_are_flags_and_only_catalogue_facts_are_not_audio() -> None:
    flags = {known.name for known in KNOWN_COLUMNS if known.kind == Kind.FLAG}
    not_audio = {
        known.name
        for known in KNOWN_COLUMNS
        if known.role == Role.FEATURE and not known.is_audio
    }

    assert flags == {"mode", "explicit"}
    assert not_audio == {"popularity", "artist_popularity", "explicit", "year"}


def test_an_unregistered_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        known_column("shoe_size")
