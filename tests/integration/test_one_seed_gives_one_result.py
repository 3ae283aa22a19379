"""Two trainings with one seed, on any number of threads, give the same bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.workflow.training import train_model


@pytest.mark.parametrize("threads", [1, 2])
def test_every_file_is_the_same_byte_for_byte(small_run, tmp_path, threads) -> None:
    again = train_model(
        replace(small_run.request, output=tmp_path / "elsewhere", threads=threads)
    )
    for name, path in small_run.result.files.items():
        assert again.files[name].read_bytes() == path.read_bytes(), name


def test_another_seed_gives_another_model(write_tracks, tmp_path) -> None:
    from genrelens.workflow.requests import TrainRequest

    models = [
        train_model(
            TrainRequest(
                table=write_tracks(),
                output=tmp_path / str(seed),
                trees=3,
                explain_tracks=0,
                seed=seed,
            )
        )
        .files["model"]
        .read_bytes()
        for seed in (1, 2)
    ]
    assert models[0] != models[1]
