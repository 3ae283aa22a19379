"""List the sound files of a folder, in a stable order, never leaving it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable
from genrelens.writing import is_partial

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SUFFIXES", "Listing", "Odd", "SoundPath", "list_sounds"]

SUFFIXES: Final = frozenset(
    {
        ".3gp",
        ".aac",
        ".ac3",
        ".aif",
        ".aifc",
        ".aiff",
        ".amr",
        ".ape",
        ".au",
        ".caf",
        ".dff",
        ".dsf",
        ".dts",
        ".eac3",
        ".flac",
        ".m4a",
        ".m4b",
        ".m4r",
        ".mka",
        ".mp1",
        ".mp2",
        ".mp3",
        ".mp4",
        ".mpc",
        ".mpga",
        ".oga",
        ".ogg",
        ".opus",
        ".ra",
        ".rf64",
        ".snd",
        ".spx",
        ".tak",
        ".tta",
        ".w64",
        ".wav",
        ".wave",
        ".weba",
        ".wma",
        ".wv",
    }
)
"""Endings of names, in small letters, that are taken for sound."""
_MAC_SHADOW: Final = "._"  # what macOS leaves on foreign disks beside every file


@dataclass(frozen=True, slots=True)
class SoundPath:
    """A plain file whose name ends like that of a sound file.

    Parameters
    ----------
    relative : str
        Relative to the library, as the system names it.
    size : int
        In bytes.
    mtime_ns : int
        When it was last written.
    inode : int
    """

    relative: str
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Odd:
    """An entry that cannot be read as sound, though it looks as if it should.

    Parameters
    ----------
    relative : str
        Relative to the library, as the system names it.
    code : str
        One of `faults.REMEDIES`.
    reason : str
        What was found, as a sentence.
    """

    relative: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Parameters
    ----------
    sounds : tuple of SoundPath
        In the order of their names' bytes, folder by folder.
    odd : tuple of Odd
    n_links : int
        Links to what lies in the folder anyway; they are left out.
    n_others : int
        Files whose names do not end like those of sound files, and files of ours that
        a killed run left half written.
    """

    sounds: tuple[SoundPath, ...]
    odd: tuple[Odd, ...]
    n_links: int
    n_others: int


def list_sounds(folder: Path) -> Listing:
    """Walk through a folder and all folders in it.

    No link is followed, so that the walk neither leaves the folder nor goes in
    circles; a link that leads out of it, or nowhere, is told.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Listing

    Raises
    ------
    InputError
        If it is no folder, or cannot be read at all.
    """
    if not folder.is_dir():
        raise InputError(
            f"'{printable(folder)}' is no folder. Give the folder that your music "
            "lies in."
        )
    return _Walk(folder).listing()


class _Walk:
    """One walk, and what it has found so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real = os.path.realpath(folder)
        self._seen: set[tuple[int, int]] = set()
        self._sounds: list[SoundPath] = []
        self._odd: list[Odd] = []
        self._n_links = 0
        self._n_others = 0

    def listing(self) -> Listing:
        waiting = [""]
        while waiting:
            inner = self._list_one(waiting.pop())
            waiting.extend(reversed(inner))
        return Listing(
            tuple(self._sounds), tuple(self._odd), self._n_links, self._n_others
        )

    def _list_one(self, relative: str) -> list[str]:
        """List one folder; give the folders in it."""
        inner = []
        for entry in self._entries(relative):
            name = f"{relative}/{entry.name}" if relative else entry.name
            if entry.is_symlink():
                self._take_link(entry, name)
            elif entry.is_dir(follow_symlinks=False):
                inner.append(name)
            elif not _looks_like_sound(entry.name):
                self._n_others += 1
            else:
                self._take(entry, name)
        return inner

    def _entries(self, relative: str) -> list[os.DirEntry[str]]:
        place = self._folder / relative
        try:
            found = os.stat(place)  # noqa: PTH116 (its numbers, not a Path)
            if (found.st_dev, found.st_ino) in self._seen:  # mounted into itself
                return []
            self._seen.add((found.st_dev, found.st_ino))
            with os.scandir(place) as entries:
                return sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            if not relative:
                raise InputError(
                    f"The folder '{printable(self._folder)}' cannot be read: "
                    f"{error.strerror}. Give yourself the right to read it."
                ) from error
            self._note(relative, "not-permitted", "This folder may not be read.")
            return []

    def _take(self, entry: os.DirEntry[str], name: str) -> None:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._note(name, "not-readable", f"It cannot be read: {error.strerror}.")
            return
        if stat.S_ISREG(found.st_mode):
            self._sounds.append(
                SoundPath(name, found.st_size, found.st_mtime_ns, found.st_ino)
            )
        else:
            self._note(name, "not-a-file", f"It is {_kind(found.st_mode)}.")

    def _take_link(self, entry: os.DirEntry[str], name: str) -> None:
        looks = _looks_like_sound(entry.name)
        try:
            target = os.path.realpath(entry.path, strict=True)
            is_folder = entry.is_dir()
        except OSError:
            if looks:
                self._note(name, "link", "It is a link that leads nowhere.")
            return
        is_inside = os.path.commonpath([self._real, target]) == self._real
        if not looks and not is_folder:
            self._n_others += 1
        elif not is_inside:
            self._note(name, "link", "It is a link that leads out of the folder.")
        elif looks and not os.path.isfile(target) and not is_folder:  # noqa: PTH113
            self._note(name, "link", "It is a link to what is no file.")
        else:
            self._n_links += 1

    def _note(self, name: str, code: str, reason: str) -> None:
        self._odd.append(Odd(name, code, reason))


def _looks_like_sound(name: str) -> bool:
    if name.startswith(_MAC_SHADOW) or is_partial(name):
        return False
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 (bytes inside)


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((word for is_one, word in kinds if is_one(mode)), "no plain file")
