from __future__ import annotations

import errno
import hashlib
import os
import shutil
from dataclasses import replace

import pytest

from genrelens import writing
from genrelens.tagging import applying
from genrelens.tagging.applying import Application, apply_row
from genrelens.tagging.files import putting
from genrelens.tagging.journals.journal import holding_journal, open_journal
from genrelens.tagging.journals.records import Start


def hash_of(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def apply(music):
    """Apply one row with a journal; give the outcome."""

    def run(row, **changes):
        journal = music.parent / "plan.journal"
        with open_journal(journal, Start(str(music), "")) as writer:
            return apply_row(row, Application(music, writer, **changes))

    return run


def test_a_row_is_written_told_in_the_journal_and_only_once(
    music, row_for, apply
) -> None:
    row = row_for(music, "tagged.flac", "Metal")
    before = hash_of(music / row.path)
    told = apply(row)
    assert (told.end, told.old, told.new) == (
        "written", ("Hip-Hop", "Smooth Jazz é"), ("Metal",)
    )  # fmt: skip
    assert apply(row).end == "already"
    with holding_journal(music.parent / "plan.journal") as journal:
        (change,) = journal.changes
    assert (change.old_sha256, change.new_sha256) == (before, hash_of(music / row.path))
    assert change.new_genres == ("Metal",)


def test_a_changed_file_is_passed_over_and_what_changed_is_told(
    music, row_for, apply
) -> None:
    row = row_for(music, "plain.mp3", "Metal")
    apply(row_for(music, "plain.mp3", "Dub"))
    tagged = hash_of(music / row.path)
    told = apply(row)
    assert (told.end, hash_of(music / row.path)) == ("changed", tagged)
    assert told.reason == "its tags have changed since the plan was made; plan it anew"
    shutil.copy(music / "id3v24.mp3", music / "plain.mp3")
    (music / "plain.mp3").write_bytes((music / "plain.mp3").read_bytes() + b"more")
    assert apply(row).reason.startswith("its sound has changed")


def test_a_dry_run_writes_nothing(music, row_for) -> None:
    row = row_for(music, "tagged.m4a", "Metal")
    before = {path.name: hash_of(path) for path in music.iterdir()}
    assert apply_row(row, Application(music)).end == "would write"
    assert {path.name: hash_of(path) for path in music.iterdir()} == before


def test_time_permissions_and_attributes_are_kept_as_asked(
    music, row_for, apply
) -> None:
    place = music / "tagged.flac"
    place.chmod(0o640)
    os.utime(place, ns=(10**18, 10**18 + 7))
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(place, "user.rating", b"5")
        except OSError as error:
            assert error.errno == errno.ENOTSUP  # noqa: PT017
    told = apply(row_for(music, place.name, "Metal"), keep_time=True)
    status = place.stat()
    assert (told.end, status.st_mode & 0o777) == ("written", 0o640)
    assert status.st_mtime_ns == 10**18 + 7
    if hasattr(os, "listxattr") and "user.rating" in os.listxattr(place):
        assert os.getxattr(place, "user.rating") == b"5"
    apply(row_for(music, place.name, "Dub"))
    assert place.stat().st_mtime_ns != 10**18 + 7


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../outside.mp3", "leads out of the folder"),
        ("/etc/passwd", "leads out of the folder"),
        ("a/../../outside.mp3", "leads out of the folder"),
        ("", "leads out of the folder"),
        ("a\0b", "leads out of the folder"),
        ("out/outside.mp3", "a link on its path leads out"),
        ("link.mp3", "it is a link"),
        ("pipe.mp3", "no regular file"),
        ("folder.mp3", "no regular file"),
        ("gone.mp3", "cannot be opened"),
        ("text.mp3", "no sound file of a kind that is known"),
    ],
)
def test_a_strangers_path_reaches_nothing_else(
    music, row_for, apply, path, reason
) -> None:
    outside = music.parent / "outside.mp3"
    shutil.copy(music / "plain.mp3", outside)
    before = hash_of(outside)
    (music / "out").symlink_to(music.parent)
    (music / "link.mp3").symlink_to(music / "plain.mp3")
    os.mkfifo(music / "pipe.mp3")
    (music / "folder.mp3").mkdir()
    (music / "text.mp3").write_text("no sound")
    row = replace(row_for(music, "plain.mp3", "Metal"), path=path)
    told = apply(row)
    assert told.end == "refused"
    assert reason in told.reason
    assert hash_of(outside) == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"new": ()}, "no genre is given"),
        ({"new": ("a\nb",)}, "control character"),
        ({"new": ("x" * 201,)}, "longer than 200"),
        ({"new": tuple(map(str, range(51)))}, "at most 50"),
        ({"field": "TITLE"}, "neither genre nor one of our own"),
        ({"guard": None}, "does not say how the file was"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(
    music, row_for, apply, changes, reason
) -> None:
    row = replace(row_for(music, "plain.mp3", "Metal"), **changes)
    told = apply(row)
    assert told.end == "refused"
    assert reason in told.reason


def test_protected_and_linked_files_are_left_unless_links_may_break(
    music, row_for, apply
) -> None:
    (music / "plain.flac").chmod(0o444)
    told = apply(row_for(music, "plain.flac", "Metal"))
    assert (told.end, told.reason) == ("refused", "it is write-protected")
    (music / "second.mp3").hardlink_to(music / "plain.mp3")
    row = row_for(music, "plain.mp3", "Metal")
    assert "2 names (hard links)" in apply(row).reason
    assert apply(row, break_links=True).end == "written"
    assert hash_of(music / "second.mp3") != hash_of(music / "plain.mp3")


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod", "journal", "write"])
def test_a_full_or_failing_disk_leaves_the_file_as_it_was(
    music, row_for, monkeypatch, step
) -> None:
    row = row_for(music, "tagged.ogg", "Metal")
    before = hash_of(music / row.path)
    journal = music.parent / "plan.journal"
    full = OSError(errno.ENOSPC, "No space left on device")

    def fail(*_: object, **__: object) -> None:
        raise full

    with open_journal(journal, Start(str(music), "")) as writer:
        with monkeypatch.context() as patched:
            if step == "journal":
                patched.setattr(os, "fsync", fail)
            elif step == "write":
                patched.setattr(applying, "rewrite", fail)
            elif step == "fsync":
                patched.setattr(writing, "_flush", fail)
            else:
                patched.setattr(writing.Path, step, fail)
            told = apply_row(row, Application(music, writer))
        assert told.end == "failed"
        assert "No space left" in told.reason
        assert hash_of(music / row.path) == before
        assert not [p for p in music.iterdir() if "partial" in p.name]
        assert apply_row(row, Application(music, writer)).end == "written"


def test_a_file_that_changes_while_it_is_written_is_left(
    music, row_for, apply, monkeypatch
) -> None:
    row = row_for(music, "plain.mp3", "Metal")
    original = applying.rewrite

    def rewrite(*given):
        with (music / "plain.mp3").open("ab") as file:
            file.write(b"more")
        return original(*given)

    monkeypatch.setattr(applying, "rewrite", rewrite)
    told = apply(row)
    assert told.end in {"failed", "refused"}
    assert (music / "plain.mp3").read_bytes().endswith(b"more")


def test_too_much_to_keep_for_undoing_is_refused(
    music, row_for, apply, monkeypatch
) -> None:
    monkeypatch.setattr(applying, "_MAX_PUT", 10)
    told = apply(row_for(music, "tagged.flac", "Metal"))
    assert told.end == "refused"
    assert "at most 10 are kept" in told.reason


def test_files_of_one_folder_are_swept_for_once(music, row_for, monkeypatch) -> None:
    swept, listed = [], []
    monkeypatch.setattr(putting, "sweep_folder", swept.append)
    monkeypatch.setattr(writing, "_sweep", lambda *given: listed.append(given))
    with open_journal(music.parent / "plan.journal", Start(str(music), "")) as writer:
        run = Application(music, writer)
        for name in ("plain.mp3", "tagged.flac", "plain.ogg"):
            assert apply_row(row_for(music, name, "Metal"), run).end == "written"
    assert (swept, listed) == ([music], [])


def test_a_file_that_would_shrink_too_much_to_be_taken_back_is_left(
    music, row_for, apply, monkeypatch
) -> None:
    monkeypatch.setattr(applying, "MAX_GROWTH", -(2**30))
    told = apply(row_for(music, "tagged.flac", "Metal"))
    assert told.end == "refused"
    assert "bytes shorter" in told.reason
