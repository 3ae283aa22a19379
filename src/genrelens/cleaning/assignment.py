"""Give every column of a table one name, one role and one kind."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from genrelens.cleaning.recognition import name_of_header, objection
from genrelens.cleaning.value_kinds import guess_kind
from genrelens.errors import ColumnError, printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.known_attributes import signal_attribute
from genrelens.schema.known_columns import WEAK_SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from genrelens.cleaning.profiling import Profile
    from genrelens.schema.columns import KnownColumn

__all__ = ["Assignment", "assign"]

_STAND_INS: Final = {"artist": "artist_id"}
_TEXT_ROLES: Final = frozenset(Role) - {Role.FEATURE, Role.PROXY, Role.CONSTANT}


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """What one column was taken for.

    Parameters
    ----------
    profile : Profile
        The column.
    name : str
        Its name in the cleaned table, unique.
    role, kind : Role, Kind
        What it is used for, and how its cells are to be read.
    why : str
        One clause for people.
    known : KnownColumn or None
        The registered attribute, where it is one.
    """

    profile: Profile
    name: str
    role: Role
    kind: Kind
    why: str
    known: KnownColumn | None = None


def assign(
    profiles: Sequence[Profile],
    roles: Mapping[str, Role],
    *,
    by_name: bool = False,
) -> tuple[tuple[Assignment, ...], tuple[Finding, ...]]:
    """Decide for every column what it is.

    Parameters
    ----------
    profiles : sequence of Profile
        Every column, in file order.
    roles : mapping of str to Role
        Roles that the user gives, by header; they overrule everything.
    by_name : bool, default False
        Whether headers are believed whatever the cells hold.

    Returns
    -------
    tuple of Assignment
        In file order.
    tuple of Finding
        Names that were not believed, and attributes with several columns.

    Raises
    ------
    ColumnError
        If `roles` names a column that the table does not have.
    """
    _refuse_absent(roles, [profile.column.header for profile in profiles])
    has_signals = any(
        signal_attribute(profile.canonical) is not None for profile in profiles
    )
    taken, findings = [], []
    for profile in profiles:
        if by_name:
            known, finding = name_of_header(profile), None
        else:
            known, finding = _believe(profile, has_signals=has_signals)
        guess = _first_guess(profile, known)
        if finding is not None and finding.code == "length-in-samples":
            why = "counts samples, so it tells how the clip was cut"
            guess = replace(guess, role=Role.IDENTIFIER, why=why)
        taken.append(guess)
        findings += [finding] if finding else []
    taken = [_overruled(guess, roles) for guess in taken]
    taken, told = _one_column_a_name(taken, roles)
    return tuple(_unique_names(_with_stand_ins(taken))), (*findings, *told)


def _refuse_absent(roles: Mapping[str, Role], headers: Sequence[str]) -> None:
    for header in roles:
        if header not in headers:
            near = difflib.get_close_matches(header, headers, n=3, cutoff=0.5)
            shown = ", ".join(f"'{printable(name)}'" for name in near or headers[:8])
            raise ColumnError(
                header,
                found="the table has no such column",
                remedy=f"Name one that it has, e.g. {shown}.",
            )


def _believe(
    profile: Profile, *, has_signals: bool
) -> tuple[KnownColumn | None, Finding | None]:
    """Take the header at its word, unless the cells object."""
    known = name_of_header(profile)
    if known is None:
        return None, None
    doubt = objection(known, profile, has_signals=has_signals)
    if not doubt:
        return known, None
    if known.role == Role.INDEX:
        return None, None  # a blank header promises nothing
    header = printable(profile.column.header)
    is_clip = "samples" in doubt
    remedy = f"Nothing is to be done, unless it is: then call it {known.name}."
    if is_clip:
        remedy = "Nothing is to be done: it is not learnt from."
    return None, Finding(
        code="length-in-samples" if is_clip else "name-not-borne-out",
        severity=Severity.NOTE,
        message=f"'{header}' was not taken for the {known.label}: {doubt}.",
        remedy=remedy,
        column=profile.column.header,
        n_rows=profile.column.n_present,
    )


def _first_guess(profile: Profile, known: KnownColumn | None) -> Assignment:
    header = profile.column.header
    if known is None or (known.role == Role.INDEX and not profile.column.n_present):
        guess = guess_kind(profile)
        return Assignment(profile, header, guess.role, guess.kind, guess.why)
    why = "by its name"
    if profile.canonical in WEAK_SPELLINGS or known.role == Role.INDEX:
        why = "by its name and its cells"
    name = header if known.name == "link" else known.name
    return Assignment(profile, name, known.role, known.kind, why, known)


def _overruled(guess: Assignment, roles: Mapping[str, Role]) -> Assignment:
    """Put the user's word above every guess."""
    role = roles.get(guess.profile.column.header)
    if role is None:
        return guess
    why = "as you said"
    if role == guess.role:
        return replace(guess, why=why)
    if role in _TEXT_ROLES:
        kind = Kind.CATEGORY if role == Role.TARGET else Kind.TEXT
        header = guess.profile.column.header
        return replace(guess, name=header, role=role, kind=kind, why=why, known=None)
    return replace(guess, role=role, why=why)


