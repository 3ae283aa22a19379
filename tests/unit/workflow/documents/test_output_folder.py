from __future__ import annotations

import os

import pytest

from genrelens.errors import OutputError
from genrelens.workflow.documents.output_folder import check_output_folder


def test_a_folder_that_is_there_or_can_be_made_is_accepted(tmp_path) -> None:
    check_output_folder(tmp_path)
    check_output_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_looked_for_from_where_one_stands(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_output_folder("results")
    (tmp_path / "results").write_text("a file")
    with pytest.raises(OutputError, match="'results' is a file"):
        check_output_folder("results")


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_file_in_the_way_is_named(tmp_path, below) -> None:
    (tmp_path / "tracks.csv").write_text("a file")
    with pytest.raises(OutputError, match=r"'tracks\.csv' is a file.*Choose another"):
        check_output_folder(tmp_path / "tracks.csv" / below)


def test_a_link_to_nowhere_is_in_the_way_as_well(tmp_path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "gone")
    with pytest.raises(OutputError, match="'out' is a file"):
        check_output_folder(tmp_path / "out")


def test_a_folder_that_must_not_be_written_is_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="must not be written"):
        check_output_folder(tmp_path / "a")
