from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import FileFormatError
from genrelens.server.keeping.tables import TableOptions
from genrelens.server.working.tasks.inspecting import work

if TYPE_CHECKING:
    from pathlib import Path


def order(table: Path, output: Path, **options: object) -> dict[str, object]:
    output.mkdir()
    return {
        "table": str(table),
        "name": "mine.csv",
        "output": str(output),
        "options": {**TableOptions().to_dict(), **options},
    }


def test_it_writes_all_that_pages_show_and_tells_what_a_list_shows(
    write_tracks, tmp_path: Path
) -> None:
    stages: list[str] = []
    told = work(
        order(write_tracks(), tmp_path / "out", group="artist", min_tracks=2),
        lambda stage, done, total: stages.append(f"{stage} {done}/{total}"),
    )
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        *("inspection.json", "profile.json", "rows.parquet"),
        "finding_rows.parquet",
    }
    assert told == {
        "n_rows": 60,
        "n_columns": 6,
        "n_tracks": 60,
        "n_genres": 2,
        "is_usable": True,
    }
    assert stages[0] == "reading the file 0/1"
    assert stages[-1] == "counting by genre 2/2"


def test_what_cannot_be_read_is_told_by_the_owners_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "original.csv"
    path.write_bytes(b"PK\x03\x04 a zip")
    with pytest.raises(FileFormatError, match=r"mine\.csv"):
        work(order(path, tmp_path / "out"), lambda *_: None)
    assert list((tmp_path / "out").iterdir()) == []