def _one_column_a_name(
    taken: Sequence[Assignment], roles: Mapping[str, Role]
) -> tuple[list[Assignment], list[Finding]]:
    """Let the best of several columns keep a known name, and tell the others."""
    rivals: dict[str, list[int]] = defaultdict(list)
    for place, guess in enumerate(taken):
        if guess.known is not None:
            rivals[guess.known.name].append(place)
    result, findings = list(taken), []
    for name, places in rivals.items():
        if len(places) == 1:
            continue
        best = max(places, key=lambda place: _merit(taken[place], roles, place))
        losers = [place for place in places if place != best]
        for place in losers:
            result[place] = _second_best(taken[place], taken[best])
        if taken[best].role not in {Role.TARGET, Role.IDENTIFIER, Role.INDEX}:
            findings.append(_told_rivals(name, taken[best], [taken[i] for i in losers]))
    return result, findings


def _merit(
    guess: Assignment, roles: Mapping[str, Role], place: int
) -> tuple[bool, float, bool, int, int]:
    """Rank columns of one name: told, well filled, well named, first in the file."""
    profile = guess.profile
    spellings = guess.known.spellings if guess.known else ()
    rank = spellings.index(profile.canonical) if profile.canonical in spellings else 99
    n_rows = max(len(profile.column.cells), 1)
    return (
        profile.column.header in roles,
        round(profile.column.n_present / n_rows, 1),
        profile.canonical not in WEAK_SPELLINGS,
        -rank,
        -place,
    )


def _second_best(guess: Assignment, best: Assignment) -> Assignment:
    header = guess.profile.column.header
    role = Role.IDENTIFIER if guess.role == Role.TRACK_ID else guess.role
    if not guess.profile.column.n_present and role != Role.TARGET:
        return replace(guess, name=header, role=Role.EMPTY, why="it holds no value")
    why = f"{guess.why}; '{printable(best.profile.column.header)}' came first"
    return replace(guess, name=header, role=role, why=why)


def _told_rivals(name: str, best: Assignment, others: list[Assignment]) -> Finding:
    listed = ", ".join(f"'{printable(o.profile.column.header)}'" for o in others)
    header = best.profile.column.header
    return Finding(
        code="several-columns-for-one-attribute",
        severity=Severity.NOTE,
        message=f"'{printable(header)}' was taken as {name}; {listed} could be read "
        "as the same, and kept its own name.",
        remedy="Drop the columns that you do not mean.",
        column=header,
        details={"others": [other.profile.column.header for other in others]},
    )


def _with_stand_ins(taken: Sequence[Assignment]) -> list[Assignment]:
    """Let the artists' ids tell the artists apart where there are no names."""
    names = {guess.name for guess in taken}
    result = []
    for guess in taken:
        for wanted, stand_in in _STAND_INS.items():
            if guess.name == stand_in and wanted not in names:
                why = f"{guess.why}; there is no column of names"
                guess = replace(guess, role=Role.ARTIST, why=why)  # noqa: PLW2901
        result.append(guess)
    return result


def _unique_names(taken: Sequence[Assignment]) -> list[Assignment]:
    """Tell equal names apart by a number, known names first."""
    used = {guess.name for guess in taken if guess.known and _is_own(guess)}
    result = []
    for guess in taken:
        name, number = guess.name, 2
        if not (guess.known and _is_own(guess)):
            while name in used:
                name, number = f"{guess.name} ({number})", number + 1
            used.add(name)
        result.append(replace(guess, name=name))
    return result


def _is_own(guess: Assignment) -> bool:
    return (
        guess.known is not None
        and guess.name == guess.known.name
        and ("came first" not in guess.why and guess.role != Role.EMPTY)
    )
