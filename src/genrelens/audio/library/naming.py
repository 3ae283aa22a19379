r"""Write any file name as text that can be turned back into the same name.

On Linux a name is bytes. Bytes that are no UTF-8, control characters, and a first
character that a spreadsheet would take for a formula are written as ``\xNN``, and a
backslash as two.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import Final

__all__ = ["path_from_text", "path_to_text"]

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ESCAPE: Final = re.compile(rb"\\x([0-9a-f]{2})|\\\\")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def path_to_text(relative: str | os.PathLike[str]) -> str:
    r"""Write a path relative to the library as text.

    Parameters
    ----------
    relative : path

    Returns
    -------
    str
        With slashes, encodable as UTF-8, of one line.

    Examples
    --------
    >>> path_to_text("Björk/Jóga.mp3")
    'Björk/Jóga.mp3'
    >>> print(path_to_text(os.fsdecode(b"caf\xe9.mp3")))
    caf\xe9.mp3
    >>> print(path_to_text("-new\nline.mp3"))
    \x2dnew\x0aline.mp3
    """
    text = PurePath(relative).as_posix().replace("\\", "\\\\")
    text = _CONTROL.sub(lambda found: _escaped(found[0]), text)
    if text.startswith(_FORMULA_STARTS):
        text = _escaped(text[0]) + text[1:]
    return text


def path_from_text(folder: Path, text: str) -> Path:
    r"""Turn what `path_to_text` wrote back into the path of the file.

    Parameters
    ----------
    folder : Path
        The library.
    text : str
        A cell of the column `path`.

    Returns
    -------
    Path

    Examples
    --------
    >>> os.fsencode(path_from_text(Path("music"), r"caf\xe9.mp3"))
    b'music/caf\xe9.mp3'
    """
    name = _ESCAPE.sub(
        lambda found: bytes([int(found[1], 16)]) if found[1] else b"\\",
        text.encode("utf-8", "surrogateescape"),
    )
    return folder / os.fsdecode(name)


def _escaped(character: str) -> str:
    return "".join(
        f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape")
    )
