from __future__ import annotations

import json

import pandas as pd
import pytest

from genrelens.datasets.sample import draw_sample


@pytest.fixture
def library(tmp_path):
    """Write a library by the recipe of the small run's table, changed as wished."""

    def write(**changes: object):
        frame = draw_sample(300, random_state=97, mess=False).frame
        frame = frame.drop(columns=["playlist_name"]).assign(**changes)
        path = tmp_path / "library.csv"
        frame.to_csv(path, index=False)
        return path

    return write


def test_the_sentence_comes_first_and_fitting_leaves_with_0(
    run_cli, trusted, library
) -> None:
    told = run_cli("check", trusted.path, library())
    text = " ".join(told.out.split())
    assert told.code == 0
    assert text.startswith("Nothing found here differs from training")
    assert "as in training" in text
    assert "On your labels ('genre', 300 tracks in" in text


def test_a_unit_error_leaves_with_3(run_cli, trusted, library) -> None:
    frame = draw_sample(300, random_state=97, mess=False).frame
    percent = (pd.to_numeric(frame["energy"]) * 100).astype(str)
    told = run_cli("check", trusted.path, library(energy=percent))
    assert told.code == 3
    assert told.out.startswith("Repair the table first: energy:")
    assert "another unit" in told.out


def test_care_leaves_with_0_and_with_3_where_strict(run_cli, trusted, library) -> None:
    frame = draw_sample(300, random_state=97, mess=False).frame
    louder = (pd.to_numeric(frame["loudness"]) * 0.5).astype(str)
    table = library(loudness=louder)
    assert run_cli("check", trusted.path, table).code == 0
    strict = run_cli("check", trusted.path, table, "--strict")
    assert strict.code == 3
    assert strict.out.startswith("Use this model here with care:")


def test_json_is_one_document_and_the_file_holds_the_same(
    run_cli, trusted, library, tmp_path
) -> None:
    output = tmp_path / "check.json"
    told = run_cli("check", trusted.path, library(), "--json", "--output", output)
    document = json.loads(told.out)
    assert document["verdict"] == "use it"
    assert json.loads(output.read_text(encoding="utf-8")) == document
    assert told.err == ""


def test_a_model_of_an_earlier_version_is_refused_in_one_sentence(
    run_cli, trusted, library
) -> None:
    told = run_cli("check", trusted.bare, library())
    assert told.code == 2
    assert "no description of its training table" in " ".join(told.err.split())
