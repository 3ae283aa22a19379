"""Clean a whole table: recognise its columns, read their cells, keep the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.assignment import Assignment, assign
from genrelens.cleaning.cells.texts import read_names
from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.origins.exportify import tell_of_exportify
from genrelens.cleaning.origins.extracted import in_our_units, is_from_files
from genrelens.cleaning.origins.resembling import tell_resembling
from genrelens.cleaning.profiling import profile_columns
from genrelens.cleaning.recipes.deciding import Decision, attribute_of, decide_recipes
from genrelens.cleaning.recipes.doubting import doubt_shares, remark_cells
from genrelens.cleaning.recipes.following import read_by_recipe
from genrelens.cleaning.recipes.matching import match_recipes, with_comma
from genrelens.cleaning.shifts import refuse_shifted
from genrelens.cleaning.track_table import CellRemark, Column, TrackTable
from genrelens.errors import printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.known_columns import WEAK_SPELLINGS, registered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn, Reading
    from genrelens.cleaning.profiling import Profile
    from genrelens.ingest.raw_table import RawTable
    from genrelens.schema.genre_rules import GenreRules
    from genrelens.schema.reading_recipe import ReadingRecipe

__all__ = ["clean_table"]

_ENOUGH_ROWS: Final = 20  # fewer odd rows prove no shift of a whole table


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """A column, and how it is read; without a decision it is carried as text."""

    guess: Assignment
    decision: Decision | None


def clean_table(
    raw: RawTable,
    *,
    roles: Mapping[str, Role] | None = None,
    recipes: Mapping[str, ReadingRecipe] | None = None,
    without: Collection[str] = (),
    genres: GenreRules | None = None,
) -> TrackTable:
    """Recognise the columns of a table and bring their cells to one spelling.

    Rows are neither removed nor moved. Every cell that is changed stands in
    the ledger; everything noticed is a finding. The genre may be absent.

    Parameters
    ----------
    raw : RawTable
        The table as read.
    roles : mapping of str to Role, optional
        Roles that the user gives, by header; they overrule recognition.
    recipes : mapping of str to ReadingRecipe, optional
        How a model's columns are read, by their name. Then headers alone tell
        which columns these are, no cell is judged by another, and all other
        columns are carried as text.
    without : collection of str
        Headers or names of attributes whose cells are not to be read; their
        role is `Role.LEFT_OUT`. What names no attribute is passed over.
    genres : GenreRules, optional
        Which of several genres in a cell is taken; lists stay one label without it.

    Returns
    -------
    TrackTable
        Columns with role ``TARGET`` are candidates for the genre, of which
        there may be several; `TrackTable.drops` is empty.

    Raises
    ------
    ColumnError
        If a yes/no column holds many other words, and no recipes are given; or
        `roles` names a column that the table does not have.
    InputError
        If the values stand one column off from their headers.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.ingest.raw_table import RawTable, Source
    >>> frame = pd.DataFrame({"Genre": ["pop"], "Explicit": ["TRUE"]})
    >>> table = clean_table(RawTable(frame, np.array([2]), Source("t", "", 0, "csv")))
    >>> table.frame
      genre  explicit
    0   pop       1.0
    """
    profiles = profile_columns(raw)
    if recipes is None:
        plans, findings = _plan_by_values(profiles, roles or {}, without)
    else:
        plans, findings = _plan_by_recipes(profiles, recipes, raw.source.delimiter)
    if recipes is None or len(raw.frame) >= _ENOUGH_ROWS:
        _refuse_shifted(plans)
    if genres is not None and not genres.from_tags:
        headers = {profile.canonical for profile in profiles}
        genres = replace(genres, from_tags=is_from_files(headers))
    return _carry_out(raw, plans, findings, genres, is_given=recipes is not None)


def _plan_by_values(
    profiles: Sequence[Profile], roles: Mapping[str, Role], without: Collection[str]
) -> tuple[list[_Plan], list[Finding]]:
    """Decide by what the table itself shows how each column is read."""
    taken, findings = assign(profiles, roles)
    guesses = [_left_out(guess, without) for guess in taken]
    read = [guess for guess in guesses if guess.role is not Role.LEFT_OUT]
    decided = decide_recipes(read)
    if is_from_files({profile.canonical for profile in profiles}):
        decided = tuple(map(in_our_units, decided))
    decisions = iter(decided)
    plans = [
        _Plan(guess, None if guess.role is Role.LEFT_OUT else next(decisions))
        for guess in guesses
    ]
    attributes = {
        guess.name: guess.profile.column.header
        for guess in read
        if guess.role is Role.FEATURE
    }
    origin = tell_of_exportify([profile.column for profile in profiles])
    told = (*_told_scaled(plans), *tell_resembling(attributes))
    return plans, [*origin, *findings, *told]


def _left_out(guess: Assignment, without: Collection[str]) -> Assignment:
    is_named = guess.name in without or guess.profile.column.header in without
    if guess.role is not Role.FEATURE or not is_named:
        return guess
    why = f"{guess.why}; left out as you said"
    return replace(guess, role=Role.LEFT_OUT, kind=Kind.TEXT, why=why)


def _plan_by_recipes(
    profiles: Sequence[Profile], recipes: Mapping[str, ReadingRecipe], delimiter: str
) -> tuple[list[_Plan], list[Finding]]:
    """Read a model's columns by its recipes, and carry the others as text."""
    matched = match_recipes(profiles, recipes)
    others = [place for place in range(len(profiles)) if place not in matched]
    carried, _ = assign([profiles[place] for place in others], {}, by_name=True)
    by_place = dict(zip(others, carried, strict=True))
    used = {name for name, _ in matched.values()}
    plans, findings = [], []
    for place, profile in enumerate(profiles):
        if place not in matched:
            plans.append(_Plan(_carried(by_place[place], used), None))
            continue
        name, recipe = matched[place]
        guess = Assignment(
            with_comma(profile, recipe, delimiter=delimiter),
            name,
            Role.FEATURE,
            recipe.kind,
            "as in training",
            registered(recipe.attribute),
        )
        plans.append(_Plan(guess, Decision(recipe, why_of_100="as in training")))
        is_same = profile.column.header == recipe.header
        if profile.canonical in WEAK_SPELLINGS and not is_same:
            findings.append(_told_by_name(guess))
    return plans, findings


