"""Tests of genrelens.cleaning.origins.exportify."""

from __future__ import annotations

import csv
import io

import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.origins.exportify import dialect_of
from genrelens.ingest.reading import read_table
from genrelens.schema.columns import Role
from genrelens.schema.genre_rules import GenreRules

MEASURES = (
    "Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,"
    "Liveness,Valence,Tempo,Time Signature"
)
NET = (
    "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),"
    "Popularity,Explicit,Added By,Added At,Genres,Record Label," + MEASURES
)
OLDER = (
    "Spotify ID,Artist IDs,Track Name,Album Name,Artist Name(s),Release Date,"
    "Duration (ms),Popularity,Added By,Added At,Genres," + MEASURES
)
APP = (
    "Track URI,Track Name,Artist URI(s),Artist Name(s),Album URI,Album Name,"
    "Album Artist URI(s),Album Artist Name(s),Album Release Date,Album Image URL,"
    "Disc Number,Track Number,Track Duration (ms),Track Preview URL,Explicit?,"
    "Popularity,ISRC,Is Playable,Added By,Added At"
)
APP_FULL = APP + ",Artist Genres," + MEASURES + ",Album Genres,Label,Copyrights"

VALUES = {
    "Explicit": "false", "Explicit?": "false", "Duration (ms)": "201000",
    "Track Duration (ms)": "201000", "Popularity": "41", "Disc Number": "1",
    "Track Number": "3", "Is Playable": "true", "Danceability": "0.61",
    "Energy": "0.72", "Key": "4", "Loudness": "-7.1", "Mode": "1",
    "Speechiness": "0.04", "Acousticness": "0.11", "Instrumentalness": "0.02",
    "Liveness": "0.12", "Valence": "0.44", "Tempo": "121.5", "Time Signature": "4",
    "Release Date": "2011-05-01", "Album Release Date": "2011-05-01",
    "Added At": "2024-01-01T10:00:00Z", "Album Genres": "",
}  # fmt: skip


def export(
    tmp_path, headers: str, *, local: int = 0, joined: str = ";", mark: str = ""
):
    """Write a table as the exporter does: 12 tracks, some the listener's own files."""
    names = headers.split(",")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for row in range(12):
        genre = ["k-pop;pop", "rock"][row % 2].replace(";", joined)
        cells = VALUES | {
            names[0]: f"spotify:track:{row:022d}",
            "Track Name": f"Song {row}",
            "Artist Name(s)": f"Band {row}{joined}Guest {row}",
            "Genres": genre,
            "Artist Genres": genre,
        }
        if row < local:
            cells = dict.fromkeys(names, "") | {
                names[0]: f"spotify:local:Me:Demo:Take+{row}:180",
                "Track Name": f"Take {row}",
                "Artist Name(s)": "Me",
            }
        writer.writerow([cells.get(name, "x") for name in names])
    path = tmp_path / "playlist.csv"
    path.write_text(mark + text.getvalue(), encoding="utf-8")
    return clean_table(read_table(path), genres=GenreRules())


def codes(table) -> dict[str, str]:
    return {found.code: found.message for found in table.findings}


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (NET, "exportify.net"),
        (OLDER, "exportify.net, its older form"),
        (APP, "exportify.app"),
        (APP_FULL, "exportify.app"),
        ("track_name,artist,genre,tempo", ""),
        ("Track URI,Track Name,genre", ""),
    ],
)
def test_a_dialect_is_known_by_its_headers(headers, name) -> None:
    assert dialect_of(headers.split(",")) == name


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("joined", [",", ";"])
def test_the_newer_dialect_is_told_and_its_genres_are_the_artists(
    tmp_path, joined, mark
) -> None:
    table = export(tmp_path, NET, joined=joined, mark=mark)

    assert codes(table)["exportify-export"] == (
        "This is an Exportify export (exportify.net dialect)."
    )
    assert "a weak label" in codes(table)["genres-of-the-artist"]
    assert set(table.frame["genre"]) == {"k-pop", "rock"}
    assert "several-genres-in-a-cell" in codes(table)
    assert table.named("genre").role is Role.TARGET


def test_artists_are_parted_whichever_sign_joins_them(tmp_path) -> None:
    from genrelens.checking.identity import artist_keys

    for joined in (",", ";"):
        keys = artist_keys(export(tmp_path, NET, joined=joined))
        assert keys is not None


def test_files_of_the_listener_are_counted_with_their_lines(tmp_path) -> None:
    table = export(tmp_path, NET, local=2)

    (found,) = [f for f in table.findings if f.code == "local-files"]
    assert (found.n_rows, found.lines) == (2, (2, 3))
    assert found.message.startswith("2 rows of 12 are files of the listener's own")


def test_an_export_without_attributes_leads_to_extract(tmp_path) -> None:
    assert "export-without-attributes" in codes(export(tmp_path, APP))
    assert "export-without-attributes" not in codes(export(tmp_path, APP_FULL))


@pytest.mark.parametrize("headers", [OLDER, APP_FULL])
def test_the_other_dialects_are_read_alike(tmp_path, headers) -> None:
    table = export(tmp_path, headers)

    assert table.frame["tempo"].tolist() == [121.5] * 12
    assert table.frame["duration_ms"].tolist() == [201_000.0] * 12
    assert "genres-of-the-artist" in codes(table)


def test_another_table_is_not_told_to_be_an_export(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("track_name,genre,tempo\na,pop,120\nb,rock,121\n")

    assert "exportify-export" not in codes(clean_table(read_table(path)))
