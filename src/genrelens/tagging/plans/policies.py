"""Say which genres a file shall have, by those it has and the one predicted."""

from __future__ import annotations

import re
from typing import Final

from genrelens.errors import InputError, printable
from genrelens.tagging.plans.genre_lists import fold

__all__ = [
    "OWN_FIELD",
    "POLICIES",
    "check_policy",
    "combine",
    "contradicts",
    "field_of",
    "is_own_field",
]

OWN_FIELD: Final = "GENRE_BY_SOUND"

POLICIES: Final = {
    "merge": "the old genres, those that one value holds with ';' between taken "
    "apart and each once, then the new one",
    "append": "the old genres exactly as they are, then the new one",
    "overwrite": "the new genre alone",
    "only-if-empty": "the new genre, where there was none",
    "separate-field": "the new genre in a field of its own; the genre stays",
}
_FIELD = re.compile(r"GENRE_[A-Z0-9_]{1,30}")


def check_policy(policy: str, field: str) -> None:
    """Refuse a policy that is not known, or a field that might be another's.

    Raises
    ------
    InputError
        With what is allowed.
    """
    if policy not in POLICIES:
        raise InputError(
            f"The policy '{printable(policy)}' is not known. Choose one of: "
            f"{', '.join(POLICIES)}."
        )
    if not is_own_field(field):
        raise InputError(
            f"The field '{printable(field)}' cannot be used: its name has to begin "
            "with GENRE_, and to go on with capitals, digits and _ (36 characters at "
            f"most), so that it is never another program's. {OWN_FIELD} is usual."
        )


def is_own_field(field: str) -> bool:
    """Tell whether a name can only be that of a genre field of one's own."""
    return _FIELD.fullmatch(field) is not None


def field_of(policy: str, field: str) -> str:
    """Give the field that a policy writes."""
    return field if policy == "separate-field" else "genre"


def combine(policy: str, old: tuple[str, ...], genre: str) -> tuple[str, ...]:
    """Give the genres that a file shall have.

    Parameters
    ----------
    policy : str
        One of `POLICIES`.
    old : tuple of str
        Genres of the field that the policy writes.
    genre : str
        The one predicted.

    Returns
    -------
    tuple of str
        Equal to `old` where nothing is to be written.

    Examples
    --------
    >>> combine("merge", ("Rock; Pop", "rock"), "metal")
    ('Rock', 'Pop', 'metal')
    >>> combine("append", ("Rock; Pop",), "metal")
    ('Rock; Pop', 'metal')
    >>> combine("append", ("Metal",), "metal")
    ('Metal',)
    >>> combine("only-if-empty", ("Rock",), "metal")
    ('Rock',)
    """
    if policy == "only-if-empty":
        return old or (genre,)
    if policy in {"overwrite", "separate-field"}:
        return (genre,)
    kept = old if policy == "append" else _take_apart(old)
    is_there = fold(genre) in {fold(each) for each in kept}
    return kept if is_there else (*kept, genre)


def contradicts(old: tuple[str, ...], genre: str) -> bool:
    """Tell whether a file has genres, and not this one among them.

    Examples
    --------
    >>> contradicts(("Rock; Metal",), "metal"), contradicts(("Rock",), "metal")
    (False, True)
    >>> contradicts((), "metal")
    False
    """
    there = {fold(each) for each in (*old, *_take_apart(old))}
    return bool(there) and fold(genre) not in there


def _take_apart(old: tuple[str, ...]) -> tuple[str, ...]:
    single = (piece.strip() for value in old for piece in value.split(";"))
    seen: dict[str, str] = {}
    for genre in single:
        if genre:
            seen.setdefault(fold(genre), genre)
    return tuple(seen.values())
