from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.workflow.new_table import read_new_table


@pytest.fixture(scope="module")
def trained(small_run):
    return load_model(small_run.model)


def test_the_training_table_is_known_again_and_has_every_row(
    small_run, trained
) -> None:
    new = read_new_table(trained, small_run.table)
    assert list(new.inputs) == [feature.name for feature in trained.features]
    n_rows = len(small_run.sample.frame)
    assert len(new.inputs) == len(new.warnings) == len(new.is_blank) == n_rows
    assert new.notices[0].startswith("The model was trained on this very table")
    blank = np.flatnonzero(small_run.sample.truth.track < 0)
    assert np.flatnonzero(new.is_blank).tolist() == blank.tolist()


def test_what_is_unusual_is_told_row_by_row_and_for_the_table(
    small_run, trained, tmp_path
) -> None:
    frame = small_run.sample.frame.head(6).drop(columns="energy")
    frame.to_csv(tmp_path / "new.csv", index=False)
    new = read_new_table(trained, tmp_path / "new.csv")
    assert all("without energy" in warning for warning in new.warnings)
    assert any("energy" in notice for notice in new.notices)
    assert not any("this very table" in notice for notice in new.notices)


def test_the_way_of_reading_can_be_given(small_run, trained, tmp_path) -> None:
    frame = small_run.sample.frame.head(6)
    frame.to_csv(tmp_path / "new.csv", index=False, sep="|", encoding="utf-16")
    new = read_new_table(
        trained, tmp_path / "new.csv", encoding="utf-16", delimiter="|"
    )
    assert len(new.inputs) == 6
    source = new.table.source
    assert (source.encoding.lower().replace("_", "-")[:6], source.delimiter) == (
        "utf-16",
        "|",
    )


def test_a_table_without_any_attribute_is_refused(trained, tmp_path) -> None:
    pd.DataFrame({"colour": ["red", "blue"]}).to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(InputError, match="none of the 16 attributes that the model"):
        read_new_table(trained, tmp_path / "t.csv")
