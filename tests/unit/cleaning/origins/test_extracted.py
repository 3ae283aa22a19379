"""Tests of genrelens.cleaning.origins.extracted."""

from __future__ import annotations

import pandas as pd

from genrelens.cleaning.cleaning import clean_table
from genrelens.cleaning.origins.extracted import is_from_files
from genrelens.ingest.reading import table_from_frame


def test_a_table_with_paths_and_hashes_is_from_files() -> None:
    assert is_from_files({"path", "content_hash", "genre"})
    assert is_from_files(["path", "sound_hash"])
    assert not is_from_files({"path", "genre"})
    assert not is_from_files({"content_hash", "genre"})


def test_short_recordings_of_an_extracted_table_last_as_long_as_it_says() -> None:
    """By their size, 6,000 milliseconds were taken for seconds."""
    frame = pd.DataFrame(
        {
            "path": ["a.mp3", "b.mp3", "c.mp3"],
            "sound_hash": ["aa11", "bb22", "cc33"],
            "genre": ["x", "y", "x"],
            "duration_ms": [6000, 6100, 5900],
        }
    )

    table = clean_table(table_from_frame(frame))

    assert table.frame["duration_ms"].tolist() == [6000.0, 6100.0, 5900.0]
    assert not any("duration" in str(found.column) for found in table.findings)
