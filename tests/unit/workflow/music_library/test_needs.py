from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.audio import needing
from genrelens.bundle.loading import load_model
from genrelens.errors import InputError
from genrelens.tagging.formats import requiring
from genrelens.workflow.music_library.needs import music_needs, needs_of_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SmallRun


def test_nothing_is_missing_where_all_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path))
    (tmp_path / "music-tags").mkdir()
    (tmp_path / "music-tags" / "manifest.json").write_text("{}")
    told = music_needs()
    assert (told.sound, told.tags, told.network) == ("", "", "")


def test_what_is_missing_is_told_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path))
    monkeypatch.setattr(needing, "has", lambda name: name != "soundfile")
    monkeypatch.setattr(requiring.importlib, "import_module", missing)
    told = music_needs()
    assert "'soundfile'" in told.sound
    assert told.sound.endswith('pip install "genrelens[audio]"')
    assert 'pip install "genrelens[tags]"' in told.tags
    assert told.network.endswith("genrelens models add music-tags")


def test_a_model_of_other_tables_names_no_files(small_run: SmallRun) -> None:
    with pytest.raises(InputError, match="that music files do not give"):
        needs_of_model(load_model(small_run.model))
