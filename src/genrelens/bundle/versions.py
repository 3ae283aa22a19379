"""Decide whether a model file of some format version can be read, and bring it up.

A larger minor version only adds top-level keys, which are passed over unless
`requires` names them. A larger major version is refused in words; a smaller one
is migrated by the table below.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from genrelens.bundle.manifest import FORMAT, FORMAT_VERSION, Manifest
from genrelens.errors import BundleError, printable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MIGRATIONS", "UNDERSTOOD", "bring_up_to_date", "package_version"]

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From a major version to the next: manifest values in, manifest values out.

Empty, because 1 is the first that was ever released. How to add one is told in
``docs/decisions/0002-model-file.md``.
"""

UNDERSTOOD = frozenset({"linear"})
"""Keys that a file may demand to be understood, and that are."""

_MAJOR, _MINOR = (int(part) for part in FORMAT_VERSION.split("."))
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")


def package_version() -> str:
    """Give the version of the genrelens that runs."""
    return version("genrelens")


def bring_up_to_date(values: object) -> dict[str, Any]:
    """Make the manifest of any readable version one of this version.

    Parameters
    ----------
    values : object
        What the JSON text held.

    Returns
    -------
    dict
        Manifest values of major version 1, without keys that may be passed over.

    Raises
    ------
    BundleError
        If this is no manifest of ours, or of a version that cannot be read; the
        message names the version that made it and the one that runs.
    """
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise BundleError(
            f"This is not a genrelens model: its manifest does not state the format "
            f"'{FORMAT}'. Give a file that `genrelens train` has written."
        )
    major, minor = _read_version(values)
    if major > _MAJOR:
        raise _too_new(values)
    while major < _MAJOR:
        if major not in MIGRATIONS:
            raise BundleError(
                f"The model has format {major}.{minor}, which no released genrelens "
                f"wrote; this is genrelens {package_version()}, which reads "
                f"{_MAJOR}.x. Train the model anew."
            )
        values = MIGRATIONS[major](values)
        major, minor = _read_version(values)
    if not _is_understood(values.get("requires")):
        raise _too_new(values)
    return _pass_over(values) if minor > _MINOR else values


def _is_understood(required: object) -> bool:
    if not isinstance(required, list):
        return not required  # what is no list is refused with the other fields
    return all(isinstance(key, str) and key in UNDERSTOOD for key in required)


def _read_version(values: dict[str, Any]) -> tuple[int, int]:
    found = _VERSION.fullmatch(str(values.get("format_version")))
    if found is None:
        raise BundleError(
            f"The model's format version '{printable(values.get('format_version'))}' "
            "is none; it reads like '1.0'. Fetch the file again, or train anew."
        )
    return int(found[1]), int(found[2])


def _pass_over(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a later minor version added."""
    known = set(Manifest.model_fields)
    return {key: value for key, value in values.items() if key in known}


def _too_new(values: dict[str, Any]) -> BundleError:
    return BundleError(
        f"The model was made by genrelens {printable(values.get('written_by'))} "
        f"(format {printable(values['format_version'])}); this is genrelens "
        f"{package_version()}, which reads formats {_MAJOR}.x up to "
        f"{FORMAT_VERSION}. Upgrade genrelens, or ask for a model made by this version."
    )
