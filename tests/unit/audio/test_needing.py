from __future__ import annotations

import sys

import pytest

from genrelens.audio import needing
from genrelens.errors import InputError


def test_a_missing_library_names_the_extra_to_install(monkeypatch) -> None:
    monkeypatch.setattr(needing, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "genrelens\[formats\]"'):
        needing.need("av")
    with pytest.raises(InputError, match=r'soundfile.*"genrelens\[audio\]"|pyloudnorm'):
        needing.need_all()


def test_only_the_extra_audio_is_needed_for_all(monkeypatch) -> None:
    real = needing.find_spec
    monkeypatch.setattr(
        needing, "find_spec", lambda name: None if name == "av" else real(name)
    )
    needing.need_all()
    assert not needing.has("av")


def test_an_installed_library_is_given() -> None:
    assert needing.need("soundfile") is sys.modules["soundfile"]
