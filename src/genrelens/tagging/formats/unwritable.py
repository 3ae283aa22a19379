"""Say that a genre cannot be written into a file, and why."""

from __future__ import annotations

__all__ = ["UnwritableFileError", "WritingFailedError"]


class UnwritableFileError(Exception):
    """One file cannot take a genre; the message is a clause that follows its name.

    It never leaves `tagging`: whoever goes through the files turns it into an outcome
    of that file.
    """


class WritingFailedError(UnwritableFileError):
    """Writing was begun and did not succeed; the file is as it was."""
