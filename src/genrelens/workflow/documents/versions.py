"""Say which versions made a result."""

from __future__ import annotations

import platform
from importlib.metadata import version

__all__ = ["library_versions"]

_LIBRARIES = ("genrelens", "numpy", "pandas", "scikit-learn", "scipy", "numba")


def library_versions() -> dict[str, str]:
    """Give the versions of this package, of Python and of what shapes results."""
    return {
        **{library: version(library) for library in _LIBRARIES},
        "Python": platform.python_version(),
    }
