"""Keep what was found in every file, so that nothing is listened to twice."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.analysis import Failure
from genrelens.audio.library.file_tags import FileTags
from genrelens.errors import InputError, OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.audio.analysis import Analysis
    from genrelens.audio.library.walking import SoundPath

__all__ = ["Kept", "SoundCache"]

_APPLICATION: Final = 0x676C736E  # "glsn"
_VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE files (
    path BLOB NOT NULL, settings TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    is_here INTEGER NOT NULL DEFAULT 1,
    content_hash TEXT, sound_hash TEXT, tags TEXT, file_format TEXT,
    duration_ms INTEGER, code TEXT, reason TEXT,
    PRIMARY KEY (path, settings)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_content ON files(content_hash, settings);
CREATE TABLE sounds (
    sound_hash TEXT NOT NULL, settings TEXT NOT NULL,
    row BLOB NOT NULL, fingerprint BLOB NOT NULL,
    PRIMARY KEY (sound_hash, settings)
) STRICT, WITHOUT ROWID;
"""
_FACTS: Final = "content_hash, sound_hash, tags, file_format, duration_ms"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is kept of one file.

    Parameters
    ----------
    content_hash, sound_hash : str
    tags : FileTags
    file_format : str
    duration_ms : int
    numbers : ndarray of float64, shape (n_values,)
        NaN where a value could not be measured.
    fingerprint : ndarray of uint32
    """

    content_hash: str
    sound_hash: str
    tags: FileTags
    file_format: str
    duration_ms: int
    numbers: NDArray[np.float64]
    fingerprint: NDArray[np.uint32]


class SoundCache:
    """The file in which it is kept, open.

    What was written survives the death of the process at any moment. A power failure
    may lose the last files, which are then listened to again, but tears nothing.

    Parameters
    ----------
    file : Path
        Made where it does not exist.
    settings : str
        Digest of all that the values depend on besides the sound.

    Raises
    ------
    InputError
        If the file is something else, or of a later version.
    """

    def __init__(self, file: Path, settings: str) -> None:
        self.file = file
        self._settings = settings
        self._lock = threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                file, isolation_level=None, check_same_thread=False, timeout=60
            )
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(file, error) from error
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def unchanged(self) -> dict[bytes, tuple[int, int, int, str | None]]:
        """Give size, time, inode and fault of every file that is known.

        Returns
        -------
        dict
            By the path's bytes. The fault is None for a file that has a row.
        """
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT path, size, mtime_ns, inode, code FROM files "
                "WHERE settings = ?",
                (self._settings,),
            )
            return {bytes(row[0]): tuple(row[1:]) for row in rows}

    def knows(self, kind: str, digest: str) -> bool:
        """Say whether the values of a content or a sound are kept."""
        table = "files" if kind == "content" else "sounds"
        column = "content_hash" if kind == "content" else "sound_hash"
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT 1 FROM {table} WHERE {column} = ? AND settings = ? LIMIT 1",  # noqa: S608 (our own words)
                (digest, self._settings),
            ).fetchone()
        return found is not None

    def keep(self, sound: SoundPath, answer: Analysis | Failure) -> None:
        """Keep what was found in a file, all of it at once."""
        with self._writing() as connection:
            key = (
                os.fsencode(sound.relative),
                self._settings,
                sound.size,
                sound.mtime_ns,
                sound.inode,
            )
            if isinstance(answer, Failure):
                connection.execute(
                    "INSERT OR REPLACE INTO files (path, settings, size, mtime_ns, "
                    "inode, code, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*key, answer.code, answer.reason),
                )
                return
            if answer.numbers is not None:
                row = np.array(
                    [np.nan if v is None else v for v in answer.numbers], dtype="<f8"
                )
                connection.execute(
                    "INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, ?)",
                    (
                        answer.sound_hash,
                        self._settings,
                        row.tobytes(),
                        answer.fingerprint,
                    ),
                )
            facts = self._facts(connection, answer)
            connection.execute(
                "INSERT OR REPLACE INTO files (path, settings, size, mtime_ns, "  # noqa: S608 (our own words)
                f"inode, {_FACTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*key, *facts),
            )

    def forget_gone(self, gone: list[bytes]) -> None:
        """Note that files are no longer there; what was found in them stays kept."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE files SET is_here = 0 WHERE path = ? AND settings = ?",
                [(path, self._settings) for path in gone],
            )

    def here(self) -> set[bytes]:
        """Give the paths that were there at the last run."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT path FROM files WHERE settings = ? AND is_here = 1",
                (self._settings,),
            )
            return {bytes(row[0]) for row in rows}

    def note_here(self, paths: list[bytes]) -> None:
        """Note that files are there again though they were gone."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE files SET is_here = 1 WHERE path = ? AND settings = ?",
                [(path, self._settings) for path in paths],
            )

    def all(self) -> Iterator[tuple[bytes, Kept | tuple[str, str]]]:
        """Give what is kept of every file: its facts, or its fault and the reason."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT path, files.sound_hash, content_hash, tags, file_format, "
                "duration_ms, code, reason, row, fingerprint FROM files "
                "LEFT JOIN sounds ON sounds.sound_hash = files.sound_hash "
                "AND sounds.settings = files.settings WHERE files.settings = ?",
                (self._settings,),
            ).fetchall()
        for (
            path,
            sound,
            content,
            tags,
            file_format,
            ms,
            code,
            reason,
            row,
            words,
        ) in rows:
            if code is not None:
                yield bytes(path), (code, reason)
            else:
                yield (
                    bytes(path),
                    Kept(
                        content,
                        sound,
                        _tags(tags),
                        file_format,
                        ms,
                        np.frombuffer(row, dtype="<f8"),
                        np.frombuffer(words, dtype="<u4"),
                    ),
                )

    def _facts(
        self, connection: sqlite3.Connection, answer: Analysis
    ) -> tuple[object, ...]:
        """Give the facts of a file; those of its double where it was known."""
        if not answer.sound_hash:
            found = connection.execute(
                f"SELECT {_FACTS} FROM files WHERE content_hash = ? "  # noqa: S608 (our own words)
                "AND settings = ? LIMIT 1",
                (answer.content_hash, self._settings),
            ).fetchone()
            return tuple(found)
        return (
            answer.content_hash,
            answer.sound_hash,
            json.dumps(asdict(answer.tags)),
            answer.file_format,
            answer.duration_ms,
        )

    def _prepare(self) -> None:
        try:
            execute = self._connection.execute
            has_tables = execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            application = execute("PRAGMA application_id").fetchone()[0]
            version = execute("PRAGMA user_version").fetchone()[0]
            if has_tables and (application, version) != (_APPLICATION, _VERSION):
                raise _foreign(self.file)
            execute("PRAGMA journal_mode = WAL").fetchall()
            execute("PRAGMA synchronous = NORMAL")
            if not has_tables:
                self._connection.executescript(
                    f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA application_id = "
                    f"{_APPLICATION}; PRAGMA user_version = {_VERSION}; COMMIT;"
                )
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise _unwritable(self.file, error) from error
            raise _foreign(self.file) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.OperationalError as error:
                raise _unwritable(self.file, error) from error
            except sqlite3.DatabaseError as error:
                raise _foreign(self.file) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _tags(text: str) -> FileTags:
    said = json.loads(text)
    return FileTags(
        said["title"],
        tuple(said["artists"]),
        said["album"],
        said["year"],
        tuple(said["genres"]),
        said["is_read"],
    )


def _unwritable(file: Path, error: Exception) -> OutputError:
    return OutputError(
        f"The cache '{printable(file)}' cannot be used: {error}. See that its disk has "
        "room and may be written, or name another file with --cache."
    )


def _foreign(file: Path) -> InputError:
    return InputError(
        f"The file '{printable(file)}' is no cache of this version of genrelens, or is "
        "damaged; it was left as it is. Remove it, or name another file with --cache."
    )
