"""Recognise by its first bytes what a file holds, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Foreign", "find_conflict_marker", "recognise_binary", "recognise_page"]

_SAVE_AS = "Open it in the program it belongs to, and save the table as CSV or Parquet"
_UNPACK = "Unpack it first, or pack it with gzip instead"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A kind of file that is not a table this package reads.

    Parameters
    ----------
    found : str
        What the file is, as the middle of a sentence.
    remedy : str
        What to do about it, as an instruction that ends in a full stop.
    """

    found: str
    remedy: str


_BINARY: tuple[tuple[bytes, str, str], ...] = (
    (b"BZh", "it is packed with bzip2", _UNPACK),
    (b"\xfd7zXZ\x00", "it is packed with xz", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstandard", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "it is a RAR archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel or Office document", _SAVE_AS),
    (b"%PDF", "it is a PDF document", "Find the table the document was made from"),
    (b"SQLite format 3\x00", "it is an SQLite database", "Export one table as CSV"),
    (b"ARROW1", "it is an Arrow or Feather file", "Save the table as Parquet"),
    (b"FEA1", "it is an old Feather file", "Save the table as Parquet"),
    (b"ORC", "it is an ORC file", "Save the table as Parquet"),
    (b"\x89HDF\r\n", "it is an HDF5 file", "Save the table as Parquet"),
    (b"\x93NUMPY", "it is a NumPy array without column names", "Save it as CSV"),
    (b"\x89PNG\r\n", "it is a PNG picture", "Give the table itself"),
    (b"\xff\xd8\xff", "it is a JPEG picture", "Give the table itself"),
    (b"GIF8", "it is a GIF picture", "Give the table itself"),
    (b"ID3", "it is an MP3 sound file", "Give a table of tracks"),
    (b"OggS", "it is an Ogg sound file", "Give a table of tracks"),
    (b"fLaC", "it is a FLAC sound file", "Give a table of tracks"),
    (b"RIFF", "it is a RIFF (WAV or AVI) file", "Give a table of tracks"),
    (b"\x7fELF", "it is a program", "Give the table itself"),
    (b"{\\rtf", "it is an RTF document", _SAVE_AS),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05][\x8c\x95c}\](X]")
_TAR_MARK = slice(257, 262)
_CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_PAGE = re.compile(
    rb"\s*<(?:!doctype|html|head|body|\?xml|!--|svg|rss|feed)", re.IGNORECASE
)
_LFS = b"version https://git-lfs"


def recognise_binary(content: bytes) -> Foreign | None:
    r"""Name a binary file that is no table, from its first bytes.

    Parameters
    ----------
    content : bytes
        The file, or at least its first 4 KiB.

    Returns
    -------
    Foreign or None
        None where nothing speaks against a table.

    Examples
    --------
    >>> recognise_binary(b"%PDF-1.7 ...").found
    'it is a PDF document'
    >>> recognise_binary(b"genre,tempo\n") is None
    True
    """
    if content.startswith(b"PK\x03\x04"):
        return _name_zip(content)
    for mark, found, remedy in _BINARY:
        if content.startswith(mark):
            return Foreign(found, remedy + ".")
    if _PICKLE.match(content):
        return Foreign(
            "it is a Python pickle, which can run code when opened",
            "It was not opened; save the table as CSV or Parquet.",
        )
    if content[_TAR_MARK] == b"ustar":
        return Foreign("it is a tar archive", _UNPACK + ".")
    return None


def recognise_page(content: bytes) -> Foreign | None:
    """Name a text file that is no table: a web page, XML, or a stand-in.

    Examples
    --------
    >>> recognise_page(b"<!DOCTYPE html><html>").found
    'it is a web page or XML document, not a table'
    """
    if _PAGE.match(content[:4096]):
        return Foreign(
            "it is a web page or XML document, not a table",
            "Download the file itself (often behind a 'Raw' or 'Download' button).",
        )
    if content.startswith(_LFS):
        return Foreign(
            "it is a Git LFS stand-in, not the table",
            "Fetch the real file with 'git lfs pull'.",
        )
    return None


def find_conflict_marker(content: bytes) -> int | None:
    r"""Give the line, from 1, of the first git conflict marker.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8, with line feeds at the ends of lines.

    Examples
    --------
    >>> find_conflict_marker(b"a,b\n<<<<<<< HEAD\n1,2\n=======\n")
    2
    >>> find_conflict_marker(b"a,b\n<<< not a marker,2\n") is None
    True
    """
    if b"<<<<<<<" not in content and b">>>>>>>" not in content:
        return None  # a plain search is many times faster than the pattern
    found = _CONFLICT.search(content)
    return content.count(b"\n", 0, found.start()) + 1 if found else None


def _name_zip(content: bytes) -> Foreign:
    head = content[:4096]
    if b"xl/" in content[:65536] or b"[Content_Types].xml" in head:
        return Foreign(
            "it is an Excel or Office document",
            "Open it there, and save the sheet as 'CSV UTF-8'.",
        )
    if b"mimetypeapplication/vnd.oasis" in head:
        return Foreign("it is an OpenDocument file", _SAVE_AS + ".")
    return Foreign("it is a zip archive", _UNPACK + ".")
