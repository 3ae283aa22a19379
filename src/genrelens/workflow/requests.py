"""What can be asked of a table: how to read it, and how to learn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["ConflictPolicy", "TableRequest", "TrainRequest"]

ConflictPolicy = Literal["keep-all", "first", "drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRequest:
    """Which table, and how it is to be read and understood.

    Parameters
    ----------
    table : Path
        The file.
    target : str, optional
        Header of the genre column; found where it is not given.
    force : collection of str
        Headers of columns to learn from although they look like proxies.
    drop : collection of str
        Headers of columns not to learn from.
    features : "all", "audio", or collection of str
        Which attributes to learn from.
    conflicts : "keep-all", "first" or "drop"
        What becomes of a track that stands under several genres.
    min_tracks : int
        Genres with fewer tracks are left out.
    encoding, delimiter : str, optional
        How the file is to be read; found where they are not given.
    """

    table: Path
    target: str | None = None
    force: Collection[str] = ()
    drop: Collection[str] = ()
    features: Literal["all", "audio"] | Collection[str] = "all"
    conflicts: ConflictPolicy = "keep-all"
    min_tracks: int = 5
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRequest(TableRequest):
    """What to learn from, how, and where the results go.

    Parameters
    ----------
    output : Path
        Folder for the results; made where it does not exist.
    group : str, optional
        Header of the column whose values must not be on both sides of a split;
        artists and tracks are found where it is not given.
    seed : int
        Everything that is drawn is drawn from it.
    trees : int
        Trees of the forest.
    balanced : bool
        Whether every genre weighs the same in training.
    select : bool
        Whether to train on the smallest set of attributes that is no worse.
    explain_tracks : int
        Held-out tracks to explain at most.
    threads : int, optional
        Threads; all processors where it is not given. Results do not depend on
        it.
    is_made_up : bool
        Whether the table is the sample that this package draws.
    """

    output: Path
    group: str | None = None
    seed: int = 0
    trees: int = 300
    balanced: bool = False
    select: bool = False
    explain_tracks: int = 2_000
    threads: int | None = None
    is_made_up: bool = False
