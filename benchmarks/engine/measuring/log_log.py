"""Draw how costs grow, as small pictures with two logarithmic axes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np

COLOURS: Final = {
    "explaining": "#1f6fc4",
    "predicting": "#c2570c",
    "growing": "#2f7d32",
}
_DASHES: Final = {"explaining": "", "predicting": "7 4", "growing": "2 4"}
_SIDE, _GAP, _LEFT, _TOP = 240, 70, 60, 70
_ROOM: Final = 36  # between the middles of two figures below an axis


@dataclass(frozen=True, slots=True)
class Growth:
    """Cost of one kind of work at several sizes.

    Parameters
    ----------
    kind : str
        One of `COLOURS`.
    sizes, costs : list of float
        Above 0, of equal length.
    """

    kind: str
    sizes: list[float]
    costs: list[float]

    @property
    def slope(self) -> float:
        """Exponent by which the cost grows, fitted by least squares on logarithms."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.costs), 1)[0])


def draw(panels: dict[str, list[Growth]], describe: str) -> str:
    """Give an SVG with one panel for each thing that grows.

    Parameters
    ----------
    panels : dict of str to list of Growth
        By what stands on the axis below. Costs are drawn as multiples of the first,
        each line with its slope at the end.
    describe : str
        Text for those who do not see the picture.
    """
    width = _LEFT + len(panels) * (_SIDE + _GAP)
    height = _TOP + _SIDE + 60
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="13" role="img">'
        ),
        f"<title>{escape(describe)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_legend(),
    ]
    for place, (axis, growths) in enumerate(panels.items()):
        parts += _panel(_LEFT + place * (_SIDE + _GAP), axis, growths)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend() -> list[str]:
    parts = []
    for place, (kind, colour) in enumerate(COLOURS.items()):
        x = _LEFT + 130 * place
        parts.append(
            f'<path d="M{x} 20h30" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{_DASHES[kind]}"/>'
            f'<text x="{x + 36}" y="24">{kind}</text>'
        )
    x = _LEFT + 130 * len(COLOURS)
    return [
        *parts,
        (
            f'<text x="{x}" y="24" fill="#444">Figures at the lines: slopes. '
            "1 is linear, 0 is flat.</text>"
        ),
        (
            f'<text x="{_LEFT}" y="{_TOP - 14}" fill="#444">'
            "processor time, as a multiple of the first</text>"
        ),
    ]


def _panel(x0: int, axis: str, growths: list[Growth]) -> list[str]:
    sizes = np.log10([size for growth in growths for size in growth.sizes])
    ratios = [np.log10(np.array(growth.costs) / growth.costs[0]) for growth in growths]
    low_x, high_x = sizes.min(), sizes.max()
    low_y = np.floor(min(ratio.min() for ratio in ratios))
    high_y = max(1.0, np.ceil(max(ratio.max() for ratio in ratios)))

    def at(size: float, ratio: float) -> tuple[float, float]:
        return (
            round(x0 + _SIDE * (size - low_x) / (high_x - low_x), 1),
            round(_TOP + _SIDE * (high_y - ratio) / (high_y - low_y), 1),
        )

    parts = [
        (
            f'<rect x="{x0}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" '
            'stroke="#888"/>'
        ),
        (
            f'<text x="{x0 + _SIDE / 2}" y="{_TOP + _SIDE + 42}" '
            f'text-anchor="middle">{escape(axis)}</text>'
        ),
    ]
    for power in range(int(low_y), int(high_y) + 1):
        _, y = at(low_x, power)
        parts.append(
            f'<path d="M{x0} {y}h{_SIDE}" stroke="#ddd"/><text x="{x0 - 6}" '
            f'y="{y + 4}" text-anchor="end">{10.0**power:g}</text>'
        )
    written = float("-inf")
    for size in sorted(growths[0].sizes):
        x, _ = at(np.log10(size), 0)
        parts.append(f'<path d="M{x} {_TOP + _SIDE}v5" stroke="#888"/>')
        if x - written >= _ROOM:
            parts.append(
                f'<text x="{x}" y="{_TOP + _SIDE + 20}" text-anchor="middle" '
                f'font-size="11">{_short(size)}</text>'
            )
            written = x
    ends = []
    for growth, ratio in zip(growths, ratios, strict=True):
        points = [at(np.log10(s), r) for s, r in zip(growth.sizes, ratio, strict=True)]
        parts += _line(growth, points)
        ends.append((*points[-1], growth))
    return [*parts, *_slopes(ends)]


def _line(growth: Growth, points: list[tuple[float, float]]) -> list[str]:
    colour = COLOURS[growth.kind]
    return [
        (
            f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}" fill="none" '
            f'stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{_DASHES[growth.kind]}"/>'
        ),
        *(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points),
    ]


def _slopes(ends: list[tuple[float, float, Growth]]) -> list[str]:
    """Write slopes beside the ends of lines, from above, none over another."""
    parts, free = [], float("-inf")
    for x, y, growth in sorted(ends, key=lambda end: end[1]):
        place = max(y, free)
        free = place + 14
        parts.append(
            f'<text x="{x + 6}" y="{place + 4}" fill="{COLOURS[growth.kind]}" '
            f'font-size="11">{growth.slope:.2f}</text>'
        )
    return parts


def _short(size: float) -> str:
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if size >= unit:
            return f"{size / unit:.3g}{letter}"
    return f"{size:.3g}"
