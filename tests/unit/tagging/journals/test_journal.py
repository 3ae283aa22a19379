from __future__ import annotations

import errno
import os

import pytest

from genrelens.errors import FileFormatError, InputError, OutputError
from genrelens.tagging.journals.delta import Put
from genrelens.tagging.journals.journal import (
    holding_journal,
    open_journal,
    tells_of_changes,
)
from genrelens.tagging.journals.records import Change, Start, write_line

START = Start("/music", "")


def change(path: str) -> Change:
    delta = (Put(b"x" * 90),)
    return Change(path, "genre", (), ("Dub",), "1" * 64, "2" * 64, 90, 5, delta)


@pytest.fixture
def journal(tmp_path):
    place = tmp_path / "plan.journal"
    with open_journal(place, START) as writer:
        writer.add(change("a"))
        writer.add(change("b"))
    return place


def read(place):
    with holding_journal(place) as told:
        return told


def test_changes_come_back_in_their_order_and_runs_are_added(journal) -> None:
    with open_journal(journal, START) as writer:
        writer.add(change("c"))
    told = read(journal)
    assert (told.folder, told.n_torn) == ("/music", 0)
    assert [each.path for each in told.changes] == ["a", "b", "c"]


def test_a_journal_cut_at_any_byte_keeps_what_was_whole(journal) -> None:
    whole = journal.read_bytes()
    ends = [i + 1 for i, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole)):
        journal.write_bytes(whole[:cut])
        n_whole = sum(end <= cut for end in ends)
        assert len(read(journal).changes) == max(0, n_whole - 1)
        with open_journal(journal, START) as writer:
            writer.add(change("new"))
        assert [each.path for each in read(journal).changes][-1] == "new"


def test_a_file_that_is_no_journal_is_refused(tmp_path, journal) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("my notes\n" * 5)
    with pytest.raises(FileFormatError, match="it is no journal"):
        read(other)
    with pytest.raises(FileFormatError), open_journal(other, START):
        pass
    assert other.read_text() == "my notes\n" * 5
    with pytest.raises(FileFormatError, match="cannot be opened"):
        read(tmp_path / "gone")
    with pytest.raises(FileFormatError, match="no journal"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileFormatError, match="no journal"):
        read(tmp_path / "pipe")
    with journal.open("ab") as file:
        file.write(write_line(Start("/elsewhere", "")))
    with pytest.raises(FileFormatError, match="two folders"):
        read(journal)


def test_a_journal_of_another_folder_is_refused(journal) -> None:
    with (
        pytest.raises(InputError, match="is of another folder: '/music'"),
        open_journal(journal, Start("/elsewhere", "")),
    ):
        pass


def test_two_programs_never_write_one_journal(journal) -> None:
    with open_journal(journal, START):
        with pytest.raises(InputError, match="is in use"), open_journal(journal, START):
            pass
        with pytest.raises(InputError, match="is in use"):
            read(journal)


def test_a_full_disk_takes_the_line_back(journal, monkeypatch) -> None:
    before = journal.read_bytes()

    def fail(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with open_journal(journal, START) as writer:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fail)
            with pytest.raises(OutputError, match="No space left"):
                writer.add(change("c"))
        writer.add(change("d"))
    assert journal.read_bytes().startswith(before)
    assert [each.path for each in read(journal).changes] == ["a", "b", "d"]


def test_a_folder_that_takes_no_journal_is_told(tmp_path) -> None:
    with (
        pytest.raises(OutputError, match="cannot be written"),
        open_journal(tmp_path / "gone" / "plan.journal", START),
    ):
        pass


def test_whether_a_journal_tells_of_changes_is_seen_without_reading_on(
    tmp_path, journal
) -> None:
    assert tells_of_changes(journal)
    with (
        open_journal(journal, START),
        pytest.raises(InputError, match="is in use"),
    ):
        tells_of_changes(journal)
    with open_journal(tmp_path / "begun.journal", START):
        pass
    (tmp_path / "notes").write_text("my notes")
    for name in ("begun.journal", "notes", "gone", "."):
        assert not tells_of_changes(tmp_path / name)
