"""Show which genres these columns cannot tell apart, and the families they form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.reports.figures.trust.family_tree import family_tree
from genrelens.reports.formatting import count, decimal, interval, percent, points
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.evaluation.overlap.results import (
        GenreOverlap,
        MergeStep,
        PairOverlap,
    )
    from genrelens.reports.naming import Naming

__all__ = ["overlap_section"]

_N_TOLD = 5
_N_SHOWN = 12
_MANY = 24
_COIN = (
    "Given one track of each genre and asked which is which, a coin is right 50\u00a0% "
    "of the time;"
)


def overlap_section(result: GenreOverlap, _naming: Naming) -> dict[str, Any]:
    """Gather the pairs, the merges and the family tree, in words and tables."""
    pairs = result.pairs
    tree = result.family_tree
    return {
        "lead": _lead(result),
        "pairs": _pairs(pairs[:_N_SHOWN], result) if pairs else None,
        "more_pairs": _pairs(pairs, result) if len(pairs) > _N_SHOWN else None,
        "sharing": _sharing(pairs),
        "merge_words": _merge_words(result.merges),
        "merges": _merges(result) if result.merges else None,
        "chart": family_tree(
            tree,
            label=f"Tree in which {len(tree.genres)} genres join; the table holds its "
            "families",
        ),
        "rule": tree.rule,
        "families": _families(result),
        "is_large": len(tree.genres) > _MANY,
        "scope": _scope(result),
        "notes": list(result.notes),
    }


def _scope(result: GenreOverlap) -> str:
    return (
        f"{result.scenario}, {count(result.n_tracks)} rows in "
        f"{count(result.n_groups)} groups"
    )


def _lead(result: GenreOverlap) -> str:
    """Say in a sentence or two what cannot be told apart."""
    close = result.inseparable
    asked = f"Of {count(result.n_pairs)} pairs of genres"
    if not close:
        if not result.pairs:
            return "No two genres could be compared: no fold holds both."
        nearest = result.pairs[0]
        return (
            f"{asked}, there is none that these columns clearly fail to tell apart. "
            f"The nearest are {_names(nearest)}. {_COIN} the model is right in "
            f"{_rate(nearest)}."
        )
    told = "; ".join(f"{_names(pair)} in {_rate(pair)}" for pair in close[:_N_TOLD])
    more = len(close) - _N_TOLD
    others = f"; and {count(more)} more pairs below" if more > 0 else ""
    n_close = "one pair" if len(close) == 1 else f"{count(len(close))} pairs"
    return (
        f"{asked}, these columns cannot reliably tell {n_close} apart. {_COIN} the "
        f"model is right for {told}{others}. Nothing is wrong with these tracks: what "
        "sets the genres apart is not in the columns, or one track is given both names."
    )


def _names(pair: PairOverlap) -> str:
    return f"{printable(pair.first)} and {printable(pair.second)}"


def _rate(pair: PairOverlap) -> str:
    n_shared = pair.n_shared or 0
    under_both = f"; {count(n_shared)} tracks stand under both" if n_shared else ""
    return f"{percent(pair.auc.value, 0)} ({interval(pair.auc, _whole)}{under_both})"


def _whole(share: float) -> str:
    return percent(share, 0)


def _pairs(pairs: Sequence[PairOverlap], result: GenreOverlap) -> Table:
    return Table(
        caption=f"Pairs of genres, the least separated first ({_scope(result)}). "
        "Separation: of one track of each genre, how often the model leans the right "
        "way; 0.5 is a coin toss, 1 perfect, with 95 % intervals. 'Cannot be told "
        f"apart' means that the interval ends below {decimal(result.bound, 2)} and "
        f"that this holds after correction for {count(result.n_pairs)} pairs (Holm).",
        headings=[
            Heading("Genres"),
            Heading("Separation", is_number=True, term="separation"),
            Heading("Told apart"),
            Heading("Under both", is_number=True),
            Heading("Mistaken for each other", is_number=True),
            Heading("Probability lent", is_number=True),
        ],
        rows=[_pair_row(pair) for pair in pairs],
    )


def _pair_row(pair: PairOverlap) -> list[Cell]:
    if pair.n_shared is None or pair.shared is None:
        shared = Cell("not known")
    else:
        shared = Cell(
            count(pair.n_shared),
            sort=pair.n_shared,
            detail=f"{percent(pair.shared, 0)} of the smaller",
        )
    return [
        Cell(
            f"{printable(pair.first)} ~ {printable(pair.second)}",
            detail=f"{count(pair.n_first)} and {count(pair.n_second)} rows, "
            f"{count(pair.n_groups)} groups",
        ),
        estimate_cell(pair.auc, decimal),
        Cell("cannot be told apart" if pair.is_inseparable else "in part"),
        shared,
        number_cell(pair.n_mistaken),
        Cell(percent(pair.confusion), sort=pair.confusion),
    ]


def _sharing(pairs: Sequence[PairOverlap]) -> str:
    """Name the pairs of which most tracks carry both genres."""
    sharing = sorted(
        (pair for pair in pairs if pair.shared), key=lambda pair: -(pair.shared or 0)
    )[:_N_TOLD]
    if not sharing:
        return ""
    told = "; ".join(
        f"{_names(pair)} ({count(pair.n_shared or 0)} tracks, "
        f"{percent(pair.shared or 0, 0)} of the smaller genre)"
        for pair in sharing
    )
    return (
        f"These share the most tracks: {told}. On such a track no model that gives "
        "one genre can be right both times."
    )


def _merge_words(merges: Sequence[MergeStep]) -> str:
    proposed = [step for step in merges if step.is_proposed]
    if not proposed:
        return (
            "No merge is proposed. What merging the nearest pair would give is shown "
            "all the same."
            if merges
            else "No merge is proposed."
        )
    last = proposed[-1]
    before, after = proposed[0].accuracy_before, last.accuracy
    by_chance = sum(step.random_gain for step in proposed)
    n_merges = "One merge is" if len(proposed) == 1 else f"{len(proposed)} merges are"
    n_before = proposed[0].n_genres + 1
    return (
        f"{n_merges} proposed. Done in this order, {n_before} genres become "
        f"{last.n_genres}, and accuracy goes from {percent(before.value)} to "
        f"{percent(after.value)} ({interval(after, percent)}), that is "
        f"{points(after.value - before.value)} points. As many merges at random would "
        f"have given {points(by_chance)} points, since any merge forgives the mistakes "
        "between the two. The scores are sums of the probabilities given before; no "
        "model was trained again."
    )


def _merges(result: GenreOverlap) -> Table:
    return Table(
        caption="Merges in the order of the proposal, each on top of those proposed "
        f"before it ({_scope(result)}). Kappa is accuracy beyond chance: 0 for "
        "guessing, 1 for perfect. 'At random' is the mean gain of merging two other "
        "genres of about the same sizes.",
        headings=[
            Heading("Merge"),
            Heading("Genres left", is_number=True),
            Heading("Accuracy", is_number=True, term="accuracy"),
            Heading("Gain, points", is_number=True),
            Heading("At random, points", is_number=True),
            Heading("Kappa", is_number=True, term="kappa"),
            Heading("Proposed"),
        ],
        rows=[_merge_row(step) for step in result.merges],
        is_sortable=False,
    )


def _merge_row(step: MergeStep) -> list[Cell]:
    sides = (", ".join(printable(name) for name in side) for side in _sides(step))
    return [
        Cell(" + ".join(sides)),
        number_cell(step.n_genres),
        estimate_cell(step.accuracy, percent),
        estimate_cell(step.gain, points),
        Cell(
            points(step.random_gain),
            sort=step.random_gain,
            detail=f"mean of {count(step.n_random)}",
        ),
        Cell(
            decimal(step.kappa),
            sort=step.kappa,
            detail=f"from {decimal(step.kappa_before)}",
        ),
        Cell("yes" if step.is_proposed else "no", detail=step.reason),
    ]


def _sides(step: MergeStep) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return step.first, step.second


def _families(result: GenreOverlap) -> Table:
    tree = result.family_tree
    return Table(
        caption=f"Families at distance {decimal(tree.height, 2)} ({_scope(result)}), "
        "named after their largest genres.",
        headings=[
            Heading("Family"),
            Heading("Genres", is_number=True),
            Heading("Rows", is_number=True),
            Heading("Which"),
        ],
        rows=[
            [
                Cell(printable(family.name)),
                number_cell(len(family.genres)),
                number_cell(family.n_tracks),
                Cell(", ".join(printable(genre) for genre in family.genres)),
            ]
            for family in tree.families
        ],
    )
