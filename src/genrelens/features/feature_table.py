"""Turn the usable columns of a clean table into the features of a model."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from genrelens.errors import ColumnError, InputError, printable
from genrelens.features.feature_input import (
    InputProblems,
    MissingColumn,
    RowWarnings,
    features_for,
    recipes_for,
)
from genrelens.schema.columns import Kind, Role
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = [
    "MAX_LEVELS",
    "InputProblems",
    "MissingColumn",
    "RowWarnings",
    "build_features",
    "features_for",
    "find_listed",
    "recipes_for",
    "why_left_out",
]

MAX_LEVELS = 50
"""A category with more levels is a name rather than an attribute."""

_REASONS = {
    Role.TARGET: "it is the genre to be learnt",
    Role.PROXY: "it determines the genre or is made from it",
    Role.TRACK_ID: "it names the track",
    Role.TRACK_NAME: "it names the track",
    Role.ARTIST: "it names the artist",
    Role.ALBUM: "it names the album",
    Role.PLAYLIST: "it names the list the track was taken from",
    Role.DATE: "it is a date, of which only the year is an attribute",
    Role.INDEX: "it numbers the rows",
    Role.IDENTIFIER: "it identifies the row",
    Role.FILE: "it tells how the file was made, and not how the music sounds",
    Role.TEXT: "it is free text",
    Role.CONSTANT: "it has one value everywhere",
    Role.EMPTY: "it has no value anywhere",
    Role.LEFT_OUT: "you left it out",
}


def build_features(
    table: TrackTable,
    *,
    only: Collection[str] | Literal["all", "audio"] = "all",
    forced: Collection[str] = (),
) -> tuple[tuple[Feature, ...], pd.DataFrame]:
    """Choose the columns a model may learn from, row for row with the table.

    Numbers, flags, and categories of at most `MAX_LEVELS` levels are taken.
    Names, ids, free text and proxies of the genre are not, unless forced.

    Parameters
    ----------
    table : TrackTable
        A cleaned table, its roles decided.
    only : "all", "audio", or collection of str
        All attributes, those that describe the sound itself, or the columns
        listed (by name or by header).
    forced : collection of str
        Names or headers of columns to take whatever their role; text is then
        taken as a category.

    Returns
    -------
    features : tuple of Feature
        In file order.
    frame : pandas.DataFrame, n_rows x n_features
        One column a feature, by `Feature.name`. Numbers and flags are
        float64, categories ``str``; NaN where missing.

    Raises
    ------
    InputError
        If a listed or forced column does not exist, or nothing is left.
    ColumnError
        If a listed or forced column cannot be an attribute.
    """
    if only not in ("all", "audio") and isinstance(only, str):
        only = (only,)
    headers = {column.header: column.name for column in table.columns}
    must = find_listed(headers, forced)
    for name in must:
        _refuse_impossible(table.named(name))
    reasons = _reasons(table, must)
    if isinstance(only, str):
        chosen = [c for c in table.columns if c.name not in reasons]
        if only == "audio":
            chosen = [c for c in chosen if _is_audio(c) or c.name in must]
    else:
        listed = find_listed(headers, only)
        _refuse_left_out(table, listed, reasons)
        chosen = [c for c in table.columns if c.name in listed or c.name in must]
    if not chosen:
        raise InputError(_nothing_left(table, only))
    frame = _as_frame(table, chosen)
    return tuple(_as_feature(column, frame[column.name]) for column in chosen), frame


def why_left_out(
    table: TrackTable, features: Iterable[Feature]
) -> tuple[tuple[str, str], ...]:
    """Tell of every column that is no feature why it is none.

    Parameters
    ----------
    table : TrackTable
    features : iterable of Feature
        What `build_features` gave for this table.

    Returns
    -------
    tuple of (header, reason)
        In file order.
    """
    taken = {feature.name for feature in features}
    reasons = _reasons(table, frozenset())
    return tuple(
        (column.header, reasons.get(column.name, "it was not asked for"))
        for column in table.columns
        if column.name not in taken
    )


def _is_audio(column: Column) -> bool:
    return column.known is not None and column.known.is_audio


def _reasons(table: TrackTable, must: Collection[str]) -> dict[str, str]:
    """Give each column that may not be a feature, by name, with its reason."""
    reasons = {}
    for column in table.columns:
        if column.name in must:
            continue
        if column.role is not Role.FEATURE:
            reasons[column.name] = _REASONS[column.role]
        elif column.kind is Kind.TEXT:
            reasons[column.name] = _REASONS[Role.TEXT]
        elif column.kind is Kind.CATEGORY:
            n_levels = int(table.frame[column.name].nunique())
            if n_levels > MAX_LEVELS:
                reasons[column.name] = (
                    f"it has {n_levels:,} levels, more than {MAX_LEVELS}"
                )
    return reasons


def find_listed(headers: Mapping[str, str], wanted: Collection[str]) -> frozenset[str]:
    """Find columns by name or by header; refuse unknown ones with near matches.

    Parameters
    ----------
    headers : mapping of str to str
        Each column's header with its name, in file order.
    wanted : collection of str
        Headers or names.

    Raises
    ------
    InputError
        If the table has no such column.
    """
    known = dict(headers) | {name: name for name in headers.values()}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        name = unknown[0]
        near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
        shown = near or list(headers)[:8]
        choices = ", ".join(f"'{printable(other)}'" for other in shown)
        lead = "The nearest are" if near else "It begins with"
        message = (
            f"{len(unknown)} of {len(wanted)} columns asked for are not in the "
            f"table, e.g. '{printable(name)}'. {lead} {choices}. "
            "Give names as they stand in the table's header."
        )
        raise InputError(message)
    return frozenset(known[name] for name in wanted)


def _refuse_impossible(column: Column) -> None:
    if column.role in (Role.TARGET, Role.EMPTY, Role.LEFT_OUT):
        raise ColumnError(
            column.header,
            found=f"it was forced as a feature, but {_REASONS[column.role]}",
            remedy="Leave it out of the forced columns.",
        )


def _refuse_left_out(
    table: TrackTable, listed: Collection[str], reasons: dict[str, str]
) -> None:
    for column in table.columns:
        if column.name in listed and column.name in reasons:
            raise ColumnError(
                column.header,
                found=f"it is no attribute to learn from: {reasons[column.name]}",
                remedy="Take it off the list, or force it if you mean it.",
            )


def _nothing_left(table: TrackTable, only: object) -> str:
    what = "describes the sound" if only == "audio" else "can be learnt from"
    reasons = _reasons(table, frozenset())
    sample = "; ".join(
        f"'{printable(column.header)}': {reasons.get(column.name, 'not asked for')}"
        for column in table.columns[:4]
    )
    return (
        f"None of the {len(table.columns)} columns {what} ({sample}). "
        "Add attributes such as tempo, energy or loudness, or force a column."
    )


def _kind(column: Column) -> Kind:
    return Kind.CATEGORY if column.kind is Kind.TEXT else column.kind


def _as_feature(column: Column, values: pd.Series[Any]) -> Feature:
    known, recipe = column.known, column.recipe
    if recipe is not None and recipe.reader == "genre":
        levels = sorted(values.dropna().unique().tolist())
        recipe = replace(recipe, levels=tuple(levels))
    is_known = known is not None and known.name == column.name
    return Feature(
        name=column.name,
        label=known.label if known is not None and is_known else column.header,
        kind=_kind(column),
        unit=column.unit,
        group=(known.group if known is not None else "") or "other",
        origin=column.header,
        is_audio=_is_audio(column),
        recipe=recipe,
    )


def _as_frame(table: TrackTable, chosen: list[Column]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column.name: table.frame[column.name].astype(
                "str" if _kind(column) is Kind.CATEGORY else "float64"
            )
            for column in chosen
        },
        index=table.frame.index,
    )