def _carried(guess: Assignment, used: set[str]) -> Assignment:
    """Give a column that the model does not use a name of its own."""
    header = guess.profile.column.header
    name, number = header, 2
    while name in used:
        name, number = f"{header} ({number})", number + 1
    used.add(name)
    role = Role.LEFT_OUT if guess.role is Role.FEATURE else guess.role
    return replace(guess, name=name, role=role, kind=Kind.TEXT)


def _told_by_name(guess: Assignment) -> Finding:
    header = guess.profile.column.header
    return Finding(
        code="taken-by-name",
        severity=Severity.WARNING,
        message=f"'{printable(header)}' was taken for {printable(guess.name)}, which "
        "the model learnt, by its name alone.",
        remedy="Rename the column if it is something else.",
        column=header,
        n_rows=guess.profile.column.n_present,
    )


def _refuse_shifted(plans: Sequence[_Plan]) -> None:
    scaled = {
        plan.guess.profile.column.header
        for plan in plans
        if plan.decision is not None and plan.decision.recipe.is_scaled
    }
    named = [
        ("" if plan.decision is None else attribute_of(plan.guess), plan.guess.profile)
        for plan in plans
    ]
    refuse_shifted(named, frozenset(scaled))


def _carry_out(
    raw: RawTable,
    plans: Sequence[_Plan],
    findings: list[Finding],
    genres: GenreRules | None,
    *,
    is_given: bool,
) -> TrackTable:
    """Read every column as planned, and gather what is told of them."""
    readings = [_read(plan, genres, is_given=is_given) for plan in plans]
    pairs = list(zip(plans, readings, strict=True))
    is_blank_row = np.logical_and.reduce(
        [plan.guess.profile.column.is_blank for plan in plans]
    )
    told = [finding for reading in readings for finding in reading.findings]
    blanks = [_told_missing(plan.guess, r, is_blank_row) for plan, r in pairs]
    remarks: list[CellRemark] = []
    if is_given:
        for plan, reading in pairs:
            if plan.decision is not None:
                column, recipe = plan.guess.profile.column, plan.decision.recipe
                remarks += remark_cells(plan.guess.name, column, recipe, reading)
        doubts, doubted = doubt_shares(_shares_of_100(pairs))
        remarks, told = [*remarks, *doubts], [*told, *doubted]
    return TrackTable(
        frame=pd.DataFrame({p.guess.name: reading.series for p, reading in pairs}),
        columns=tuple(_column(plan) for plan in plans),
        line_numbers=raw.line_numbers,
        source=raw.source,
        ledger=Ledger(tuple(change for r in readings for change in r.changes)),
        findings=(
            *raw.findings,
            *findings,
            *told,
            *(blank for blank in blanks if blank is not None),
        ),
        units={p.guess.name: r.units for p, r in pairs if r.units is not None},
        remarks=tuple(remarks),
    )


