"""Hold what is asked of an extraction, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from genrelens.workflow.extracting.sound_settings import SoundSettings

__all__ = ["ExtractRequest", "ExtractResult"]

_SHORTEST: Final = 3.0
_LONGEST: Final = 600.0


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """What is asked for.

    Parameters
    ----------
    folder : Path
        The music.
    output : Path, optional
        Table to write, ending in ``.csv`` or ``.parquet``. The tables of errors and
        of doubles are written beside it.
    network : str, default "music-tags"
        ``"music-tags"``, the path of an ONNX file, or ``"none"``.
    seconds : float, default 30.0
        How much of the middle of each track is listened to, from 3 to 600.
    workers : int, optional
        Files analysed at the same time; one for every processor by default.
    cache : Path, optional
        File that keeps what was found; by default one for this folder, where this
        system keeps such files.
    raw : bool, default False
        Write text to CSV without guarding against formulas.
    replace : bool, default False
        Write over tables that were changed since they were extracted, or that no
        extraction wrote. Otherwise they are refused before anything is listened to.
    only : tuple of str, optional
        Files of the folder, relative to it as the system names them; all where it is
        not given.
    """

    folder: Path
    output: Path | None = None
    network: str = "music-tags"
    seconds: float = 30.0
    workers: int | None = None
    cache: Path | None = None
    raw: bool = False
    replace: bool = False
    only: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not _SHORTEST <= self.seconds <= _LONGEST:
            raise InputError(
                f"{self.seconds:g} seconds were asked for. Give from 3 to 600; 30 is "
                "usual."
            )
        if self.workers is not None and self.workers < 1:
            raise InputError(
                f"{self.workers} workers were asked for. Give 1 or more, or none for "
                "one per processor."
            )


@dataclass(frozen=True, slots=True, eq=False)
class ExtractResult:
    """What was found.

    Parameters
    ----------
    frame : DataFrame
        One row a readable track, in the order of the paths.
    errors : DataFrame
        One row a file without a row in `frame`: path, code, reason, remedy.
    duplicates : DataFrame
        One row a file that is there more than once: group, path, kind, similarity,
        keep, reason.
    n_files : int
        Sound files found, readable or not.
    n_new : int
        Listened to in this run.
    n_reused : int
        Read in this run, but known by content or sound (moved, copied, retagged).
    n_unchanged : int
        Not even opened: nothing had changed.
    n_removed : int
        Known from an earlier run, and no longer there.
    n_links, n_others : int
        Links within the folder, and files that are no sound by their name.
    n_unread_tags : int
        Tracks whose tags could not be read; their cells are empty.
    network : str
        Name of the network that heard; empty for none.
    seconds : float
        Length of the stretch listened to.
    elapsed : float
        Seconds that it took.
    files : dict of str to Path
        What was written: ``table``, ``errors``, ``duplicates``, ``settings``,
        ``cache``.
    settings : SoundSettings
        What the numbers depend on besides the sound.
    """

    frame: pd.DataFrame
    errors: pd.DataFrame
    duplicates: pd.DataFrame
    n_files: int
    n_new: int
    n_reused: int
    n_unchanged: int
    n_removed: int
    n_links: int
    n_others: int
    n_unread_tags: int
    network: str
    seconds: float
    elapsed: float
    settings: SoundSettings
    files: dict[str, Path] = field(default_factory=dict)
