"""The family tree of genres: which genre belongs under which, and other names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["MAX_NAMES", "GenreTree"]

MAX_NAMES = 5_000
"""Names a tree may hold, aliases included."""

_MAX_LENGTH = 200
_MAX_PARENTS = 20
_N_SHOWN = 5


@dataclass(frozen=True, slots=True)
class GenreTree:
    """Genres and the families they belong to; build it with `of`.

    A name may have several parents. A name without parents stands directly
    under the root, which has no name.

    Parameters
    ----------
    parents : dict of str to tuple of str
        Parents of every name, in the order in which names were first given.
    aliases : dict of str to str
        Other names of genres, and the name each stands for.

    Examples
    --------
    >>> tree = GenreTree.of({"house": "electronic", "trip hop": ["electronic", "rap"]})
    >>> tree.names
    ('house', 'electronic', 'trip hop', 'rap')
    >>> tree.ancestors("trip hop")
    ('electronic', 'rap')
    """

    parents: dict[str, tuple[str, ...]]
    aliases: dict[str, str]

    @classmethod
    def of(
        cls,
        parents: Mapping[str, str | Sequence[str]],
        aliases: Mapping[str, str] | None = None,
    ) -> GenreTree:
        """Check what was given and make the tree.

        Parameters
        ----------
        parents : mapping of str to str or sequence of str
            A parent, or several, of each name; a name that is only ever a parent
            need not be a key.
        aliases : mapping of str to str, optional
            Other names of genres, and the name each stands for.

        Raises
        ------
        InputError
            If a name is its own ancestor, a name is empty or too long, an alias
            is a name of the tree or stands for another alias, or there is too
            much of anything.
        """
        listed = {
            name: (given,) if isinstance(given, str) else tuple(given)
            for name, given in parents.items()
        }
        others = dict(aliases or {})
        for given_names in (listed, *listed.values(), others, others.values()):
            _check_names(given_names)
        every: dict[str, tuple[str, ...]] = {}
        for name, above in listed.items():
            every[name] = above
            for parent in above:
                every.setdefault(parent, listed.get(parent, ()))
        if len(every) + len(others) > MAX_NAMES:
            raise InputError(
                f"The genre tree holds {len(every) + len(others):,} names; "
                f"{MAX_NAMES:,} are allowed. Keep the families of the genres in your "
                "table."
            )
        _check_parents(every)
        _check_aliases(others, every)
        _refuse_circles(every)
        return cls(every, others)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> GenreTree:
        """Make the tree from the plain values of `to_dict`, checked anew.

        Raises
        ------
        InputError
            If the values are not those of a tree.
        """
        unknown = sorted(str(key) for key in set(given) - {"parents", "aliases"})
        if unknown:
            raise InputError(
                f"A genre tree has '{printable(unknown[0])}', which it does not know. "
                "It holds 'parents' and 'aliases'."
            )
        parents, aliases = given.get("parents", {}), given.get("aliases", {})
        if not (isinstance(parents, dict) and isinstance(aliases, dict)):
            raise InputError(
                "The 'parents' and 'aliases' of a genre tree must each be a list of "
                "names with what belongs to them."
            )
        for name, above in parents.items():
            if not isinstance(above, str | list | tuple):
                raise InputError(
                    f"The parents of '{printable(name)}' are "
                    f"{printable(repr(above))}. Give one name or a list of names."
                )
        return cls.of(parents, aliases)

    def to_dict(self) -> dict[str, Any]:
        """Give the tree as plain values, ready for JSON or YAML."""
        return {
            "parents": {name: list(above) for name, above in self.parents.items()},
            "aliases": dict(self.aliases),
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the tree, aliases left out."""
        return tuple(self.parents)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Give all names above one, the nearest first; of an unknown one none."""
        found: dict[str, None] = {}
        level = self.parents.get(name, ())
        while level:
            found.update(dict.fromkeys(level))
            level = tuple(
                dict.fromkeys(
                    above
                    for one in level
                    for above in self.parents[one]
                    if above not in found
                )
            )
        return tuple(found)

    def resolve(self, name: str) -> str:
        """Give the name for which an alias stands, and any other name as it is."""
        return self.aliases.get(name, name)

    def missing(self, genres: Sequence[str]) -> tuple[str, ...]:
        """Give the genres that the tree does not hold; they stand under the root."""
        return tuple(genre for genre in genres if genre not in self.parents)


def _check_names(names: Iterable[object]) -> None:
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > _MAX_LENGTH:
            raise InputError(
                f"The genre tree has {printable(repr(name))} as a name. A name is a "
                f"text of 1 to {_MAX_LENGTH} characters."
            )


def _check_parents(parents: dict[str, tuple[str, ...]]) -> None:
    for name, above in parents.items():
        if len(set(above)) != len(above):
            raise InputError(
                f"'{printable(name)}' names a parent twice. Name each parent once."
            )
        if len(above) > _MAX_PARENTS:
            raise InputError(
                f"'{printable(name)}' has {len(above)} parents; {_MAX_PARENTS} are "
                "allowed. Keep the families that matter."
            )


def _check_aliases(aliases: dict[str, str], parents: dict[str, Any]) -> None:
    for alias, meant in aliases.items():
        if alias in parents:
            raise InputError(
                f"'{printable(alias)}' is both an alias (of '{printable(meant)}') "
                "and a genre of the tree. Take it out of one of them."
            )
        if meant in aliases:
            raise InputError(
                f"The alias '{printable(alias)}' stands for '{printable(meant)}', "
                "which is an alias itself. Let both stand for the genre."
            )


def _refuse_circles(parents: dict[str, tuple[str, ...]]) -> None:
    """Take away names whose parents are all gone, until none is left."""
    waiting = {name: len(above) for name, above in parents.items()}
    below: dict[str, list[str]] = {name: [] for name in parents}
    for name, above in parents.items():
        for parent in above:
            below[parent].append(name)
    free = [name for name, n_above in waiting.items() if n_above == 0]
    while free:
        name = free.pop()
        del waiting[name]
        for child in below[name]:
            waiting[child] -= 1
            if waiting[child] == 0:
                free.append(child)
    if waiting:
        circle = _trace_circle(parents, set(waiting))
        shown = " under ".join(f"'{printable(name)}'" for name in circle[:_N_SHOWN])
        more = " …" if len(circle) > _N_SHOWN else ""
        raise InputError(
            f"The genre tree goes in a circle: {shown}{more}. A genre cannot stand "
            "under itself; take one of these parents out."
        )


def _trace_circle(parents: dict[str, tuple[str, ...]], within: set[str]) -> list[str]:
    """Follow parents until a name comes again."""
    path: list[str] = []
    name = min(within)
    while name not in path:
        path.append(name)
        name = next(parent for parent in parents[name] if parent in within)
    return [*path[path.index(name) :], name]
