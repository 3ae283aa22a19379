from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import FileFormatError
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.profiling.for_pages import inspect_for_pages
from genrelens.workflow.profiling.profiling import profile_table
from genrelens.workflow.profiling.results import INSPECTION, PROFILE
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from pathlib import Path


def test_the_files_hold_what_inspecting_and_counting_give(
    write_tracks, tmp_path: Path
) -> None:
    request = TableRequest(table=write_tracks(), name="Räume.csv")
    folder = tmp_path / "out"
    folder.mkdir()
    stages: list[tuple[str, int, int]] = []
    inspect_for_pages(request, folder, listener=lambda *told: stages.append(told))
    found = inspect_table(request)
    assert json.loads((folder / INSPECTION).read_text()) == json.loads(
        json.dumps(found.to_dict())
    )
    assert json.loads((folder / PROFILE).read_text()) == json.loads(
        json.dumps(profile_table(found).to_dict())
    )
    assert found.table.source.name == "Räume.csv"
    assert {stage for stage, done, total in stages if done == total} == {
        stage for stage, _, _ in stages
    }


def test_a_file_that_is_no_table_is_refused_by_the_name_its_owner_knows(
    tmp_path: Path,
) -> None:
    path = tmp_path / "original.csv"
    path.write_bytes(b"%PDF-1.7 whatever")
    with pytest.raises(FileFormatError, match="My songs"):
        inspect_for_pages(TableRequest(table=path, name="My songs.csv"), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["original.csv"]
