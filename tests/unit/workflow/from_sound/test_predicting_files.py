"""Tests of genrelens.workflow.from_sound.predicting_files; more in the integration."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("soundfile")

from genrelens.errors import InputError, OutputError
from genrelens.workflow.from_sound.predicting_files import (
    FilesRequest,
    predict_files,
    predict_sound,
)


def test_no_files_are_refused(small_run) -> None:
    with pytest.raises(InputError, match="No music files were given"):
        predict_files(small_run.model, [])


def test_a_file_outside_the_folder_is_refused_before_anything_is_read(
    tmp_path, small_run
) -> None:
    with pytest.raises(InputError, match="does not lie in"):
        predict_files(small_run.model, [Path("/x/a.mp3")], folder=tmp_path)


def test_a_folder_without_sound_is_refused(tmp_path, small_run) -> None:
    with pytest.raises(InputError, match="music files do not give"):
        predict_sound(FilesRequest(model=small_run.model, folder=tmp_path))


def test_an_answer_is_never_written_over_the_model(tmp_path) -> None:
    model = tmp_path / "model.csv"
    model.write_text("")
    request = FilesRequest(model=model, folder=tmp_path, output=model)

    with pytest.raises((InputError, OutputError)):
        predict_sound(request)
    assert model.read_text() == ""
