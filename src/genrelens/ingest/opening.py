"""Open a file of unknown worth, and take its bytes into memory under limits."""

from __future__ import annotations

import difflib
import gzip
import hashlib
import os
import re
import stat
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from genrelens.errors import FileFormatError, printable
from genrelens.ingest.signatures import recognise_binary
from genrelens.regular_files import NotRegularError, open_regular

__all__ = ["MAX_BYTES", "MAX_RATIO", "OpenedFile", "open_file"]

MAX_BYTES = 2_000_000_000
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 64 * 2**20
_PIECE = 2**20
_GZIP = b"\x1f\x8b"
_NOT_BLANK = re.compile(rb"[^ \t\r\n\x00\xef\xbb\xbf]")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """The bytes of a file, unpacked, with what identifies it.

    Parameters
    ----------
    name : str
        File name without its folder.
    content : bytes
        What is in it, unpacked where it was packed with gzip.
    sha256 : str
        Hash of the bytes on the disk.
    n_bytes : int
        Size on the disk.
    compression : str
        ``gzip`` or empty.
    """

    name: str
    content: bytes
    sha256: str
    n_bytes: int
    compression: str


def open_file(
    path: str | os.PathLike[str],
    *,
    max_bytes: int = MAX_BYTES,
    name: str | None = None,
) -> OpenedFile:
    """Take a regular file's bytes into memory, unpacking gzip.

    Parameters
    ----------
    path : path
        A file; folders, pipes and devices are refused without waiting on them.
    max_bytes : int, default 2,000,000,000
        Largest size accepted, before and after unpacking.
    name : str, optional
        What messages call it; its own name where it is not given.

    Returns
    -------
    OpenedFile
        The bytes, which are not a known foreign format.

    Raises
    ------
    FileFormatError
        If there is no such regular file, if it is empty, too large, damaged,
        packed in another way, or plainly not a table.
    """
    name = name or Path(path).name or os.fspath(path)
    packed = _read_regular_file(path, name, max_bytes)
    content, compression = packed, ""
    if packed.startswith(_GZIP):
        content, compression = _unpack(packed, name, max_bytes), "gzip"
    if not _NOT_BLANK.search(content):
        raise FileFormatError(
            name,
            found="it is empty" if not content else "it holds nothing but blanks",
            remedy="Check that it was saved or downloaded completely.",
        )
    foreign = recognise_binary(content)
    if foreign is not None:
        raise FileFormatError(name, found=foreign.found, remedy=foreign.remedy)
    return OpenedFile(
        name=name,
        content=content,
        sha256=hashlib.sha256(packed).hexdigest(),
        n_bytes=len(packed),
        compression=compression,
    )


def _read_regular_file(
    path: str | os.PathLike[str], name: str, max_bytes: int
) -> bytes:
    handle = _open(path, name)
    try:
        n_bytes = os.fstat(handle).st_size
        if n_bytes > max_bytes:
            raise _too_large(name, n_bytes, max_bytes)
        with os.fdopen(handle, "rb", closefd=False) as file:
            content = file.read()
    except OSError as error:
        raise FileFormatError(
            name,
            found=f"it cannot be read ({error.strerror or error})",
            remedy="Copy it to another disk, and try again.",
        ) from error
    finally:
        os.close(handle)
    if len(content) > max_bytes:  # it grew meanwhile
        raise _too_large(name, len(content), max_bytes)
    return content


def _open(path: str | os.PathLike[str], name: str) -> int:
    try:
        return open_regular(path)
    except NotRegularError as error:
        raise FileFormatError(
            name,
            found=f"it is {_name_kind(error.mode)}, not a file",
            remedy="Give the path of a file that holds a table; "
            "`genrelens extract` makes one of a folder of music.",
        ) from error
    except FileNotFoundError as error:
        raise FileFormatError(
            os.fspath(path),
            found="there is no such file",
            remedy=_suggest(Path(path)),
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileFormatError(
            name,
            found=f"it cannot be opened ({reason})",
            remedy="Give the path of a file that you may read.",
        ) from error


def _unpack(packed: bytes, name: str, max_bytes: int) -> bytes:
    """Unpack gzip piece by piece, so that no bomb outgrows the limits."""
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > max_bytes:
                    raise _too_large(name, size, max_bytes)
                if size > max(_RATIO_COUNTS_FROM, MAX_RATIO * len(packed)):
                    raise FileFormatError(
                        name,
                        found=f"its {len(packed):,} bytes unpack to more than "
                        f"{MAX_RATIO} times as many",
                        remedy="No real table does that; unpack it yourself if "
                        "you trust it.",
                    )
                pieces.append(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileFormatError(
            name,
            found=f"its gzip packing is damaged after {size:,} unpacked bytes "
            f"({printable(error)})",
            remedy="Download or pack it again.",
        ) from error
    content = b"".join(pieces)
    if content.startswith(_GZIP):
        raise FileFormatError(
            name,
            found="it is packed with gzip twice",
            remedy="Unpack it once, and give the result.",
        )
    return content


def _too_large(name: str, size: int, max_bytes: int) -> FileFormatError:
    return FileFormatError(
        name,
        found=f"it holds {size:,} bytes or more, above the limit of {max_bytes:,}",
        remedy="Give a part of it, or save it as Parquet with fewer columns.",
    )


def _name_kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a device or socket"


def _suggest(path: Path) -> str:
    """Name a file of nearly that name in the same folder, where there is one."""
    try:
        names = [entry.name for entry in os.scandir(path.parent)]
    except OSError:
        return "Its folder does not exist either; check the path."
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.8)
    if near:
        return f"Did you mean '{printable(near[0])}'?"
    return "Check the spelling and the folder."
