"""Refuse an output that would take the place of what it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.errors import OutputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["check_sources_stay"]


def check_sources_stay(outputs: Iterable[Path], sources: Mapping[str, Path]) -> None:
    """See that no output is the same file as a source, under whatever name.

    Parameters
    ----------
    outputs : iterable of Path
        Files to be written.
    sources : mapping of str to Path
        What each source is, for people, and where it is.

    Raises
    ------
    OutputError
        If a source would be overwritten.
    """
    for output in outputs:
        for what, source in sources.items():
            if _is_same_file(output, source):
                raise OutputError(
                    f"File '{printable(output.name)}' is the {what} itself, which the "
                    "result would overwrite. Choose another --output."
                )


def _is_same_file(output: Path, source: Path) -> bool:
    try:
        return output.samefile(source)
    except OSError:  # one is not there, or not to be seen: reading or writing tells
        return False
