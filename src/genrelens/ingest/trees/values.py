r"""Read one name, or a list of names, as YAML spells it on a line.

Names stand plain, in 'single quotes' (two for one) or in "double quotes" (with
``\\``, ``\"``, ``\n``, ``\t``, ``\r``, ``\xHH``, ``\uHHHH``, ``\UHHHHHHHH``). A
plain name is always text: ``no``, ``1999`` and ``null`` are names of genres here.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UnreadableError", "read_key", "read_value", "without_comment"]

_SIMPLE: Final = {"\\": "\\", '"': '"', "/": "/", "n": "\n", "t": "\t", "r": "\r"}
_CODES: Final = {"x": 2, "u": 4, "U": 8}
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_FORBIDDEN_FIRST: Final = {
    "&": "an anchor (&)",
    "*": "a reference to an anchor (*)",
    "!": "a tag (!)",
    "|": "a block of text (|)",
    ">": "a block of text (>)",
    "{": "a mapping in braces ({)",
    "}": "a brace (})",
    "]": "a bracket (])",
    ",": "a comma",
    "%": "a directive (%)",
    "@": "a reserved sign (@)",
    "`": "a reserved sign (`)",
}
_LAST_CODE: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)


class UnreadableError(Exception):
    """What is wrong with a value; its reader adds the file and the line."""


def without_comment(line: str) -> str:
    """Take off a comment, which begins at ``#`` after a space or at the start.

    Examples
    --------
    >>> without_comment("house: 'c # d'  # mine"), without_comment("a: c#")
    ("house: 'c # d'", 'a: c#')
    """
    quote, last = "", ""
    at = 0
    while at < len(line):
        sign = line[at]
        if quote:
            if sign == "\\" and quote == '"':
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "'\"" and last in ("", ":", "[", ",", "-"):
            quote = sign
        elif sign == "#" and (at == 0 or line[at - 1] == " "):
            return line[:at].rstrip(" ")
        last = last if sign == " " else sign
        at += 1
    return line.rstrip(" ")


def read_key(text: str) -> tuple[str, str] | None:
    """Split ``name: rest``; None where the text is no such line.

    Examples
    --------
    >>> read_key("drum & bass: [electronic]"), read_key("'a: b':")
    (('drum & bass', '[electronic]'), ('a: b', ''))
    """
    if text[:1] in ("'", '"'):
        name, rest = _read_quoted(text)
        if not rest.startswith(":") or rest[1:2] not in ("", " "):
            return None
        return name, rest[1:].strip(" ")
    colon = re.search(r":(?: |$)", text)
    if colon is None:
        return None
    return _read_plain(text[: colon.start()].rstrip(" ")), text[colon.end() :].strip(
        " "
    )


def read_value(text: str) -> str | list[str]:
    """Read a name, or a list of names in brackets.

    Raises
    ------
    UnreadableError
        If it is neither.

    Examples
    --------
    >>> read_value("rock"), read_value("[rock, 'a, b']")
    ('rock', ['rock', 'a, b'])
    """
    if text.startswith("["):
        return _read_list(text)
    if text[:1] in ("'", '"'):
        name, rest = _read_quoted(text)
        if rest:
            raise UnreadableError(f"there is more after the closing quote: {rest!r}")
        return name
    return _read_plain(text)


def _read_list(text: str) -> list[str]:
    if not text.endswith("]"):
        raise UnreadableError("a list in brackets does not end on its line")
    rest, names = text[1:-1].strip(" "), []
    while rest:
        if rest[0] in "'\"":
            name, rest = _read_quoted(rest)
            rest = rest.lstrip(" ")
        else:
            part, comma, after = rest.partition(",")
            name, rest = _read_plain(part.strip(" "), in_list=True), comma + after
        names.append(name)
        if rest and rest[0] != ",":
            raise UnreadableError(f"a comma is missing before {rest!r}")
        rest = rest[1:].strip(" ")
    return names


def _read_plain(text: str, *, in_list: bool = False) -> str:
    if not text:
        raise UnreadableError("a name is missing")
    if text[0] in _FORBIDDEN_FIRST:
        raise UnreadableError(f"a value begins with {_FORBIDDEN_FIRST[text[0]]}")
    if text[0] in "'\"[" or text in ("-", "?", ":") or text[:2] in ("- ", "? ", ": "):
        raise UnreadableError(f"{text!r} is no plain name")
    if ": " in text or text.endswith(":") or " #" in text:
        raise UnreadableError(f"a colon or # inside of {text!r} needs quotes around it")
    if in_list and any(sign in text for sign in "[]{}:?"):
        raise UnreadableError(f"a bracket, colon or ? inside of {text!r} needs quotes")
    return text


def _read_quoted(text: str) -> tuple[str, str]:
    """Read up to the closing quote; give the name and what stands after it."""
    quote, at = text[0], 1
    signs: list[str] = []
    while at < len(text):
        sign = text[at]
        if sign == quote:
            if quote == "'" and text[at + 1 : at + 2] == "'":
                signs.append("'")
                at += 2
                continue
            return "".join(signs), text[at + 1 :]
        if sign == "\\" and quote == '"':
            meant, at = _read_escape(text, at + 1)
            signs.append(meant)
            continue
        signs.append(sign)
        at += 1
    raise UnreadableError(f"the quote {quote} is not closed on its line")


def _read_escape(text: str, at: int) -> tuple[str, int]:
    sign = text[at : at + 1]
    if sign in _SIMPLE:
        return _SIMPLE[sign], at + 1
    n_digits = _CODES.get(sign, 0)
    digits = text[at + 1 : at + 1 + n_digits]
    if n_digits and len(digits) == n_digits and _HEX.fullmatch(digits):
        code = int(digits, 16)
        if code <= _LAST_CODE and code not in _SURROGATES:
            return chr(code), at + 1 + n_digits
    raise UnreadableError(
        f"the escape {text[at - 1 : at + 1 + n_digits]!r} is not known"
    )
