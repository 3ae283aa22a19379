"""The summary after a training, to be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from genrelens.cli.terminal import severity_text, words

if TYPE_CHECKING:
    from rich.console import Console

    from genrelens.workflow.training import TrainResult

__all__ = ["show_summary"]

_MOST_FINDINGS = 6
_MOST_FEATURES = 4


def show_summary(result: TrainResult, console: Console) -> None:
    """Print verdict, warnings, what drives the genres, and where the files lie."""
    from genrelens.workflow.from_sound.after_training import tell_use

    facts = result.facts
    console.print()
    for sentence in facts.evaluation.verdict:
        console.print(words(sentence, style="bold", limit=1_000))
    console.print()
    for line in _story(result):
        console.print(words(line, limit=1_000))
    if result.budget is not None:
        console.print(words(result.budget.sentence, limit=1_000))
    grave = [found for found in facts.table.findings if found.severity != "note"]
    if grave:
        console.print()
        for found in grave[:_MOST_FINDINGS]:
            console.print(severity_text(found.severity), words(found.message))
        if len(grave) > _MOST_FINDINGS:
            console.print(words(f"… {len(grave) - _MOST_FINDINGS} more in the report."))
    console.print()
    for name, path in result.files.items():
        console.print(Text(f"  {name:<12}"), words(path, limit=400))
    use = tell_use(result.model.features, result.files["model"])
    if use:
        console.print(words(use, limit=1_000))


def _story(result: TrainResult) -> list[str]:
    facts = result.facts
    evaluation = facts.evaluation
    lines = []
    if facts.is_made_up:
        lines.append("The table is made up by this package; no such tracks exist.")
    scores = evaluation.scenarios[evaluation.headline]
    if "macro_auc_ovr" in scores.metrics:
        auc = scores.metrics["macro_auc_ovr"]
        lines.append(
            f"Macro AUC (one genre against the rest) is {auc.value:.3f} "
            f"({auc.low:.3f} to {auc.high:.3f}) on {scores.title}, "
            f"{scores.n_tracks:,} tracks of {scores.n_groups:,} {scores.group_words}."
        )
    pairs = evaluation.confusion.most_confused(1)
    if pairs and not evaluation.is_small:
        true, taken, n_tracks, share = pairs[0]
        lines.append(
            f"Most often confused: {true} taken for {taken} "
            f"({n_tracks:,} tracks, {100 * share:.0f} % of {true})."
        )
    if facts.importance is not None and not evaluation.is_small:
        lines.append(_leanings(result))
    return [*lines, *_trust_lines(result)]


def _trust_lines(result: TrainResult) -> list[str]:
    """Say what could be written to files, and which labels to look at."""
    trust = result.facts.trust
    lines = []
    if trust.decisions is not None:
        found = trust.decisions.decided
        allowed = f"{100 * found.max_error:g} %"
        scope = (
            f"({trust.decisions.title}, {trust.decisions.n_tracks:,} tracks of "
            f"{trust.decisions.n_groups:,} {trust.decisions.group_words})"
        )
        if found.error_written is None:
            lines.append(
                f"No genre could be written with at most {allowed} of them wrong "
                f"{scope}; predict will ask about {_share(found.asked)} of such tracks "
                f"and leave the others alone.{_first_written(trust.decisions.by_level)}"
            )
        else:
            lines.append(
                f"Allowed to be wrong on {allowed} of what it writes, predict would "
                f"write a genre on {_share(found.written)} of tracks, of which "
                f"{_share(found.error_written)} would be wrong, and ask about "
                f"{_share(found.asked)} {scope}."
            )
    if trust.labels is not None and trust.labels.reviewed is not None:
        lines.append(_reviewed(trust.labels.reviewed))
    if trust.labels is not None and trust.labels.audit.doubted:
        audit = trust.labels.audit
        n_listed = len(audit.doubted)
        listed = (
            "1 row to look at is"
            if n_listed == 1
            else f"{n_listed:,} rows to look at are"
        )
        lines.append(
            f"About {_share(audit.stray)} of the labels look stray ({audit.scenario}, "
            f"{audit.n_tracks:,} rows of {audit.n_groups:,} groups); {listed} in "
            "review.csv."
        )
    return lines


def _first_written(levels: Any) -> str:  # noqa: ANN401 (doors import no results)
    """Say from which share of errors on something would be written."""
    for level in levels:
        if level.n_written:
            return (
                f" With --max-error {level.max_error:g} it would write a genre on "
                f"{_share(level.written)} of them."
            )
    return ""


def _reviewed(found: Any) -> str:  # noqa: ANN401 (doors import no results)
    """Say what corrections did, and which accuracy may be compared."""
    told = (
        f"Your review changed {found.n_changed:,} of the {found.n_reviewed:,} labels "
        f"it judged among the rows scored here ({found.scenario}, "
        f"{found.n_tracks:,} rows of {found.n_groups:,} groups)"
    )
    if found.unreviewed is None:
        return f"{told}. No row is left that nobody reviewed."
    return (
        f"{told}. To compare with a run without it, take the accuracy on rows nobody "
        f"reviewed: {_share(found.unreviewed)}."
    )


def _share(found: Any) -> str:  # noqa: ANN401 (doors import no results)
    value, low, high = (100 * share for share in (found.value, found.low, found.high))
    return f"{value:.1f} % ({low:.1f} to {high:.1f} %)"


def _leanings(result: TrainResult) -> str:
    """Name the attributes whose effect is told from none by its interval."""
    importance = result.facts.importance
    assert importance is not None  # noqa: S101 (asked by the caller)
    top = [entry for entry in importance.features if entry.low > 0][:_MOST_FEATURES]
    if not top:
        return (
            f"No single attribute is shown to matter: shuffled on "
            f"{importance.n_tracks:,} held-out tracks, the 95 % interval of each one's "
            "fall of macro AUC reaches down to zero."
        )
    listed = ", ".join(
        f"{entry.label} ({entry.drop:.3f}, {entry.low:.3f} to {entry.high:.3f})"
        for entry in top
    )
    return (
        f"What the model leans on most, as fall of macro AUC on "
        f"{importance.n_tracks:,} held-out tracks when shuffled: {listed}."
    )
