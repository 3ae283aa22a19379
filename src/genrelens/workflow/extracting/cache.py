"""Keep what was found in every file, so that nothing is listened to twice."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.analysis import Failure
from genrelens.audio.library.file_tags import FileTags
from genrelens.errors import InputError, OutputError, printable
from genrelens.workflow.extracting.cache_tables import (
    APPLICATION,
    VERSION,
    drop_old,
    lay_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.audio.analysis import Analysis
    from genrelens.audio.library.walking import SoundPath

__all__ = ["Kept", "SoundCache"]

_FORGOTTEN: Final = (
    "changed",
    "What was known of it was dropped by another run at the same time.",
)


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
        If the file is something else, or of a later version. One of an earlier version
        is emptied.
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
        table, column = (
            ("contents", "content_hash")
            if kind == "content"
            else ("sounds", "sound_hash")
        )
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT 1 FROM {table} WHERE {column} = ? AND settings = ? LIMIT 1",  # noqa: S608 (our own words)
                (digest, self._settings),
            ).fetchone()
        return found is not None

    def keep(self, sound: SoundPath, answer: Analysis | Failure) -> None:
        """Keep what was found in a file, all of it at once.

        Where its content or its sound was known, that is what the file is given, also
        if the file that it was found in has changed since.
        """
        with self._writing() as connection:
            content: str | None = None
            fault: tuple[str | None, str | None] = (None, None)
            if isinstance(answer, Failure):
                fault = (answer.code, answer.reason)
            else:
                content = answer.content_hash
                self._keep_content(connection, answer)
                self._keep_sound(connection, answer)
                if not self._is_whole(connection, content):
                    content, fault = None, _FORGOTTEN
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?)",
                (
                    os.fsencode(sound.relative),
                    self._settings,
                    sound.size,
                    sound.mtime_ns,
                    sound.inode,
                    content,
                    *fault,
                ),
            )

    def forget_gone(self, gone: list[bytes]) -> None:
        """Note that files are no longer there; what was found in them stays kept."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE files SET gone_day = ? WHERE path = ? AND gone_day IS NULL",
                [(_today(), path) for path in gone],
            )

    def here(self) -> set[bytes]:
        """Give the paths that were there at the last run."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT path FROM files WHERE settings = ? AND gone_day IS NULL",
                (self._settings,),
            )
            return {bytes(row[0]) for row in rows}

    def note_here(self, paths: list[bytes]) -> None:
        """Note that files are there again though they were gone."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE files SET gone_day = NULL WHERE path = ?",
                [(path,) for path in paths],
            )

    def end_run(self) -> None:
        """Note that a run is complete, and drop what was not met for long."""
        with self._writing() as connection:
            drop_old(connection, self._settings, _today())

    def all(self) -> Iterator[tuple[bytes, Kept | tuple[str, str]]]:
        """Give what is kept of every file: its facts, or its fault and the reason."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT path, code, reason, content_hash, sound_hash, tags, "
                "file_format, duration_ms, row, fingerprint FROM files "
                "LEFT JOIN contents USING (content_hash, settings) "
                "LEFT JOIN sounds USING (sound_hash, settings) "
                "WHERE files.settings = ? ORDER BY path",
                (self._settings,),
            )
            for path, code, reason, content, sound, tags, kind, ms, row, words in rows:
                if code is not None:
                    yield bytes(path), (code, reason)
                    continue
                yield (
                    bytes(path),
                    Kept(
                        content,
                        sound,
                        _tags(tags),
                        kind,
                        ms,
                        np.frombuffer(row, dtype="<f8"),
                        np.frombuffer(words, dtype="<u4"),
                    ),
                )

    def _keep_content(self, connection: sqlite3.Connection, answer: Analysis) -> None:
        if not answer.sound_hash:  # it was known
            return
        connection.execute(
            "INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                answer.content_hash,
                self._settings,
                answer.sound_hash,
                json.dumps(asdict(answer.tags)),
                answer.file_format,
                answer.duration_ms,
            ),
        )

    def _keep_sound(self, connection: sqlite3.Connection, answer: Analysis) -> None:
        if answer.numbers is None:  # it was known
            return
        row = np.array(
            [np.nan if v is None else v for v in answer.numbers], dtype="<f8"
        )
        connection.execute(
            "INSERT INTO sounds VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (answer.sound_hash, self._settings, row.tobytes(), answer.fingerprint),
        )

    def _is_whole(self, connection: sqlite3.Connection, content: str) -> bool:
        """Say whether all is kept of a content; another run may have dropped it."""
        found = connection.execute(
            "SELECT 1 FROM contents JOIN sounds USING (sound_hash, settings) "
            "WHERE content_hash = ? AND settings = ?",
            (content, self._settings),
        ).fetchone()
        return found is not None

    def _prepare(self) -> None:
        try:
            execute = self._connection.execute
            has_tables = execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            application = execute("PRAGMA application_id").fetchone()[0]
            version = execute("PRAGMA user_version").fetchone()[0]
            if has_tables and (application != APPLICATION or version > VERSION):
                raise _foreign(self.file)
            execute("PRAGMA journal_mode = WAL").fetchall()
            execute("PRAGMA synchronous = NORMAL")
            if not has_tables or version < VERSION:
                lay_out(self._connection, earlier=bool(has_tables))
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


def _today() -> int:
    """Give the days since 1970."""
    return int(time.time() // 86_400)


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
