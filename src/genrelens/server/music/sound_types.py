"""Know what a browser is told that a sound file is, by the ending of its name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

__all__ = ["SOUND_TYPES", "sound_type"]

SOUND_TYPES: Final = {
    ".mp3": "audio/mpeg",
    ".mp2": "audio/mpeg",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".spx": "audio/ogg",
    ".wav": "audio/wav",
    ".wave": "audio/wav",
    ".aif": "audio/aiff",
    ".aiff": "audio/aiff",
    ".aifc": "audio/aiff",
    ".au": "audio/basic",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".mp4": "audio/mp4",
    ".aac": "audio/aac",
    ".wma": "audio/x-ms-wma",
    ".asf": "audio/x-ms-wma",
    ".ape": "audio/x-ape",
    ".wv": "audio/x-wavpack",
    ".mpc": "audio/x-musepack",
    ".tta": "audio/x-tta",
    ".ac3": "audio/ac3",
    ".mka": "audio/x-matroska",
    ".webm": "audio/webm",
    ".3gp": "audio/3gpp",
    ".amr": "audio/amr",
    ".caf": "audio/x-caf",
    ".dff": "audio/x-dff",
    ".dsf": "audio/x-dsf",
    ".dts": "audio/vnd.dts",
    ".eac3": "audio/eac3",
    ".m4r": "audio/mp4",
    ".mp1": "audio/mpeg",
    ".mpga": "audio/mpeg",
    ".ra": "audio/x-realaudio",
    ".rf64": "audio/wav",
    ".snd": "audio/basic",
    ".tak": "audio/x-tak",
    ".w64": "audio/x-w64",
    ".weba": "audio/x-weba",
}
"""Always one of sound: nothing that a browser would show as a page or run."""

_OTHERWISE: Final = "application/octet-stream"


def sound_type(path: str) -> str:
    """Give the content type of a track's file.

    Examples
    --------
    >>> sound_type("Artist/Song.FLAC"), sound_type("page.html")
    ('audio/flac', 'application/octet-stream')
    """
    return SOUND_TYPES.get(PurePosixPath(path).suffix.lower(), _OTHERWISE)
