from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError

import pytest

from genrelens.errors import BundleError
from genrelens.workflow.scoring.one_track import answer_track
from genrelens.workflow.scoring.open_model import hold_open, open_model


def test_an_open_model_answers_the_same_from_many_threads(opened, usual_track) -> None:
    usual = usual_track(opened)
    tracks = [{**usual, "tempo": 60.0 + tempo} for tempo in range(100)]
    alone = [answer_track(opened, track) for track in tracks]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda track: answer_track(opened, track), tracks * 3))
    assert together == alone * 3


def test_it_cannot_be_written_to(opened) -> None:
    with pytest.raises(FrozenInstanceError):
        opened.n_bytes = 0


def test_it_counts_at_least_the_memory_of_its_forest(opened) -> None:
    forest = opened.trained.model.forest_
    assert opened.n_bytes > forest.nbytes + 8 * forest.n_nodes


def test_a_file_with_another_hash_is_refused(trusted) -> None:
    with pytest.raises(BundleError, match="SHA-256"):
        open_model(trusted.path, expect_sha256="0" * 64)


def test_a_model_in_memory_is_held_open_as_one_from_a_file(
    opened, trusted, usual_track
) -> None:
    held = hold_open(trusted.trained)
    track = usual_track(opened)
    assert answer_track(held, track).tracks == answer_track(opened, track).tracks
