"""What a person wrote is not written over."""

from __future__ import annotations

import os

import pandas as pd
import pytest

from genrelens.errors import InputError, OutputError
from genrelens.workflow.extracting import written_tables
from genrelens.workflow.extracting.sound_settings import (
    SoundSettings,
    read_settings,
    settings_file,
)
from genrelens.workflow.extracting.written_tables import refuse_changed, write_tables

SETTINGS = SoundSettings(30.0, "none")


def frames(genre: str) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame({"genre": [genre]})
    return dict.fromkeys(("table", "errors", "duplicates"), frame)


def write(output, genre: str = "Rock", **options: bool):
    return write_tables(output, frames(genre), SETTINGS, **options)


@pytest.mark.parametrize("name", ["music.csv", "music.parquet"])
def test_what_was_extracted_is_replaced_without_a_word(tmp_path, name) -> None:
    output = tmp_path / name
    before = write(output)["table"].read_bytes()
    files = write(output, "Jazz")
    assert output.read_bytes() != before
    assert {file.name for file in files.values()} == {
        path.name for path in tmp_path.iterdir()
    }
    assert read_settings(output) == SETTINGS


@pytest.mark.parametrize("changed", ["table", "errors", "duplicates"])
def test_a_changed_file_is_named_and_kept_unless_it_is_to_be_replaced(
    tmp_path, changed
) -> None:
    output = tmp_path / "music.csv"
    file = write(output)[changed]
    file.write_text("mine")
    with pytest.raises(OutputError, match=f"'{file.name}' was changed"):
        refuse_changed(output)
    with pytest.raises(OutputError, match="--replace"):
        write(output, "Jazz")
    assert file.read_text() == "mine"
    write(output, "Jazz", replace=True)
    assert "Jazz" in file.read_text()
    refuse_changed(output)


def test_a_file_that_no_extraction_wrote_is_refused(tmp_path) -> None:
    output = tmp_path / "music.csv"
    output.write_text("mine")
    with pytest.raises(OutputError, match=r"'music\.csv' is here already"):
        refuse_changed(output)
    write(output, replace=True)
    settings_file(output).unlink()
    with pytest.raises(OutputError, match="does not name it"):
        refuse_changed(output)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path) -> None:
    output = tmp_path / "music.csv"
    os.mkfifo(output)
    with pytest.raises(OutputError, match="here already"):
        refuse_changed(output)


def test_a_strangers_settings_are_refused_unless_they_are_to_be_replaced(
    tmp_path,
) -> None:
    output = tmp_path / "music.csv"
    settings_file(output).write_text("mine")
    with pytest.raises(InputError, match=r"music\.sound\.json"):
        refuse_changed(output)
    write(output, replace=True)
    assert read_settings(output) == SETTINGS


def test_two_tables_of_one_name_are_both_known_as_extracted(tmp_path) -> None:
    write(tmp_path / "music.csv")
    write(tmp_path / "music.parquet")
    refuse_changed(tmp_path / "music.csv")
    refuse_changed(tmp_path / "music.parquet")


def test_a_run_killed_before_the_tables_took_their_places_refuses_nothing(
    tmp_path, monkeypatch
) -> None:
    """Also killed twice: the settings know what stands there, and what should."""
    output = tmp_path / "music.csv"
    write(output, "Rock")
    kept = output.read_bytes()

    def then_dies(*args: object) -> None:
        real(*args)
        raise KeyboardInterrupt

    real = written_tables.write_settings
    with monkeypatch.context() as patched:
        patched.setattr(written_tables, "write_settings", then_dies)
        for genre in ("Jazz", "Folk"):
            with pytest.raises(KeyboardInterrupt):
                write(output, genre)
    assert output.read_bytes() == kept
    write(output, "Jazz")
    assert b"Jazz" in output.read_bytes()