def _read(plan: _Plan, genres: GenreRules | None, *, is_given: bool) -> Reading:
    if plan.decision is None:
        return read_names(plan.guess.profile.column)
    return read_by_recipe(
        plan.guess.profile,
        plan.decision.recipe,
        is_given=is_given,
        why_of_100=plan.decision.why_of_100,
        genres=genres,
    )


def _shares_of_100(
    pairs: Sequence[tuple[_Plan, Reading]],
) -> list[tuple[RawColumn, ReadingRecipe, Reading]]:
    return [
        (plan.guess.profile.column, plan.decision.recipe, reading)
        for plan, reading in pairs
        if plan.decision is not None
        and (plan.decision.recipe.reader, plan.decision.recipe.unit) == ("share", "%")
    ]


def _column(plan: _Plan) -> Column:
    """Describe a column for whoever comes after."""
    guess, known = plan.guess, plan.guess.known
    recipe = None if plan.decision is None else plan.decision.recipe
    unit = ""
    if recipe is not None and not recipe.is_scaled:
        named = guess.profile.unit if guess.kind == Kind.NUMBER else ""
        unit = known.unit if known is not None else named
    return Column(
        name=guess.name,
        header=guess.profile.column.header,
        role=guess.role,
        kind=guess.kind,
        unit=unit,
        why=guess.why,
        known=known,
        recipe=recipe,
    )


def _told_scaled(plans: Sequence[_Plan]) -> tuple[Finding, ...]:
    """Tell the columns that were scaled before, in one finding for each way."""
    ways: dict[str, list[Assignment]] = {}
    for plan in plans:
        if plan.decision is not None and plan.decision.scaling:
            ways.setdefault(plan.decision.scaling, []).append(plan.guess)
    findings = []
    for way, guesses in ways.items():
        listed = ", ".join(f"'{printable(g.profile.column.header)}'" for g in guesses)
        findings.append(
            Finding(
                code="scaled-columns",
                severity=Severity.WARNING,
                message=f"{listed}: these values were {way}, so that they carry no "
                "unit, and cannot be compared with other tables.",
                remedy="Use the table as it was before scaling; a model from this "
                "one serves only tables scaled in the very same way.",
                column=guesses[0].profile.column.header,
                n_rows=max(len(guess.profile.numbers) for guess in guesses),
                details={"columns": [g.profile.column.header for g in guesses]},
            )
        )
    return tuple(findings)


def _told_missing(
    guess: Assignment, reading: Reading, is_blank_row: NDArray[np.bool_]
) -> Finding | None:
    """Count the missing values of a column that the model or the label needs.

    Rows that are blank from end to end are told as such elsewhere.
    """
    if guess.role not in {Role.FEATURE, Role.TARGET}:
        return None
    missing = reading.series.isna().to_numpy(dtype=bool) & ~is_blank_row
    n_missing, n_rows = int(missing.sum()), int((~is_blank_row).sum())
    if not n_missing:
        return None
    column = guess.profile.column
    n_blank = int((column.is_blank & ~is_blank_row).sum())
    lines = tuple(int(x) for x in column.line_numbers[np.flatnonzero(missing)[:5]])
    return Finding(
        code="missing-values",
        severity=Severity.NOTE,
        message=f"'{printable(column.header)}' has no value in {n_missing:,} of "
        f"{n_rows:,} rows ({n_blank:,} blank, {n_missing - n_blank:,} that say so "
        "or cannot be read).",
        remedy="Nothing is to be done: missing values are kept as missing.",
        column=column.header,
        n_rows=n_missing,
        lines=lines,
        details={"n_blank": n_blank},
        rows=np.flatnonzero(missing),
    )
