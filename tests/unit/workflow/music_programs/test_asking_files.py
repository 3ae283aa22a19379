"""What is asked of a model about files, and what comes back for each."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from genrelens.audio.library.naming import path_to_text
from genrelens.workflow.music_programs.asking_files import (
    FileAnswer,
    FileFailure,
    ask_files,
)


@dataclass
class Result:
    frame: pd.DataFrame
    failures: pd.DataFrame | None


ROWS = {
    "sure.flac": ("metal", 0.9, "rock", 0.06, "write", "metal", "sure"),
    "torn.flac": ("metal", 0.5, "rock", 0.4, "ask", "metal | rock | pop", "3 fit"),
    "odd.flac": ("metal", 0.4, "rock", 0.3, "leave", "", "unlike anything"),
    "silent.flac": (np.nan, np.nan, np.nan, np.nan, "leave", "", "no attribute"),
}
NAMES = (
    "genre",
    "probability",
    "second_genre",
    "second_probability",
    "decision",
    "decided_genre",
    "decision_reason",
)


class Model:
    def __init__(self):
        self.calls = []

    def __call__(self, model, paths, *, folder, max_error, reasons, listener):  # noqa: ARG002
        names = [path_to_text(path.relative_to(folder)) for path in paths]
        self.calls.append((model, folder, names, max_error, reasons))
        rows = [
            (name, *ROWS[name.split("/")[-1]]) for name in names if "bad" not in name
        ]
        bad = [(name, "Cut off.") for name in names if "bad" in name]
        return Result(
            pd.DataFrame(rows, columns=["path", *NAMES]),
            pd.DataFrame(bad, columns=["path", "reason"]),
        )


@pytest.fixture
def folder(tmp_path):
    for place in ("library/a", "elsewhere/b"):
        (tmp_path / place).mkdir(parents=True)
        for name in (*ROWS, "bad.flac"):
            (tmp_path / place / name).touch()
    return tmp_path


def ask(folder, *names, model=None):
    paths = [folder / name for name in names]
    return list(
        ask_files(
            "m", paths, folder=folder / "library", predict=model or Model()
        ).values()
    )


def test_every_file_gets_its_answer_or_its_reason_whichever(folder):
    paths = [folder / "library/a" / f"{name}.flac" for name in ("sure", "bad", "gone")]
    answers = ask_files("m", paths, folder=folder / "library", predict=Model())
    assert set(answers) == set(paths)
    assert isinstance(answers[paths[0]], FileAnswer)
    assert answers[paths[0]].genre == "metal"
    assert answers[paths[1]] == FileFailure("Cut off.")
    assert answers[paths[2]] == FileFailure("The file is not there.")


def test_an_answer_carries_the_models_own_decision_and_the_told_probabilities(folder):
    sure, torn, odd = ask(
        folder, "library/a/sure.flac", "library/a/torn.flac", "library/a/odd.flac"
    )
    assert (sure.decision, sure.choices) == ("write", (("metal", 0.9),))
    assert torn.decision == "ask"
    assert torn.choices == (("metal", 0.5), ("rock", 0.4), ("pop", None))
    assert (odd.decision, odd.choices, odd.why) == ("leave", (), "unlike anything")


def test_a_file_without_any_attribute_has_no_genre(folder):
    [silent] = ask(folder, "library/a/silent.flac")
    assert (silent.genre, silent.probability, silent.decision) == ("", None, "leave")


def test_a_model_that_cannot_decide_leaves_everything(folder):
    def undecided(*given, **options):
        frame = Model()(*given, **options).frame
        return Result(frame[["path", "genre", "probability"]], None)

    [answer] = ask(folder, "library/a/sure.flac", model=undecided)
    assert (answer.genre, answer.decision, answer.choices) == ("metal", "leave", ())
    assert "cannot decide" in answer.why


def test_one_call_answers_the_library_and_one_what_lies_outside(folder):
    model = Model()
    ask(
        folder,
        "library/a/sure.flac",
        "library/a/odd.flac",
        "elsewhere/b/sure.flac",
        model=model,
    )
    assert [(call[1], call[2]) for call in model.calls] == [
        (folder / "library", ["a/sure.flac", "a/odd.flac"]),
        (folder / "elsewhere/b", ["sure.flac"]),
    ]


def test_nothing_is_asked_about_files_that_are_gone(folder):
    model = Model()
    ask(folder, "library/gone.flac", model=model)
    assert model.calls == []


def test_names_that_a_table_writes_differently_are_found_again(folder):
    path = folder / "library" / "-a=b\\c" / "sure.flac"
    path.parent.mkdir()
    path.touch()
    [answer] = ask(folder, path.relative_to(folder))
    assert isinstance(answer, FileAnswer)
