"""Refuse to overwrite a review table in which a person has decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from genrelens.errors import InputError, OutputError, printable
from genrelens.workflow.labels.corrections import NEEDED, read_corrections

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_decisions_stay"]

_REMEDY = (
    "Move it to another place, or name another --output; from that other place "
    "--corrections takes its decisions into training."
)


def check_decisions_stay(review: Path) -> None:
    """See that a file that is to be written anew holds no decision of a person.

    Parameters
    ----------
    review : Path
        Where training will write its review table; may not be there.

    Raises
    ------
    OutputError
        If the file there holds a decision, or is no review table at all. One
        whose decisions are all open, or without rows, may be replaced.
    """
    if not review.is_file():
        return
    where = f"File '{printable(review.name)}' in '{printable(review.parent.name)}'"
    try:
        corrections = read_corrections(review)
    except InputError as error:
        if _has_no_rows(review):
            return
        raise OutputError(
            f"{where} would be overwritten, and may be your own work, for it cannot "
            f"be read as a review table. {error} {_REMEDY}"
        ) from error
    n_decisions = len(corrections.decisions)
    if n_decisions:
        noun = "decision" if n_decisions == 1 else "decisions"
        raise OutputError(
            f"{where} holds {n_decisions:,} {noun} of yours, which the new review "
            f"table would overwrite. {_REMEDY}"
        )


def _has_no_rows(review: Path) -> bool:
    """Tell whether a file is empty, or the header of a review table alone."""
    lines = review.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
    if not any(line.strip() for line in lines):
        return True
    header, *rest = lines
    names = {name.strip(' "').casefold() for name in re.split("[,;\t]", header)}
    return set(NEEDED) <= names and not any(line.strip() for line in rest)
