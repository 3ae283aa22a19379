"""Hold what the analysis of one file is asked for, and what it gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from genrelens.audio.library.file_tags import FileTags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Analysis", "AnalysisOptions", "Failure", "Knows", "knows_nothing"]

NO_NETWORK: Final = "none"


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What is done with every file.

    Parameters
    ----------
    seconds : float, default 30.0
        Length of the stretch from the middle that is listened to.
    network : str, default "music-tags"
        The network that hears it: ``"music-tags"``, the path of an ONNX file, or
        ``"none"``.
    """

    seconds: float = 30.0
    network: str = "music-tags"

    def as_dict(self) -> dict[str, Any]:
        """Give the fields as JSON has them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one file.

    Parameters
    ----------
    path : Path
        The file.
    content_hash : str
        SHA-256 of its bytes.
    sound_hash : str
        SHA-256 of the stretch; empty where the content was known already.
    tags : FileTags
    file_format : str
        E.g. ``"mp3"``.
    duration_ms : int
        Of the whole track, as it can be decoded.
    numbers : tuple of float or None, optional
        One for each column, in their order; None where it could not be measured.
        The whole is None where the sound was known already.
    fingerprint : bytes
        Words of 32 bits, low byte first.
    """

    path: Path
    content_hash: str
    sound_hash: str = ""
    tags: FileTags = field(default_factory=FileTags)
    file_format: str = ""
    duration_ms: int = 0
    numbers: tuple[float | None, ...] | None = None
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one file has no row.

    Parameters
    ----------
    path : Path
        The file.
    code : str
        One of `faults.REMEDIES`.
    reason : str
        What was found, as a sentence.
    """

    path: Path
    code: str
    reason: str


if TYPE_CHECKING:
    Knows = Callable[[str, str], bool]
    """Says of ``"content"`` or ``"sound"`` and a hash whether its values are kept."""
else:
    Knows = object


def knows_nothing(kind: str, digest: str) -> bool:
    """Say that no hash is known."""
    del kind, digest
    return False
