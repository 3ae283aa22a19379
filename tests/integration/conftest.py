"""What the tests across folders start from: music of our own making."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="session")
def rendered_library() -> ModuleType:
    """Give the module that renders a small tagged music library."""
    place = Path(__file__).parent / "rendered_library.py"
    specification = importlib.util.spec_from_file_location("rendered_library", place)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["rendered_library"] = module
    specification.loader.exec_module(module)
    return module
