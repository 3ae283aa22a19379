from __future__ import annotations

import csv
import shutil

import pytest


@pytest.fixture
def library(sound_files, tmp_path):
    """Give a folder of two files, and answers for them."""
    rendered = sound_files.render(tmp_path / "all")
    (tmp_path / "music").mkdir()
    for name in ("plain.mp3", "tagged.flac"):
        shutil.copy(rendered[name].path, tmp_path / "music" / name)
    with (tmp_path / "answers.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["path", "decision", "decided_genre", "probability", "max_error"]
        )
        table.writerow(["plain.mp3", "write", "Metal", "0.9", "0.1"])
        table.writerow(["tagged.flac", "ask", "Soul | Funk", "0.5", ""])
    return tmp_path


def test_the_whole_way_there_and_back(run_cli, library) -> None:
    music, plan = library / "music", library / "plan.csv"
    before = {path: path.read_bytes() for path in music.iterdir()}
    told = run_cli(
        "tag", "plan", music, "--answers", library / "answers.csv", "--output", plan,
        "--quiet",
    )  # fmt: skip
    assert (told.code, told.err) == (0, "")
    assert "2 files: 1 to write, 1 to ask about, 0 left alone." in told.out
    assert "Of the 1 track that the model is sure of, at most 10 %" in told.out
    assert "0.1 of the 1 are expected to be wrong" in told.out
    assert "Your music has not changed." in told.out
    told = run_cli("tag", "apply", plan, "--dry-run", "--quiet")
    assert "1 file: would write 1." in told.out
    told = run_cli("tag", "apply", plan, "--decisions", "write,ask", "--quiet")
    assert (told.code, "2 files: written 2." in told.out) == (0, True)
    assert f"genrelens tag undo {library / 'plan.journal'}" in told.out
    told = run_cli("tag", "undo", library / "plan.journal", "--quiet")
    assert (told.code, "2 files: restored 2." in told.out) == (0, True)
    assert {path: path.read_bytes() for path in music.iterdir()} == before


def test_a_plan_with_decisions_is_replaced_only_where_that_is_said(
    run_cli, library
) -> None:
    plan = library / "plan.csv"
    asked = (
        "tag", "plan", library / "music", "--answers", library / "answers.csv",
        "--output", plan, "--quiet",
    )  # fmt: skip
    plan.write_text("decisions")
    told = run_cli(*asked)
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert "may be a plan with your decisions" in told.err
    assert plan.read_text() == "decisions"
    assert run_cli(*asked, "--replace").code == 0
    run_cli("tag", "apply", plan, "--quiet")
    told = run_cli(*asked, "--replace")
    assert (told.code, "is the way back" in told.err) == (2, True)


def test_write_protected_files_are_counted_and_no_apply_is_offered(
    run_cli, library
) -> None:
    for path in (library / "music").iterdir():
        path.chmod(0o444)
    told = run_cli(
        "tag", "plan", library / "music", "--answers", library / "answers.csv",
        "--output", library / "plan.csv", "--quiet",
    )  # fmt: skip
    shown = " ".join(told.out.split())
    assert "Left alone: 2 (it is write-protected)." in shown
    assert "2 cannot be written: allow writing to these files" in shown
    assert "tag apply" not in shown


def test_a_file_that_is_passed_over_is_told_and_makes_the_code_3(
    run_cli, library
) -> None:
    music, plan = library / "music", library / "plan.csv"
    run_cli(
        "tag", "plan", music, "--answers", library / "answers.csv", "--output", plan
    )
    with (music / "plain.mp3").open("ab") as file:
        file.write(b"more")
    told = run_cli("tag", "apply", plan, "--quiet")
    assert told.code == 3
    assert "1 file: changed 1." in told.out
    assert "its sound has changed since the plan was made" in told.out


def test_answers_that_promise_nothing_get_no_promise(run_cli, library) -> None:
    answers = library / "answers.csv"
    answers.write_text("path,decision,decided_genre\nplain.mp3,write,Metal\n")
    told = run_cli(
        "tag", "plan", library / "music", "--answers", answers,
        "--output", library / "plan.csv", "--quiet",
    )  # fmt: skip
    assert "Nothing is promised of the 1 track to be written." in told.out
    assert "%" not in told.out


def test_help_states_the_licence_of_what_writes_tags(run_cli) -> None:
    told = " ".join(run_cli("tag", "--help").out.split())
    assert "GPL-2.0-or-later" in told
    assert "plan" in told
    assert "undo" in told


def test_what_cannot_be_used_is_one_sentence(run_cli, tmp_path) -> None:
    told = run_cli("tag", "apply", tmp_path / "gone.csv")
    assert (told.code, told.err.count("\n")) == (2, 1)
    told = run_cli("tag", "undo", tmp_path / "gone.journal")
    assert (told.code, "cannot be opened" in told.err) == (2, True)
    told = run_cli("tag", "plan", tmp_path, "--output", tmp_path / "plan.csv")
    assert (told.code, "A plan needs answers" in told.err) == (2, True)
