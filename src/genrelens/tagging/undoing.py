"""Give files back what a journal says was taken from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from genrelens.tagging.files.putting import check_replaceable, put, sweep_once
from genrelens.tagging.files.reaching import place_inside, reach
from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.formats.rewriting import rewrite
from genrelens.tagging.formats.unwritable import (
    UnwritableFileError,
    WritingFailedError,
)
from genrelens.tagging.journals.delta import apply_delta, check_length
from genrelens.tagging.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from genrelens.tagging.files.reaching import Reached
    from genrelens.tagging.formats.anatomy import Anatomy
    from genrelens.tagging.journals.records import Change

__all__ = ["Undoing", "undo_path"]


@dataclass(frozen=True, slots=True)
class Undoing:
    """How files are restored.

    Parameters
    ----------
    folder : Path
        The music folder, with every link resolved.
    dry_run : bool
        Whether nothing is written.
    break_links : bool
        Whether a file with several names is restored under one of them.
    swept : set of Path
        Folders whose left-overs of killed runs this run has removed.
    """

    folder: Path
    dry_run: bool = False
    break_links: bool = False
    swept: set[Path] = field(default_factory=set, compare=False)


def undo_path(path: str, changes: Sequence[Change], undoing: Undoing) -> Outcome:
    """Take back every change of one file, the last one first.

    A file that is what the journal says it became is made byte for byte what it was.
    One that another program has changed since keeps that change: only its genres are
    put back, and only while they are still those that were written.

    Parameters
    ----------
    path : str
        Relative to the folder.
    changes : sequence of Change
        Of this path, in the journal's order; at least one.
    undoing : Undoing
        Where, and how.

    Returns
    -------
    Outcome
        With one of `outcomes.UNDO_ENDS`.
    """
    first, last = changes[0], changes[-1]
    genres = (last.new_genres, first.old_genres)
    try:
        if not undoing.dry_run:
            sweep_once(place_inside(undoing.folder, path).parent, undoing.swept)
        way = _find_way(_hash(path, undoing), changes)
        if way is None:
            return _undo_genres(path, changes, undoing)
        if not way:
            return Outcome(path, "already", "", *genres)
        if undoing.dry_run:
            return Outcome(path, "would restore", "", *genres)
        for change in way:
            _restore(change, undoing)
    except WritingFailedError as error:
        return Outcome(path, "failed", str(error), *genres)
    except UnwritableFileError as error:
        return Outcome(path, "refused", str(error), *genres)
    return Outcome(path, "restored", "", *genres)


def _hash(path: str, undoing: Undoing) -> str:
    with reach(undoing.folder, path) as reached:
        return ByteView(reached.file).sha256()


def _find_way(sha256: str, changes: Sequence[Change]) -> list[Change] | None:
    """Give the changes to take back, or None for a file the journal does not know."""
    way: list[Change] = []
    is_known = False
    for change in reversed(changes):
        if sha256 == change.new_sha256:
            way.append(change)
            sha256 = change.old_sha256
        is_known = is_known or sha256 in {change.old_sha256, change.new_sha256}
    return way if is_known else None


def _restore(change: Change, undoing: Undoing) -> None:
    with reach(undoing.folder, change.path) as reached:
        check_replaceable(reached, break_links=undoing.break_links)

        def make(target: BinaryIO) -> None:
            check_length(reached.file, change.delta, change.old_size)
            apply_delta(reached.file, target, change.delta)
            target.flush()
            if ByteView(target).sha256() != change.old_sha256:
                raise WritingFailedError(
                    "what the journal gives is not the file as it was; the journal "
                    "was altered, or the file is changing right now"
                )

        put(reached, make, mtime_ns=change.old_mtime_ns)


def _undo_genres(path: str, changes: Sequence[Change], undoing: Undoing) -> Outcome:
    """Put the old genres into a file that another program has changed since."""
    fields = dict.fromkeys(change.field for change in changes)
    ends = []
    for name in fields:
        own = [change for change in changes if change.field == name]
        with reach(undoing.folder, path) as reached:
            ends.append(_undo_field(reached, own, undoing))
    return next((end for end in ends if end.end == "changed"), ends[0])


def _undo_field(
    reached: Reached, changes: Sequence[Change], undoing: Undoing
) -> Outcome:
    field, path = changes[0].field, changes[0].path
    written, wanted = changes[-1].new_genres, changes[0].old_genres
    before = examine(ByteView(reached.file), field)
    if before.genres == wanted:
        told = "another program changed the file since, and its genres are the old ones"
        return Outcome(path, "already", told, before.genres, wanted)
    if before.genres != written:
        told = (
            "another program changed the file since, its genres too; they were left "
            "as they are now"
        )
        return Outcome(path, "changed", told, before.genres, before.genres)
    check_replaceable(reached, break_links=undoing.break_links)
    if not undoing.dry_run:
        _write_genres(reached, before, wanted, field)
    told = (
        "another program changed the file since, so that change stays; only the "
        "genres were put back"
    )
    end = "would restore" if undoing.dry_run else "genres only"
    return Outcome(path, end, told, before.genres, wanted)


def _write_genres(
    reached: Reached, before: Anatomy, wanted: tuple[str, ...], field: str
) -> None:
    def make(target: BinaryIO) -> None:
        rewrite(reached.file, target, before, wanted, field)

    put(reached, make, mtime_ns=None)
