from __future__ import annotations

import importlib
import platform

from genrelens.workflow.documents.versions import library_versions


def test_versions_are_those_of_the_libraries_that_are_running() -> None:
    told = library_versions()
    assert told.pop("Python") == platform.python_version()
    assert told.pop("genrelens")
    for library, version in told.items():
        module = importlib.import_module(library.replace("scikit-learn", "sklearn"))
        assert module.__version__ == version
    assert set(told) == {"numpy", "pandas", "scikit-learn", "scipy", "numba"}
