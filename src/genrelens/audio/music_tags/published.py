"""Say which published file holds the network of tags, and what is in it."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ARRAYS",
    "DATA_MEMBER",
    "DIGEST",
    "INDEX_MEMBER",
    "LICENCE",
    "LICENCE_MEMBER",
    "MEMBER_BYTES",
    "PACKAGE",
    "VERSION",
    "WHEEL",
    "WHEEL_BYTES",
    "WHEEL_SHA256",
]

PACKAGE: Final = "musicnn"
VERSION: Final = "0.1.0"
WHEEL: Final = f"{PACKAGE}-{VERSION}-py3-none-any.whl"
WHEEL_BYTES: Final = 29_292_476
WHEEL_SHA256: Final = "f38a4890c648c1ddbb141c5d96d2b0a8cfcd36746002d896989f7b88beb65cfa"

LICENCE: Final = "ISC"
INDEX_MEMBER: Final = "musicnn/MSD_musicnn/.index"
DATA_MEMBER: Final = "musicnn/MSD_musicnn/.data-00000-of-00001"
LICENCE_MEMBER: Final = "musicnn-0.1.0.dist-info/LICENSE.md"
MEMBER_BYTES: Final = {
    INDEX_MEMBER: 4_948,
    DATA_MEMBER: 9_465_596,
    LICENCE_MEMBER: 817,
}
"""What is taken out of the file, and the size of each."""

DIGEST: Final = "bef1e5c9ad3f43f7b06c5ffaf13d637bc9d10d0e146ed1707c1dd94e35e698cd"
"""SHA-256 over name, shape and numbers of every array, in the order of `ARRAYS`."""


def _after(name: str, n_features: int) -> dict[str, tuple[int, ...]]:
    parts = ("beta", "gamma", "moving_mean", "moving_variance")
    return {f"{name}/{part}": (n_features,) for part in parts}


def _layer(name: str, *shape: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}/bias": (shape[-1],), f"{name}/kernel": shape}


ARRAYS: Final[dict[str, tuple[int, ...]]] = {
    **_after("batch_normalization", 1),
    **_layer("conv2d", 7, 38, 1, 204),
    **_after("batch_normalization_1", 204),
    **_layer("conv2d_1", 7, 67, 1, 204),
    **_after("batch_normalization_2", 204),
    **_layer("conv2d_2", 128, 1, 1, 51),
    **_after("batch_normalization_3", 51),
    **_layer("conv2d_3", 64, 1, 1, 51),
    **_after("batch_normalization_4", 51),
    **_layer("conv2d_4", 32, 1, 1, 51),
    **_after("batch_normalization_5", 51),
    **_layer("conv2d_5", 7, 561, 1, 64),
    **_after("batch_normalization_6", 64),
    **_layer("conv2d_6", 7, 64, 1, 64),
    **_after("batch_normalization_7", 64),
    **_layer("conv2d_7", 7, 64, 1, 64),
    **_after("batch_normalization_8", 64),
    **_after("batch_normalization_9", 1506),
    **_layer("dense", 1506, 200),
    **_after("batch_normalization_10", 200),
    **_layer("dense_1", 200, 50),
}
"""Name and shape of every array that hearing needs; what training left is not."""
