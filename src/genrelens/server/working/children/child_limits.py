"""Keep a child from starving or exhausting the machine of its parent."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = [
    "cap_memory",
    "lower_priority",
    "music_workers",
    "usable_memory",
]

_SHARES = {"train": 0.45, "light": 0.25, "music": 0.2}  # the rest is the server's
_LEAST = 512 * 2**20  # a job's libraries and a model take some 350 MB
_MUSIC = frozenset({"extract", "name", "plan", "apply", "undo"})
_THREADS = Path("/proc/self/task")
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


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


def usable_memory(kind: str, threads: int | None = None) -> int | None:
    """Give the bytes that the process of a job may take.

    One training, one light job and one with music may run at once, and the server
    serves meanwhile. So that all of them together fit, a training has 45 % of what
    there is, a light job 25 %, one with music 20 %, and the server and others the
    last tenth. A job with music has children that open files, each with the limit of
    its parent: those 20 % are split evenly among them and it.

    Less than 512 MB is never given, as no job could go far with that; below some 6 GB
    three jobs at once may therefore take more than there is.

    Parameters
    ----------
    kind : str
        ``"train"``, or another kind of job.
    threads : int, optional
        Most children of a job with music; by default as many as processors.

    Returns
    -------
    int or None
        None where the system does not say how much there is.
    """
    there_is = _memory()
    if there_is is None:
        return None
    if kind in _MUSIC:
        share = _SHARES["music"] / (1 + music_workers(threads))
    else:
        share = _SHARES.get(kind, _SHARES["light"])
    return max(_LEAST, int(share * there_is))


def music_workers(threads: int | None = None) -> int:
    """Give how many children a job with music may have, so that each has room.

    Parameters
    ----------
    threads : int, optional
        Most of them; by default as many as processors.
    """
    wished = threads or os.cpu_count() or 1
    there_is = _memory()
    if there_is is None:
        return wished
    n_processes = int(_SHARES["music"] * there_is / _LEAST)
    return max(1, min(wished, n_processes - 1))


def _memory() -> int | None:
    """Give the bytes of this machine, or of the container that this runs in."""
    if not hasattr(os, "sysconf"):
        return None
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in _CGROUP_LIMITS:
        with suppress(OSError, ValueError):  # no such file, or the word "max"
            limits.append(int(path.read_text()))
    return min(limits)


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
