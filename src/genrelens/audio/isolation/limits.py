"""Keep a child that opens hostile files from starving the machine."""

from __future__ import annotations

import os
import sys
from typing import Final

__all__ = ["CPU_SECONDS", "allow_cpu", "cap"]

CPU_SECONDS: Final = 60
MEMORY_BYTES: Final = 1 << 30
_FILE_BYTES: Final = 64 << 20  # compiled code is cached in files; no sound is written


def cap(memory: int = MEMORY_BYTES) -> None:
    """Limit the memory and the written files of this process, where the system can.

    Parameters
    ----------
    memory : int
        Most bytes of address space, with what is mapped already.
    """
    if sys.platform == "win32":
        return
    import resource

    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _FILE_BYTES)]
    if sys.platform == "linux":  # macOS knows the limit, but does not hold it
        limits.append((resource.RLIMIT_AS, memory))
    for kind, wished in limits:
        _, hard = resource.getrlimit(kind)
        allowed = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
        resource.setrlimit(kind, (allowed, hard))


def allow_cpu(seconds: int = CPU_SECONDS) -> None:
    """Let this process take so much more processor time; then the system ends it.

    Parameters
    ----------
    seconds : int
        From now on.
    """
    if sys.platform == "win32":
        return
    import math
    import resource

    used = math.ceil(sum(os.times()[:2]))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wished = used + seconds
    allowed = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
