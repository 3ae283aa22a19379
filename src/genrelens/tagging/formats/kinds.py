"""Name the kinds of sound files into which genres can be written, and how."""

from __future__ import annotations

from typing import Final

__all__ = ["KINDS"]

KINDS: Final = {
    "flac": "FLAC: one GENRE comment a genre",
    "vorbis": "Ogg Vorbis: one GENRE comment a genre",
    "opus": "Ogg Opus: one GENRE comment a genre",
    "mp3": "MP3: ID3v2 frame TCON, or the APEv2 item Genre, or both",
    "wav": "WAV: ID3v2 frame TCON in a chunk of its own",
    "aiff": "AIFF: ID3v2 frame TCON in a chunk of its own",
    "mp4": "MP4, M4A: one ©gen value a genre",
    "asf": "WMA: one WM/Genre attribute a genre",
    "wavpack": "WavPack: APEv2 item Genre, a NUL between genres",
    "monkeys": "Monkey's Audio: APEv2 item Genre, a NUL between genres",
    "musepack": "Musepack: APEv2 item Genre, a NUL between genres",
}
"""How several genres are written, by kind of file."""
