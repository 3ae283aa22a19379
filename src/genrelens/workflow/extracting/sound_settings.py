"""Keep beside an extracted table how it was measured, and what was written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path  # noqa: TC003 (an example uses it)
from typing import TYPE_CHECKING, Any, Final

from genrelens.errors import InputError, printable
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "SoundSettings",
    "read_settings",
    "read_written",
    "settings_file",
    "write_settings",
]

_FORMAT: Final = "genrelens-sound-settings"
_FORMAT_VERSION: Final = "1.0"
_LARGEST: Final = 100_000  # bytes; the file is a few hundred


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """What the numbers of a table depend on besides the sound.

    Parameters
    ----------
    seconds : float
        Length of the stretch from the middle of each track.
    network : str
        Name of the network that heard it, or the path of its ONNX file; ``none``
        where none did.
    network_digest : str
        SHA-256 of its weights; empty for none.
    """

    seconds: float
    network: str
    network_digest: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the settings as plain values, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> SoundSettings:
        """Make settings of plain values, checked anew.

        Raises
        ------
        InputError
            If they are not those of settings.
        """
        seconds = given.get("seconds")
        texts = [given.get("network"), given.get("network_digest")]
        is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not (is_number and all(isinstance(text, str) for text in texts)):
            raise InputError(
                "The settings of an extraction must hold 'seconds' (a number), "
                "'network' and 'network_digest' (texts). Extract the table anew."
            )
        return cls(float(seconds or 0), *map(str, texts))


def settings_file(table: Path) -> Path:
    """Give the file beside a table that holds its settings.

    Examples
    --------
    >>> settings_file(Path("music.csv")).name
    'music.sound.json'
    """
    return table.with_name(f"{table.stem}.sound.json")


def write_settings(
    table: Path,
    settings: SoundSettings,
    written: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write the settings beside a table, and give the file.

    Parameters
    ----------
    table : Path
    settings : SoundSettings
    written : mapping of str to sequence of str, optional
        For the name of each file of the extraction the SHA-256 of what it holds, and
        of what an extraction wrote there before.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    said = {
        "format": _FORMAT,
        "format_version": _FORMAT_VERSION,
        **settings.to_dict(),
        "written": {name: list(digests) for name, digests in (written or {}).items()},
    }
    file = settings_file(table)
    write_text(file, json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    return file


def read_settings(table: Path) -> SoundSettings | None:
    """Read the settings beside a table; None where none are kept.

    Raises
    ------
    InputError
        If the file beside it is none that was written for this.
    """
    said = _read(table)
    return None if said is None else SoundSettings.from_dict(said)


def read_written(table: Path) -> dict[str, tuple[str, ...]]:
    """Read which contents extractions wrote beside a table and into it.

    Returns
    -------
    dict of str to tuple of str
        For each file's name the SHA-256 of its contents, the newest first; nothing
        where none are kept.

    Raises
    ------
    InputError
        If the file beside it is none that was written for this.
    """
    written = (_read(table) or {}).get("written")
    if not isinstance(written, dict):
        return {}
    return {
        name: tuple(map(str, digests))
        for name, digests in written.items()
        if isinstance(digests, list)
    }


def _read(table: Path) -> dict[str, Any] | None:
    """Read what stands beside a table; None where nothing does."""
    file = settings_file(table)
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST)
    except OSError:
        return None
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise InputError(
            f"The file '{printable(file.name)}' beside the table does not hold the "
            "settings of an extraction. Remove it, or extract the table anew."
        )
    return said
