from __future__ import annotations

import json

import pytest

from genrelens.errors import GenrelensError
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.requests import TableRequest


def test_a_usable_table_is_shown_column_by_column_and_leaves_with_0(
    run_cli, small_run
) -> None:
    told = run_cli("inspect", small_run.table)
    assert (told.code, told.err) == (0, "")
    for header in small_run.sample.frame:
        assert header in told.out
    assert "622 rows, 23 columns" in told.out
    assert "[proxy-column]" in told.out
    assert "A training would leave out:" in told.out
    assert "Usable. Column 'genre' is the genre" in told.out
    assert "612 tracks of 12 genres" in told.out


def test_json_is_one_strict_document(run_cli, small_run) -> None:
    told = run_cli("inspect", small_run.table, "--json")
    assert told.code == 0

    def refuse(word: str) -> None:
        raise AssertionError(word)

    document = json.loads(told.out, parse_constant=refuse)
    expected = inspect_table(TableRequest(table=small_run.table)).to_dict()
    assert document == json.loads(json.dumps(expected))
    assert document["format"] == "genrelens-inspection"


def test_a_table_without_a_genre_leaves_with_2_and_says_why(
    run_cli, write_tracks
) -> None:
    path = write_tracks(genre=None)
    told = run_cli("inspect", path)
    assert told.code == 2
    obstacle = inspect_table(TableRequest(table=path)).obstacle
    assert f"Not usable for training: {obstacle}" in told.out
    document = run_cli("inspect", path, "--json")
    assert document.code == 2
    assert json.loads(document.out)["obstacle"] == obstacle


def test_a_table_without_attributes_is_shown_all_the_same(
    run_cli, write_tracks
) -> None:
    told = run_cli("inspect", write_tracks(tempo=1.0, energy=0.5))
    assert told.code == 2
    assert "60 rows, 6 columns" in told.out
    assert "Not usable for training: No attribute is left to learn from" in told.out


def test_a_wrong_target_is_refused_with_the_nearest(run_cli, write_tracks) -> None:
    told = run_cli("inspect", write_tracks(), "--target", "gnre")
    assert told.code == 2
    assert "'gnre'" in told.out
    assert "'genre'" in told.out


def test_options_reach_the_reading(run_cli, write_tracks) -> None:
    told = run_cli("inspect", write_tracks(), "--min-tracks", 31)
    assert told.code == 2
    assert "with 31 or more" in told.out
    told = run_cli("inspect", write_tracks(), "--encoding", "klingon")
    assert told.code == 2
    assert "'klingon'" in told.err


def bad_file(kind, folder):
    path = folder / "tracks.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "page":
        path.write_text("<!DOCTYPE html>\n<html><body>Not found</body></html>\n")
    elif kind == "empty":
        path.touch()
    elif kind == "conflict":
        path.write_text("<<<<<<< HEAD\na,genre\n1,dub\n=======\n2,ska\n>>>>>>> x\n")
    elif kind == "ragged":
        path.write_text("a,genre\n" + "1,dub\n" * 9 + "1,2,3,dub\n")
    elif kind == "twins":
        path.write_text("tempo,tempo,genre\n1,2,dub\n3,4,ska\n")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 20)
    return path


@pytest.mark.parametrize(
    "kind",
    ["missing", "folder", "page", "empty", "conflict", "ragged", "twins", "binary"],
)
@pytest.mark.parametrize("command", ["inspect", "train"])
def test_a_bad_file_is_refused_in_one_sentence_the_same_at_every_door(
    run_cli, tmp_path, kind, command
) -> None:
    path = bad_file(kind, tmp_path)
    told = run_cli(command, path, *(["--output", tmp_path / "o"] * (command[0] == "t")))
    with pytest.raises(GenrelensError) as refusal:
        inspect_table(TableRequest(table=path))
    assert (told.code, told.out) == (2, "")
    assert told.err == f"genrelens: {refusal.value}\n"
    assert not (tmp_path / "o").exists()


def test_strangers_names_are_shown_as_text(run_cli, write_tracks) -> None:
    odd = "[red]x[/red]\x1b[2J"
    told = run_cli("inspect", write_tracks(**{odd: range(60)}))
    assert told.code == 0
    assert "\x1b[2J" not in told.out
    assert "[red]x[/red]" in told.out
