"""Open everything that a data folder keeps, as its only writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from genrelens.server.keeping.answers import Answers
from genrelens.server.keeping.courses import Courses
from genrelens.server.keeping.database.connection import Database
from genrelens.server.keeping.database.ids import InUseError, NotHere, new_id
from genrelens.server.keeping.database.locking import DataLock
from genrelens.server.keeping.decisions import Decisions
from genrelens.server.keeping.folders import Folders
from genrelens.server.keeping.jobs import Jobs
from genrelens.server.keeping.models import Models
from genrelens.server.keeping.music.music_folders import MusicFolders
from genrelens.server.keeping.music.plans import Plans
from genrelens.server.keeping.tables import Tables
from genrelens.server.keeping.uploading import Uploads

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["InUseError", "NotHere", "Store", "new_id"]


class Store:
    """Tables, jobs, models, decisions, answers, music and plans of one data folder.

    It may be used from many threads. What a call tells as done is on the disk.

    Parameters
    ----------
    data : Path
        The folder; made where it does not exist, readable by its owner only.

    Raises
    ------
    FolderTakenError
        If another process has it open.
    NewerDataError
        If a later genrelens wrote it.
    """

    def __init__(self, data: Path) -> None:
        self.folders = Folders(data)
        self._lock = DataLock(self.folders.data / "lock")
        self._lock.take()
        try:
            self._database = Database(self.folders.data / "studio.sqlite")
        except BaseException:
            self._lock.release()
            raise
        self.tables = Tables(self._database, self.folders)
        self.jobs = Jobs(self._database, self.folders)
        self.courses = Courses(self._database)
        self.models = Models(self._database, self.folders)
        self.decisions = Decisions(self._database)
        self.answers = Answers(self._database, self.folders)
        self.music = MusicFolders(self._database, self.folders)
        self.plans = Plans(self._database, self.folders)
        self.uploads = Uploads(self.folders)

    def transaction(self) -> AbstractContextManager[None]:
        """Do several things as one: all of them are kept, or none."""
        return self._database.transaction()

    def close(self) -> None:
        """Close the database, and let another process have the folder."""
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()
