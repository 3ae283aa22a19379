"""Draw a matrix as shaded cells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from genrelens.reports.figures.markup import Svg, coordinate, draw, shorten, tag
from genrelens.reports.figures.palette import N_SHADES, shade

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MAX_WRITTEN", "heat_map", "shade_key"]

MAX_WRITTEN = 16
"""Largest number of columns at which cells also carry their number."""

_VERY_FEW, _FEW, _MANY = 4, 8, 40  # rows or columns at which cells change their size
_SMALL = 14.0  # size below which cells have hardly a gap, and labels are small
_STRONG = 5  # shade from which a number stands in the colour for dark ground
_CHARACTER = 6.8  # width of a label's character, in drawing units


def heat_map(
    strengths: NDArray[np.float64],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    texts: Sequence[Sequence[str]] | None,
    label: str,
    key: str,
    row_title: str = "",
    column_title: str = "",
    is_linear: bool = False,
) -> Svg:
    """Draw a heat map; cells of one shade are one path, so large ones stay small.

    Parameters
    ----------
    strengths : ndarray of float64, shape (n_rows, n_columns)
        Between 0 (not drawn) and 1.
    rows, columns : sequence of str
        Names of the rows and columns.
    texts : sequence of sequence of str, optional
        What is written in the cells; left out where there is no room.
    label : str
        What a screen reader says.
    key : str
        Name by which the page's script finds the data behind the cells.
    row_title, column_title : str
        What rows and columns are.
    is_linear : bool
        Whether shades follow the strengths, not their square roots.
    """
    n_rows, n_columns = strengths.shape
    steps = _steps(strengths, is_linear=is_linear)
    size_x, size_y = _cell_size(n_rows, n_columns)
    left = 24.0 + round(min(max(map(len, rows), default=0), 18) * _CHARACTER)
    top = 26.0 + round(min(max(map(len, columns), default=0), 18) * _CHARACTER * 0.8)
    width = left + size_x * n_columns + 34
    height = top + size_y * n_rows + 6
    parts = [
        *_labels(rows, columns, left, top, (size_x, size_y)),
        *_titles(row_title, column_title, left, top, height),
        *_cells(steps, left, top, (size_x, size_y)),
    ]
    if texts is not None and n_columns <= MAX_WRITTEN:
        parts += _written(steps, texts, left, top, (size_x, size_y))
    parts.append(_sensor(key, left, top, (n_rows, n_columns), (size_x, size_y)))
    return draw(width, height, *parts, label=label, class_=_kind(n_columns))


def _kind(n_columns: int) -> str:
    """Give the class by which the style sheet keeps letters at a readable size."""
    if n_columns > MAX_WRITTEN:
        return "chart heat large"
    if n_columns > _FEW:
        return "chart heat"
    return "chart heat few" if n_columns > _VERY_FEW else "chart heat very-few"


def _sensor(
    key: str,
    left: float,
    top: float,
    shape: tuple[int, int],
    size: tuple[float, float],
) -> Svg:
    """Lay one clear sheet over all cells, by which the script finds the pointer."""
    return tag(
        "rect",
        x=left,
        y=top,
        width=size[0] * shape[1],
        height=size[1] * shape[0],
        class_="hit",
        data_heat=key,
        data_rows=str(shape[0]),
        data_columns=str(shape[1]),
    )


def _steps(strengths: NDArray[np.float64], *, is_linear: bool) -> list[list[int]]:
    """Give each cell its shade; whatever is above 0 can be told from 0."""
    return [
        [
            max(shade(float(strength), is_linear=is_linear), 1) if strength > 0 else 0
            for strength in row
        ]
        for row in strengths
    ]


def _cell_size(n_rows: int, n_columns: int) -> tuple[float, float]:
    tall = 26.0 if n_rows <= MAX_WRITTEN else 16.0 if n_rows <= _MANY else 9.0
    if n_columns <= _FEW:
        return 42.0, tall
    if n_columns <= MAX_WRITTEN:
        return 34.0, tall
    return (16.0 if n_columns <= _MANY else 8.0), tall


def _labels(
    rows: Sequence[str],
    columns: Sequence[str],
    left: float,
    top: float,
    size: tuple[float, float],
) -> list[Svg]:
    small = " small" if min(size) < _SMALL else ""
    parts = [
        tag(
            "text",
            shorten(name, 18),
            x=left - 6,
            y=top + size[1] * (position + 0.5) + (3 if small else 4),
            class_=f"label{small}",
            text_anchor="end",
        )
        for position, name in enumerate(rows)
    ]
    for position, name in enumerate(columns):
        x = coordinate(left + size[0] * (position + 0.5) + 3)
        y = coordinate(top - 6)
        turn = 90 if small else 50
        parts.append(
            tag(
                "text",
                shorten(name, 18),
                transform=f"translate({x} {y}) rotate(-{turn})",
                class_=f"label{small}",
            )
        )
    return parts


def _titles(
    row_title: str, column_title: str, left: float, top: float, height: float
) -> list[Svg]:
    parts = []
    if row_title:
        middle = coordinate((top + height) / 2)
        parts.append(
            tag(
                "text",
                row_title,
                transform=f"translate(12 {middle}) rotate(-90)",
                class_="title",
                text_anchor="middle",
            )
        )
    if column_title:
        parts.append(
            tag(
                "text",
                column_title,
                x=left - 8,
                y=14,
                class_="title",
                text_anchor="end",
            )
        )
    return parts


def _cells(
    steps: list[list[int]], left: float, top: float, size: tuple[float, float]
) -> list[Svg]:
    drawn: dict[int, list[str]] = defaultdict(list)
    gap = 1.5 if min(size) > _SMALL else 1
    wide, tall = coordinate(size[0] - gap), coordinate(size[1] - gap)
    for i, row in enumerate(steps):
        for j, step in enumerate(row):
            x, y = coordinate(left + size[0] * j), coordinate(top + size[1] * i)
            drawn[step].append(f"M{x} {y}h{wide}v{tall}h-{wide}z")
    across, down = size[0] * len(steps[0]), size[1] * len(steps)
    whole = (
        f"M{coordinate(left)} {coordinate(top)}h{coordinate(across)}"
        f"v{coordinate(down)}h-{coordinate(across)}z"
    )
    empty = whole if min(size) <= _SMALL else "".join(drawn[0])
    return [
        tag("path", d=empty, class_="s0"),
        *(
            tag("path", d="".join(drawn[step]), class_=f"s{step}")
            for step in range(1, N_SHADES)
            if drawn[step]
        ),
    ]


def _written(
    steps: list[list[int]],
    texts: Sequence[Sequence[str]],
    left: float,
    top: float,
    size: tuple[float, float],
) -> list[Svg]:
    return [
        tag(
            "text",
            text,
            x=left + size[0] * (j + 0.5) - 0.8,
            y=top + size[1] * (i + 0.5) + 3,
            class_="cell on-strong" if steps[i][j] >= _STRONG else "cell",
            text_anchor="middle",
        )
        for i, row in enumerate(texts)
        for j, text in enumerate(row)
        if text
    ]


def shade_key(low: str, high: str) -> Svg:
    """Draw the key to the shades, with words at its two ends."""
    swatches = [
        tag(
            "rect",
            x=70 + 20 * step,
            y=2,
            width=19,
            height=12,
            class_=f"s{step}",
        )
        for step in range(N_SHADES)
    ]
    return draw(
        430,
        18,
        tag("text", low, x=64, y=12, class_="tick", text_anchor="end"),
        *swatches,
        tag("text", high, x=72 + 20 * N_SHADES + 4, y=12, class_="tick"),
        label=f"Shades from {low} to {high}, in steps that favour small shares",
        class_="key",
    )
