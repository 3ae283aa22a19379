"""Tests on the real tables, where their folder stands beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TABLES = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def real_tables() -> Path:
    """Give the folder of real tables, or skip with the reason."""
    if not TABLES.is_dir():
        if os.environ.get("GENRELENS_REQUIRE_REAL_TABLES"):
            pytest.fail("the folder of real tables (../shared/data) must be here")
        pytest.skip("the folder of real tables (../shared/data) is not here")
    return TABLES
