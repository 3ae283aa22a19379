from __future__ import annotations

from pathlib import Path

from genrelens.workflow import demonstrating
from genrelens.workflow.demonstrating import DemoRequest


def test_options_reach_the_demo_and_the_summary_is_shown(
    run_cli, monkeypatch, small_run, tmp_path
) -> None:
    asked = []

    def stand_in(request, *, listener):
        asked.append(request)
        listener("scoring", 1, 1)
        return small_run.result

    monkeypatch.setattr(demonstrating, "run_demo", stand_in)
    told = run_cli("demo", "--output", tmp_path, "--tracks", 500, "--seed", 3)
    assert told.code == 0
    assert asked == [DemoRequest(output=tmp_path, n_tracks=500, seed=3)]
    assert "report.html" in told.out
    assert told.err == "scoring: done\n"
    run_cli("demo", "--quiet")
    assert asked[1] == DemoRequest(output=Path("demo"))


def test_too_few_tracks_and_a_file_in_the_way_are_refused(run_cli, tmp_path) -> None:
    told = run_cli("demo", "--output", tmp_path / "a", "--tracks", 5)
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "genrelens: A sample of 5 tracks cannot be drawn. Ask for 120 to 2,000,000.\n"
    )
    (tmp_path / "a").write_text("kept")
    told = run_cli("demo", "--output", tmp_path / "a")
    assert told.code == 2
    assert "'a' is a file" in told.err
