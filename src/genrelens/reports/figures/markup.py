"""Build SVG markup in which every text and attribute is escaped."""

from __future__ import annotations

from html import escape

from genrelens.errors import printable

__all__ = ["Svg", "coordinate", "draw", "shorten", "tag"]

_MAX_TEXT = 400


class Svg(str):
    """Markup made by `tag`; templates put it in as it stands."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give the markup to a template engine that escapes all else."""
        return str(self)


def tag(name: str, *children: str, **attributes: str | float | None) -> Svg:
    """Build one element.

    Parameters
    ----------
    name : str
        Name of the element, written by us and never by a stranger.
    *children : str
        Other elements (`Svg`), or text, which is escaped and stripped of
        control characters.
    **attributes : str, float or None
        ``fill_opacity`` becomes ``fill-opacity`` and ``class_`` ``class``; None
        leaves the attribute out; numbers are written with one decimal.

    Examples
    --------
    >>> tag("text", "<b>", x=1.25, class_="label")
    '<text x="1.2" class="label">&lt;b&gt;</text>'
    """
    drawn = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(
        child if isinstance(child, Svg) else escape(printable(child, limit=_MAX_TEXT))
        for child in children
    )
    return Svg(f"<{name}{drawn}>{inside}</{name}>" if inside else f"<{name}{drawn}/>")


def draw(
    width: float, height: float, *children: Svg, label: str, class_: str = "chart"
) -> Svg:
    """Wrap elements into one picture with an accessible name.

    Parameters
    ----------
    width, height : float
        Size in drawing units; the page scales the picture to its column.
    *children : Svg
        What is drawn.
    label : str
        What a screen reader says in place of the picture.
    class_ : str
        Class of the ``svg`` element.
    """
    return tag(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        role="img",
        aria_label=label,
        class_=class_,
    )


def coordinate(value: float) -> str:
    """Write a coordinate with at most one decimal.

    Examples
    --------
    >>> coordinate(3.0), coordinate(-0.04), coordinate(2.25)
    ('3', '0', '2.2')
    """
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def shorten(text: str, limit: int) -> str:
    """Cut a label that is too long for its place, with an ellipsis.

    Examples
    --------
    >>> shorten("instrumentalness", 10)
    'instrumen…'
    """
    return printable(text, limit=limit)


def _attribute(value: str | float) -> str:
    if isinstance(value, str):
        if not value.isprintable():
            value = printable(value, limit=10 * len(value))
        return escape(value, quote=True)
    return coordinate(value)
