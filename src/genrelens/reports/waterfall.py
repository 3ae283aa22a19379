"""Show why one track got its genre, as a picture or as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.markup import Svg, tag
from genrelens.reports.formatting import percent
from genrelens.reports.sections.tracks import explanation_chart, explanation_table
from genrelens.reports.templating import content_policy, fill, inlined

if TYPE_CHECKING:
    from genrelens.explanation.results import TrackExplanation

__all__ = ["render_track_page", "waterfall_svg"]


def waterfall_svg(explanation: TrackExplanation) -> str:
    """Draw one track's waterfall as an SVG file that carries its own style.

    Parameters
    ----------
    explanation : TrackExplanation
        The contributions to be drawn; those beyond the eight largest share one
        row, so that the bars add up to the probability.

    Returns
    -------
    str
        An SVG document, to be written as UTF-8.
    """
    picture = explanation_chart(explanation)
    style = tag("style", Svg(inlined("picture.css")))
    opening, rest = picture.split(">", 1)
    return f"{opening}>{style}{rest}\n"


def render_track_page(explanation: TrackExplanation, *, model: str = "") -> str:
    """Write one track's explanation as an HTML page without any script.

    Parameters
    ----------
    explanation : TrackExplanation
        What is told.
    model : str
        Name of the model file, shown below the title; empty where it has none.

    Returns
    -------
    str
        The page, to be written as UTF-8.
    """
    style = inlined("report.css")
    return fill(
        "track.html.j2",
        policy=content_policy(style=style),
        style=style,
        explanation=explanation,
        model=model,
        chart=explanation_chart(explanation),
        table=explanation_table(explanation),
        probability=percent(explanation.probability),
        rival_probability=percent(explanation.rival_probability),
    )
