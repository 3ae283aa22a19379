"""Draw the tree in which genres join, with each family in a colour of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.axes import WIDTH, Scale, round_ticks, x_axis
from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag
from genrelens.reports.figures.palette import N_GENRE_COLOURS, genre_class
from genrelens.reports.formatting import decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.overlap.results import FamilyTree

__all__ = ["family_tree"]

_MANY = 24  # genres from which rows are lower
_TALL, _LOW = 24.0, 15.0
_TOP = 8.0
_LETTERS = 20
_CHARACTER = 6.4
_ALONE = "gx"


def family_tree(found: FamilyTree, *, label: str) -> Svg:
    """Draw the tree lying on its side, genres on the left.

    Genres of one family are drawn in one colour; of families that touch, no two
    have the same. What lies above the cut is grey.

    Parameters
    ----------
    found : FamilyTree
        From `genrelens.evaluation.overlap.family_tree.grow_family_tree`.
    label : str
        What a screen reader says.
    """
    step = _LOW if len(found.leaves) > _MANY else _TALL
    longest = min(max(map(len, found.leaves)), _LETTERS)
    left = 14.0 + _CHARACTER * longest
    heights = [join[2] for join in found.joins]
    low = int(min(*heights, found.height) * 10) / 10
    across = Scale(low, max(*heights, low + 0.1), left, WIDTH - 12)
    bottom = _TOP + step * len(found.leaves)
    colours = _colours(found)
    return draw(
        WIDTH,
        bottom + 38,
        x_axis(
            across,
            round_ticks(low, across.high, 3),
            top=_TOP,
            bottom=bottom,
            show=_show,
            title="distance at which they join (0 alike, 1 nothing in common)",
        ),
        _cut_line(across(found.height), bottom),
        *_branches(found, across, colours, step),
        *_names(found.leaves, left, colours, step),
        label=label,
    )


def _show(value: float) -> str:
    return decimal(value, 2)


def _colours(found: FamilyTree) -> dict[str, str]:
    """Give each genre its family's colour; a genre that is alone is grey."""
    colours, number = {}, 0
    for family in found.families:
        is_alone = len(family.genres) == 1
        colour = _ALONE if is_alone else genre_class(number % N_GENRE_COLOURS)
        number += not is_alone
        colours.update(dict.fromkeys(family.genres, colour))
    return colours


def _branches(
    found: FamilyTree, across: Scale, colours: dict[str, str], step: float
) -> list[Svg]:
    """Draw all joins, those of one colour as one path."""
    row = {genre: _TOP + step * (at + 0.5) for at, genre in enumerate(found.leaves)}
    places = [(across.start, row[genre]) for genre in found.genres]
    colour_of = [colours[genre] for genre in found.genres]
    paths: dict[str, list[str]] = {}
    for one, other, height, _ in found.joins:
        x = across(height)
        is_within = height <= found.height and colour_of[one] == colour_of[other]
        colour = colour_of[one] if is_within else ""
        for part in (one, other):
            start, y = places[part]
            own = colour_of[part] or ""
            paths.setdefault(own or colour, []).append(
                f"M{coordinate(start)} {coordinate(y)}H{coordinate(x)}"
            )
        first, second = places[one][1], places[other][1]
        paths.setdefault(colour, []).append(
            f"M{coordinate(x)} {coordinate(first)}V{coordinate(second)}"
        )
        places.append((x, (first + second) / 2))
        colour_of.append(colour)
    return [
        tag("path", d="".join(lines), class_=f"line {colour}" if colour else "zero")
        for colour, lines in sorted(paths.items())
    ]


def _cut_line(x: float, bottom: float) -> Svg:
    at = coordinate(x)
    return tag(
        "path", d=f"M{at} {coordinate(_TOP)}V{coordinate(bottom)}", class_="chance"
    )


def _names(
    leaves: Sequence[str], left: float, colours: dict[str, str], step: float
) -> list[Svg]:
    drawn = []
    for at, genre in enumerate(leaves):
        y = _TOP + step * (at + 0.5)
        drawn.append(
            tag(
                "text",
                shorten(genre, _LETTERS),
                x=left - 12,
                y=y + 4,
                class_="label",
                text_anchor="end",
            )
        )
        drawn.append(
            tag(
                "circle",
                cx=left - 5,
                cy=y,
                r=3,
                class_=f"part {colours[genre]}",
                data_tip=genre,
            )
        )
    return drawn
