"""Import what reads sound, or say what to install."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["has", "need", "need_all"]

_EXTRAS: Final = {
    "soundfile": "audio",
    "soxr": "audio",
    "tinytag": "audio",
    "pyloudnorm": "audio",
    "av": "formats",
    "onnxruntime": "onnx",
}


def has(name: str) -> bool:
    """Say whether a library is installed, without importing it."""
    return find_spec(name) is not None


def need(name: str) -> ModuleType:
    """Import a library of one of the extras.

    Parameters
    ----------
    name : str
        Name of the module.

    Raises
    ------
    InputError
        If it is not installed; the message names the extra.
    """
    if not has(name):
        raise InputError(
            f"Reading sound needs the library '{name}', which is not installed. "
            f'Install it with: pip install "genrelens[{_EXTRAS[name]}]"'
        )
    return import_module(name)


def need_all() -> None:
    """See that everything of the extra `audio` is installed.

    Raises
    ------
    InputError
        If something is not.
    """
    for name, extra in _EXTRAS.items():
        if extra == "audio" and not has(name):
            need(name)
