"""Cut a child that opens hostile files off from the network, as far as that goes."""

from __future__ import annotations

import errno
import sys
from typing import Final

__all__ = ["go_offline"]

_CLONE_NEWNET: Final = 0x40000000
_HARMLESS: Final = frozenset({"socket.gethostname"})


def go_offline() -> None:
    """Refuse this process the network, for good.

    Python code is refused every socket, everywhere. Compiled code is cut off only
    where the system lets this process leave its network (Linux, with the rights of an
    administrator, as in many containers); elsewhere it is not. Decoders open no
    sockets by themselves: this is a second wall, not the first.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).unshare(_CLONE_NEWNET)  # refused without the rights
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith("socket.") and event not in _HARMLESS:
        raise PermissionError(errno.EPERM, "no network while sound files are opened")
