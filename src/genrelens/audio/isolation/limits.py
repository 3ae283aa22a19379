"""Keep a child that opens hostile files from starving the machine."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import Final

__all__ = [
    "CPU_SECONDS",
    "LIFE_CPU_SECONDS",
    "MEMORY_BYTES",
    "allow_cpu",
    "cap",
    "mapped_bytes",
]

CPU_SECONDS: Final = 60
MEMORY_BYTES: Final = 1 << 30
LIFE_CPU_SECONDS: Final = 3_600
_FILE_BYTES: Final = 64 << 20  # compiled code is cached in files; no sound is written


def cap(memory: int = MEMORY_BYTES) -> None:
    """Limit the memory and the written files of this process, where the system can.

    The hard limits are lowered, too: what takes over this process cannot raise them.
    Its processor time is bounded by one hour for all files together, under which
    `allow_cpu` moves from file to file.

    Parameters
    ----------
    memory : int
        Most bytes of address space, with what is mapped already.
    """
    if sys.platform == "win32":
        return
    import resource

    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CPU, _used_cpu() + LIFE_CPU_SECONDS),
    ]
    if sys.platform == "linux":  # macOS knows the limit, but does not hold it
        limits.append((resource.RLIMIT_AS, memory))
    for kind, wished in limits:
        _, hard = resource.getrlimit(kind)
        allowed = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
        resource.setrlimit(kind, (allowed, allowed))


def allow_cpu(seconds: int = CPU_SECONDS) -> None:
    """Let this process take so much more processor time; then the system ends it.

    Parameters
    ----------
    seconds : int
        From now on.
    """
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wished = _used_cpu() + seconds
    allowed = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def mapped_bytes() -> int:
    """Give the bytes of address space of this process; 0 where none are held."""
    if sys.platform != "linux":
        return 0
    told = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(told.split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _used_cpu() -> int:
    return math.ceil(sum(os.times()[:2]))
