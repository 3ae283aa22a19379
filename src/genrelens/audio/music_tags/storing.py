"""Keep the network's arrays in a folder with licence and card, and open them again."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.music_tags.card import model_card
from genrelens.audio.music_tags.published import (
    ARRAYS,
    DIGEST,
    LICENCE,
    PACKAGE,
    VERSION,
    WHEEL_SHA256,
)
from genrelens.errors import InputError, printable
from genrelens.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["FILES", "Weights", "digest_of", "load_weights", "store_weights"]

_MANIFEST: Final = "manifest.json"
_WEIGHTS: Final = "weights.f32"
_LICENCE: Final = "LICENSE.txt"
_CARD: Final = "model_card.md"
FILES: Final = (_WEIGHTS, _LICENCE, _CARD, _MANIFEST)
"""Names of the files of a network's folder, in the order of their writing."""

_N_BYTES: Final = 4 * sum(math.prod(shape) for shape in ARRAYS.values())


@dataclass(frozen=True, slots=True)
class Weights:
    """The network's arrays as they were published.

    Attributes
    ----------
    arrays : mapping of str to ndarray of float32
        By their published names, in the shapes of `published.ARRAYS`.
    digest : str
        SHA-256 over all of them.
    """

    arrays: Mapping[str, NDArray[np.float32]]
    digest: str


def digest_of(arrays: Mapping[str, NDArray[np.float32]]) -> str:
    """Give the SHA-256 over name, shape and numbers of each array, in order."""
    digest = hashlib.sha256()
    for name, values in arrays.items():
        digest.update(f"{name} {values.shape}\n".encode())
        digest.update(np.ascontiguousarray(values, dtype="<f4").tobytes())
    return digest.hexdigest()


def store_weights(
    folder: Path, arrays: Mapping[str, NDArray[np.float32]], *, licence: bytes
) -> None:
    """Write arrays, licence, card and, last of all, the manifest.

    The arrays are one file of little-endian numbers of single precision, one array
    after the other, so that opening it parses nothing; the manifest lists them.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it does not exist.
    arrays : mapping of str to ndarray of float32
        The arrays of `published.ARRAYS`, in that order.
    licence : bytes
        The licence's text as it was published.

    Raises
    ------
    InputError
        If the arrays are not the published ones.
    OutputError
        If a file cannot be written; what was written by then is removed again.
    """
    if digest_of(arrays) != DIGEST:
        raise InputError(
            "The network's arrays are not the published ones. Obtain the file anew."
        )
    n_numbers = sum(values.size for values in arrays.values())
    card = model_card(n_arrays=len(arrays), n_numbers=n_numbers)
    files = {
        _WEIGHTS: b"".join(
            values.astype("<f4").tobytes() for values in arrays.values()
        ),
        _LICENCE: licence,
        _CARD: card.encode(),
    }
    files[_MANIFEST] = _manifest(files)
    was_there = folder.exists()
    try:
        for name, content in files.items():
            write_bytes(folder / name, content)
    except BaseException:
        if not was_there:
            for name in files:
                (folder / name).unlink(missing_ok=True)
            if folder.exists():
                folder.rmdir()
        raise


def load_weights(folder: Path) -> Weights:
    """Open what `store_weights` wrote, and check every number of it.

    Parameters
    ----------
    folder : pathlib.Path
        The network's folder.

    Raises
    ------
    InputError
        If it is not there, or is not the published network.
    """
    try:
        with (folder / _WEIGHTS).open("rb") as stream:
            content = stream.read(_N_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The network of music tags is not here ({printable(folder, limit=200)}: "
            f"{error.strerror}). Obtain it once with: genrelens models add music-tags"
        ) from error
    if len(content) == _N_BYTES:
        arrays = _cut(np.frombuffer(content, dtype="<f4").astype(np.float32))
        digest = digest_of(arrays)
        if digest == DIGEST:
            return Weights(arrays, digest)
    raise InputError(
        f"The network of music tags in '{printable(folder, limit=200)}' is damaged or "
        f"is not the published one. Obtain it anew with: genrelens models add "
        f"music-tags"
    )


def _cut(numbers: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Give each array its part of the numbers."""
    ends = np.cumsum([math.prod(shape) for shape in ARRAYS.values()])
    parts = np.split(numbers, ends[:-1])
    return {
        name: part.reshape(shape)
        for (name, shape), part in zip(ARRAYS.items(), parts, strict=True)
    }


def _manifest(files: Mapping[str, bytes]) -> bytes:
    stated = {
        "name": "music-tags",
        "package": PACKAGE,
        "version": VERSION,
        "wheel_sha256": WHEEL_SHA256,
        "licence": LICENCE,
        "digest": DIGEST,
        "files": {
            name: {
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for name, content in files.items()
        },
        "arrays": {name: list(shape) for name, shape in ARRAYS.items()},
    }
    return (json.dumps(stated, indent=2) + "\n").encode()
