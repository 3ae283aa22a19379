"""Where each kept thing lies under the data folder, and nowhere else."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from genrelens.errors import GenrelensError, printable
from genrelens.regular_files import NotRegularError, open_regular

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Folders", "OutsideError"]

_PRIVATE = 0o700
_NAMES = ("uploads", "tables", "models", "jobs", "answers", "music", "plans")


class OutsideError(GenrelensError):
    """A path leads out of the data folder."""


class Folders:
    """The folders below one data folder, readable by their owner only.

    Parameters
    ----------
    data : Path
        The data folder; made where it does not exist.
    """

    def __init__(self, data: Path) -> None:
        data.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        self.data = data.resolve()
        self.data.chmod(_PRIVATE)
        for name in _NAMES:
            folder = self.data / name
            folder.mkdir(mode=_PRIVATE, exist_ok=True)
            self.inside(folder).chmod(_PRIVATE)

    @property
    def uploads(self) -> Path:
        """Where files lie while they arrive."""
        return self.data / "uploads"

    @property
    def tables(self) -> Path:
        """One folder a table."""
        return self.data / "tables"

    @property
    def models(self) -> Path:
        """One folder a model."""
        return self.data / "models"

    @property
    def jobs(self) -> Path:
        """One folder a job, for what its child writes."""
        return self.data / "jobs"

    @property
    def answers(self) -> Path:
        """One folder an answered table."""
        return self.data / "answers"

    @property
    def music(self) -> Path:
        """One folder a music folder that was read: what was found in it."""
        return self.data / "music"

    @property
    def plans(self) -> Path:
        """One folder a plan of genres to be written."""
        return self.data / "plans"

    def inside(self, path: Path) -> Path:
        """Give a path that, links followed, stays below the data folder.

        Raises
        ------
        OutsideError
            If it leads elsewhere.
        """
        if not path.resolve().is_relative_to(self.data):
            raise OutsideError(
                f"'{printable(path.name)}' leads out of the data folder. Remove the "
                f"link; the studio reads and writes below its own folder only."
            )
        return path

    def make(self, folder: Path) -> Path:
        """Make a folder for one thing, if need be, readable by its owner only."""
        self.inside(folder).mkdir(mode=_PRIVATE, exist_ok=True)
        return folder

    def move_in(self, file: Path, target: Path) -> None:
        """Give a file its place, on the disk, readable by its owner only."""
        self.inside(file)
        self.inside(target.parent)
        file.chmod(0o600)
        file.replace(target)
        flush_folder(target.parent)
        flush_folder(file.parent)

    def remove(self, folder: Path) -> None:
        """Remove one thing's folder with all that is in it; following no link."""
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(self.inside(folder))

    def open_regular(self, path: Path) -> int:
        """Open a kept file for reading, and give its descriptor.

        Raises
        ------
        OutsideError
            If it is a link or no plain file.
        """
        try:
            return open_regular(self.inside(path), follows_link=False)
        except NotRegularError as error:
            raise OutsideError(
                f"'{printable(path.name)}' is not a plain file."
            ) from error


def flush_folder(folder: Path) -> None:
    """Ask the system to put a folder's entries on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
