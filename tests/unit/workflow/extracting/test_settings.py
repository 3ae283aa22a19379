from __future__ import annotations

from pathlib import Path

from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.extracting.settings import default_cache, settings_digest


class _Network:
    columns, digest = ("a",), "0" * 64


def test_what_changes_the_values_changes_the_digest() -> None:
    plain = ExtractRequest(Path("m"))
    assert settings_digest(plain, None) == settings_digest(
        ExtractRequest(Path("other"), workers=7, output=Path("x.csv")), None
    )
    digests = {
        settings_digest(plain, None),
        settings_digest(ExtractRequest(Path("m"), seconds=60), None),
        settings_digest(plain, _Network()),
    }
    assert len(digests) == 3


def test_a_folder_has_one_cache_however_it_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "music").mkdir()
    monkeypatch.chdir(tmp_path)
    assert default_cache(Path("music")) == default_cache(tmp_path / "music")
    assert default_cache(Path("music")) != default_cache(tmp_path)
