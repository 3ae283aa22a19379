"""Real tables are read with every row and column, or refused for a true reason."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest.reading import read_table

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_tables

SHAPES = {
    "seed/tracks_data.csv": (60, 7),
    "tidytuesday/spotify_songs.csv": (32_833, 23),
    "spotify114/spotify_tracks_114_union.parquet": (73_226, 17),
    "spotify114/spotify_30_percent_A.csv": (34_200, 16),
    "spotify114/with_ids_ismay_2024.csv": (2_024, 20),
    "machinehack/train.csv": (17_996, 17),
    "gtzan/features_30_sec.csv": (1_000, 60),
    "gtzan/features_10_sec.csv": (2_991, 60),
    "gtzan/gtzan_meta.csv": (1_000, 11),
    "playlists/tracks.csv": (9_634, 13),
    "playlists/audio_features.csv": (8_141, 19),
    "playlists/playlists.csv": (100, 6),
    "lastfm/user_artists.dat": (92_834, 3),
    "lastfm/artists.dat": (17_632, 4),
    "taste/data.csv": (2_017, 17),
    "emotify_mini/labels.csv": (100, 22),
    "messy/boonem_jazz_500_one_genre_per_file.csv": (500, 12),
    "messy/dmartinez_tracks_data.csv": (900, 16),
    "messy/fatemeh_title_case_no_label.csv": (23, 14),
    "messy/genre_df_tab_separated.csv": (1_338, 17),
    "messy/genres_v2_url_columns_238.csv": (238, 22),
    "messy/icon_R_dotted_headers.csv": (100, 14),
    "messy/machinehack_semicolon.csv": (22_008, 12),
    "messy/spotify2000_bom.csv": (1_994, 15),
    "messy/top50_latin1.csv": (50, 14),
    "messy/uobradley_spotify2023.csv": (856, 13),
}
REFUSED = {
    "messy/mario_spotify_features.csv": ("line 1 is a git conflict marker", 1),
    "messy/tyler_missing_mode_values.csv": ("has 14 fields.*line 2 has 13", 2),
    "gtzan/kereliuk_valid_filtered.txt": ("looks like data", 1),
    "gtzan/GTZANindex_sturm.txt": ("has 2 fields.*line 2 has 1", 2),
    "gtzan_tags/training.npz": ("zip archive", None),
    "lastfm/readme.txt": ("fields", 17),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_row_and_column_of_a_real_table_is_read(
    real_tables: Path, name: str
) -> None:
    table = read_table(real_tables / name)

    assert table.frame.shape == SHAPES[name]
    assert table.findings == () or name == "messy/top50_latin1.csv"


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_right_is_refused_with_its_line(
    real_tables: Path, name: str
) -> None:
    found, line = REFUSED[name]

    with pytest.raises(FileFormatError, match=found) as refusal:
        read_table(real_tables / name)

    assert refusal.value.line == line


def test_every_messy_file_is_listed_here(real_tables: Path) -> None:
    names = {f"messy/{path.name}" for path in (real_tables / "messy").iterdir()}

    assert names <= SHAPES.keys() | REFUSED.keys()


@pytest.mark.parametrize(
    "name", [n for n in SHAPES if n.endswith(".csv") and "top50" not in n]
)
def test_cells_and_lines_are_those_of_the_file(real_tables: Path, name: str) -> None:
    table = read_table(real_tables / name)
    text = (real_tables / name).read_bytes().decode("utf-8-sig")
    delimiter = table.source.delimiter
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)

    header[0] = header[0] or "Unnamed: 0"
    assert list(table.frame.columns) == header
    assert table.frame.to_numpy().tolist() == rows
    lines = text.split("\n")
    for row in (0, len(rows) // 2, len(rows) - 1):
        start = lines[table.line_numbers[row] - 1]
        assert start.lstrip('"').startswith(rows[row][0].split("\n")[0].split('"')[0])


def test_the_first_users_table_keeps_its_words(real_tables: Path) -> None:
    frame = read_table(real_tables / "seed/tracks_data.csv").frame

    assert set(frame["Explicit"]) == {"TRUE", "FALSE"}
    assert frame["Duration (ms)"][0] == "200682"
    assert frame["Artist"][0] == "M, Robin Scott"


def test_decisions_are_told(real_tables: Path) -> None:
    def tell(name: str) -> str:
        return " ".join(read_table(real_tables / "messy" / name).source.decisions)

    assert "TABs" in tell("genre_df_tab_separated.csv")
    assert "semicolons" in tell("machinehack_semicolon.csv")
    assert "byte-order mark" in tell("spotify2000_bom.csv")
    assert "cp1252, which gives 'Señorita'" in tell("top50_latin1.csv")
    assert "'Unnamed: 0'" in tell("top50_latin1.csv")
    assert tell("dmartinez_tracks_data.csv") == ""
