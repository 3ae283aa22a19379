"""Name what can be wrong with a sound file, and what to do about it."""

from __future__ import annotations

from typing import Final

from genrelens.errors import InputError

__all__ = ["PASSING", "REMEDIES", "SoundError", "remedy"]

REMEDIES: Final = {
    "not-a-file": "Only files are read, never pipes, sockets or devices: remove it.",
    "link": "Links are not followed: put the file itself there, or give the folder "
    "that the link leads to as a library of its own.",
    "not-permitted": "Give yourself the right to read it, then run this again.",
    "not-readable": "Check the disk, then run this again.",
    "empty": "Copy the file anew from where it came from.",
    "not-sound": "Open it in a player. If that fails as well, the file is damaged or "
    "is no sound at all: replace or remove it.",
    "needs-formats": 'Install what reads it: pip install "genrelens[formats]".',
    "truncated": "Its end is missing, as after a broken download or copy: get the "
    "file anew.",
    "damaged": "Part of the file cannot be decoded: get it anew.",
    "too-long": "Cut it into its tracks.",
    "out-of-range": "Convert it to at most 8 channels and 8 to 384 kHz.",
    "not-finite": "Write the file anew from its source: a program left cells in it "
    "that are no numbers.",
    "changed": "It was written to while it was read: run this again.",
    "took-too-long": "Copy it to a faster disk, or open it in a player: it may be "
    "made to never end.",
    "memory": "Open it in a player: it claims more than it can hold.",
    "crashed": "The decoder broke down on it. Nothing else was harmed. Convert it "
    "with another program, or remove it.",
}
"""What to do, for every kind of fault."""

PASSING: Final = frozenset(
    {
        "not-permitted",
        "not-readable",
        "needs-formats",
        "changed",
        "took-too-long",
        "memory",
        "crashed",
    }
)
"""Faults that may be gone the next time though the file is the same."""


class SoundError(InputError):
    """One sound file cannot be used.

    Parameters
    ----------
    code : str
        One of `REMEDIES`.
    reason : str
        What was found, as a sentence.
    """

    def __init__(self, code: str, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"{reason} {remedy(code)}")


def remedy(code: str) -> str:
    """Give what to do about a kind of fault.

    Examples
    --------
    >>> remedy("too-long")
    'Cut it into its tracks.'
    """
    return REMEDIES[code]
