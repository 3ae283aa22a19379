"""Write the genres of a plan into files, each with a line in the journal before it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, cast

from genrelens.tagging.files.putting import check_replaceable, put, sweep_once
from genrelens.tagging.files.reaching import place_inside, reach
from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.formats.rewriting import rewrite
from genrelens.tagging.formats.unwritable import (
    UnwritableFileError,
    WritingFailedError,
)
from genrelens.tagging.journals.delta import MAX_GROWTH, Put, apply_delta, make_delta
from genrelens.tagging.journals.records import Change
from genrelens.tagging.outcomes import Outcome
from genrelens.tagging.plans.genre_lists import find_fault
from genrelens.tagging.plans.policies import is_own_field

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.tagging.files.reaching import Reached
    from genrelens.tagging.formats.anatomy import Anatomy
    from genrelens.tagging.journals.delta import Copy
    from genrelens.tagging.journals.journal import JournalWriter
    from genrelens.tagging.plans.plan_row import PlanRow

__all__ = ["Application", "apply_row"]

_MAX_PUT = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Application:
    """How rows are applied.

    Parameters
    ----------
    folder : Path
        The music folder, with every link resolved.
    journal : JournalWriter, optional
        Told before every file; nothing is written without one.
    keep_time : bool
        Whether files keep their time of change.
    break_links : bool
        Whether a file with several names is written under one of them.
    swept : set of Path
        Folders whose left-overs of killed runs this run has removed.
    """

    folder: Path
    journal: JournalWriter | None = None
    keep_time: bool = False
    break_links: bool = False
    swept: set[Path] = field(default_factory=set, compare=False)


def apply_row(row: PlanRow, application: Application) -> Outcome:
    """Write the genres of one row, or say why not.

    Parameters
    ----------
    row : PlanRow
        A stranger may have written it.
    application : Application
        Where, and how.

    Returns
    -------
    Outcome
        With one of `outcomes.APPLY_ENDS`.
    """
    try:
        _check_row(row)
        if application.journal is not None:
            place = place_inside(application.folder, row.path)
            sweep_once(place.parent, application.swept)
        with reach(application.folder, row.path) as reached:
            return _apply(row, reached, application)
    except WritingFailedError as error:
        return Outcome(row.path, "failed", str(error))
    except UnwritableFileError as error:
        return Outcome(row.path, "refused", str(error))


def _check_row(row: PlanRow) -> None:
    if row.field != "genre" and not is_own_field(row.field):
        raise UnwritableFileError("its field is neither genre nor one of our own")
    if row.guard is None:
        raise UnwritableFileError("the plan does not say how the file was")
    fault = find_fault(row.new)
    if fault is not None:
        raise UnwritableFileError(fault)


def _apply(row: PlanRow, reached: Reached, application: Application) -> Outcome:
    view = ByteView(reached.file)
    sha256 = view.sha256()
    before = examine(view, row.field)
    if before.genres == row.new:
        return Outcome(row.path, "already", old=before.genres, new=row.new)
    if row.guard is not None and sha256 != row.guard.sha256:
        is_same_sound = before.audio_sha256 == row.guard.audio_sha256
        what = "its tags have changed" if is_same_sound else "its sound has changed"
        told = f"{what} since the plan was made; plan it anew"
        return Outcome(row.path, "changed", told, before.genres, row.new)
    check_replaceable(reached, break_links=application.break_links)
    if application.journal is None:
        return Outcome(row.path, "would write", "", before.genres, row.new)
    journal = application.journal

    def make(target: BinaryIO) -> None:
        rewrite(reached.file, target, before, row.new, row.field)
        journal.add(_change(row, reached, target, before, sha256))

    mtime_ns = reached.status.st_mtime_ns if application.keep_time else None
    put(reached, make, mtime_ns=mtime_ns)
    return Outcome(row.path, "written", "", before.genres, row.new)


def _change(
    row: PlanRow, reached: Reached, written: BinaryIO, before: Anatomy, sha256: str
) -> Change:
    """Give the line of the journal, proven to lead back to the very same bytes."""
    delta = make_delta(written, reached.file)
    n_put = sum(len(each.content) for each in delta if isinstance(each, Put))
    if n_put > _MAX_PUT:
        raise UnwritableFileError(
            f"taking it back would need {n_put:,} bytes in the journal; at most "
            f"{_MAX_PUT:,} are kept for one file"
        )
    n_less = reached.status.st_size - ByteView(written).size
    if n_less > MAX_GROWTH:
        raise UnwritableFileError(
            f"it would become {n_less:,} bytes shorter; at most {MAX_GROWTH:,} can be "
            "taken back"
        )
    if _hash_of(written, delta) != sha256:
        raise WritingFailedError("another program changed it meanwhile")
    return Change(
        path=row.path,
        field=row.field,
        old_genres=before.genres,
        new_genres=row.new,
        old_sha256=sha256,
        new_sha256=ByteView(written).sha256(),
        old_size=reached.status.st_size,
        old_mtime_ns=reached.status.st_mtime_ns,
        delta=delta,
    )


class _Hashing:
    """A file to write to that keeps nothing but a hash."""

    def __init__(self) -> None:
        self.told = hashlib.sha256()

    def write(self, content: bytes) -> int:
        """Take some bytes."""
        self.told.update(content)
        return len(content)


def _hash_of(there: BinaryIO, delta: tuple[Copy | Put, ...]) -> str:
    sink = _Hashing()
    apply_delta(there, cast("BinaryIO", sink), delta)
    return sink.told.hexdigest()
