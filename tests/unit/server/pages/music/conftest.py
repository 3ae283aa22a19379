"""Studios of these tests were started with a folder of music."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def music_roots(music_folder: Path) -> tuple[Path, ...]:
    return (music_folder,)
