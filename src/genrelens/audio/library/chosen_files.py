"""List sound files that are named one by one."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from genrelens.audio.library.walking import Listing, Odd, SoundPath

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["list_chosen"]


def list_chosen(folder: Path, relatives: Sequence[str]) -> Listing:
    """Look at files of a folder that were named, and at nothing else.

    Parameters
    ----------
    folder : Path
        The library.
    relatives : sequence of str
        Relative to it, as the system names them; one named twice is listed once.

    Returns
    -------
    Listing
        Files that are not there, or are no plain files, are odd.
    """
    sounds, odd = [], []
    for relative in dict.fromkeys(relatives):
        try:
            found = os.lstat(folder / relative)
        except OSError as error:
            reason = f"It cannot be read: {error.strerror}."
            odd.append(Odd(relative, "not-readable", reason))
            continue
        if stat.S_ISREG(found.st_mode):
            sounds.append(
                SoundPath(relative, found.st_size, found.st_mtime_ns, found.st_ino)
            )
        else:
            is_link = stat.S_ISLNK(found.st_mode)
            code = "link" if is_link else "not-a-file"
            odd.append(Odd(relative, code, "It is no plain file."))
    return Listing(tuple(sounds), tuple(odd), 0, 0)
