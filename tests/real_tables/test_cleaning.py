"""Every real table is cleaned, and each column is taken for what it is."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.ingest.reading import read_table
from genrelens.schema.columns import Role

pytestmark = pytest.mark.real_tables

SPOTIFY = [
    "danceability",
    "energy",
    "key",
    "loudness",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
]
TITLED = [
    "tempo",
    "energy",
    "danceability",
    "loudness",
    "liveness",
    "valence",
    "duration_ms",
    "acousticness",
    "speechiness",
    "popularity",
]
TABLES = {
    "seed/tracks_data.csv": ["popularity", "duration_ms", "explicit"],
    "tidytuesday/spotify_songs.csv": [*SPOTIFY, "popularity", "year"],
    "spotify114/spotify_30_percent_A.csv": [*SPOTIFY, "explicit", "time_signature"],
    "spotify114/spotify_tracks_114_union.parquet": [*SPOTIFY, "explicit"],
    "spotify114/with_ids_ismay_2024.csv": [*SPOTIFY, "explicit", "popularity"],
    "machinehack/train.csv": [*SPOTIFY, "popularity", "time_signature"],
    "gtzan/features_30_sec.csv": ["tempo"],
    "gtzan/features_10_sec.csv": ["tempo"],
    "playlists/tracks.csv": ["popularity", "duration_ms", "year"],
    "playlists/audio_features.csv": [*SPOTIFY, "time_signature"],
    "taste/data.csv": [*SPOTIFY, "time_signature"],
    "messy/boonem_jazz_500_one_genre_per_file.csv": TITLED,
    "messy/dmartinez_tracks_data.csv": [n for n in SPOTIFY if n != "key"],
    "messy/fatemeh_title_case_no_label.csv": SPOTIFY,
    "messy/genre_df_tab_separated.csv": [*SPOTIFY, "time_signature"],
    "messy/genres_v2_url_columns_238.csv": [*SPOTIFY, "time_signature"],
    "messy/icon_R_dotted_headers.csv": [*TITLED, "year"],
    "messy/machinehack_semicolon.csv": ["popularity", "energy", "tempo"],
    "messy/spotify2000_bom.csv": [*TITLED, "year"],
    "messy/top50_latin1.csv": TITLED,
    "messy/uobradley_spotify2023.csv": ["tempo", "key", "mode", "year"],
}
GENRES = {
    "seed/tracks_data.csv": ("Genre", 6),
    "tidytuesday/spotify_songs.csv": ("playlist_genre", 6),
    "spotify114/spotify_30_percent_A.csv": ("track_genre", 114),
    "spotify114/spotify_tracks_114_union.parquet": ("track_genre", 114),
    "spotify114/with_ids_ismay_2024.csv": ("track_genre", 75),
    "machinehack/train.csv": ("Class", 11),
    "gtzan/features_30_sec.csv": ("label", 10),
    "gtzan/features_10_sec.csv": ("label", 10),
    "playlists/tracks.csv": ("genre", 10),
    "messy/dmartinez_tracks_data.csv": ("genre", 9),
    "messy/genre_df_tab_separated.csv": ("genre", 5),
    "messy/genres_v2_url_columns_238.csv": ("genre", 1),
    "messy/icon_R_dotted_headers.csv": ("Genre", 32),
    "messy/machinehack_semicolon.csv": ("Class", 11),
    "messy/spotify2000_bom.csv": ("Top Genre", 149),
    "messy/top50_latin1.csv": ("Genre", 21),
}


@cache
def clean(folder, name):
    return clean_table(read_table(folder / name))


def finding(table, code):
    (found,) = [finding for finding in table.findings if finding.code == code]
    return found


@pytest.mark.parametrize("name", TABLES)
def test_attributes_are_recognised_and_lie_in_their_range(real_tables, name) -> None:
    table = clean(real_tables, name)

    for attribute in TABLES[name]:
        known = table.named(attribute).known
        values = table.frame[attribute]
        assert values.notna().mean() > 0.7, attribute
        assert values.min() >= known.low, attribute
        assert values.max() <= known.high, attribute


@pytest.mark.parametrize("name", TABLES)
def test_the_genre_is_found_where_there_is_one(real_tables, name) -> None:
    table = clean(real_tables, name)
    found = [column for column in table.columns if column.name == "genre"]

    if name not in GENRES:
        assert table.with_role(Role.TARGET) == ()
        return
    header, n_genres = GENRES[name]
    assert [column.header for column in found] == [header]
    assert table.frame["genre"].nunique() == n_genres


@pytest.mark.parametrize("name", TABLES)
def test_durations_are_milliseconds_of_songs(real_tables, name) -> None:
    table = clean(real_tables, name)
    if "duration_ms" in table.frame:
        assert 100_000 < table.frame["duration_ms"].median() < 300_000


def test_the_first_users_explicit_column_survives(real_tables) -> None:
    table = clean(real_tables, "seed/tracks_data.csv")
    explicit = table.frame["explicit"]

    assert explicit.value_counts().to_dict() == {0.0: 36, 1.0: 24}
    assert table.named("duration_ms").header == "Duration (ms)"
    assert table.frame["duration_ms"].between(100_000, 600_000).all()


def test_machinehacks_minutes_are_told_and_kept_by_row(real_tables) -> None:
    table = clean(real_tables, "machinehack/train.csv")
    mixed = finding(table, "mixed-units")

    assert mixed.details == {"cells_by_unit": {"ms": 15_416, "min": 2_580}}
    units = table.units["duration_ms"]
    assert dict(zip(*np.unique(units, return_counts=True), strict=True)) == {
        "min": 2_580,
        "ms": 15_416,
    }


def test_gtzans_length_counts_samples(real_tables) -> None:
    for name in ("gtzan/features_30_sec.csv", "gtzan/features_10_sec.csv"):
        table = clean(real_tables, name)
        assert finding(table, "length-in-samples").column == "length"
        assert "duration_ms" not in table.frame
        audio = [c for c in table.columns if c.known is not None and c.known.is_audio]
        assert len(audio) == 57


def test_likes_and_constants_are_not_genres(real_tables) -> None:
    taste = clean(real_tables, "taste/data.csv")
    urls = clean(real_tables, "messy/genres_v2_url_columns_238.csv")

    assert finding(taste, "name-not-borne-out").column == "target"
    assert finding(urls, "name-not-borne-out").column == "type"


def test_columns_of_tidytuesday_play_their_parts(real_tables) -> None:
    table = clean(real_tables, "tidytuesday/spotify_songs.csv")
    roles = {column.header: column.role for column in table.columns}

    assert roles["playlist_genre"] == roles["playlist_subgenre"] == Role.TARGET
    assert roles["playlist_name"] == roles["playlist_id"] == Role.PLAYLIST
    assert roles["track_id"] == Role.TRACK_ID
    assert roles["track_artist"] == Role.ARTIST
    assert roles["track_album_id"] == Role.IDENTIFIER
    assert table.frame["track_id"].nunique() == 28_356
    assert table.frame["year"].notna().all()


def test_seconds_and_shares_of_100_are_turned_round(real_tables) -> None:
    table = clean(real_tables, "messy/spotify2000_bom.csv")

    assert table.frame["duration_ms"].max() == 1_412_000
    assert finding(table, "unit-from-values").details == {"unit": "s"}
    changed = [f.column for f in table.findings if f.code == "scale-changed"]
    assert len(changed) == 6


def test_key_letters_and_mode_words_are_numbers(real_tables) -> None:
    table = clean(real_tables, "messy/uobradley_spotify2023.csv")

    assert set(table.frame["key"].dropna()) <= set(range(12))
    assert set(table.frame["mode"]) == {0.0, 1.0}


def test_the_shifted_table_is_refused_even_when_its_rows_were_filled_up(
    real_tables,
) -> None:
    """Reading refuses it for its short rows; some readers fill them silently."""
    path = real_tables / "messy/tyler_missing_mode_values.csv"
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    filled = [row + [""] * (len(header) - len(row)) for row in rows]
    frame = pd.DataFrame(filled, columns=header, dtype="str")
    lines = np.arange(2, len(frame) + 2)
    source = Source(name=path.name, sha256="", n_bytes=0, format="memory")

    with pytest.raises(InputError, match="stand one column off, to the left"):
        clean_table(RawTable(frame, lines, source))
