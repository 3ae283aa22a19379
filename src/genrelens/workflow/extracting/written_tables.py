"""Write the tables of an extraction, but never over what a person changed or wrote."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from genrelens.errors import InputError, OutputError, printable
from genrelens.regular_files import open_regular
from genrelens.workflow.documents.table_file import check_table_suffix, fill_table
from genrelens.workflow.extracting.sound_settings import (
    read_written,
    settings_file,
    write_settings,
)
from genrelens.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from genrelens.workflow.extracting.sound_settings import SoundSettings

__all__ = ["refuse_changed", "write_tables"]


def refuse_changed(output: Path) -> None:
    """Refuse where a file to be written holds what no extraction wrote there.

    A file counts as an extraction's own if its SHA-256 is kept in the settings beside
    the table.

    Parameters
    ----------
    output : Path
        The table.

    Raises
    ------
    InputError
        If the file in the settings' place is none that was written for this.
    OutputError
        If a file was changed since, or was never an extraction's.
    """
    written = read_written(output)
    told = []
    for file in _files(output).values():
        known = written.get(file.name, ())
        if not _is_absent(file) and _digest(file) not in known:
            name = f"'{printable(file.name)}'"
            told.append(
                f"{name} was changed after it was extracted"
                if known
                else f"{name} is here already, and '{printable(_beside(output))}' does "
                "not name it as extracted"
            )
    if told:
        raise OutputError(
            f"{'; '.join(told)}. What somebody wrote there would be lost, so nothing "
            "was written. Give another name with --output, or --replace to write over "
            "it."
        )


def write_tables(
    output: Path,
    frames: Mapping[str, pd.DataFrame],
    settings: SoundSettings,
    *,
    raw: bool = False,
    replace: bool = False,
) -> dict[str, Path]:
    """Write the tables and the settings; the errors and doubles also where empty.

    The settings are written before the tables take their places, with what stood
    there and what will; so a run killed in between refuses nothing the next time.

    Parameters
    ----------
    output : Path
        The table; the rest is named after it.
    frames : mapping of str to DataFrame
        ``table``, ``errors`` and ``duplicates``.
    settings : SoundSettings
    raw : bool, default False
        Write text to CSV without guarding against formulas.
    replace : bool, default False
        Write over what a person changed, too.

    Returns
    -------
    dict of str to Path
        ``table``, ``errors``, ``duplicates`` and ``settings``.

    Raises
    ------
    OutputError
        If a file cannot be written, or was changed by somebody.
    """
    if not replace:
        refuse_changed(output)
    files = _files(output)
    before = _written_before(output, replace=replace)
    with ExitStack() as stack:
        written = dict(before)
        for key, file in files.items():
            partial = stack.enter_context(replacing(file))
            fill_table(frames[key], partial, check_table_suffix(file), raw=raw)
            stood = {_digest(file)}.intersection(before.get(file.name, ()))
            written[file.name] = tuple(dict.fromkeys((_digest(partial), *stood)))
        beside = write_settings(output, settings, written)
    return {**files, "settings": beside}


def _written_before(output: Path, *, replace: bool) -> dict[str, tuple[str, ...]]:
    """Read what is kept as written; nothing of a stranger's file to be replaced."""
    try:
        return read_written(output)
    except InputError:
        if replace:
            return {}
        raise


def _files(output: Path) -> dict[str, Path]:
    """Give the tables; the first takes its place last."""
    return {
        "table": output,
        "errors": output.with_name(f"{output.stem}.errors.csv"),
        "duplicates": output.with_name(f"{output.stem}.duplicates.csv"),
    }


def _beside(output: Path) -> str:
    return settings_file(output).name


def _is_absent(file: Path) -> bool:
    return not os.path.lexists(file)


def _digest(file: Path) -> str:
    """Give the SHA-256 of a file; empty, as no extraction's, if it cannot be read."""
    try:
        with os.fdopen(open_regular(file), "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""
