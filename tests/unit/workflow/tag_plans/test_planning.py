from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass

import pandas as pd
import pytest

from genrelens.audio.library.naming import path_to_text
from genrelens.errors import InputError, OutputError
from genrelens.tagging.plans.plan_table import read_plan
from genrelens.workflow.documents.table_file import write_table
from genrelens.workflow.from_sound import predicting_files
from genrelens.workflow.tag_plans.applying import apply_plan
from genrelens.workflow.tag_plans.planning import make_plan
from genrelens.workflow.tag_plans.requests import ApplyRequest, PlanRequest


def hashes(folder):
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def ask(music, table, **changes):
    output = music.parent / "plan.csv"
    given = {"folder": music, "output": output, "answers": table, "replace": True}
    given |= changes
    return make_plan(PlanRequest(**given))


def test_every_file_has_a_row_and_nothing_is_written_into_the_music(
    music, answers
) -> None:
    before = hashes(music)
    told = ask(music, answers)
    assert hashes(music) == before
    assert told.counts == {"write": 2, "ask": 1, "leave": 3}
    by_path = {row.path: row for row in read_plan(told.output).rows}
    assert by_path["plain.mp3"].new == ("Metal",)
    assert by_path["id3v23.mp3"].new == ("Hip-Hop", "Smooth Jazz é", "Dub")
    assert by_path["tagged.m4a"].new == ("Hip-Hop", "Smooth Jazz é", "Soul")
    assert by_path["tagged.m4a"].candidates == "Soul | Funk"
    assert "says so already" in by_path["tagged.flac"].reasons
    assert "no answer for this file" in by_path["inner/=1+1.mp3"].reasons
    assert all(row.guard is not None for row in by_path.values())
    assert told.promised.n_sure == 3
    assert told.promised.expected_wrong == pytest.approx(0.03 + 0.01 + 0.07)
    assert told.promised.n_contradicting == 1
    assert by_path["id3v23.mp3"].reasons.startswith(
        "the file says otherwise: Hip-Hop | Smooth Jazz é; "
    )


def test_policies_say_what_becomes_of_old_genres(music, answers) -> None:
    def new(policy):
        rows = ask(music, answers, policy=policy).rows
        return next(row for row in rows if row.path == "id3v23.mp3")

    assert new("overwrite").new == ("Dub",)
    assert new("only-if-empty").decision == "leave"
    assert "only where there is none" in new("only-if-empty").reasons
    separate = new("separate-field")
    assert (separate.field, separate.old, separate.new) == (
        "GENRE_BY_SOUND", (), ("Dub",)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"answers": None}, InputError, "needs answers"),
        ({"model": "both"}, InputError, "not both"),
        ({"policy": "replace"}, InputError, "is not known"),
        ({"field": "TITLE"}, InputError, "begin with GENRE_"),
        ({"max_error": 2.0}, InputError, "0.5"),
        ({"output": "plan.xlsx"}, OutputError, "end in .csv"),
    ],
)
def test_what_cannot_be_planned_is_told_before_anything_is_read(
    music, answers, changes, error, said
) -> None:
    if "output" in changes:
        changes = {"output": music / changes["output"]}
    with pytest.raises(error, match=said):
        ask(music, answers, **changes)


