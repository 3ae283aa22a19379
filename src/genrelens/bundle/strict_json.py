"""Read a stranger's JSON text within limits, and nothing that is not JSON."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

import numpy as np

from genrelens.errors import BundleError, printable

__all__ = ["MAX_DEPTH", "MAX_JSON_BYTES", "json_from_bytes", "json_to_bytes"]

MAX_JSON_BYTES = 8 * 1024**2
MAX_DEPTH = 12
MAX_TEXT = 10_000
MAX_CONTAINERS = 200_000
MAX_VALUES = 1_000_000


def json_to_bytes(value: object) -> bytes:
    r"""Write plain values as JSON; equal values give equal bytes.

    Parameters
    ----------
    value : dict, list, str, int, float, bool or None
        Numbers are finite; texts can be encoded.

    Returns
    -------
    bytes
        UTF-8, keys as they stand, numbers in the shortest form that reads back
        exactly; numbers of numpy's as plain ones.

    Raises
    ------
    BundleError
        If a value is none of these kinds, or not within the limits of reading.

    Examples
    --------
    >>> json_to_bytes({"b": 0.1, "a": "é"})
    b'{\n "b": 0.1,\n "a": "\xc3\xa9"\n}\n'
    """
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, default=_plain, indent=1
        )
        content = (text + "\n").encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise BundleError(
            f"The model's description cannot be written as JSON: {printable(error)}. "
            "Give only texts, finite numbers, yes/no, lists and mappings."
        ) from error
    json_from_bytes(content)
    return content


def json_from_bytes(content: bytes) -> object:
    """Read JSON, refusing what other readers would disagree about.

    Parameters
    ----------
    content : bytes
        At most `MAX_JSON_BYTES` of UTF-8 without a byte-order mark, with at most
        200,000 opening brackets and a million commas, so that it is read quickly.

    Returns
    -------
    dict, list, str, int, float, bool or None
        Nested at most `MAX_DEPTH` deep.

    Raises
    ------
    BundleError
        If it is no JSON, too large or too deep, repeats a key, holds NaN, an
        infinite number, an integer beyond 64 bits or half a character.
    """
    if len(content) > MAX_JSON_BYTES:
        raise _refusal(f"it has {len(content):,} bytes of {MAX_JSON_BYTES:,} allowed")
    if content.count(b"[") + content.count(b"{") > MAX_CONTAINERS:
        raise _refusal(f"it has more than {MAX_CONTAINERS:,} lists and mappings")
    if content.count(b",") > MAX_VALUES:
        raise _refusal(f"it has more than {MAX_VALUES:,} values")
    try:
        value = json.loads(
            content.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded,
            object_pairs_hook=_without_repeats,
        )
    except RecursionError as error:
        raise _refusal(f"it is nested more than {MAX_DEPTH} deep") from error
    except ValueError as error:  # no UTF-8, or no JSON
        if isinstance(error, BundleError):
            raise
        raise _refusal(f"it is not JSON ({printable(error)})") from error
    _check_nesting(value)
    return value


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a value of type {type(value).__name__}")


def _check_nesting(value: object) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.keys())
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
            elif isinstance(item, str):
                _check_text(item)
        if not inner:
            return
        level = inner
    raise _refusal(f"it is nested more than {MAX_DEPTH} deep")


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise _refusal(f"a text in it has {len(text):,} of {MAX_TEXT:,} characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _refusal(f"the text '{printable(text)}' is not Unicode") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _refusal("it gives one key twice")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise _refusal(f"it holds {text}, which is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _refusal(f"it holds the number {printable(text, limit=20)}")
    return value


def _bounded(text: str) -> int:
    if len(text) > len(str(-(2**63))) or not -(2**63) <= int(text) < 2**63:
        raise _refusal(f"it holds the number {printable(text, limit=20)}")
    return int(text)


def _refusal(found: str) -> BundleError:
    return BundleError(
        f"The manifest of the model cannot be read: {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )
