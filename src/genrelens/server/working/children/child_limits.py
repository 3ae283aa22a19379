"""Keep a child from outliving, starving or exhausting the machine of its parent."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["cap_memory", "die_with_parent", "lower_priority", "usable_memory"]

_PR_SET_PDEATHSIG = 1
_SHARES = {"train": 0.5, "light": 0.3, "music": 0.15}  # of three jobs at once
_MUSIC = frozenset({"extract", "name", "plan", "apply", "undo"})
_THREADS = Path("/proc/self/task")
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


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


def lower_priority(niceness: int) -> None:
    """Let every thread of this process wait for those of the serving process.

    Linux counts niceness by thread, and libraries start theirs when imported.

    Parameters
    ----------
    niceness : int
        From 0, as usual, to 19, which only takes what nobody else wants.
    """
    if not hasattr(os, "setpriority"):
        return
    threads = [int(each.name) for each in _THREADS.glob("[0-9]*")] or [0]
    for thread in threads:
        with suppress(ProcessLookupError):  # it ended meanwhile
            if os.getpriority(os.PRIO_PROCESS, thread) < niceness:
                os.setpriority(os.PRIO_PROCESS, thread, niceness)


def usable_memory(kind: str) -> int | None:
    """Give the bytes that a job may take, so that three at once leave some to others.

    A training has half of what there is; a job with music 15 %, and so has each child
    that it starts; anything else three tenths.

    Parameters
    ----------
    kind : str
        ``"train"``, or another kind of job.

    Returns
    -------
    int or None
        None where the system does not say how much there is.
    """
    if not hasattr(os, "sysconf"):
        return None
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in _CGROUP_LIMITS:
        with suppress(OSError, ValueError):  # no such file, or the word "max"
            limits.append(int(path.read_text()))
    usual = _SHARES["music" if kind in _MUSIC else "light"]
    return int(_SHARES.get(kind, usual) * min(limits))


def cap_memory(n_bytes: int | None) -> None:
    """Make this process fail with `MemoryError` before the machine runs out.

    Parameters
    ----------
    n_bytes : int or None
        Largest size of its data; None for no limit.
    """
    if n_bytes is None or sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = n_bytes if hard == resource.RLIM_INFINITY else min(n_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
