"""Make the ids of things that are kept, and know one when it comes back."""

from __future__ import annotations

import re
import secrets
import string
from typing import Literal

from genrelens.errors import GenrelensError, printable

__all__ = ["InUseError", "Kind", "NotHere", "checked_id", "new_id"]

Kind = Literal["table", "job", "model", "answer", "music", "plan"]

_PREFIX: dict[Kind, str] = {
    "table": "tab",
    "job": "job",
    "model": "mod",
    "answer": "ans",
    "music": "mus",
    "plan": "pln",
}
_CHARACTERS = string.ascii_lowercase + string.digits
_LENGTH = 12
_FORM = re.compile(r"(tab|job|mod|ans|mus|pln)-[a-z0-9]{12}", re.ASCII)


class NotHere(GenrelensError, LookupError):  # noqa: N818 - says what it is
    """Nothing of that id is kept.

    Parameters
    ----------
    kind : str
        What was asked for: ``"table"``, ``"job"``, ``"model"``, ``"answer"``, …
    asked : str
        The id, as it came.
    """

    status = 404

    def __init__(self, kind: str, asked: str) -> None:
        self.kind = kind
        self.asked = asked
        found = (
            f"There is no {kind} '{printable(asked)}' here. It may have been removed;"
            if asked
            else f"No {kind} is named, so none can be given;"
        )
        super().__init__(f"{found} the start page lists what is here.")


class InUseError(GenrelensError):
    """What was asked for cannot be done while something else needs the thing."""

    status = 409


def new_id(kind: Kind) -> str:
    """Draw an id that nobody can guess: 12 of 36 characters, 62 bits.

    Examples
    --------
    >>> new_id("table")[:4], len(new_id("table"))
    ('tab-', 16)
    """
    drawn = "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))
    return f"{_PREFIX[kind]}-{drawn}"


def checked_id(kind: Kind, asked: str) -> str:
    """Give an id back that has the form of this kind's ids.

    Raises
    ------
    NotHere
        If it has another form, so nothing can be kept under it.

    Examples
    --------
    >>> checked_id("model", "mod-0123456789ab")
    'mod-0123456789ab'
    """
    if _FORM.fullmatch(asked) is None or not asked.startswith(_PREFIX[kind]):
        raise NotHere(kind, asked)
    return asked
