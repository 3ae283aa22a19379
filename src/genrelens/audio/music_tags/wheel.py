"""Take the network's files out of the package they were published in, as data."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from genrelens.audio.music_tags.published import (
    MEMBER_BYTES,
    PACKAGE,
    VERSION,
    WHEEL_BYTES,
    WHEEL_SHA256,
)
from genrelens.audio.network_files.regular_file import read_regular_file
from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_wheel"]


def read_wheel(file: Path) -> dict[str, bytes]:
    """Read what is needed of the package; nothing in it is imported or run.

    The file is opened only as a regular file, and unpacked only when its size and
    SHA-256 are those of the one published file.

    Parameters
    ----------
    file : pathlib.Path
        The package as it was downloaded.

    Returns
    -------
    dict of str to bytes
        Content of each member of `published.MEMBER_BYTES`.

    Raises
    ------
    InputError
        If it cannot be opened or is another file.
    """
    remedy = f"Give the file of {PACKAGE} {VERSION} that you downloaded."
    content = read_regular_file(file, most_bytes=WHEEL_BYTES, remedy=remedy)
    found = hashlib.sha256(content).hexdigest()
    if found != WHEEL_SHA256:
        raise _another(file, f"it has {len(content):,} bytes and the SHA-256 {found}")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {}
        for name, n_bytes in MEMBER_BYTES.items():
            with archive.open(name) as member:
                members[name] = member.read(n_bytes + 1)
            if len(members[name]) != n_bytes:
                raise _another(file, f"'{name}' in it does not have {n_bytes:,} bytes")
    return members


def _another(file: Path, found: str) -> InputError:
    return InputError(
        f"File '{printable(file)}': {found}. Allowed is only the published file of "
        f"{PACKAGE} {VERSION}, of {WHEEL_BYTES:,} bytes with the SHA-256 "
        f"{WHEEL_SHA256}. Download it anew."
    )
