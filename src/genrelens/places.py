"""Say where things are kept that belong to no folder of the reader's own."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

__all__ = ["cache_folder", "data_folder", "networks_folder"]

_NAME = "genrelens"


def data_folder() -> Path:
    """Give the folder that this system sets aside for a program's data."""
    return user_data_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """Give the folder for what can be computed again, and may be deleted any time."""
    return user_cache_path(_NAME, appauthor=False)


def networks_folder() -> Path:
    """Give the folder of pretrained networks: `GENRELENS_NETWORKS`, or one of data."""
    given = os.environ.get("GENRELENS_NETWORKS", "")
    return Path(given) if given else data_folder() / "networks"
