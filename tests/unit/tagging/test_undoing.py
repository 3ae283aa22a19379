from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from mutagen.flac import FLAC

from genrelens.tagging import undoing
from genrelens.tagging.applying import Application, apply_row
from genrelens.tagging.files import putting
from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.journals.delta import Copy, Put
from genrelens.tagging.journals.journal import holding_journal, open_journal
from genrelens.tagging.journals.records import Start
from genrelens.tagging.undoing import Undoing, undo_path


def hash_of(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def changed(music, row_for):
    """Write genres into files one after another; give the journal's changes."""

    def write(name, *several, field="genre"):
        place = music.parent / f"{name}.journal"
        for genres in several:
            with open_journal(place, Start(str(music), "")) as writer:
                row = row_for(music, name, *genres, field=field)
                assert apply_row(row, Application(music, writer)).end == "written"
        with holding_journal(place) as journal:
            return journal.changes

    return write


def genres_of(path, field="genre"):
    with path.open("rb") as file:
        return examine(ByteView(file), field).genres


def test_every_kind_of_file_is_restored_byte_for_byte(music, changed) -> None:
    for path in sorted(music.iterdir()):
        before, status = hash_of(path), path.stat()
        changes = changed(path.name, ("Metal é", "Drum & Bass"), ("Jungle",))
        assert hash_of(path) != before
        told = undo_path(path.name, changes, Undoing(music))
        assert (told.end, hash_of(path)) == ("restored", before), path.name
        assert path.stat().st_mtime_ns == status.st_mtime_ns
        assert undo_path(path.name, changes, Undoing(music)).end == "already"


def test_undoing_restores_from_any_step_of_a_chain(music, changed) -> None:
    place = music / "tagged.flac"
    old = place.read_bytes()
    changes = changed(place.name, ("One",), ("Two",), ("Three",))
    new = place.read_bytes()
    assert undo_path(place.name, changes[2:], Undoing(music)).end == "restored"
    assert genres_of(place) == ("Two",)
    assert undo_path(place.name, changes, Undoing(music)).end == "restored"
    assert place.read_bytes() == old
    place.write_bytes(new)
    assert undo_path(place.name, changes, Undoing(music)).end == "restored"
    assert place.read_bytes() == old


def retitle(place) -> None:
    tags = FLAC(place)
    tags["title"] = "Another title"
    tags.save()


def test_another_programs_change_stays_and_the_genre_goes_back(music, changed) -> None:
    place = music / "tagged.flac"
    old = genres_of(place)
    changes = changed(place.name, ("Metal",))
    retitle(place)
    assert undo_path(place.name, changes, Undoing(music, dry_run=True)).end == (
        "would restore"
    )
    told = undo_path(place.name, changes, Undoing(music))
    assert told.end == "genres only"
    assert "another program changed the file" in told.reason
    assert genres_of(place) == old
    assert FLAC(place)["title"] == ["Another title"]
    assert undo_path(place.name, changes, Undoing(music)).end == "already"


def test_another_programs_genre_is_left_and_told(music, changed) -> None:
    place = music / "tagged.flac"
    changes = changed(place.name, ("Metal",))
    tags = FLAC(place)
    tags["genre"] = ["Opera"]
    tags.save()
    told = undo_path(place.name, changes, Undoing(music))
    assert (told.end, genres_of(place)) == ("changed", ("Opera",))


def test_a_file_without_a_genre_has_none_again(music, changed) -> None:
    place = music / "plain.flac"
    changes = changed(place.name, ("Metal",))
    retitle(place)
    assert undo_path(place.name, changes, Undoing(music)).end == "genres only"
    assert genres_of(place) == ()


def test_a_dry_run_and_a_missing_file_change_nothing(music, changed) -> None:
    place = music / "plain.mp3"
    changes = changed(place.name, ("Metal",))
    new = hash_of(place)
    assert undo_path(place.name, changes, Undoing(music, dry_run=True)).end == (
        "would restore"
    )
    assert hash_of(place) == new
    place.unlink()
    told = undo_path(place.name, changes, Undoing(music))
    assert told.end == "refused"
    assert "cannot be opened" in told.reason


def test_an_altered_journal_is_found_out_before_anything_is_replaced(
    music, changed
) -> None:
    place = music / "plain.mp3"
    (change,) = changed(place.name, ("Metal",))
    new = hash_of(place)
    altered = replace(change, delta=(*change.delta, Put(b"evil")))
    told = undo_path(place.name, [altered], Undoing(music))
    assert (told.end, hash_of(place)) == ("failed", new)
    assert "the journal was altered" in told.reason


def test_a_journals_path_may_not_leave_the_folder(music, changed) -> None:
    (change,) = changed("plain.mp3", ("Metal",))
    outside = replace(change, path="../plain.mp3")
    told = undo_path(outside.path, [outside], Undoing(music))
    assert told.end == "refused"


def test_leftovers_of_a_kill_are_swept(music, changed) -> None:
    changes = changed("plain.mp3", ("Metal",))
    left = music / ".genrelens-partial-4194303-abc-plain.mp3"
    left.write_bytes(b"half")
    undo_path("plain.mp3", changes, Undoing(music))
    assert not left.exists()


def test_a_journal_that_would_fill_the_disk_writes_nothing(
    music, changed, monkeypatch
) -> None:
    place = music / "plain.mp3"
    (change,) = changed(place.name, ("Metal",))
    new = hash_of(place)
    monkeypatch.setattr(undoing, "apply_delta", None)  # never reached
    many = (Copy(0, place.stat().st_size),) * 40_000
    bomb = replace(change, delta=many)
    claimed = replace(bomb, old_size=40_000 * place.stat().st_size)
    for altered, said in ((bomb, "and not"), (claimed, "would make it grow")):
        told = undo_path(place.name, [altered], Undoing(music))
        assert (told.end, hash_of(place)) == ("failed", new)
        assert said in told.reason


def test_files_of_one_folder_are_swept_for_once(music, changed, monkeypatch) -> None:
    names = ("plain.mp3", "tagged.flac", "plain.ogg")
    changes = {name: changed(name, ("Metal",)) for name in names}
    swept = []
    monkeypatch.setattr(putting, "sweep_folder", swept.append)
    run = Undoing(music)
    for name in names:
        assert undo_path(name, changes[name], run).end == "restored"
    assert swept == [music]
