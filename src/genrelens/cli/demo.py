"""`genrelens demo`: the whole job on a made-up sample."""

from __future__ import annotations

from pathlib import Path

from genrelens.cli.summary import show_summary
from genrelens.cli.terminal import listening, stdout

__all__ = ["demo"]


def demo(
    *,
    output: Path = Path("demo"),
    tracks: int = 4_000,
    seed: int = 0,
    quiet: bool = False,
) -> int:
    """Make up a sample of tracks, train on it, and write the report.

    Example: `genrelens demo --output demo`

    Parameters
    ----------
    output
        Folder for the made-up table and the results.
    tracks
        Number of tracks to make up.
    seed
        Whole number from which everything is drawn.
    quiet
        Show no progress.
    """
    from genrelens.workflow.demonstrating import DemoRequest, run_demo

    request = DemoRequest(output=output, n_tracks=tracks, seed=seed)
    with listening(quiet=quiet) as listener:
        result = run_demo(request, listener=listener)
    show_summary(result, stdout())
    return 0
