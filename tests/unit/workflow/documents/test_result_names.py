"""The names of a training run's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.workflow.documents.result_names import files_in

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_has_a_place_of_its_own_in_the_folder(tmp_path: Path) -> None:
    places = files_in(tmp_path)
    assert len(set(places.values())) == len(places)
    assert {place.parent for place in places.values()} == {tmp_path}


def test_a_run_writes_exactly_the_files_that_are_named(small_run) -> None:
    named = files_in(small_run.request.output)
    assert named == small_run.result.files
    assert all(place.is_file() for place in named.values())
