from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.bundle.loading import load_model, model_from_bytes
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from tests.unit.bundle.conftest import Pieces

    from genrelens.bundle.trained_model import TrainedModel


def test_predictions_and_reasons_are_the_same_bit_for_bit(
    trained: TrainedModel, content: bytes, probe_table: pd.DataFrame
) -> None:
    reopened = model_from_bytes(content)
    before = trained.model.predict_proba(probe_table)
    assert np.array_equal(reopened.model.predict_proba(probe_table), before)
    assert np.array_equal(
        reopened.model.predict(probe_table), trained.model.predict(probe_table)
    )
    ours = reopened.model.shapley_values(probe_table[:30])
    theirs = trained.model.shapley_values(probe_table[:30])
    assert np.array_equal(ours[0], theirs[0])
    assert np.array_equal(ours[1], theirs[1])


def test_everything_told_about_the_model_comes_back(
    trained: TrainedModel, content: bytes
) -> None:
    reopened = model_from_bytes(content)
    for name in ("features", "references", "genres", "target", "headline"):
        assert getattr(reopened, name) == getattr(trained, name)
    for name in ("scores", "training", "versions"):
        assert getattr(reopened, name) == getattr(trained, name)
    names = reopened.model.feature_names_in_.tolist()
    assert names == ["tempo", "energy", "explicit", "scene"]


def test_another_process_answers_the_same(
    trained: TrainedModel, content: bytes, probe_table: pd.DataFrame, tmp_path: Path
) -> None:
    (tmp_path / "m").write_bytes(content)
    numbers = probe_table.head(20).drop(columns="scene").to_numpy().tolist()
    script = (
        "import sys, pandas as pd\n"
        "from genrelens.bundle.loading import load_model\n"
        "nan = float('nan')\n"
        f"frame = pd.DataFrame({numbers!r}, columns=['tempo', 'energy', 'explicit'])\n"
        "frame['scene'] = pd.Series(['Detroit'] * 20, dtype='str')\n"
        "found = load_model(sys.argv[1]).model.predict_proba(frame)\n"
        "print(found.tobytes().hex())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "m")],
        capture_output=True,
        text=True,
        check=True,
    )
    frame = probe_table.head(20).assign(scene="Detroit")
    assert ran.stdout.strip() == trained.model.predict_proba(frame).tobytes().hex()


def test_a_hash_that_was_expected_is_checked(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(content)
    right = hashlib.sha256(content).hexdigest()
    load_model(path, expect_sha256=f" {right.upper()}\n")
    for wrong in ("0" * 64, right[:-1], ""):
        with pytest.raises(BundleError, match=f"has SHA-256 {right}"):
            load_model(path, expect_sha256=wrong)


@pytest.mark.parametrize("name", ["absent", "folder", "fifo", "nul\0byte", "socket"])
def test_what_is_no_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        begin = time.perf_counter()
        with pytest.raises(BundleError):
            load_model(f"{tmp_path}/{name}")
        assert time.perf_counter() - begin < 2


def test_a_file_without_permission_or_name_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="No such file or directory"):
        load_model(tmp_path / "no\x1b[31msuch")


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(1024**3 + 1)
    with pytest.raises(BundleError, match="at most 1,073,741,824"):
        load_model(path)


def test_a_manifest_is_needed(pieces: Pieces) -> None:
    from genrelens.bundle.archive import pack

    with pytest.raises(BundleError, match="it has no manifest"):
        model_from_bytes(pack({"arrays/feature.npy": b""}))


def test_arrays_of_another_model_of_the_same_shape_are_noticed(pieces: Pieces) -> None:
    moved = pieces.arrays["threshold"]
    moved[:] = moved[::-1].copy()
    with pytest.raises(BundleError, match="is not the one that was saved"):
        model_from_bytes(pieces.join(rehash=False))


def test_a_small_model_takes_little_memory_to_read(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "small.genrelens"
    file.write_bytes(content)
    load_model(file)
    tracemalloc.start()
    try:
        load_model(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100 * 2**20
