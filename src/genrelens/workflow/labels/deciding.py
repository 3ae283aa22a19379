"""Check one decision about a label as soon as it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.evaluation.labels.evidence.spelling import closest_names
from genrelens.schema.spelling import genre_key
from genrelens.workflow.labels.corrections import DECIDE, KEEP, NEW, genres_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["settle_decision"]

_NEAR = 0.5
_SHOWN = 8


def settle_decision(decision: str, known: Sequence[str]) -> str:
    """Give a decision as it is kept: every genre as the collection spells it.

    Parameters
    ----------
    decision : str
        ``keep``, a genre, or several with `` | `` between; ``new: name`` for one
        that the collection does not have.
    known : sequence of str
        Genres of the collection.

    Raises
    ------
    InputError
        If it is empty, contradicts itself, or names a genre that is neither known
        nor marked as new. Training would refuse it for the same reason.
    """
    bare = " ".join(decision.split())
    if not bare:
        raise InputError(f"Nothing is decided. {DECIDE}")
    for name in known:
        if name.casefold() == bare.casefold():  # even if " | " stands in its name
            return name
    try:
        genres = genres_of(bare)
    except InputError as error:
        raise InputError(f"This {error}. {DECIDE}") from error
    if not genres:
        return KEEP
    by_key = {genre_key(name): name for name in known}
    named = [_settle(genre, by_key, known) for genre in genres]
    return " | ".join(dict.fromkeys(named))


def _settle(genre: str, by_key: dict[str, str], known: Sequence[str]) -> str:
    if genre.casefold().startswith(NEW):
        fresh = genre[len(NEW) :].strip()
        if not fresh:
            raise InputError(f"'{NEW}' is followed by no name. {DECIDE}")
        return by_key.get(genre_key(fresh), f"{NEW} {fresh}")
    if genre_key(genre) in by_key:
        return by_key[genre_key(genre)]
    near = closest_names(genre, list(known), likeness=_NEAR)
    shown = printable(genre, limit=40)
    hint = f" Nearest: {', '.join(printable(name) for name in near)}." if near else ""
    sample = ", ".join(printable(name, limit=40) for name in known[:_SHOWN])
    raise InputError(
        f"'{shown}' is none of the {len(known)} genres here ({sample}"
        f"{' …' if len(known) > _SHOWN else ''}).{hint} Choose one of them, or write "
        f"'{NEW} {shown}' to add it."
    )
