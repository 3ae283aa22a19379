"""Open the parts of a report again, or say why they cannot be used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from genrelens.errors import BundleError, printable
from genrelens.reports.drawn_parts import ReportParts

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMAT", "FORMAT_VERSION", "PARTS_FILE", "open_parts"]

PARTS_FILE = "report_parts.json"
FORMAT = "genrelens-report-parts"
FORMAT_VERSION = 1

_MOST_BYTES = 128 * 2**20
_REMEDY = "Train again; the model itself is not touched by this."


def open_parts(folder: Path) -> ReportParts | None:
    """Read what `keep_parts` wrote.

    Parameters
    ----------
    folder : Path
        The model's folder.

    Returns
    -------
    ReportParts or None
        None where the folder has no parts: a model that was brought from elsewhere.

    Raises
    ------
    BundleError
        If the file is damaged, too large, or of another version.
    """
    path = folder / PARTS_FILE
    try:
        n_bytes = path.stat().st_size
    except FileNotFoundError:
        return None
    if n_bytes > _MOST_BYTES:
        raise BundleError(
            f"The kept report has {n_bytes:,} bytes, {_MOST_BYTES:,} are the most "
            f"that are read. {_REMEDY}"
        )
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BundleError(f"The kept report cannot be read: {error}. {_REMEDY}") from (
            error
        )
    return _parts(document)


def _parts(document: Any) -> ReportParts:  # noqa: ANN401 (whatever JSON holds)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BundleError(f"The kept report is another kind of file. {_REMEDY}")
    version = document.get("format_version")
    if version != FORMAT_VERSION:
        raise BundleError(
            f"The kept report is of version {printable(version)}, this program reads "
            f"version {FORMAT_VERSION}. {_REMEDY}"
        )
    try:
        return ReportParts.from_dict(document["parts"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(
            f"The kept report is incomplete: {printable(repr(error))}. {_REMEDY}"
        ) from error
