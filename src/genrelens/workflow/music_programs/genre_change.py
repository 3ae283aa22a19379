"""Say how the genres of a library's entry change, and how they are restored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.tagging.plans.policies import combine

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Earlier", "GenreChange", "change_genres", "genres_before"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier change left behind.

    Parameters
    ----------
    old : tuple of str
        Genres before it.
    written : tuple of str
        Genres that it wrote.
    """

    old: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GenreChange:
    """Genres to write, and those to remember for an undo.

    Parameters
    ----------
    new : tuple of str
        The genres that the entry shall have.
    old : tuple of str
        The genres that an undo brings back.
    """

    new: tuple[str, ...]
    old: tuple[str, ...]


def change_genres(
    policy: str, now: Sequence[str], genre: str, earlier: Earlier | None = None
) -> GenreChange | None:
    """Plan the change of one entry.

    A genre that this package wrote earlier, and nobody touched since, does not count
    as the entry's own: the policy is applied to what was there before it.

    Parameters
    ----------
    policy : str
        One of `genrelens.tagging.plans.policies.POLICIES`.
    now : sequence of str
        Values of the field that the policy writes.
    genre : str
        The one to write.
    earlier : Earlier, optional
        The change before this one.

    Returns
    -------
    GenreChange or None
        None where they stay as they are.

    Examples
    --------
    >>> change_genres("merge", ["Rock"], "metal")
    GenreChange(new=('Rock', 'metal'), old=('Rock',))
    >>> change_genres("only-if-empty", ["Rock"], "metal") is None
    True
    >>> change_genres("only-if-empty", ["pop"], "metal", Earlier((), ("pop",)))
    GenreChange(new=('metal',), old=())
    """
    here = tuple(now)
    is_ours = earlier is not None and here == earlier.written
    own = earlier.old if earlier is not None and is_ours else here
    new = combine(policy, own, genre)
    return None if new == here else GenreChange(new=new, old=own)


def genres_before(now: Sequence[str], earlier: Earlier) -> tuple[str, ...] | None:
    """Give the genres to restore; None if somebody changed them since.

    Examples
    --------
    >>> genres_before(["metal"], Earlier(("Rock",), ("metal",)))
    ('Rock',)
    >>> genres_before(["jazz"], Earlier(("Rock",), ("metal",))) is None
    True
    """
    return earlier.old if tuple(now) == earlier.written else None
