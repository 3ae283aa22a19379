"""Open a file for reading only if it is a regular one, without waiting for a pipe."""

from __future__ import annotations

import errno
import os
import stat

__all__ = ["NotRegularError", "open_regular"]

_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


class NotRegularError(OSError):
    """What was opened is a folder, a pipe, a device or a socket.

    Parameters
    ----------
    mode : int
        Its `st_mode`.
    """

    def __init__(self, mode: int) -> None:
        super().__init__(errno.EINVAL, "it is not a regular file")
        self.mode = mode


def open_regular(
    path: str | os.PathLike[str],
    *,
    follows_link: bool = True,
    folder: int | None = None,
) -> int:
    """Open a file, and ask of what was opened, not of the name, what it is.

    A pipe would keep its reader waiting for ever; so nothing is waited for.

    Parameters
    ----------
    path : str or path-like
    follows_link : bool
        Whether a link in the last part of the path is followed, where the system
        can be told not to.
    folder : int, optional
        Descriptor of the folder that a relative path begins in.

    Returns
    -------
    int
        Descriptor, to be closed by the caller.

    Raises
    ------
    NotRegularError
        If it is anything but a regular file.
    OSError
        If it cannot be opened.
    """
    unfollowed = 0 if follows_link else getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, _FLAGS | unfollowed, dir_fd=folder)
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise NotRegularError(mode)
    return handle
