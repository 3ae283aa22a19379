"""Things that belong to no folder of the reader's are kept where the system wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.places import cache_folder, data_folder, networks_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_data_and_what_can_be_computed_again_are_kept_apart(monkeypatch) -> None:
    monkeypatch.delenv("GENRELENS_NETWORKS", raising=False)

    assert data_folder().name == cache_folder().name == "genrelens"
    assert data_folder() != cache_folder()
    assert networks_folder() == data_folder() / "networks"


def test_the_folder_of_networks_can_be_named(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path / "nets"))

    assert networks_folder() == tmp_path / "nets"
