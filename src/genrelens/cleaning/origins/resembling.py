"""Tell of attributes that resemble those of a service, and are never taken for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.sound_columns import ESTIMATES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["RESEMBLES", "tell_resembling", "tell_stand_ins"]

_ENDING: Final = "_estimate"

RESEMBLES: Final[Mapping[str, str]] = {
    "loudness_lufs": "loudness",
    **{name: name.removesuffix(_ENDING) for name in ESTIMATES},
}
"""Attributes measured here, and the ones of a service that each resembles."""


def tell_resembling(headers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Tell of a table that holds both our own estimates and a service's numbers.

    Parameters
    ----------
    headers : mapping of str to str
        The header of each attribute, by its name.

    Returns
    -------
    tuple of Finding
        One, or none.
    """
    both = [
        (ours, theirs)
        for ours, theirs in RESEMBLES.items()
        if ours in headers and theirs in headers
    ]
    if not both:
        return ()
    pairs = ", ".join(
        f"'{printable(headers[ours])}' beside '{printable(headers[theirs])}'"
        for ours, theirs in both
    )
    finding = Finding(
        code="estimates-beside-originals",
        severity=Severity.WARNING,
        message=f"The table holds numbers that were measured from files beside those "
        f"of a service which they only resemble: {pairs}. They are learnt from as "
        "different attributes.",
        remedy="Keep one of each pair (--drop), the one that the tables to be "
        "predicted will have.",
        column=headers[both[0][0]],
        details={"pairs": [list(pair) for pair in both]},
    )
    return (finding,)


def tell_stand_ins(wanted: Collection[str], given: Collection[str]) -> tuple[str, ...]:
    """Say which attributes of a table were not taken for the ones that a model lacks.

    Parameters
    ----------
    wanted : collection of str
        Attributes of the model that the table does not have.
    given : collection of str
        Names of the attributes in the table, as their headers spell them.

    Returns
    -------
    tuple of str
        One sentence, or none.

    Examples
    --------
    >>> tell_stand_ins(["energy"], ["energy_estimate"])[0][:53]
    "'energy_estimate' was not taken for 'energy', which t"
    """
    pairs = [
        pair
        for ours, theirs in RESEMBLES.items()
        for pair in ((ours, theirs), (theirs, ours))
        if pair[0] in wanted and pair[1] in given
    ]
    if not pairs:
        return ()
    named = "; ".join(f"'{has}' was not taken for '{lacks}'" for lacks, has in pairs)
    sentence = (
        f"{named}, which the model learnt: what is measured from files only resembles "
        "the numbers of a service. Train a model on tables of one kind."
    )
    return (sentence,)
