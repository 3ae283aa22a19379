"""Show why one track got its genre, as a picture or as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.figures.markup import Svg, tag
from genrelens.reports.formatting import percent
from genrelens.reports.sections.tracks import explanation_chart, explanation_table
from genrelens.reports.templating import content_policy, fill, inlined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.explanation.results import TrackExplanation
    from genrelens.schema.features import Feature

__all__ = ["render_track_page", "waterfall_svg"]


def waterfall_svg(
    explanation: TrackExplanation, *, features: Sequence[Feature] = ()
) -> str:
    """Draw one track's waterfall as an SVG file that carries its own style.

    Parameters
    ----------
    explanation : TrackExplanation
        The contributions to be drawn; those beyond the eight largest share one
        row, so that the bars add up to the probability.
    features : sequence of Feature
        The model's features, so that values are said in words (keys, yes and
        no); without them plain numbers with units are shown.

    Returns
    -------
    str
        An SVG document, to be written as UTF-8.
    """
    picture = explanation_chart(explanation, _by_name(features))
    style = tag("style", Svg(inlined("picture.css")))
    opening, rest = picture.split(">", 1)
    return f"{opening}>{style}{rest}\n"


def render_track_page(
    explanation: TrackExplanation,
    *,
    features: Sequence[Feature] = (),
    model: str = "",
) -> str:
    """Write one track's explanation as an HTML page without any script.

    Parameters
    ----------
    explanation : TrackExplanation
        What is told.
    features : sequence of Feature
        The model's features, so that values are said in words (keys, yes and
        no); without them plain numbers with units are shown.
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
        chart=explanation_chart(explanation, _by_name(features)),
        table=explanation_table(explanation, _by_name(features)),
        probability=percent(explanation.probability),
        rival_probability=percent(explanation.rival_probability),
    )


def _by_name(features: Sequence[Feature]) -> dict[str, Feature]:
    return {feature.name: feature for feature in features}
