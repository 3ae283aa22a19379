"""Say where a studio keeps its things if nobody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["usual_data_folder"]


def usual_data_folder() -> Path:
    """Give the folder that this system sets aside for a program's data."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "genrelens"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "genrelens"
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    # The standard says that a path that is not absolute is to be ignored.
    return (given if given.is_absolute() else home / ".local" / "share") / "genrelens"
