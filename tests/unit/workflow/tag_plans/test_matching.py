from __future__ import annotations

import os
from pathlib import Path

import pytest

from genrelens.audio.library.naming import path_to_text
from genrelens.errors import ColumnError
from genrelens.workflow.tag_plans.answers import Answer
from genrelens.workflow.tag_plans.matching import match_answers

FOLDER = Path("/music").absolute()
NAMES = ("+44/a.flac", "-M-/b.flac", "AC\\DC/d.flac", "@x.flac", "'=q.flac",
         "=q.flac", "Plain/c.flac", "caf\udce9.mp3", "two\nlines.mp3",
         r"\x2dM-/b.flac")  # fmt: skip


def answers(paths) -> dict[str, Answer]:
    return {path: Answer("write", (str(n),)) for n, path in enumerate(paths)}


@pytest.mark.skipif(os.name != "posix", reason="names such as Unix allows")
@pytest.mark.parametrize("name", NAMES)
def test_each_file_gets_its_own_answer_whatever_its_name(name) -> None:
    asked = answers(map(path_to_text, NAMES))
    found, unmatched = match_answers(asked, FOLDER, NAMES)
    assert found[name].candidates == (str(NAMES.index(name)),)
    assert (len(found), unmatched) == (len(NAMES), [])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (str(FOLDER / "a" / "b.mp3"), "a/b.mp3"),
        (str(FOLDER / "-M-" / "b.mp3"), "-M-/b.mp3"),
        ("./a/b.mp3", "a/b.mp3"),
        ("'-M-/b.mp3", "-M-/b.mp3"),
        ("-M-/b.mp3", "-M-/b.mp3"),
    ],
)
def test_other_peoples_spellings_are_understood(path, name) -> None:
    found, unmatched = match_answers(answers([path]), FOLDER, ["c.mp3", name])
    assert (list(found), unmatched) == ([name], [])


def test_answers_for_other_files_are_given_back() -> None:
    found, unmatched = match_answers(answers(["b.mp3", "a.mp3"]), FOLDER, ["a.mp3"])
    assert (list(found), unmatched) == (["a.mp3"], ["b.mp3"])


def test_two_answers_for_one_file_are_refused() -> None:
    twice = answers(["a.mp3", str(FOLDER / "a.mp3")])
    with pytest.raises(ColumnError, match="is the second row of one file"):
        match_answers(twice, FOLDER, ["a.mp3"])
