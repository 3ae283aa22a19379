"""Tests of genrelens.workflow.from_sound.heard_before; more in the integration."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.strict_json import json_from_bytes, json_to_bytes
from genrelens.errors import BundleError
from genrelens.workflow.from_sound import heard_before
from genrelens.workflow.from_sound.heard_before import (
    find_heard,
    keep_heard,
    tell_heard,
)


def digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


HASHES = [digest(number) for number in range(2_000)]


def table(hashes: list[str]) -> SimpleNamespace:
    return SimpleNamespace(frame=pd.DataFrame({"sound_hash": hashes}))


@pytest.fixture
def trained(small_run):
    """Give a model that learnt from the even rows of the hashes."""
    kept = keep_heard(table(HASHES), np.arange(0, 2_000, 2))
    return replace(small_run.result.model, training={"heard": kept})


def test_sound_that_was_learnt_is_known_again_and_no_other(trained) -> None:
    found = find_heard(trained, [*HASHES, digest(-1), "", None])

    assert np.flatnonzero(found).tolist() == list(range(0, 2_000, 2))


def test_what_is_kept_fits_a_model_file_and_tells_no_order(trained) -> None:
    kept = trained.training["heard"]

    assert json_from_bytes(json_to_bytes(kept)) == kept
    assert max(map(len, kept)) <= 10_000
    assert sum(map(len, kept)) < 12 * 1_000
    assert kept == keep_heard(table(HASHES[::-1]), np.arange(1, 2_000, 2))


def test_a_table_without_hashes_or_with_too_many_keeps_nothing(monkeypatch) -> None:
    assert keep_heard(SimpleNamespace(frame=pd.DataFrame()), np.arange(1)) is None
    assert keep_heard(table(["x"]), np.arange(1)) is None
    monkeypatch.setattr(heard_before, "MOST_KEPT", 10)
    assert keep_heard(table(HASHES), np.arange(11)) is None


def test_a_model_that_does_not_know_says_so(small_run) -> None:
    model = small_run.result.model
    found = find_heard(model, HASHES)

    assert found is None
    assert "does not know which tracks it was trained on" in tell_heard(found)[0]


@pytest.mark.parametrize("kept", ["x", [1], ["&"], ["YQ=="], [["a"]], ["é"]])
def test_damage_is_refused(small_run, kept) -> None:
    damaged = replace(small_run.result.model, training={"heard": kept})
    with pytest.raises(BundleError, match="In the model file"):
        find_heard(damaged, HASHES[:1])


def test_learnt_tracks_are_counted_in_words() -> None:
    assert tell_heard(np.zeros(3, dtype=bool)) == ()
    assert tell_heard(np.ones(90, dtype=bool))[0].startswith(
        "90 of these 90 are tracks that the model was trained on; its certainty about "
        "them says nothing"
    )
    assert "1 of these 3 is a track" in tell_heard(np.arange(3) == 1)[0]
