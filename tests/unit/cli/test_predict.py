from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from genrelens.errors import GenrelensError
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.workflow.from_sound import predicting_any
from genrelens.workflow.from_sound.first_answers import answer_from_tags
from genrelens.workflow.predicting import PredictRequest, predict_table


def test_the_first_rows_are_shown_with_the_models_own_test(run_cli, small_run) -> None:
    told = run_cli("predict", small_run.model, small_run.table, "--no-reasons")
    assert told.code == 0
    assert "612 more rows; give --output FILE to keep all." in told.out
    assert "622 rows: " in told.out
    assert "In its own test (unseen artists" in told.out
    assert "have no value in any attribute" in " ".join(told.out.split())
    assert "Written" not in told.out


def test_the_file_holds_what_python_gives(run_cli, small_run, tmp_path) -> None:
    output = tmp_path / "genres.parquet"
    told = run_cli("predict", small_run.model, small_run.table, "--output", output)
    assert told.code == 0
    assert f"Written: {output}" in told.out
    expected = predict_table(
        PredictRequest(model=small_run.model, table=small_run.table)
    ).frame
    pd.testing.assert_frame_equal(
        pd.read_parquet(output), expected, check_dtype=False, check_exact=True
    )


def test_options_reach_the_prediction(run_cli, small_run, tmp_path) -> None:
    rows = small_run.sample.frame.head(3).assign(track_name="=1+1")
    rows.to_csv(tmp_path / "new.csv", index=False, sep=";", encoding="utf-16")
    sha256 = hashlib.sha256(small_run.model.read_bytes()).hexdigest()
    told = run_cli(
        *("predict", small_run.model, tmp_path / "new.csv", "--raw", "--quiet"),
        *("--delimiter", ";", "--encoding", "utf-16", "--expect-sha256", sha256),
        *("--output", tmp_path / "a.csv", "--no-reasons"),
    )
    assert (told.code, told.err) == (0, "")
    written = pd.read_csv(tmp_path / "a.csv")
    assert written["track_name"].tolist() == ["=1+1"] * 3
    assert "reasons" not in written


def wrong(kind, small_run, folder):
    """Give model, table, output and hash, of which one can not be used."""
    (folder / "file").write_text("kept")
    (folder / "folder.csv").mkdir()
    (folder / "colours.csv").write_text("colour,shape\nred,round\nblue,flat\n")
    model, table = small_run.model, small_run.table
    return {
        "no model": (folder / "gone.genrelens", table, None, None),
        "table as model": (table, table, None, None),
        "folder as model": (folder, table, None, None),
        "no table": (model, folder / "gone.csv", None, None),
        "model as table": (model, model, None, None),
        "other hash": (model, table, None, "0" * 64),
        "wrong ending": (model, table, folder / "a.xlsx", None),
        "file in the way": (model, table, folder / "file" / "a.csv", None),
        "folder in the way": (model, table, folder / "folder.csv", None),
        "no attribute": (model, folder / "colours.csv", None, None),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "no model",
        "table as model",
        "folder as model",
        "no table",
        "model as table",
        "other hash",
        "wrong ending",
        "file in the way",
        "folder in the way",
        "no attribute",
    ],
)
def test_what_can_not_be_done_is_told_in_one_sentence_the_same_at_both_doors(
    run_cli, small_run, tmp_path, kind
) -> None:
    model, table, output, sha256 = wrong(kind, small_run, tmp_path)
    words = ["predict", model, table, "--quiet"]
    words += [] if output is None else ["--output", output]
    words += [] if sha256 is None else ["--expect-sha256", sha256]
    told = run_cli(*words)
    with pytest.raises(GenrelensError) as refusal:
        predict_table(
            PredictRequest(
                model=model, table=table, output=output, expect_sha256=sha256
            )
        )
    assert (told.code, told.out) == (2, "")
    assert told.err == f"genrelens: {refusal.value}\n"


def test_strangers_names_are_shown_as_text(run_cli, small_run, tmp_path) -> None:
    rows = small_run.sample.frame.head(3).assign(track_name="[red]x[/red]\x1b[2J")
    rows.to_csv(tmp_path / "new.csv", index=False)
    told = run_cli("predict", small_run.model, tmp_path / "new.csv", "--no-reasons")
    assert told.code == 0
    assert "\x1b[2J" not in told.out


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (None, "{music} music-tags --output plan.csv"),
        ("a.csv", "{music} --answers {here}/a.csv --output {here}/plan.csv"),
        ("plan.csv", "{music} --answers {here}/plan.csv --output {here}/tag-plan.csv"),
    ],
)
def test_after_a_folder_of_music_the_next_step_is_told(
    run_cli, tmp_path, monkeypatch, output, said
) -> None:
    music = tmp_path / "music"
    heard = pd.DataFrame({tag.column: [0.9, 0.01] for tag in MUSIC_TAGS})
    heard = heard.assign(path=["a.mp3", "b.mp3"], track_name="T", artist="A")
    no_failure = pd.DataFrame(columns=["path", "code", "reason", "remedy"])
    told = answer_from_tags(heard, reasons=True)

    def answer(failures):
        result = type(told)(
            told.frame, (), None, told.track_columns, told.decisions, "", failures
        )
        monkeypatch.setattr(predicting_any, "predict_any", lambda *_, **__: result)
        words = () if output is None else ("--output", tmp_path / output)
        answered = run_cli("predict", "music-tags", music, *words)
        assert answered.code == 0
        return answered.out

    step = f"genrelens tag plan {said.format(music=music, here=tmp_path)}\n"
    assert step in answer(no_failure)
    assert "genrelens tag plan" not in answer(None), "a table has no files"
