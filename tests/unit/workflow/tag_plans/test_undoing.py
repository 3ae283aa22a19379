from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.tagging.files.claiming import claiming
from genrelens.workflow.tag_plans.applying import apply_plan
from genrelens.workflow.tag_plans.planning import make_plan
from genrelens.workflow.tag_plans.requests import ApplyRequest, PlanRequest
from genrelens.workflow.tag_plans.undoing import undo


@pytest.fixture
def applied(music, answers):
    """Give the journal, and the bytes of every file before."""
    output = music.parent / "plan.csv"
    before = {path: path.read_bytes() for path in music.rglob("*") if path.is_file()}
    make_plan(PlanRequest(folder=music, output=output, answers=answers))
    told = apply_plan(ApplyRequest(plan=output, decisions=("write", "ask")))
    assert told.counts == {"written": 3}
    return told.journal, before


def test_everything_is_as_it_was(applied) -> None:
    journal, before = applied
    assert undo(journal, dry_run=True).counts == {"would restore": 3}
    assert undo(journal).counts == {"restored": 3}
    assert {path: path.read_bytes() for path in before} == before
    assert undo(journal).counts == {"already": 3}


def test_a_part_is_restored_alone(applied, music) -> None:
    journal, before = applied
    assert undo(journal, only=["plain.mp3"]).counts == {"restored": 1}
    changed = {path.name for path in before if path.read_bytes() != before[path]}
    assert changed == {"id3v23.mp3", "tagged.m4a"}
    with pytest.raises(InputError, match="tells of no file 'gone'"):
        undo(journal, only=["gone"])


def test_a_torn_end_is_counted_and_harms_nothing(applied) -> None:
    journal, before = applied
    with journal.open("ab") as file:
        file.write(b'0123456789abcdef {"path":"plain.mp3"')
    told = undo(journal)
    assert (told.n_torn, told.counts) == (1, {"restored": 3})
    assert {path: path.read_bytes() for path in before} == before


def test_an_empty_journal_undoes_nothing(tmp_path) -> None:
    (tmp_path / "plan.journal").write_bytes(b"")
    assert undo(tmp_path / "plan.journal").outcomes == ()


def test_nothing_is_taken_back_while_another_run_writes(applied, music) -> None:
    journal, before = applied
    with claiming(music):
        with pytest.raises(InputError, match="at work in the folder"):
            undo(journal)
        assert undo(journal, dry_run=True).counts == {"would restore": 3}
    assert undo(journal).counts == {"restored": 3}
    assert {path: path.read_bytes() for path in before} == before