def test_an_empty_folder_and_answers_for_other_files_are_told(
    music, answers, tmp_path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no sound files"):
        ask(tmp_path / "empty", answers)
    (music / "plain.mp3").unlink()
    told = ask(music, answers)
    assert told.notices == (
        "1 of 5 answers match no file in the folder, e.g. 'plain.mp3'.",
    )


@dataclass
class _Told:
    frame: pd.DataFrame
    failures: pd.DataFrame | None
    promise: str = "a promise"
    notices: tuple[str, ...] = ("a notice",)


def test_a_models_answers_and_failures_come_by_path(
    music, answers, monkeypatch
) -> None:
    frame = pd.read_csv(answers).iloc[1:]
    failures = pd.DataFrame({"path": ["plain.mp3"], "reason": ["It is cut short."]})
    asked = {}

    def predict_files(model, paths, **given):
        asked.update(given, model=model, paths=paths)
        return _Told(frame, failures)

    monkeypatch.setattr(predicting_files, "predict_files", predict_files)
    told = ask(music, None, model="music-tags", max_error=0.1)
    assert asked["max_error"] == 0.1
    assert len(asked["paths"]) == 6
    assert (told.promise, told.notices) == ("a promise", ("a notice",))
    row = next(row for row in told.rows if row.path == "plain.mp3")
    assert (row.decision, row.reasons) == ("leave", "It is cut short.")


ODD_NAMES = ("+44/a.mp3", "-M-/b.mp3", "AC\\DC/d.mp3", "@x.mp3", "'=q.mp3")


@pytest.mark.skipif(os.name != "posix", reason="names such as Unix allows")
@pytest.mark.parametrize("way", ["table", "model", "failures"])
def test_names_that_tables_escape_get_their_answers(music, monkeypatch, way) -> None:
    for name in ODD_NAMES:
        (music / name).parent.mkdir(exist_ok=True)
        shutil.copy(music / "plain.mp3", music / name)
    paths = [path_to_text(name) for name in ODD_NAMES]
    frame = pd.DataFrame({"path": paths, "decision": "write", "decided_genre": "Dub"})
    failures = pd.DataFrame({"path": paths, "reason": "It is cut short."})
    table = music.parent / "answers.csv"
    write_table(frame, table)
    answered = (
        _Told(frame.iloc[:0], failures) if way == "failures" else _Told(frame, None)
    )
    monkeypatch.setattr(predicting_files, "predict_files", lambda *_, **__: answered)
    given = {"table": table} if way == "table" else {"table": None, "model": "tags"}
    told = ask(music, **given)
    rows = {row.path: row for row in read_plan(told.output).rows}
    for name in ODD_NAMES:
        if way == "failures":
            assert rows[name].reasons == "It is cut short."
        else:
            assert rows[name].new == ("Dub",)
    assert not any("match no file" in notice for notice in told.notices)


def test_what_stands_at_the_output_stays_unless_it_is_to_be_replaced(
    music, answers, monkeypatch
) -> None:
    told = ask(music, answers, replace=False)
    told.output.write_text("decisions of a person")
    asked = []
    monkeypatch.setattr(
        predicting_files, "predict_files", lambda *_, **__: asked.append(1)
    )
    with pytest.raises(OutputError, match=r"your decisions\. .* with --replace") as no:
        ask(music, None, model="music-tags", replace=False)
    assert asked == [], "it is refused before anything is predicted"
    assert str(no.value).startswith("File 'plan.csv' is there already")
    assert told.output.read_text() == "decisions of a person"
    ask(music, answers)
    assert len(read_plan(told.output).rows) == 6


def test_what_comes_while_the_model_is_asked_stays_too(
    music, answers, monkeypatch
) -> None:
    place = music.parent / "late.csv"

    def predict_files(*_, **__):
        place.write_text("another's")
        return _Told(pd.read_csv(answers), None)

    monkeypatch.setattr(predicting_files, "predict_files", predict_files)
    with pytest.raises(OutputError, match="is there already"):
        ask(music, None, model="music-tags", output=place, replace=False)
    assert place.read_text() == "another's"


def test_a_plan_that_was_applied_is_not_written_over(music, answers) -> None:
    told = ask(music, answers)
    assert apply_plan(ApplyRequest(plan=told.output, dry_run=True)).counts
    ask(music, answers)  # nothing was written, so nothing is lost
    apply_plan(ApplyRequest(plan=told.output))
    before = told.output.read_bytes()
    with pytest.raises(OutputError, match=r"'plan\.journal' beside it is the way back"):
        ask(music, answers)
    assert told.output.read_bytes() == before
