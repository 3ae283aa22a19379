"""Sounds that the tests of the attributes share, drawn with fixed seeds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from genrelens.audio.sound import Sound

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

RENDERING = Path(__file__).parents[4] / "benchmarks" / "sound" / "rendering.py"


@pytest.fixture(scope="session")
def rendering() -> ModuleType:
    """Give the renderer of music whose tempo and key are known."""
    spec = importlib.util.spec_from_file_location("sound_rendering", RENDERING)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pieces(rendering: ModuleType) -> list[Any]:
    """Render eight clips of twelve seconds, one a style, in eight keys."""
    return [rendering.render(8 * place + place % 8, 12.0) for place in range(8)]


@pytest.fixture(scope="session")
def music(pieces: list[Any]) -> NDArray[np.float32]:
    """Give one of them as samples of root mean square 0.1, 22,050 a second."""
    samples = pieces[0].samples
    samples = samples - samples.mean()
    return (samples * (0.1 / samples.std())).astype(np.float32)


@pytest.fixture(scope="session")
def sound_of() -> Any:
    """Give a function that makes a sound of samples."""

    def make(samples: NDArray[np.float32], rate: int = 22_050) -> Sound:
        if samples.ndim == 1:
            samples = samples[:, None]
        samples = np.ascontiguousarray(samples, dtype=np.float32)
        return Sound(samples, rate, 0.0, len(samples) / rate)

    return make
