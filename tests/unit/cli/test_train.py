from __future__ import annotations

import pytest

from genrelens.workflow import training


@pytest.fixture
def asked(monkeypatch, small_run) -> list:
    """Let a finished result stand for the training, and keep what was asked."""
    requests = []

    def stand_in(request, *, listener):
        requests.append(request)
        listener("scoring", 1, 1)
        return small_run.result

    monkeypatch.setattr(training, "train_model", stand_in)
    return requests


def test_every_option_of_the_command_reaches_the_request(
    run_cli, asked, tmp_path
) -> None:
    told = run_cli(
        *("train", "t.csv", "--target", "Style", "--group", "Label"),
        *("--output", tmp_path, "--seed", 5, "--features", "tempo, Duration (ms) ,"),
        *("--force", "a,b", "--drop", "c, d", "--drop", "e"),
        *("--select", "auto", "--trees", 7, "--balanced", "--conflicts", "drop"),
        *("--min-tracks", 9, "--explain-tracks", 11, "--threads", 2),
        *("--encoding", "cp1252", "--delimiter", ";", "--quiet"),
    )
    assert told.code == 0
    (request,) = asked
    assert (str(request.table), request.target, request.group) == (
        "t.csv", "Style", "Label",
    )  # fmt: skip
    assert request.output == tmp_path
    assert request.features == ("tempo", "Duration (ms)")
    assert (tuple(request.force), tuple(request.drop)) == (("a", "b"), ("c", "d", "e"))
    assert (request.seed, request.trees, request.min_tracks) == (5, 7, 9)
    assert (request.explain_tracks, request.threads) == (11, 2)
    assert (request.select, request.balanced) == (True, True)
    assert request.conflicts == "drop"
    assert (request.encoding, request.delimiter) == ("cp1252", ";")
    assert request.is_made_up is False


def test_what_is_not_given_is_as_the_request_has_it(run_cli, asked) -> None:
    from pathlib import Path

    from genrelens.workflow.requests import TrainRequest

    run_cli("train", "folder/my.tracks.csv.gz")
    plain = TrainRequest(
        table=Path("folder/my.tracks.csv.gz"), output=Path("genrelens-my")
    )
    assert asked == [plain]


@pytest.mark.parametrize("features", ["all", "audio"])
def test_all_and_audio_are_words_of_their_own(run_cli, asked, features) -> None:
    run_cli("train", "t.csv", "--features", features)
    assert asked[0].features == features


def test_progress_goes_to_standard_error_and_can_be_silenced(run_cli, asked) -> None:
    told = run_cli("train", "t.csv")
    assert told.err == "scoring: done\n"
    assert run_cli("train", "t.csv", "--quiet").err == ""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--target", "gnre"], "'genre'"),
        (["--drop", "tempoo"], "nearest are 'tempo'"),
        (["--force", "tempoo"], "'tempoo'"),
        (["--features", "tempoo"], "nearest are 'tempo'"),
        (["--group", "artst"], "no column 'artst'"),
        (["--seed", "-1"], "--seed is -1"),
        (["--trees", "0"], "--trees is 0"),
        (["--min-tracks", "31"], "with 31 or more"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wrong_wish_is_refused_with_2_and_in_pythons_words(
    run_cli, write_tracks, tmp_path, options, sentence
) -> None:
    told = run_cli(
        "train", write_tracks(), "--output", tmp_path / "out", "--quiet", *options
    )
    assert (told.code, told.out) == (2, "")
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_an_output_in_the_way_is_refused_and_kept(
    run_cli, write_tracks, tmp_path
) -> None:
    (tmp_path / "out").write_text("kept")
    told = run_cli("train", write_tracks(), "--output", tmp_path / "out" / "deep")
    assert told.code == 2
    assert told.err == (
        "genrelens: 'out' is a file, so no folder for results can stand there. "
        "Choose another --output.\n"
    )
    assert (tmp_path / "out").read_text() == "kept"


def test_a_real_training_ends_in_a_summary_and_seven_files(
    run_cli, write_tracks, tmp_path
) -> None:
    told = run_cli(
        *("train", write_tracks(), "--output", tmp_path / "out", "--trees", 3),
        *("--explain-tracks", 10),
    )
    assert told.code == 0
    assert len(list((tmp_path / "out").iterdir())) == 7
    assert "report.html" in told.out
    assert "scoring: done" in told.err
