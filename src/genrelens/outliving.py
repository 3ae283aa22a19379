"""Keep a child process from outliving its parent."""

from __future__ import annotations

import os
import signal
import sys
from typing import Final

__all__ = ["die_with_parent"]

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(parent: int) -> None:
    """Ask the system to kill this process when its parent is gone.

    Linux does; elsewhere the end of standard input says the same, later.

    Parameters
    ----------
    parent : int
        Process that started this one. If it is gone already, this process ends.
    """
    if sys.platform != "linux":
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) was refused")
    if os.getppid() != parent:  # it died before the request was made
        os._exit(1)
