from __future__ import annotations

import os
from dataclasses import replace

import pytest

from genrelens.tagging.plans.genre_lists import MAX_GENRES
from genrelens.workflow.tag_plans.answers import Answer
from genrelens.workflow.tag_plans.planned_rows import odd_row, plan_one
from genrelens.workflow.tag_plans.requests import PlanRequest

METAL = Answer("write", ("Metal",), 0.9, "sure")


@pytest.fixture
def plan(music):
    def one(path, answer=METAL, **changes):
        given = {"folder": music, "output": music / "plan.csv", **changes}
        return plan_one(path, answer, music, PlanRequest(**given))

    return one


def test_hostile_tags_are_left_alone_unless_overwritten(music, plan) -> None:
    from mutagen.flac import FLAC

    tags = FLAC(music / "tagged.flac")
    tags["genre"] = [f"genre {n}" for n in range(10_000)]
    tags.save()
    row = plan("tagged.flac")
    assert (row.decision, len(row.old)) == ("leave", 10_000)
    assert f"at most {MAX_GENRES} are written" in row.reasons
    assert plan("tagged.flac", policy="overwrite").new == ("Metal",)
    tags["genre"] = ["=cmd()\x1b[31m"]
    tags.save()
    assert "control character" in plan("tagged.flac").reasons


def test_only_what_the_answer_promises_stands_in_the_plan(plan) -> None:
    sure = replace(METAL, max_error=0.1)
    assert plan("plain.mp3", max_error=0.3).max_error is None
    assert plan("plain.mp3", sure).max_error == 0.1
    assert plan("plain.mp3", replace(sure, decision="ask")).max_error is None


def test_a_row_that_contradicts_its_file_says_so_first(plan) -> None:
    told = plan("tagged.flac")
    assert told.decision == "write"
    assert told.reasons.startswith("the file says otherwise: Hip-Hop | ")
    assert plan("plain.mp3").reasons == "sure"


def test_files_that_take_no_genre_say_why(music, plan) -> None:
    (music / "text.mp3").write_text("no sound")
    os.mkfifo(music / "pipe.mp3")
    (music / "plain.ogg").chmod(0o444)
    assert "no sound file of a kind" in plan("text.mp3").reasons
    assert "no regular file" in plan("pipe.mp3").reasons
    assert "write-protected" in plan("plain.ogg").reasons
    assert plan("plain.mp3", None).reasons == "there is no answer for this file"


def test_a_name_that_no_table_holds_is_left_and_shown(music, plan) -> None:
    name = "bad\udcff\n.mp3"
    (music / os.fsencode(name).decode("utf-8", "surrogateescape")).write_bytes(b"x")
    row = plan(name)
    assert (row.decision, row.path) == ("leave", "bad\\udcff\\n.mp3")
    assert "rename the file" in row.reasons


def test_an_odd_entry_keeps_its_reason() -> None:
    row = odd_row("a\nb", "It is a named pipe.")
    assert (row.path, row.decision, row.reasons) == (
        "a\\nb", "leave", "It is a named pipe."
    )  # fmt: skip


def test_a_genre_in_an_old_tag_alone_is_a_genre_that_is_there(
    music, plan, sound_files
) -> None:
    made = music / "made.mp3"
    made.write_bytes(sound_files.mp3(1, 3, (), old=sound_files.old_tag(17)))
    row = plan("made.mp3", policy="only-if-empty")
    assert (row.old, row.decision) == ((), "leave")
    assert row.reasons.startswith("an old tag of the file (ID3v1 or LIST INFO) has")
    assert row.reasons.endswith("a genre: Rock; sure")
    assert plan("made.mp3").new == ("Metal",)
    made.write_bytes(made.read_bytes()[:-1] + b"\xff")  # no genre there either
    assert plan("made.mp3", policy="only-if-empty").new == ("Metal",)
